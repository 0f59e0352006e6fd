"""The words of a booking: the next question of a draft, and the confirmation."""
from __future__ import annotations

from typing import Sequence

from bot.domain.answer import Answer, Choice, payload
from bot.domain.appointment import Appointment, BookingDraft, Motif
from bot.domain.french import capital, say_moment
from bot.domain.knowledge import Knowledge

ABANDON = Choice("Abandonner", payload("abandonner_rdv"))
OTHER_HOURS = "autres_creneaux"
NO_TELEPHONE = Choice("Non, sans téléphone", payload("sans_telephone"))


class BookingQuestions:
    """Pure: from a draft or an appointment to an Answer."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def next_question(self, draft: BookingDraft) -> Answer:
        """What must be said next for this booking to go on."""
        if draft.motif is None:
            return self._ask_motif()
        motif = self._knowledge.motifs[draft.motif]
        if draft.creneau is None:
            return self._ask_creneau(draft, motif)
        when = say_moment(draft.creneau.start)
        if draft.awaiting == "prenom":
            return self.say("rdv_prenom", quand=when)
        if draft.awaiting == "telephone":
            return self.say("rdv_telephone", (NO_TELEPHONE,), prenom=draft.prenom or "")
        choices = (Choice("Oui, je confirme", payload("confirmer_rdv")),
                   Choice("Non, une autre heure", payload(OTHER_HOURS)), ABANDON)
        return self.say("rdv_recapitulatif", choices, motif=motif.nom_public, quand=when, lieu=self.place(motif),
                        prenom=draft.prenom or "")

    def confirmed(self, appointment: Appointment) -> Answer:
        """The code, the place and what to bring; and that nobody will be there, in a demonstration agenda."""
        motif = self._knowledge.motifs[appointment.motif]
        said = self.say("rdv_confirme", quand=say_moment(appointment.start), lieu=self.place(motif),
                        code=appointment.code)
        papers = "\n".join([self._knowledge.messages["rdv_papiers"], *(f"- {paper}" for paper in motif.papiers)])
        demo = self._knowledge.messages["rdv_demo"] if appointment.demo else ""
        return Answer("\n\n".join(filter(None, [said.text, papers if motif.papiers else "", demo])))

    def which(self, key: str, appointments: Sequence[Appointment], intent: str) -> Answer:
        """One button for each appointment, when there are several."""
        return self.say(key, tuple(Choice(capital(say_moment(a.start)), payload(intent, code=a.code))
                                   for a in appointments))

    def describe(self, appointment: Appointment) -> str:
        motif = self._knowledge.motifs[appointment.motif]
        return f"{capital(say_moment(appointment.start))} : {motif.nom_public}"

    def place(self, motif: Motif) -> str:
        structure = self._knowledge.structures.get(motif.lieu)
        return structure.nom if structure else motif.lieu

    def say(self, key: str, choices: tuple[Choice, ...] = (), **words: str) -> Answer:
        """A standing sentence of `messages.yml`."""
        return Answer(self._knowledge.messages[key].format(**words), choices=choices)

    def after(self, key: str, answer: Answer, **words: str) -> Answer:
        """`answer`, with a standing sentence before it."""
        return Answer(f"{self.say(key, (), **words).text}\n\n{answer.text}", answer.sources, answer.choices)

    def _ask_motif(self) -> Answer:
        motifs = [Choice(capital(m.sujets[0]), payload("choisir_motif", motif=m.slug))
                  for m in self._knowledge.motifs.values()]
        return self.say("rdv_quel_motif", (*motifs, ABANDON))

    def _ask_creneau(self, draft: BookingDraft, motif: Motif) -> Answer:
        hours = [Choice(capital(say_moment(creneau.start)), payload("choisir_creneau", rang=rank))
                 for rank, creneau in enumerate(draft.proposed, start=1)]
        said = self.say("rdv_propose_souhait" if draft.wish else "rdv_propose", motif=motif.nom_public)
        restriction = f"{motif.restriction}\n\n" if motif.restriction else ""
        return Answer(restriction + said.text,
                      choices=(*hours, Choice("D'autres heures", payload(OTHER_HOURS)), ABANDON))
