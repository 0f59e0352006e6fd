"""How what is held about a person is said to them: in a conversation, in a text message, and as a file to keep. Pure."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.answer import Answer, Choice, Link
from bot.domain.appointment import Appointment
from bot.domain.booking_draft import Purpose
from bot.domain.french import day_of, say_date, say_list, say_moment
from bot.domain.handover import Line
from bot.domain.own_data import NOTICE_LINK, OwnData, Right
from bot.domain.waiting import Waiting
from bot.services.answers import Answers
from bot.services.appointment_words import AppointmentWords
from bot.services.forgetting import APPOINTMENTS, WAITING
from bot.services.planning_words import how_many

ERASE = Choice("Effacer mes données", Right.ERASE.sends)
_ADDRESSES = {"sms": "donnees_numero", "telegram": "donnees_compte"}
_WAITS = {Purpose.ATTENTE: "donnees_attente", Purpose.RAPPEL: "donnees_rappel"}
_ADDRESS_NAMES = {"sms": "votre numéro", "telegram": "votre compte Telegram"}


class OwnDataWords:
    """From what is held to what is said."""

    def __init__(self, answers: Answers, appointments: AppointmentWords) -> None:
        self._answers = answers
        self._appointments = appointments

    def shown(self, held: OwnData) -> Answer:
        """Every kind of data, how much of it, until when, and how to have it erased."""
        listed = "\n".join(f"- {line}" for line in self.lines(held))
        text = self._say("mes_donnees") + f"\n{listed}\n\n" + self._say("donnees_fin")
        if held.channel == "sms":
            # Two segments: neither a link nor a choice to pay for, the words say what to answer.
            return Answer(text, short=self._say("mes_donnees_court", liste=say_list(_counted(held)),
                                                quand=say_moment(held.until)))
        return Answer(text, choices=(ERASE,), links=(NOTICE_LINK,))

    def with_link(self, answer: Answer, path: str) -> Answer:
        """The same, and where all of it can be read and copied."""
        return replace(answer, text=answer.text + "\n\n" + self._say("donnees_lien"),
                       links=(Link("Voir et copier mes données", path), *answer.links))

    def lines(self, held: OwnData) -> list[str]:
        """One kind of data a line."""
        said = [self._say("donnees_messages", nombre=_messages(held), quand=say_moment(held.until))]
        if held.has_subject:
            said.append(self._say("donnees_sujet"))
        if held.channel in _ADDRESSES:
            said.append(self._say(_ADDRESSES[held.channel]))
        said += [self._appointment(one) for one in held.appointments]
        said += [self._say("donnees_rdv_ailleurs", quand=say_moment(one.start)) for one in held.elsewhere]
        said += [self._waiting(one) for one in held.waiting]
        return said + self._others(held)

    def erased(self, held: OwnData, now: datetime) -> Answer:
        """What is gone, what is not, why, until when, and how to have that go too."""
        coming = held.coming(now)
        first = self._say("donnees_effacees_rdv" if coming else "donnees_effacees")
        kept = ["- " + self._say("donnees_reste_rdv", quand=say_moment(one.start), code=one.code, qui=_known(one),
                                 date=_until(one)) for one in coming]
        parts = ["\n".join([first, *kept]), self._say("donnees_reste_annuler") if coming else "",
                 self._say("donnees_effacees_liste", liste=say_list(_gone(held))) if _gone(held) else "",
                 self._say("donnees_reste_ailleurs") if held.elsewhere else "",
                 self._say("donnees_reste_stop") if held.has_said_stop else "",
                 self._say("donnees_reste_numero") if held.channel in _ADDRESSES and not coming else ""]
        return Answer("\n\n".join(filter(None, parts)))

    def copy(self, held: OwnData, now: datetime) -> dict[str, Any]:
        """All of it, for programs to read (GDPR, art. 20): moments in ISO 8601, in UTC."""
        return {
            "fait_le": now.isoformat(), "canal": held.channel, "efface_le": held.until.isoformat(),
            "messages": [{"le": line.at.isoformat(), "de": _who(line), "texte": _text(line)} for line in held.lines],
            "rendez_vous": [{
                "code": one.code, "motif": self._appointments.motif(one.motif).nom_public, "debut": one.start.isoformat(),
                "fin": one.end.isoformat(), "etat": one.state.value, "prenom": one.prenom, "telephone": one.telephone,
                "efface_le": (one.end + APPOINTMENTS).isoformat()} for one in held.appointments],
            "rendez_vous_sur_un_autre_site": [{"nom": one.nom, "lieu": one.lieu, "debut": one.start.isoformat()}
                                              for one in held.elsewhere],
            "demandes": [{"quoi": one.purpose.value, "motif": self._appointments.motif(one.motif).nom_public,
                          "prenom": one.prenom, "telephone": one.telephone,
                          "efface_le": (one.created_at + WAITING).isoformat()} for one in held.waiting],
            "questions_non_comprises": list(held.questions), "demande_une_personne": held.asks_for_a_person,
            "refuse_les_messages": held.has_said_stop, "autres_discussions_reliees": held.others,
        }

    def _appointment(self, one: Appointment) -> str:
        return self._say("donnees_rdv", code=one.code, quand=say_moment(one.start), qui=_known(one), date=_until(one))

    def _waiting(self, one: Waiting) -> str:
        return self._say(_WAITS[one.purpose], motif=self._appointments.motif(one.motif).nom_public,
                         date=say_date(day_of(one.created_at + WAITING)))

    def _others(self, held: OwnData) -> list[str]:
        there = ((int(held.asks_for_a_person), "donnees_personne"), (len(held.questions), "donnees_questions"),
                 (int(held.has_said_stop), "donnees_stop"), (held.others, "donnees_appareils"))
        return [self._say(key, nombre=str(number)) for number, key in there if number]

    def _say(self, key: str, **words: str) -> str:
        return self._answers.say(key, (), **words).text


def _messages(held: OwnData) -> str:
    return how_many(len(held.lines), "message")


def _counted(held: OwnData) -> list[str]:
    """The kinds of data in a few words each, for channels where each sign is paid for."""
    appointments = len(held.appointments) + len(held.elsewhere)
    return [_messages(held), *([f"{appointments} rendez-vous"] if appointments else []),
            *([_ADDRESS_NAMES[held.channel]] if held.channel in _ADDRESS_NAMES else []), *_gone(held)]


def _gone(held: OwnData) -> list[str]:
    """What is erased beside the conversation."""
    there = (([one for one in held.waiting if one.purpose is Purpose.ATTENTE], "votre place sur la liste d'attente"),
             ([one for one in held.waiting if one.purpose is Purpose.RAPPEL], "votre demande d'être rappelé"),
             (held.asks_for_a_person, "votre demande de parler à une personne"),
             (held.questions, "vos questions sans réponse"), (held.others, "vos discussions reliées"))
    return [named for is_there, named in there if is_there]


def _known(one: Appointment) -> str:
    who = "le prénom de qui viendra" if one.for_other else "votre prénom"
    return f"{who} et un numéro" if one.telephone else who


def _until(one: Appointment) -> str:
    return say_date(day_of(one.end + APPOINTMENTS))


def _who(line: Line) -> str:
    if line.answer is None:
        return "vous"
    return "accueil" if line.answer.person else "programme"


def _text(line: Line) -> str | None:
    return line.answer.text if line.answer is not None else line.text
