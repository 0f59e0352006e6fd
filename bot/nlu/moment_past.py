"""A day that has passed, where an appointment is asked for then: « je voudrais un rdv hier à 10h »."""
from __future__ import annotations

import re
from datetime import date

from bot.domain.french import JOURS
from bot.nlu.moment_dates import DAY, month_number, named_date
from bot.nlu.moment_words import MONTH, WEEKDAY

_HOUR = r"\d{1,2}h(?:\d\d)?"
_DATE = (rf"(?:le )?(?:{WEEKDAY} )?(?:le )?(?P<number>\d\d?)[ /](?P<month>(?<= ){MONTH}|(?<=/)(?:0?[1-9]|1[0-2]))\b"
         r"(?:[ /](?P<year>(?:19|20)\d\d|(?<=/)\d\d)\b)?")
# « le rdv d'hier » is one that was.
_PAST = (rf"(?<!\bd )(?<!\bde )\b(?:(?P<ago>avant ?hier|hier)\b|(?:le )?(?P<weekday>{WEEKDAY}) (?:dernier|passe)\b|{_DATE})"
         rf"(?: (?:au )?(?:matin|apremidi|soir))?(?: (?:(?:a|vers) )?{_HOUR})?")
# Somebody wants, now: « je voulais », « j'ai demandé » tell a story.
_WANTS = (r"\b(?:j?veu[xt]|voudrai[st]?|aimerai[st]?|je (?:souhaite(?:rais?)?|desire)|faut|faudrait|peu[xt]|puis je"
          r"|pourrai[st]|pouvez|pourriez|donnez|mettez|trouvez|prenez|fixez|reservez|notez"
          r"|(?<!avais )(?<!avait )(?<!eu )besoin|(?:est|serait)(?: (?:il|ce))? possible)")
# All that may stand between the wish and its day. After any other word (« depuis », « ma fille renvoyée »), or before one,
# the day may be that of a story.
_OF_A_REQUEST = (r"(?:je|on|me|m|moi|nous|vous|se|y|un|une|l|d|de|a|au|que|qu|en|pour|vers|plutot|bien|si|possible|autre"
                 r"|nouveau|prendre|avoir|obtenir|reserver|fixer|caler|venir|passer|recevoir|voir|etre recue?s?"
                 r"|rdv|rendez vous|creneau|entretien|place"
                 r"|(?:deplacer|decaler|reporter|avancer|repousser) (?:mon|le|ce) (?:rdv|rendez vous) (?:a|au|pour)"
                 rf"|{_HOUR})")
_KINDLY = "(?:svp|stp|s il vous plait|s il te plait|merci|si possible)"
_AROUND = "(?:bonjour|bonsoir|oui|non|ok|alors|et|ce|ca|serait|c|est|s il vous plait|s il te plait|svp|stp|merci)"
_ALONE = re.compile(rf"(?:\b(?:{_AROUND}|{_OF_A_REQUEST})\b|[ ,.!?])*{_PAST}(?:\b(?:{_AROUND}|si|possible)\b|[ ,.!?])*")
_ASKED = re.compile(rf"{_WANTS}(?: {_OF_A_REQUEST})* {_PAST}(?=[ ,]*(?:$|[.;!?]|(?:{_KINDLY}|pour)\b))")


def past_day(words: str, today: date) -> date | None:
    """The day before today on which `moment_words` ask for an appointment; None if there is none, or in doubt."""
    match = _ALONE.fullmatch(words) or _ASKED.search(words)
    day = _day(match, today) if match else None
    return day if day and day < today else None


def _day(match: re.Match[str], today: date) -> date:
    if match["ago"]:
        return today - (1 if match["ago"] == "hier" else 2) * DAY
    if match["weekday"]:
        return today - ((today.weekday() - JOURS.index(match["weekday"]) - 1) % 7 + 1) * DAY
    return named_date(match["number"], month_number(match["month"]), match["year"], today)
