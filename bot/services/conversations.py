"""A message's way in and out: what is answered at once, what Rasa is asked, and what is kept of it."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.answer import Answer, Choice, payload
from bot.domain.appointment import find_code
from bot.domain.booking_draft import BookingDraft
from bot.domain.conversation import (
    MAX_LENGTH,
    Conversation,
    IncomingMessage,
    Reply,
    Sent,
    Turn,
    Understood,
    as_free_text,
    chosen,
    chosen_rank,
)
from bot.domain.french import day_of
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import fold
from bot.domain.other_zone import without_other_zone
from bot.domain.own_data import Right, hears_right
from bot.domain.personal_data import (
    corrected_prenom,
    find_phone,
    find_prenom,
    looks_like_phone,
    speaks_for_other,
)
from bot.domain.redaction import holds_what_is_not_to_be_sent, redact
from bot.services.answers import Answers
from bot.services.asked_counts import AskedCounts
from bot.services.booking_questions import BookingQuestions
from bot.services.handovers import BACK, Handovers, heard_by_agent
from bot.services.joining import Joining
from bot.services.listed_numbers import allowed_numbers
from bot.services.own_data import OwnDataRights
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from bot.services.threads import Threads

_LONGEST_HEARD = 4000  # signs at each end: no channel brings more, and a page that was tampered with must not keep us busy
_HOURS_OF_PARIS = "rdv_heures_de_paris"
_NOT_TO_BE_SENT = "ne_pas_envoyer"
_LONGEST_TOKEN = 20  # of a button: no database counts further
_ABOUT_100_METRES = 3  # decimals of a degree
_GIVES_UP = re.compile(r"(?:non )?(?:j )?(?:abandonne[rz]?|laisse[rz]? tomber|tant pis)[ .!]*")
_WANTS_MORE = re.compile(r"(?:encore |non |et )?(?:d'autres|autres)(?: heures?| horaires?| dates?| jours?)?[ .?!]*")
_ONLY_A_CODE = re.compile(r"(?:(?:mon|le|voici|voila) )?(?:code )?(?:c'?est )?(?:le )?[a-z]{2,3} ?\d{3}[ .!?]*")


@dataclass(frozen=True)
class Opened:
    """A message that was let in: a turn for the dialogue, or answers that need none; neither while an agent answers.

    `understood`: what those answers are about, where it is an act that the language side knows too.
    """

    turn: Turn | None = None
    answers: tuple[Sent, ...] = ()
    understood: Understood | None = None


class Conversations:
    """Opens and closes turns, each in one short transaction; none is open while Rasa thinks."""

    def __init__(self, knowledge: Knowledge, answers: Answers, handovers: Handovers, threads: Threads, counts: AskedCounts,
                 rights: OwnDataRights, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._counts = counts
        self._rights = rights
        self._handovers = handovers
        self._threads = threads
        self._knowledge = knowledge
        self._answers = answers
        self._questions = BookingQuestions(knowledge)
        self._joining = Joining(answers)
        self._clock = clock
        self._new_uow = new_uow

    def distress(self, message: IncomingMessage) -> str | None:
        """The category of a cry for help, or None. Needs no database and no model: it is asked before everything."""
        return self._knowledge.urgences.detect(_ends(message.text))

    def answer_distress(self, categorie: str, channel: str) -> Answer:
        """The number first; then, where nobody else may read it, the subjects that inform. Works when nothing else does."""
        urgences = self._knowledge.urgences
        informing = self._answers.about(urgences.categories[categorie].voir) if channel != "sms" else ()
        return Answer(urgences.answer(categorie, self._clock.now(), channel), choices=informing, urgent=True)

    def open_turn(self, message: IncomingMessage) -> Opened:
        """Let a message in: repeated deliveries get the same answers, cries for help get the number, the rest a turn."""
        now, categorie = self._clock.now(), self.distress(message)
        right = hears_right(message.text) if message.button is None else None
        with self._new_uow() as uow:
            conversation = uow.conversations.open(message.channel, message.address, now)
            known = uow.conversations.find_incoming(conversation.id, message.id) if message.id else None
            answers = uow.conversations.answers_to(known) if known else ()
            if answers:
                return Opened(answers=tuple(answers))
            waiting = uow.handovers.of(conversation.id)
            if waiting is not None and (waiting.is_held or categorie) and known is None:
                known = self._heard(uow, conversation, message, categorie, now)
            if waiting is not None and waiting.is_held and categorie is None and right is None:
                return self._for_the_agent(uow, conversation, message, now)
            # A message that was received and never answered (the process died in between) is taken up again.
            is_kept = not (categorie or message.button or len(message.text) > MAX_LENGTH)
            text = self._redacted(message.text)[:MAX_LENGTH] if is_kept else None
            incoming = known or uow.conversations.record_incoming(conversation.id, message, text, now)
            immediate = self._immediate(uow, conversation, message, categorie)
            if immediate is not None:
                if categorie is not None:
                    self._counts.count_urgence(uow, now)
                return self._at_once(uow, conversation, message.channel, incoming, immediate, now)
            turn = replace(self._turn(uow, conversation, message, incoming, right), memory=conversation.memory)
            opened = self._without_dialogue(uow, conversation, turn, now)
            if opened is not None:
                return opened
            uow.commit()
        return Opened(turn=turn)

    def _without_dialogue(self, uow: UnitOfWork, conversation: Conversation, turn: Turn, now: datetime) -> Opened | None:
        answer, understood = self._rights.answer(uow, turn, now), None
        if answer is not None:
            understood = Understood(turn.text.removeprefix("/"), confidence=1.0, decision="answer")
            self._counts.count(uow, turn, Reply((answer,), understood), now)
        answer = answer or self._joining.answer(uow, turn, now) or self._handovers.answer(uow, turn, now)
        if answer is None:
            return None
        return replace(self._at_once(uow, conversation, turn.channel, turn.id, answer, now), understood=understood)

    def _heard(self, uow: UnitOfWork, conversation: Conversation, message: IncomingMessage, categorie: str | None,
               now: datetime) -> int:
        """Write a message down for the agent, who reads all of it; a cry for help is shown to them as one."""
        pressed = self._pressed(uow, conversation, message.button) if message.button is not None else None
        words = heard_by_agent(message, pressed)[:MAX_LENGTH]
        return uow.conversations.record_incoming(conversation.id, message, None, now, private=words, urgence=categorie)

    def _for_the_agent(self, uow: UnitOfWork, conversation: Conversation, message: IncomingMessage, now: datetime) -> Opened:
        """Nothing is said in the agent's place, unless the person wants the assistant back."""
        pressed = (self._pressed(uow, conversation, message.button) if message.button is not None
                   else chosen(message.text, (BACK,)))
        if pressed != BACK:
            uow.commit()
            return Opened()
        turn = Turn(0, conversation.id, message.channel, BACK.sends, is_payload=True)
        answer = self._handovers.answer(uow, turn, now)
        incoming = uow.conversations.find_incoming(conversation.id, message.id) if message.id else None
        return self._at_once(uow, conversation, message.channel, incoming, answer or self._answers.welcome(), now)

    def _at_once(self, uow: UnitOfWork, conversation: Conversation, channel: str, incoming: int | None, answer: Answer,
                 now: datetime) -> Opened:
        """An answer that needs no dialogue; what a booking waits for stays on offer."""
        sent = [self._threads.keep(uow, channel, conversation.id, answer, now, incoming)]
        if answer.choices and conversation.draft is None:
            uow.conversations.keep_choices(conversation.id, answer, now)
        if not answer.urgent:
            sent += self._introduction(uow, conversation, now, incoming)
        uow.commit()
        return Opened(answers=tuple(sent))

    def _introduction(self, uow: UnitOfWork, conversation: Conversation, now: datetime, incoming: int | None) -> list[Sent]:
        """What who writes for the first time must know, once; the widget says it before."""
        if not conversation.is_new or conversation.channel == "web":
            return []
        uow.conversations.was_introduced(conversation.id)
        answer = self._answers.introduction(conversation.channel)
        return [self._threads.keep(uow, conversation.channel, conversation.id, answer, now, incoming)]

    def close_turn(self, turn: Turn, reply: Reply) -> tuple[Sent, ...]:
        """Keep what was answered and what « le 2 » now means; a booking that was interrupted asks again.

        A turn is closed once: if another program has closed it meanwhile, its answers are the answers.
        """
        now = self._clock.now()
        with self._new_uow() as uow:
            uow.conversations.hold(turn.conversation)
            answered = uow.conversations.answers_to(turn.id)
            if answered:
                return tuple(answered)
            conversation = uow.conversations.get(turn.conversation, now)
            answers = list(reply.answers) or [self._answers.say("excuses")]
            answers = self._with_note(turn, self._with_reminder(turn, conversation, answers))
            sent = [self._threads.keep(uow, turn.channel, turn.conversation, a, now, turn.id) for a in answers]
            if not (answers[0].urgent or _has_erased(reply)):
                sent += self._introduction(uow, conversation, now, turn.id)
            offering = [a for a in answers if a.choices]
            if offering or conversation.choices:
                uow.conversations.keep_choices(turn.conversation, offering[-1] if offering else Answer(""), now)
            if reply.memory not in (None, turn.memory) and not _has_erased(reply):
                uow.conversations.keep_memory(turn.conversation, reply.memory)
            self._counts.count(uow, turn, reply, now)
            uow.commit()
        return tuple(sent)

    def ask_which(self, conversation: str) -> Answer | None:
        """After a « oui » to several choices: which one? None if nothing was on offer."""
        with self._new_uow() as uow:
            choices = uow.conversations.get(conversation, self._clock.now()).choices
        return self._answers.say("oui_lequel", choices) if choices else None

    def thread(self, channel: str, address: str) -> list[tuple[str | None, Sent | None]]:
        """What was said so far, for a page that opens or was reloaded; a new thread begins with the welcome."""
        now = self._clock.now()
        with self._new_uow() as uow:
            conversation = uow.conversations.open(channel, address, now)
            thread = uow.conversations.history(conversation.id)
            if not thread:
                welcome = self._answers.welcome()
                uow.conversations.record_outgoing(conversation.id, None, welcome, now)
                uow.conversations.keep_choices(conversation.id, welcome, now)
                thread = uow.conversations.history(conversation.id)
            uow.commit()
        return thread

    def last_number(self) -> int:
        """The number of the last message of all."""
        with self._new_uow() as uow:
            return uow.conversations.last_number()

    def said_by_desk(self, after: int) -> list[tuple[str, str, Sent]]:
        """(channel, address, answer) of what people of the desk have said since the message of this number."""
        with self._new_uow() as uow:
            return uow.conversations.said_by_desk(after)

    def rate(self, channel: str, address: str, answer_id: int, helped: bool) -> None:
        """Count whether an answer about a fiche helped; by its page alone, so that nobody is told apart."""
        now = self._clock.now()
        with self._new_uow() as uow:
            conversation = uow.conversations.open(channel, address, now).id
            answer = uow.conversations.sent(conversation, answer_id)
            page = answer.page if answer else None
            if page is not None:
                uow.ratings.count(day_of(now), page, helped)
            uow.commit()

    def erase_address(self, channel: str, address: str) -> None:
        """What a page knows by its token alone is erased: this discussion, and no other of the same person."""
        now = self._clock.now()
        with self._new_uow() as uow:
            self._rights.erase_here(uow, uow.conversations.open(channel, address, now).id, now)
            uow.commit_for_good()

    def _immediate(self, uow: UnitOfWork, conversation: Conversation, message: IncomingMessage,
                   categorie: str | None) -> Answer | None:
        if categorie is not None:
            return self.answer_distress(categorie, message.channel)
        if message.button is not None:
            lost = self._pressed(uow, conversation, message.button) is None
            return self._answers.say("bouton_perdu") if lost else None
        if message.position is None and not as_free_text(message.text):
            return self._answers.say("vide")
        if len(message.text) > MAX_LENGTH:
            return self._answers.say("trop_long")
        only_an_hour = conversation.draft is None and without_other_zone(message.text) == ""
        return self._answers.say(_HOURS_OF_PARIS) if only_an_hour else None

    def _turn(self, uow: UnitOfWork, conversation: Conversation, message: IncomingMessage, incoming: int,
              right: Right | None) -> Turn:
        """What is asked of the dialogue: an hour of another time zone is not read, and the answer says so."""
        if right is not None:
            return Turn(incoming, conversation.id, message.channel, right.sends, is_payload=True)
        left = None if message.button is not None else without_other_zone(message.text)
        if left is None:
            turn = self._read(uow, conversation, message, incoming)
            is_secret = not turn.is_payload and holds_what_is_not_to_be_sent(turn.text)
            return replace(turn, note=_NOT_TO_BE_SENT) if is_secret else turn
        turn = self._read(uow, conversation, replace(message, text=left), incoming)
        if not left:
            turn = replace(turn, text=payload("continuer_rdv"), is_payload=True)
        return replace(turn, note=_HOURS_OF_PARIS)

    def _read(self, uow: UnitOfWork, conversation: Conversation, message: IncomingMessage, incoming: int) -> Turn:
        draft = conversation.draft
        if message.position is not None:
            latitude, longitude = (round(degrees, _ABOUT_100_METRES) for degrees in message.position)
            where = payload("partager_position", latitude=str(latitude), longitude=str(longitude))
            return Turn(incoming, conversation.id, message.channel, where, True, draft.awaiting if draft else None)
        if message.button is None and draft is not None and (rank := _hour_chosen(draft, message.text)):
            hour = payload("choisir_creneau", rang=rank)
            return Turn(incoming, conversation.id, message.channel, hour, True, draft.awaiting)
        choice = (self._pressed(uow, conversation, message.button) if message.button is not None
                  else chosen(message.text, conversation.choices))
        sends = choice.sends if choice else None
        if sends is None and draft is not None:
            draft, sends = _heard(draft, message.text)
            uow.conversations.keep_draft(conversation.id, draft)
        elif sends is None and _ONLY_A_CODE.fullmatch(fold(message.text)) and (code := find_code(message.text)):
            sends = payload("voir_mes_rdv", code=code)
        awaiting = draft.awaiting if draft else None
        text = sends if sends is not None else self._redacted(as_free_text(message.text))
        return Turn(incoming, conversation.id, message.channel, text, sends is not None, awaiting)

    def _redacted(self, text: str) -> str:
        return redact(text, lambda digits: digits in allowed_numbers(self._knowledge))

    def _pressed(self, uow: UnitOfWork, conversation: Conversation, token: str) -> Choice | None:
        """The choice behind a button: « <answer number>.<position> », looked up in this conversation only."""
        number, _, position = token.partition(".")
        if not (number.isdecimal() and position.isdecimal() and len(token) <= _LONGEST_TOKEN):
            return None
        answer = uow.conversations.sent(conversation.id, int(number))
        return answer.choices[int(position)] if answer and int(position) < len(answer.choices) else None

    def _with_note(self, turn: Turn, answers: list[Answer]) -> list[Answer]:
        """The same, after what the turn must say first; nothing comes before a helpline."""
        if turn.note is None or answers[0].urgent:
            return answers
        note, first = self._answers.say(turn.note).text, answers[0]
        short = f"{note}\n{first.short}" if first.short else None
        return [replace(first, text=f"{note}\n\n{first.text}", short=short), *answers[1:]]

    def _with_reminder(self, turn: Turn, conversation: Conversation, answers: list[Answer]) -> list[Answer]:
        """After a question in the middle of a booking: the answer, then what the booking still waits for."""
        question = conversation.draft and self._questions.next_question(conversation.draft)
        if not question or turn.awaiting is None or any(a.text.endswith(question.text) for a in answers):
            return answers
        return [*(replace(a, choices=()) for a in answers), self._questions.after("rdv_pas_fini", question)]


def _has_erased(reply: Reply) -> bool:
    return reply.understood is not None and reply.understood.intent == Right.ERASE.value


def _hour_chosen(draft: BookingDraft, text: str) -> int | None:
    """Which of the hours shown a message takes, from 1: « le deuxième », « le dernier » (not the last button).

    Once other choices are shown, « 1 » is the first of those.
    """
    rank = chosen_rank(text)
    if not draft.proposed or rank is None or draft.awaiting in ("telephone", "confirmation"):
        return None
    position = rank if rank > 0 else len(draft.proposed)
    return position if position <= len(draft.proposed) else None


def _heard(draft: BookingDraft, text: str) -> tuple[BookingDraft, str | None]:
    """What a booking under way learns from a message by itself: names and numbers stay out of Rasa's sight."""
    if _GIVES_UP.fullmatch(fold(text)):
        return draft, payload("abandonner_rdv")
    if draft.proposed and _WANTS_MORE.fullmatch(fold(text)):
        return draft, payload("autres_creneaux")
    draft = draft.with_changes(for_other=draft.for_other or speaks_for_other(text))
    if draft.prenom and (corrected := corrected_prenom(text, draft.prenom)):
        return draft.with_changes(prenom=corrected), payload("continuer_rdv")
    if draft.awaiting == "prenom" and (prenom := find_prenom(text) or corrected_prenom(text, "")):
        return draft.with_changes(prenom=prenom), payload("continuer_rdv")
    if draft.awaiting == "telephone" and looks_like_phone(text):
        telephone = find_phone(text)
        if telephone is None:
            return draft, payload("telephone_illisible")
        return draft.with_changes(telephone=telephone), payload("continuer_rdv")
    return draft, None


def _ends(text: str) -> str:
    return text if len(text) <= 2 * _LONGEST_HEARD else f"{text[:_LONGEST_HEARD]} {text[-_LONGEST_HEARD:]}"
