"""The list of questions that were not understood, and what the team made of them."""
from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Collection, Sequence

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.engine import Connection, Row

from bot.adapters.database.tables import agents, conversations, unanswered
from bot.domain.unanswered import Decision, Question, Verdict

_ROWS = (unanswered.outerjoin(agents, agents.c.id == unanswered.c.agent_id)
         .outerjoin(conversations, conversations.c.id == unanswered.c.conversation_id))
_COLUMNS = (*unanswered.c, agents.c.nom.label("agent"), conversations.c.id.label("still"))
_OPEN = or_(unanswered.c.verdict.is_(None), unanswered.c.verdict == Verdict.RAPPEL.value)


class SqlUnanswered:
    """`fiche` holds « slug/rubrique », or the title of a fiche to write; why it is asked for stands beside the ranking."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, text: str, ranking: Sequence[tuple[str, float]], now: datetime, channel: str | None = None,
               conversation: str | None = None, answered: str | None = None) -> None:
        self._connection.execute(insert(unanswered).values(
            text=text, ranking=json.dumps(ranking), created_at=now, channel=channel, conversation_id=conversation,
            answered=answered))

    def extent(self) -> tuple[object, ...]:
        first, last = func.min(unanswered.c.id), func.max(unanswered.c.id)
        # SQLite gives the number of an erased question again: the moment tells them apart.
        return tuple(self._connection.execute(select(func.count(), first, last, func.max(unanswered.c.created_at))).one())

    def texts(self) -> list[tuple[int, str]]:
        rows = self._connection.execute(select(unanswered.c.id, unanswered.c.text).order_by(unanswered.c.id))
        return [(row.id, row.text) for row in rows]

    def questions(self, verdicts: Collection[Verdict | None], since: datetime | None = None,
                  channel: str | None = None) -> list[Question]:
        named = [verdict.value for verdict in verdicts if verdict is not None]
        wanted = [or_(unanswered.c.verdict.in_(named), *([unanswered.c.verdict.is_(None)] if None in verdicts else []))]
        if since is not None:
            wanted.append(unanswered.c.created_at >= since)
        if channel is not None:
            wanted.append(unanswered.c.channel == channel)
        return self._read(*wanted)

    def numbered(self, numbers: Collection[int]) -> list[Question]:
        return self._read(unanswered.c.id.in_(numbers))

    def decided_with(self, number: int) -> list[Question]:
        one = select(unanswered).where(unanswered.c.id == number, unanswered.c.handled_at.is_not(None)).subquery()
        return self._read(unanswered.c.handled_at == select(one.c.handled_at).scalar_subquery(),
                          unanswered.c.agent_id == select(one.c.agent_id).scalar_subquery())

    def decide(self, numbers: Collection[int], decision: Decision, agent: int, now: datetime) -> int:
        fiche = "/".join(filter(None, (decision.fiche, decision.rubrique))) or None
        changed = self._connection.execute(update(unanswered).where(unanswered.c.id.in_(numbers), _OPEN).values(
            verdict=decision.verdict.value, fiche=fiche, handled_at=now, agent_id=agent)).rowcount
        if decision.why:
            self._say_why(unanswered.c.handled_at == now, unanswered.c.id.in_(numbers), why=decision.why)
        return changed

    def undo(self, numbers: Collection[int]) -> int:
        mine = unanswered.c.id.in_(numbers)
        self._say_why(mine, unanswered.c.verdict == Verdict.NOUVELLE_FICHE.value, why=None)
        return self._connection.execute(update(unanswered).where(mine, unanswered.c.verdict.is_not(None)).values(
            verdict=None, fiche=None, handled_at=None, agent_id=None)).rowcount

    def of_conversation(self, conversation: str) -> list[str]:
        theirs = select(unanswered.c.text).where(unanswered.c.conversation_id == conversation)
        return list(self._connection.execute(theirs.order_by(unanswered.c.id)).scalars())

    def erase(self, conversation: str) -> None:
        self._connection.execute(delete(unanswered).where(unanswered.c.conversation_id == conversation))

    def forget_conversations(self, limit: datetime) -> None:
        alive = exists().where(conversations.c.id == unanswered.c.conversation_id, conversations.c.updated_at >= limit)
        self._connection.execute(update(unanswered).where(unanswered.c.conversation_id.is_not(None), ~alive)
                                 .values(conversation_id=None))

    def forget_before(self, handled: datetime, asked: datetime) -> int:
        old = or_(unanswered.c.handled_at < handled,
                  and_(unanswered.c.handled_at.is_(None), unanswered.c.created_at < asked))
        return self._connection.execute(delete(unanswered).where(old)).rowcount

    def _read(self, *wanted: Any) -> list[Question]:
        rows = self._connection.execute(select(*_COLUMNS).select_from(_ROWS).where(*wanted).order_by(unanswered.c.id))
        return [_question(row) for row in rows]

    def _say_why(self, *wanted: Any, why: str | None) -> None:
        for number, kept in self._connection.execute(select(unanswered.c.id, unanswered.c.ranking).where(*wanted)).all():
            ranking, _ = _read_ranking(kept)
            self._connection.execute(update(unanswered).where(unanswered.c.id == number).values(
                ranking=json.dumps({"ranking": ranking, "why": why} if why else ranking)))


def _question(row: Row) -> Question:
    ranking, why = _read_ranking(row.ranking)
    return Question(row.id, row.text, ranking, row.created_at, row.channel, row.still, row.answered,
                    _decision(row, why) if row.verdict else None, row.handled_at, row.agent)


def _decision(row: Row, why: str | None) -> Decision:
    verdict = Verdict(row.verdict)
    if verdict is not Verdict.FICHE:
        return Decision(verdict, row.fiche, why=why)
    fiche, _, rubrique = row.fiche.partition("/")
    return Decision(verdict, fiche, rubrique or None)


def _read_ranking(kept: str) -> tuple[list[tuple[str, float]], str | None]:
    read = json.loads(kept)
    ranking, why = (read["ranking"], read["why"]) if isinstance(read, dict) else (read, None)
    return [(label, share) for label, share in ranking], why
