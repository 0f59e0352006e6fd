"""An answer as a Telegram message: HTML with everything escaped, and the labels of the keyboard. Pure."""
from __future__ import annotations

from html import escape

from bot.channels.plain_text import link_lines, source_lines
from bot.domain.answer import Answer

MAX_LENGTH = 4096


def render(answer: Answer) -> str:
    """The text to send with parse_mode HTML; the choices go on an inline keyboard, not in the text."""
    below = [*link_lines(answer), *source_lines(answer)]
    return escape("\n".join([answer.text, *(["", *below] if below else [])]))[:MAX_LENGTH]
