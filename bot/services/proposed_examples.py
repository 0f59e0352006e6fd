"""What the team made of unanswered questions, as files that it reviews and drops into the repository."""
from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import Callable, Collection, Iterable

from bot.domain.french import day_of, say_date
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import clean
from bot.domain.unanswered import Question
from bot.services.ports import Clock
from bot.services.unanswered_questions import UnansweredQuestions

_ANY_PART = "rien"       # the rubrique of a sentence that asks for no part in particular
_SHORT = 4               # words
_FORMULA = " =+-@'\"|%"  # how a cell must not begin: a spreadsheet would compute it
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|&~-])")


class ProposedExamples:
    """`taught` gives the sentences that are taught already; asked only when a file is written."""

    def __init__(self, questions: UnansweredQuestions, knowledge: Knowledge, clock: Clock,
                 taught: Callable[[], Collection[str]]) -> None:
        self._questions = questions
        self._knowledge = knowledge
        self._clock = clock
        self._taught = taught

    def tsv(self) -> str:
        """For each fiche, the lines to add to nlu_data/fiches/<slug>.tsv: register, rubrique, sentence. The register is a
        guess; what is taught already is left out."""
        known = set(map(str.casefold, self._taught()))
        lines: dict[str, list[str]] = defaultdict(list)
        for question in self._questions.attached():
            sentence, decision = cell(question.text), question.decision
            if decision is None or decision.fiche is None or not sentence or sentence.casefold() in known:
                continue
            known.add(sentence.casefold())
            lines[decision.fiche].append("\t".join((_register(question), decision.rubrique or _ANY_PART, sentence)))
        head = [f"# Exemples proposés par l'accueil, {say_date(self._today)}.",
                "# À relire : le registre est deviné, et aucune phrase ne doit nommer quelqu'un.",
                "# Chaque partie va dans le fichier qu'elle nomme ; puis : make check."]
        parts = [[f"# nlu_data/fiches/{slug}.tsv", *lines[slug]] for slug in sorted(lines)]
        return "\n".join(line for part in (head, *parts) for line in part) + "\n"

    def markdown(self) -> str:
        """The fiches that are asked for, each with why and with the questions that it would answer."""
        wished: dict[str, list[Question]] = defaultdict(list)
        for question in self._questions.wished():
            if question.decision and question.decision.fiche:
                wished[question.decision.fiche].append(question)
        parts = [_wish(title, wished[title]) for title in sorted(wished, key=lambda title: (-len(wished[title]), title))]
        return "\n\n".join([f"# Fiches à écrire ({say_date(self._today)})", *(parts or ["Aucune pour le moment."])]) + "\n"

    @property
    def _today(self) -> date:
        return day_of(self._clock.now())


def cell(text: str) -> str:
    """A sentence that can stand in a cell: one line, no tab, and no beginning that a spreadsheet would compute."""
    return clean(text).lstrip(_FORMULA)


def _register(question: Question) -> str:
    if question.channel == "sms":
        return "sms"
    return "court" if len(question.text.split()) < _SHORT else "clair"


def _wish(title: str, questions: Iterable[Question]) -> str:
    asked = list(questions)
    reasons = dict.fromkeys(question.decision.why for question in asked if question.decision and question.decision.why)
    wordings = dict.fromkeys(question.text for question in asked)
    times = f"Demandé {len(asked)} fois." if len(asked) > 1 else "Demandé une fois."
    examples = "\n".join(f"- {_plain(text)}" for text in wordings)
    return "\n\n".join([f"## {_plain(title)}", times, *map(_plain, reasons), examples])


def _plain(text: str) -> str:
    """Text that Markdown takes for nothing else."""
    return _MARKUP.sub(r"\\\1", clean(text))
