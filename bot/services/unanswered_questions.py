"""The questions that the assistant could not answer: grouped by likeness, and decided by the team."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import AbstractSet, Collection, Iterable, Mapping, Sequence

from bot.domain.agent import Agent, Role
from bot.domain.errors import DeskRefused
from bot.domain.fiche import Rubrique
from bot.domain.knowledge import Knowledge
from bot.domain.likeness import grouped, most_typical
from bot.domain.normalisation import clean, fold
from bot.domain.unanswered import LONGEST_TITLE, Decision, Question, Verdict
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

_SUGGESTED = 3
_COMPARED = 40  # wordings among which the title of a group is looked for
_OPEN: Mapping[str, tuple[Verdict | None, ...]] = {"a_traiter": (None,), "recontactees": (Verdict.RAPPEL,)}
_LONGEST_WHY = 500
_GONE = "Ces questions viennent d'être classées, ou effacées. Rechargez la page."


@dataclass(frozen=True)
class Wording:
    """The same words, however many times they were typed; the latest question first."""

    text: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Group:
    """Questions that ask the same thing. `suggestions` has (label, share) of each subject that was thought of, on average,
    likeliest first."""

    wordings: tuple[Wording, ...]
    suggestions: tuple[tuple[str, float], ...]

    @property
    def title(self) -> str:
        """The wording most like the others."""
        texts = [wording.text for wording in self.wordings[:_COMPARED]]
        return texts[most_typical(texts)]

    @property
    def questions(self) -> list[Question]:
        """All of them, in the order of their number."""
        return sorted((one for wording in self.wordings for one in wording.questions), key=lambda one: one.id)

    @property
    def number(self) -> int:
        """By which the group is named as long as it is shown: that of its first question."""
        return self.questions[0].id

    @property
    def subject(self) -> str | None:
        """The likeliest label."""
        return self.suggestions[0][0] if self.suggestions else None

    @property
    def channels(self) -> list[str]:
        return sorted({one.channel for one in self.questions if one.channel})


@dataclass(frozen=True)
class Wanted:
    """Which questions to show: those of which nothing was made (« a_traiter »), or whose writer was written to
    (« recontactees »); asked on a channel, and in the last `days`, or whenever."""

    state: str = "a_traiter"
    channel: str | None = None
    days: int | None = None


@dataclass(frozen=True)
class Act:
    """What was decided at once: who, when, and of which questions."""

    decision: Decision
    questions: tuple[Question, ...]

    @property
    def number(self) -> int:
        return self.questions[0].id


class UnansweredQuestions:
    """`posted`: the channels on which people can be written to. DeskRefused says, in French, why something is not done."""

    def __init__(self, knowledge: Knowledge, clock: Clock, new_uow: UnitOfWorkFactory, posted: AbstractSet[str]) -> None:
        self._knowledge = knowledge
        self._clock = clock
        self._new_uow = new_uow
        self._posted = posted
        self._grouped: tuple[tuple[object, ...], Mapping[int, int]] = ((), {})

    def groups(self, wanted: Wanted = Wanted()) -> list[Group]:
        """What is still to decide, the biggest groups first; of two as big, the most recent."""
        with self._new_uow() as uow:
            group_of = self._group_of(uow)
            found = uow.unanswered.questions(_OPEN[wanted.state], self._since(wanted), wanted.channel)
        alike: dict[int, list[Question]] = defaultdict(list)
        for question in found:
            alike[group_of.get(question.id, question.id)].append(question)
        biggest = sorted(alike.values(), key=lambda same: (len(same), same[-1].id), reverse=True)
        return [_group(questions) for questions in biggest]

    def acts(self, wanted: Wanted = Wanted()) -> list[Act]:
        """What was decided, latest first, whatever the state that is wanted."""
        decided = [verdict for verdict in Verdict if verdict is not Verdict.RAPPEL]
        with self._new_uow() as uow:
            return _acts(uow.unanswered.questions(decided, self._since(wanted), wanted.channel))

    def act_of(self, number: int) -> Act | None:
        """What was decided together with this question."""
        with self._new_uow() as uow:
            acts = _acts(uow.unanswered.decided_with(number))
        return next((act for act in acts if number in {one.id for one in act.questions}), None)

    def suggested(self, group: Group) -> list[str]:
        """The slugs of the fiches that are the likeliest for a group."""
        return [label for label, _ in group.suggestions if label in self._knowledge.fiches][:_SUGGESTED]

    def attach(self, numbers: Collection[int], fiche: str, rubrique: str | None, agent: Agent) -> str:
        """These questions ask for this fiche (its slug or its title); the slug."""
        slug = self._slug(fiche)
        if rubrique and rubrique not in {one.value for one in Rubrique}:
            raise DeskRefused("Choisissez une partie de la fiche dans la liste.")
        self._decide(numbers, Decision(Verdict.FICHE, slug, rubrique or None), agent)
        return slug

    def ask_for_a_fiche(self, numbers: Collection[int], title: str, why: str, agent: Agent) -> None:
        """These questions deserve a fiche that nobody has written."""
        title, why = clean(title), clean(why)
        if not title or len(title) > LONGEST_TITLE:
            raise DeskRefused(f"Donnez un titre à la fiche, en {LONGEST_TITLE} signes au plus.")
        if len(why) > _LONGEST_WHY:
            raise DeskRefused(f"Dites pourquoi en {_LONGEST_WHY} signes au plus.")
        self._decide(numbers, Decision(Verdict.NOUVELLE_FICHE, title, why=why or None), agent)

    def set_aside(self, numbers: Collection[int], verdict: Verdict, agent: Agent) -> None:
        """These questions are out of scope, or lead to nothing."""
        self._decide(numbers, Decision(verdict), agent)

    def call_back(self, number: int, agent: Agent) -> int:
        """The request, among those of people who want a person, in which whoever asked this can be written to."""
        now = self._clock.now()
        with self._new_uow() as uow:
            found = next(iter(uow.unanswered.numbered([number])), None)
            if found is None or found.conversation is None or not self.can_call_back(found):
                raise DeskRefused("Cette personne ne peut plus être recontactée : sa conversation est effacée.")
            uow.handovers.ask(found.conversation, now)
            request = uow.handovers.of(found.conversation)
            if request is None:
                raise DeskRefused(_GONE)
            uow.unanswered.decide([number], Decision(Verdict.RAPPEL), agent.id, now)
            uow.commit()
        return request.id

    def can_call_back(self, question: Question) -> bool:
        return question.conversation is not None and (question.channel == "web" or question.channel in self._posted)

    def undo(self, numbers: Collection[int], agent: Agent) -> int:
        """To be decided again; how many. Who receives people may only take back a call."""
        with self._new_uow() as uow:
            decided = [one.decision for one in uow.unanswered.numbered(numbers) if one.decision]
            if not agent.role.includes(Role.REFERENT) and any(one.verdict is not Verdict.RAPPEL for one in decided):
                raise DeskRefused("Un référent a classé ces questions : demandez-lui de les remettre à traiter.")
            changed = uow.unanswered.undo(numbers)
            if not changed:
                raise DeskRefused(_GONE)
            uow.commit()
        return changed

    def attached(self) -> list[Question]:
        """The questions that ask for a fiche we have."""
        return self._decided(Verdict.FICHE)

    def wished(self) -> list[Question]:
        """The questions that deserve a fiche to be written."""
        return self._decided(Verdict.NOUVELLE_FICHE)

    def _since(self, wanted: Wanted) -> datetime | None:
        return self._clock.now() - timedelta(days=wanted.days) if wanted.days else None

    def _decided(self, verdict: Verdict) -> list[Question]:
        with self._new_uow() as uow:
            return uow.unanswered.questions([verdict])

    def _decide(self, numbers: Collection[int], decision: Decision, agent: Agent) -> None:
        if not numbers:
            raise DeskRefused("Cochez au moins une question.")
        with self._new_uow() as uow:
            if not uow.unanswered.decide(numbers, decision, agent.id, self._clock.now()):
                raise DeskRefused(_GONE)
            uow.commit()

    def _slug(self, written: str) -> str:
        """Of a fiche named by its slug or its title."""
        wanted = fold(written)
        for fiche in self._knowledge.fiches.values():
            if wanted in (fiche.slug, fold(fiche.titre)):
                return fiche.slug
        raise DeskRefused(f"Aucune fiche ne s'appelle « {clean(written)[:LONGEST_TITLE]} ». Choisissez dans la liste.")

    def _group_of(self, uow: UnitOfWork) -> Mapping[int, int]:
        """The group of each question; found again only when there are others."""
        extent = uow.unanswered.extent()
        kept, group_of = self._grouped
        if kept != extent:
            group_of = grouped(uow.unanswered.texts())
            self._grouped = (extent, group_of)
        return group_of


def _group(questions: Sequence[Question]) -> Group:
    by_text: dict[str, list[Question]] = defaultdict(list)
    for question in reversed(questions):
        by_text[question.text].append(question)
    wordings = sorted((Wording(text, tuple(same)) for text, same in by_text.items()),
                      key=lambda wording: (-len(wording.questions), -wording.questions[0].id))
    return Group(tuple(wordings), _shares(questions))


def _shares(questions: Iterable[Question]) -> tuple[tuple[str, float], ...]:
    """The average share of each label in the rankings."""
    rankings = [question.ranking for question in questions if question.ranking]
    total: dict[str, float] = defaultdict(float)
    for ranking in rankings:
        for label, share in ranking:
            total[label] += share / len(rankings)
    return tuple(sorted(total.items(), key=lambda one: -one[1]))


def _acts(questions: Iterable[Question]) -> list[Act]:
    together: dict[tuple[object, ...], list[Question]] = defaultdict(list)
    for question in questions:
        together[question.handled_at, question.agent, question.decision].append(question)
    acts = [Act(same[0].decision, tuple(same)) for same in together.values() if same[0].decision]
    return sorted(acts, key=lambda act: (act.questions[0].handled_at, act.number), reverse=True)
