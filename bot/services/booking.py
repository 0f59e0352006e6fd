"""Taking an appointment by conversation: one method, one thing a person says."""
from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Sequence

from bot.domain.answer import Answer
from bot.domain.appointment import Appointment, Creneau
from bot.domain.availability import in_turns, matching
from bot.domain.booking_draft import BookingDraft, Purpose
from bot.domain.errors import AppointmentNotFound, CreneauTaken
from bot.domain.french import PARIS, day_of, say_moment
from bot.domain.knowledge import Knowledge
from bot.domain.motif import Mode
from bot.domain.seat import asks_for_a_seat
from bot.domain.waiting import Waiting
from bot.domain.wish import Wish
from bot.services.appointment_book import AppointmentBook, contact_of
from bot.services.booking_questions import NO_TELEPHONE, BookingQuestions, opening_day
from bot.services.creneaux import beyond, free
from bot.services.elsewhere import BookedElsewhere
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

_PROPOSED = 3
# Two processes may want the same desk's time at once: the loser looks once more, another desk may have it.
_TRIES = 2
# The other site wants a family name; nobody must give one.
_NO_NAME = "(nom non donné)"


class Booking:
    """Keeps the draft of a conversation between two messages.

    Every step re-reads the draft and the agenda: nothing that Rasa remembers is trusted with somebody's time.
    """

    def __init__(self, knowledge: Knowledge, words: BookingQuestions, book: AppointmentBook, elsewhere: BookedElsewhere,
                 clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._elsewhere = elsewhere
        self._words = words
        self._book = book
        self._clock = clock
        self._new_uow = new_uow

    def start(self, conversation: str, text: str = "", subjects: Sequence[str] = (), wish: Wish | None = None,
              for_other: bool = False) -> Answer:
        """Begin: the motif is one named in the text, else that of the first of `subjects` (slugs) with one, else asked.

        A booking under way goes on, or changes its motif and keeps the wish, name and number already given.
        """
        fiches = [self._knowledge.fiches[slug] for slug in subjects if slug in self._knowledge.fiches]
        about = next((fiche.motif for fiche in fiches if fiche.motif), None)
        draft = self._draft(conversation) or BookingDraft()
        motif = self._motif_named_in(text) or about or draft.motif
        draft = draft.with_changes(for_other=draft.for_other or for_other)
        if motif == draft.motif and wish is None and draft.purpose is Purpose.RDV:
            return self._continue(conversation, draft)
        return self._continue(conversation, draft.with_changes(
            motif=motif, creneau=None, proposed=(), skipped=0, purpose=Purpose.RDV, wish=wish or draft.wish,
            moves=draft.moves if motif == draft.motif else None))

    def subject(self, conversation: str) -> str | None:
        """The fiche (slug) that the booking under way is about: of those that lead to its motif, the one most like it."""
        draft = self._draft(conversation)
        motif = self._knowledge.motifs.get(draft.motif or "") if draft else None
        if motif is None:
            return None
        alike = {fiche.slug: motif.longest_named_in(" ; ".join(fiche.sujets))
                 for fiche in self._knowledge.fiches.values() if fiche.motif == motif.slug}
        return max(alike, key=lambda slug: alike[slug], default=None)

    def is_seat_asked(self, text: str) -> bool:
        """Whether the text asks for a place in a group session that it names."""
        named = self._motif_named_in(text)
        return named is not None and self._knowledge.motifs[named].is_collectif and asks_for_a_seat(text)

    def choose_motif(self, conversation: str, motif: str) -> Answer:
        """Begin with this motif; a booking under way keeps the wish, name and number already given."""
        draft = self._draft(conversation) or BookingDraft()
        known = motif if motif in self._knowledge.motifs else None
        return self._continue(conversation, draft.with_changes(motif=known, creneau=None, skipped=0, proposed=(),
                                                               purpose=Purpose.RDV))

    def wait(self, conversation: str, motif: str, purpose: Purpose) -> Answer:
        """Be told when a time frees up, or be called back: a name and a way to reach the person, nothing else."""
        draft = self._draft(conversation) or BookingDraft()
        known = motif if motif in self._knowledge.motifs else None
        return self._continue(conversation, draft.with_changes(
            motif=known, creneau=None, proposed=(), purpose=purpose if known else Purpose.RDV))

    def propose(self, conversation: str, wish: Wish | None = None, more: bool = False, text: str = "") -> Answer:
        """Other hours: those that suit a wish, or the next ones; for the motif that the text names, if none was yet."""
        draft = self._draft(conversation) or BookingDraft()
        draft = draft.with_changes(motif=draft.motif or self._motif_named_in(text))
        exact = [c for c in draft.proposed if wish and wish.is_at(c.start.astimezone(PARIS))]
        if len(exact) == 1:
            return self._continue(conversation, draft.with_changes(creneau=exact[0]))
        skipped = draft.skipped + len(draft.proposed) if more else 0
        return self._continue(conversation, draft.with_changes(
            creneau=None, skipped=skipped, wish=draft.wish if more else wish, purpose=Purpose.RDV))

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
        """Book without a number; where nothing can be done without one, say so and stop."""
        draft = self._draft(conversation) or BookingDraft()
        if draft.purpose in (Purpose.ATTENTE, Purpose.RAPPEL) or self._is_called(draft):
            self._keep(conversation, None)
            return self._words.say("rdv_numero_necessaire")
        return self._continue(conversation, draft.with_changes(wants_telephone=False))

    def unreadable_telephone(self) -> Answer:
        return self._words.say("rdv_telephone_illisible", (NO_TELEPHONE,))

    def confirm(self, conversation: str) -> Answer:
        """Book what the draft holds, if it holds everything; a draft is used up, so a second « oui » books nothing."""
        draft = self._draft(conversation)
        if draft is None or draft.motif is None or draft.awaiting != "confirmation":
            return self.go_on(conversation)
        if draft.creneau is None:
            return self._book_elsewhere(conversation, draft)
        for _ in range(_TRIES):
            try:
                kept = (self._book.move(draft.moves, draft.creneau, "usager", conversation) if draft.moves
                        else self._book.book(conversation, draft, draft.creneau))
                return self._words.confirmed(kept)
            except CreneauTaken:
                continue
            except AppointmentNotFound:  # cancelled meanwhile: this becomes a new appointment
                draft = draft.with_changes(moves=None)
        others = self._continue(conversation, draft.with_changes(creneau=None, skipped=0))
        return self._words.after("rdv_pris_par_autre", others)

    def _book_elsewhere(self, conversation: str, draft: BookingDraft) -> Answer:
        """The page where this person chooses their time: nothing is booked yet. No transaction waits for the other site."""
        prenom, _, nom = (draft.prenom or "").partition(" ")
        self._keep(conversation, None)
        return self._elsewhere.personal(conversation, self._words.motif(draft.motif or ""), prenom, nom or _NO_NAME,
                                        draft.telephone)

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
        more = draft.motif and draft.purpose is Purpose.RDV
        return self.propose(conversation, more=True) if more else self.abandon(conversation)

    def is_under_way(self, conversation: str) -> bool:
        return self._draft(conversation) is not None

    def move(self, conversation: str, old: Appointment, wish: Wish | None) -> Answer:
        """Look for another hour; the old one is given away only when the new one is confirmed."""
        draft = BookingDraft(motif=old.motif, prenom=old.prenom, telephone=old.telephone,
                             wants_telephone=old.telephone is not None, moves=old.code, wish=wish)
        return self._words.after("rdv_deplace", self._continue(conversation, draft), quand=say_moment(old.start))

    def _continue(self, conversation: str, draft: BookingDraft) -> Answer:
        """Keep the draft, and ask what it still lacks."""
        now = self._clock.now()
        draft = draft.with_changes(key=draft.key or secrets.token_hex(16))
        motif = self._words.motif(draft.motif) if draft.motif else None
        if motif and motif.is_elsewhere and draft.purpose is Purpose.RDV:
            if not self._elsewhere.is_personal(motif):
                self._keep(conversation, None)
                return self._elsewhere.offer(motif)
            draft = draft.with_changes(purpose=Purpose.AILLEURS, creneau=None, proposed=())
        with self._new_uow() as uow:
            channel = uow.conversations.get(conversation, now).channel
            draft = draft.with_changes(wants_telephone=draft.wants_telephone and self._must_ask(draft, channel))
            said, kept = self._next(uow, conversation, draft, now)
            uow.conversations.keep_draft(conversation, kept)
            uow.commit()
        return said

    def _next(self, uow: UnitOfWork, conversation: str, draft: BookingDraft,
              now: datetime) -> tuple[Answer, BookingDraft | None]:
        """What to say, and what remains of the draft."""
        if draft.purpose in (Purpose.ATTENTE, Purpose.RAPPEL) and draft.awaiting == "confirmation":
            return self._wait(uow, conversation, draft, now), None
        if draft.awaiting != "creneau":
            return self._words.next_question(draft), draft
        motif = self._words.motif(draft.motif or "")
        old = uow.appointments.get(draft.moves) if draft.moves else None
        times = [one for one in free(uow, motif, now, draft.moves) if old is None or one.start != old.start]
        draft, note = self._with_proposals(times, draft, day_of(now))
        if not draft.proposed:
            later = beyond(uow, motif, now)
            return self._words.full(motif, later, opening_day(motif, later) if later else ""), None
        question = self._words.next_question(draft)
        return (self._words.after(note, question) if note else question), draft

    @staticmethod
    def _with_proposals(times: list[Creneau], draft: BookingDraft, today: date) -> tuple[BookingDraft, str | None]:
        """The draft with three hours to propose, and the key of what must be said before them."""
        note, suited = None, matching(times, draft.wish)
        if draft.wish is not None and not suited:
            note = _why_not(draft.wish, today)
            suited, draft = times, draft.with_changes(wish=None, skipped=0)
        ordered = in_turns(suited)
        if draft.skipped >= len(ordered) > 0:
            note, draft = "rdv_plus_rien", draft.with_changes(skipped=0)
        shown = sorted(ordered[draft.skipped:draft.skipped + _PROPOSED], key=lambda creneau: creneau.start)
        return draft.with_changes(proposed=tuple(shown)), note

    def _wait(self, uow: UnitOfWork, conversation: str, draft: BookingDraft, now: datetime) -> Answer:
        contact = contact_of(uow, conversation, draft, now)
        uow.waiting.add(Waiting(draft.purpose, draft.motif or "", conversation, draft.prenom or "", draft.telephone, contact,
                                now, draft.wish))
        return self._words.say("attente_notee" if draft.purpose is Purpose.ATTENTE else "rappel_note",
                               motif=self._words.motif(draft.motif or "").nom_public)

    def _must_ask(self, draft: BookingDraft, channel: str) -> bool:
        """A channel that reaches the person needs no number, unless somebody is to talk to them on the telephone."""
        if channel == "sms":
            return False
        return channel != "telegram" or draft.purpose is Purpose.RAPPEL or self._is_called(draft)

    def _is_called(self, draft: BookingDraft) -> bool:
        return draft.motif is not None and self._words.motif(draft.motif).mode is Mode.TELEPHONE

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


def _why_not(wish: Wish, today: date) -> str:
    """What to say of a wish that no time suits (a key of `messages.yml`)."""
    if wish.impossible:
        return "rdv_date_impossible"
    return "rdv_date_passee" if wish.to_date and wish.to_date < today else "rdv_aucun_souhait"
