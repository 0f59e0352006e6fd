"""How an appointment is said: when, where, with which code, what to bring."""
from __future__ import annotations

from datetime import timedelta

from bot.domain.answer import Answer, Choice, Link
from bot.domain.appointment import Appointment
from bot.domain.french import capital, say_moment
from bot.domain.knowledge import Knowledge
from bot.domain.motif import Mode, Motif


class AppointmentWords:
    """Pure: from an appointment to an Answer. A motif that the town no longer writes leaves « Rendez-vous »."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def motif(self, slug: str) -> Motif:
        """The motif, or one that stands for it when its file is gone: appointments outlive it."""
        none = timedelta(0)
        return self._knowledge.motifs.get(slug) or Motif(slug, "Rendez-vous", "Rendez-vous", (), none, none, "", none,
                                                         none, none)

    def confirmed(self, appointment: Appointment) -> Answer:
        """The code, the place and what to bring; and that nobody will be there, in a demonstration agenda."""
        motif = self.motif(appointment.motif)
        said = self.about("rdv_confirme", appointment)
        demo = self._knowledge.messages["rdv_demo"] if appointment.demo else ""
        brief = f"{self._knowledge.messages['rdv_papiers']} {motif.papiers_en_bref}." if motif.papiers_en_bref else ""
        short = " ".join(filter(None, [self.about("rdv_confirme_court", appointment).text, brief, demo]))
        links = (Link("Ajouter à mon calendrier", f"/rdv/{appointment.uid}.ics"),) if appointment.uid else ()
        return Answer("\n\n".join(filter(None, [said.text, say_papers(self._knowledge, motif), demo])), links=links,
                      short=short)

    def about(self, key: str, appointment: Appointment, choices: tuple[Choice, ...] = ()) -> Answer:
        """A standing sentence, with what there is to say of an appointment."""
        motif = self.motif(appointment.motif)
        return self.say(key, choices, motif=motif.nom_public, quand=say_moment(appointment.start), lieu=self.place(motif),
                        code=appointment.code)

    def describe(self, appointment: Appointment) -> str:
        return f"{capital(say_moment(appointment.start))} : {self.motif(appointment.motif).nom_public}"

    def place(self, motif: Motif) -> str:
        """Where to come, or that one is called."""
        if motif.mode is Mode.TELEPHONE:
            return self._knowledge.messages["rdv_par_telephone"]
        structure = self._knowledge.structures.get(motif.lieu)
        return structure.nom if structure else motif.lieu

    def address(self, motif: Motif) -> str:
        """The place, and its street where it is known."""
        structure = self._knowledge.structures.get(motif.lieu)
        if motif.mode is Mode.TELEPHONE or structure is None:
            return self.place(motif)
        where = " ".join(filter(None, [structure.code_postal, structure.commune]))
        return ", ".join(filter(None, [structure.nom, structure.adresse, where]))

    def say(self, key: str, choices: tuple[Choice, ...] = (), **words: str) -> Answer:
        """A standing sentence of `messages.yml`."""
        return Answer(self._knowledge.messages[key].format(**words), choices=choices)


def say_papers(knowledge: Knowledge, motif: Motif) -> str:
    """What to bring, one paper a line; nothing if there is nothing to bring."""
    if not motif.papiers:
        return ""
    return "\n".join([knowledge.messages["rdv_papiers"], *(f"- {paper}" for paper in motif.papiers)])
