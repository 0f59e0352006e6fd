"""Taking an appointment by conversation: one method, one thing a person says."""
from __future__ import annotations

from datetime import timedelta
from typing import Sequence

from bot.domain.answer import Answer
from bot.domain.appointment import Appointment, BookingDraft, Creneau, Motif, State, new_code
from bot.domain.availability import free_creneaux, in_turns, matching
from bot.domain.errors import CreneauTaken
from bot.domain.french import PARIS, say_moment
from bot.domain.knowledge import Knowledge
from bot.domain.wish import Wish
from bot.services.booking_questions import NO_TELEPHONE, BookingQuestions
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

_PROPOSED = 3
# Channels whose address already is a way to reach the person: no number is asked for.
_REACHABLE = frozenset({"sms", "telegram"})


class Booking:
    """Keeps the draft of a conversation between two messages.

    Every step re-reads the draft and the agenda: nothing that Rasa remembers is trusted with somebody's time.
    """

    def __init__(self, knowledge: Knowledge, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._words = BookingQuestions(knowledge)
        self._clock = clock
        self._new_uow = new_uow

    def start(self, conversation: str, text: str = "", subjects: Sequence[str] = (), wish: Wish | None = None) -> Answer:
        """Begin: the motif is one named in the text, else that of the first of `subjects` (slugs) with one, else asked."""
        fiches = [self._knowledge.fiches[slug] for slug in subjects if slug in self._knowledge.fiches]
        about = next((fiche.motif for fiche in fiches if fiche.motif), None)
        return self._continue(conversation, BookingDraft(motif=self._motif_named_in(text) or about, wish=wish))

    def subject(self, conversation: str) -> str | None:
        """The fiche (slug) that the booking under way is about: of those that lead to its motif, the one most like it."""
        draft = self._draft(conversation)
        motif = self._knowledge.motifs.get(draft.motif or "") if draft else None
        if motif is None:
            return None
        alike = {fiche.slug: motif.longest_named_in(" ; ".join(fiche.sujets))
                 for fiche in self._knowledge.fiches.values() if fiche.motif == motif.slug}
        return max(alike, key=lambda slug: alike[slug], default=None)

    def choose_motif(self, conversation: str, motif: str) -> Answer:
        """Begin with this motif; a booking under way keeps the wish, name and number already given."""
        draft = self._draft(conversation) or BookingDraft()
        known = motif if motif in self._knowledge.motifs else None
        return self._continue(conversation, draft.with_changes(motif=known, creneau=None, skipped=0, proposed=()))

    def propose(self, conversation: str, wish: Wish | None = None, more: bool = False) -> Answer:
        """Other hours: those that suit a wish, or the next ones."""
        draft = self._draft(conversation) or BookingDraft()
        exact = self._exactly(draft, wish)
        if exact is not None:
            return self._continue(conversation, draft.with_changes(creneau=exact))
        skipped = draft.skipped + len(draft.proposed) if more else 0
        return self._continue(conversation, draft.with_changes(
            creneau=None, skipped=skipped, wish=draft.wish if more else wish))

    def choose(self, conversation: str, rank: int) -> Answer:
        """Take the `rank`-th (from 1) of the hours shown last."""
        draft = self._draft(conversation)
        if draft is None or not 1 <= rank <= len(draft.proposed):
            return self.propose(conversation)
        return self._continue(conversation, draft.with_changes(creneau=draft.proposed[rank - 1]))

    def go_on(self, conversation: str) -> Answer:
        """Ask the next question of the booking under way."""
        return self._continue(conversation, self._draft(conversation) or BookingDraft())

    def without_telephone(self, conversation: str) -> Answer:
        draft = self._draft(conversation) or BookingDraft()
        return self._continue(conversation, draft.with_changes(wants_telephone=False))

    def unreadable_telephone(self) -> Answer:
        return self._words.say("rdv_telephone_illisible", (NO_TELEPHONE,))

    def confirm(self, conversation: str) -> Answer:
        """Book what the draft holds, if it holds everything; a draft is used up, so a second « oui » books nothing."""
        draft = self._draft(conversation)
        if draft is None or draft.motif is None or draft.creneau is None or draft.awaiting != "confirmation":
            return self.go_on(conversation)
        try:
            return self._words.confirmed(self._book(conversation, draft, draft.creneau))
        except CreneauTaken:
            others = self._continue(conversation, draft.with_changes(creneau=None, skipped=0))
            return self._words.after("rdv_pris_par_autre", others)

    def abandon(self, conversation: str) -> Answer:
        self._keep(conversation, None)
        return self._words.say("rdv_abandonne")

    def yes(self, conversation: str) -> Answer | None:
        """« oui » without a button: go on with the booking under way, or None."""
        draft = self._draft(conversation)
        if draft is None:
            return None
        return self.confirm(conversation) if draft.awaiting == "confirmation" else self.go_on(conversation)

    def no(self, conversation: str) -> Answer | None:
        """« non »: no number, another hour, or nothing at all, according to what was asked; None without a booking."""
        draft = self._draft(conversation)
        if draft is None:
            return None
        if draft.awaiting == "telephone":
            return self.without_telephone(conversation)
        return self.propose(conversation, more=True) if draft.motif else self.abandon(conversation)

    def is_under_way(self, conversation: str) -> bool:
        return self._draft(conversation) is not None

    def move(self, conversation: str, old: Appointment, wish: Wish | None) -> Answer:
        """Look for another hour; the old one is given away only when the new one is confirmed."""
        draft = BookingDraft(motif=old.motif, prenom=old.prenom, telephone=old.telephone,
                             wants_telephone=old.telephone is not None, moves=old.code, wish=wish)
        return self._words.after("rdv_deplace", self._continue(conversation, draft), quand=say_moment(old.start))

    def _book(self, conversation: str, draft: BookingDraft, creneau: Creneau) -> Appointment:
        motif, now = self._knowledge.motifs[draft.motif or ""], self._clock.now()
        with self._new_uow() as uow:
            if draft.moves:
                uow.appointments.change_state(draft.moves, State.EXCUSE, now)
            if creneau not in self._free(uow, motif):
                raise CreneauTaken
            appointment = Appointment(new_code(), motif.slug, creneau.agenda, creneau.start, creneau.end, State.PREVU,
                                      draft.prenom or "", draft.telephone, conversation,
                                      uow.agendas.is_demo(creneau.agenda))
            uow.appointments.add(appointment, creneau.end + motif.pause, now)
            uow.conversations.keep_draft(conversation, None)
            uow.commit()
        return appointment

    def _continue(self, conversation: str, draft: BookingDraft) -> Answer:
        with self._new_uow() as uow:
            note = None
            if draft.awaiting == "creneau":
                draft, note = self._with_proposals(uow, draft)
            if uow.conversations.get(conversation, self._clock.now()).channel in _REACHABLE:
                draft = draft.with_changes(wants_telephone=False)
            full = draft.awaiting == "creneau" and not draft.proposed
            uow.conversations.keep_draft(conversation, None if full else draft)
            uow.commit()
        if full:
            return self._words.say("rdv_complet", motif=self._knowledge.motifs[draft.motif or ""].nom_public)
        question = self._words.next_question(draft)
        return self._words.after(note, question) if note else question

    def _with_proposals(self, uow: UnitOfWork, draft: BookingDraft) -> tuple[BookingDraft, str | None]:
        """The draft with three hours to propose, and the key of what must be said before them."""
        free = self._free(uow, self._knowledge.motifs[draft.motif or ""])
        note, suited = None, matching(free, draft.wish)
        if draft.wish is not None and not suited:
            note = "rdv_date_impossible" if draft.wish.impossible else "rdv_aucun_souhait"
            suited, draft = free, draft.with_changes(wish=None, skipped=0)
        ordered = in_turns(suited)
        if draft.skipped >= len(ordered) > 0:
            note, draft = "rdv_plus_rien", draft.with_changes(skipped=0)
        return draft.with_changes(proposed=tuple(sorted(ordered[draft.skipped:draft.skipped + _PROPOSED]))), note

    def _free(self, uow: UnitOfWork, motif: Motif) -> list[Creneau]:
        now = self._clock.now()
        end = now + motif.delai_max + timedelta(days=1)
        openings = uow.agendas.openings(motif, now, end)
        return free_creneaux(motif, openings, uow.agendas.busy(list(openings), now, end), now)

    def _exactly(self, draft: BookingDraft, wish: Wish | None) -> Creneau | None:
        """The creneau that « mardi 14 h » names among those just shown, if there is exactly one."""
        named = [c for c in draft.proposed if wish and wish.is_at(c.start.astimezone(PARIS))]
        return named[0] if len(named) == 1 else None

    def _motif_named_in(self, text: str) -> str | None:
        """The motif whose subject is named most fully: « dettes » says less than « aide pour le budget »."""
        named = {slug: motif.longest_named_in(text) for slug, motif in self._knowledge.motifs.items()}
        best = max(named, key=lambda slug: named[slug], default=None)
        return best if best and named[best] else None

    def _draft(self, conversation: str) -> BookingDraft | None:
        with self._new_uow() as uow:
            return uow.conversations.get(conversation, self._clock.now()).draft

    def _keep(self, conversation: str, draft: BookingDraft | None) -> None:
        with self._new_uow() as uow:
            uow.conversations.keep_draft(conversation, draft)
            uow.commit()
