"""Counts what people ask, message by message: the subject and what came of it, never a word nor a person."""
from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.asked import OUT_OF_SCOPE, WITHOUT_FICHE, Demand, Outcome, urgence
from bot.domain.conversation import Reply, Turn
from bot.domain.fiche import Rubrique
from bot.domain.french import PARIS, day_of
from bot.domain.knowledge import Knowledge
from bot.services.answers import Answers
from bot.services.ports import UnitOfWork

# What is asked for by itself. Courtesies, « oui », and the steps of what was begun are no demands: they are not counted.
ACTS = frozenset({"prendre_rdv", "annuler_rdv", "deplacer_rdv", "voir_mes_rdv", "definir_mot", "autre_langue",
                  "aide_mode_d_emploi", "mes_donnees", "effacer_mes_donnees", "stop_desabonnement"})
_FICHE = frozenset({"fiche", "ouvrir_fiche"})
_RUBRIQUES = frozenset(rubrique.value for rubrique in Rubrique)
_BOOKED = "/rdv/"  # the address of the calendar file that a confirmation gives
_ABOUT = {Outcome.HUMAIN: "parler_a_un_humain", Outcome.RENDEZ_VOUS: "prendre_rdv"}

_Made = tuple[str, str, Outcome]  # subject, rubrique, what came of it


class AskedCounts:
    def __init__(self, knowledge: Knowledge, answers: Answers) -> None:
        self._knowledge = knowledge
        self._answers = answers

    def count(self, uow: UnitOfWork, turn: Turn, reply: Reply, now: datetime) -> None:
        """One more demand of the kind of this turn, if it is one. Commits nothing."""
        if any(answer.urgent for answer in reply.answers):
            return self.count_urgence(uow, now)
        remembered = turn.memory if reply.memory is None else reply.memory
        made = self._made(turn, reply, remembered)
        if made is None:
            return None
        subject, rubrique, outcome = made
        named = str(remembered.get("commune"))
        commune = named if named in self._knowledge.territoires.communes else ""
        hour = now.astimezone(PARIS).hour
        return uow.asked.add(Demand(day_of(now), hour, turn.channel, commune, subject, rubrique, outcome))

    def count_urgence(self, uow: UnitOfWork, now: datetime) -> None:
        """One more cry for help: its month, nothing else."""
        uow.asked.add(urgence(day_of(now)))

    def _made(self, turn: Turn, reply: Reply, remembered: Mapping[str, Any]) -> _Made | None:
        intent, entities = _asked(turn, reply)
        if intent in _FICHE:
            return self._about_fiche(entities.get("fiche"), entities.get("rubrique"))
        if intent == "suite":
            return self._follow_up(remembered)
        if intent == "hors_sujet":
            return self._outside(reply)
        if intent in ACTS:
            return intent, "", Outcome.REPONDU
        outcome = _outcome(intent, reply)
        return (self._subject(remembered, outcome), "", outcome) if outcome else None

    def _about_fiche(self, slug: Any, rubrique: Any) -> _Made:
        if slug not in self._knowledge.fiches:
            return WITHOUT_FICHE, "", Outcome.SANS_REPONSE
        return slug, rubrique if rubrique in _RUBRIQUES else "", Outcome.REPONDU

    def _follow_up(self, remembered: Mapping[str, Any]) -> _Made:
        if remembered.get("fiche") in self._knowledge.fiches:
            return self._about_fiche(remembered["fiche"], remembered.get("rubrique"))
        return ("", "", Outcome.ANNUAIRE) if remembered.get("besoin") else ("", "", Outcome.SANS_REPONSE)

    def _outside(self, reply: Reply) -> _Made:
        """What we do not answer at all, and the social subjects on which the town has written nothing yet."""
        said = reply.answers[0].text if reply.answers else ""
        if said == self._answers.out_of_scope().text:
            return OUT_OF_SCOPE, "", Outcome.HORS_SUJET
        return WITHOUT_FICHE, "", Outcome.SANS_REPONSE

    def _subject(self, remembered: Mapping[str, Any], outcome: Outcome) -> str:
        """About what a person, or an appointment, was asked for: the fiche under discussion, if there is one."""
        if outcome not in _ABOUT:
            return ""
        fiche = str(remembered.get("fiche"))
        return fiche if fiche in self._knowledge.fiches else _ABOUT[outcome]


def _asked(turn: Turn, reply: Reply) -> tuple[str, Mapping[str, Any]]:
    """The intent of a turn and what goes with it: read from the button, or understood from the words."""
    if turn.is_payload:
        intent, brace, entities = turn.text.removeprefix("/").partition("{")
        return intent, json.loads(brace + entities) if brace else {}
    understood = reply.understood
    if understood is None:
        return "", {}
    # Without a model there is a decision and no intent.
    intent = understood.intent or ("proposer" if understood.decision == "suggest" else "nlu_fallback")
    return intent, {"fiche": understood.fiche, "rubrique": understood.rubrique}


def _outcome(intent: str, reply: Reply) -> Outcome | None:
    if intent == "confirmer_rdv":
        links = [link.url for answer in reply.answers for link in answer.links]
        return Outcome.RENDEZ_VOUS if any(url.startswith(_BOOKED) for url in links) else None
    return {"proposer": Outcome.PROPOSE, "nlu_fallback": Outcome.SANS_REPONSE, "trouver_structure": Outcome.ANNUAIRE,
            "parler_a_un_humain": Outcome.HUMAIN}.get(intent)
