"""The words of a booking under way: its next question."""
from __future__ import annotations

from typing import Sequence

from bot.domain.answer import Answer, Choice, payload
from bot.domain.appointment import Appointment, Creneau
from bot.domain.booking_draft import BookingDraft, Purpose
from bot.domain.french import capital, say_date, say_moment
from bot.domain.motif import Motif
from bot.services.appointment_words import AppointmentWords

ABANDON = Choice("Abandonner", payload("abandonner_rdv"))
OTHER_HOURS = "autres_creneaux"
NO_TELEPHONE = Choice("Non, sans téléphone", payload("sans_telephone"))


class BookingQuestions(AppointmentWords):
    """Pure: from a draft to an Answer."""

    def next_question(self, draft: BookingDraft) -> Answer:
        """What must be said next for this booking to go on."""
        if draft.motif is None:
            return self._ask_motif()
        motif = self.motif(draft.motif)
        if draft.awaiting == "creneau":
            return self._ask_creneau(draft, motif)
        if draft.awaiting == "prenom":
            return self._ask_prenom(draft)
        if draft.awaiting == "telephone":
            return self.say("rdv_telephone" if draft.purpose is Purpose.RDV else "attente_telephone", (NO_TELEPHONE,),
                            prenom=draft.prenom or "")
        if draft.purpose is Purpose.AILLEURS:
            return self.say("ailleurs_accord", (Choice("Oui, je suis d'accord", payload("confirmer_rdv")), ABANDON),
                            motif=motif.nom_public)
        choices = (Choice("Oui, je confirme", payload("confirmer_rdv")),
                   Choice("Non, une autre heure", payload(OTHER_HOURS)), ABANDON)
        return self.say("rdv_recapitulatif", choices, motif=motif.nom_public, quand=say_moment(_chosen(draft).start),
                        lieu=self.place(motif), prenom=draft.prenom or "")

    def which(self, key: str, appointments: Sequence[Appointment], intent: str) -> Answer:
        """One button for each appointment, when there are several."""
        return self.say(key, tuple(Choice(capital(say_moment(a.start)), payload(intent, code=a.code))
                                   for a in appointments))

    def full(self, motif: Motif, next_one: Creneau | None, opens: str) -> Answer:
        """Nothing can be booked: since when there will be, and what can be done meanwhile."""
        wait = payload("attendre_creneau", motif=motif.slug)
        if motif.is_collectif:
            return self.say("atelier_complet", (Choice("Me prévenir s'il y a une place", wait),), motif=motif.nom_public)
        choices = (Choice("Me prévenir si une heure se libère", wait),
                   Choice("Être rappelé", payload("demander_rappel", motif=motif.slug)))
        if next_one is None:
            return self.say("rdv_complet", choices, motif=motif.nom_public)
        return self.say("rdv_complet_avant", choices, motif=motif.nom_public, quand=say_moment(next_one.start), ouvre=opens)

    def after(self, key: str, answer: Answer, **words: str) -> Answer:
        """`answer`, with a standing sentence before it."""
        return Answer(f"{self.say(key, (), **words).text}\n\n{answer.text}", answer.sources, answer.choices)

    def _ask_motif(self) -> Answer:
        motifs = [Choice(capital(m.sujets[0]), payload("choisir_motif", motif=m.slug))
                  for m in self._knowledge.motifs.values()]
        return self.say("rdv_quel_motif", (*motifs, ABANDON))

    def _ask_creneau(self, draft: BookingDraft, motif: Motif) -> Answer:
        hours = [Choice(_named(creneau), payload("choisir_creneau", rang=rank))
                 for rank, creneau in enumerate(draft.proposed, start=1)]
        said = self.say("rdv_propose_souhait" if draft.wish else "rdv_propose", motif=motif.nom_public)
        restriction = f"{motif.restriction}\n\n" if motif.restriction else ""
        return Answer(restriction + said.text,
                      choices=(*hours, Choice("D'autres heures", payload(OTHER_HOURS)), ABANDON))

    def _ask_prenom(self, draft: BookingDraft) -> Answer:
        if draft.purpose is not Purpose.RDV:
            return self.say("ailleurs_prenom" if draft.purpose is Purpose.AILLEURS else "attente_prenom")
        return self.say("rdv_prenom_autre" if draft.for_other else "rdv_prenom", quand=say_moment(_chosen(draft).start))


def _chosen(draft: BookingDraft) -> Creneau:
    assert draft.creneau is not None  # what `awaiting` has said
    return draft.creneau


def _named(creneau: Creneau) -> str:
    """« Mardi 24 novembre à 14 h », and what the session is about."""
    when = capital(say_moment(creneau.start))
    return f"{when} : {creneau.titre}" if creneau.titre else when


def opening_day(motif: Motif, creneau: Creneau) -> str:
    """From which day a time beyond the motif's limit can be booked."""
    return say_date((creneau.start - motif.delai_max).date())
