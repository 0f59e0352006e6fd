"""Questions sans réponse: what the assistant could not answer, grouped; a référent decides what becomes of each."""
from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Mapping, Sequence
from urllib.parse import urlencode

from aiohttp import web

from bot.channels.desk.door import Door, Visit, moved
from bot.domain.agent import Role
from bot.domain.errors import DeskRefused
from bot.domain.fiche import Rubrique
from bot.domain.knowledge import Knowledge
from bot.domain.unanswered import LONGEST_TITLE, Verdict
from bot.services.accounts import AgentAccounts
from bot.services.desk_conversations import DeskConversations
from bot.services.proposed_examples import ProposedExamples
from bot.services.unanswered_questions import Act, Group, UnansweredQuestions, Wanted

PAGE = "/bureau/questions"
_SHOWN = 12                               # groups, or acts, of a page
_WORDINGS = 30                            # wordings of a group; the others come once these are decided
_BOX = re.compile(r"q\d+", re.ASCII)      # how the boxes are called; each says the numbers of its questions: « 12,15 »
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_MOST = 2000                              # questions decided at once
_STATES = {"a_traiter": "à traiter", "recontactees": "recontactées", "traitees": "traitées"}
_CHANNELS = {"web": "le site", "sms": "SMS", "telegram": "Telegram"}
_DAYS = {"7": "7 jours", "30": "30 jours", "90": "3 mois"}
_LABELS = {"hors_sujet": "Hors sujet", "trouver_structure": "Trouver un lieu", "prendre_rdv": "Prendre rendez-vous",
           "parler_a_un_humain": "Parler à une personne", "suite": "Suite d'une question", "detresse": "Appel à l'aide"}
_ATTACH = "fiche:"  # then a slug: the button of a suggested fiche
_TYPED = ("fiche", "rubrique", "titre", "pourquoi")


@dataclass(frozen=True)
class _Filters:
    """What is shown, as the address says it; what it should not say is not heard. `page` counts from 1."""

    state: str
    subject: str
    channel: str
    days: str
    page: int
    done: int | None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "_Filters":
        page, done = _numbers(query.get("page", "")), _numbers(query.get("fait", ""))
        state, channel, days = query.get("etat", ""), query.get("canal", ""), query.get("depuis", "")
        return cls(state if state in _STATES else "a_traiter", query.get("sujet", ""),
                   channel if channel in _CHANNELS else "", days if days in _DAYS else "", max(1, page[0]) if page else 1,
                   done[0] if done else None)

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.state, self.channel or None, int(self.days) if self.days else None)

    def address(self, page: int = 0, act: str = "", done: int | None = None) -> str:
        """Of another page, or of an act, with the same filters."""
        query = {"etat": self.state, "sujet": self.subject, "canal": self.channel, "depuis": self.days,
                 "page": page or self.page, "fait": done}
        return f"{PAGE}{act}?{urlencode({name: value for name, value in query.items() if value})}"


class QuestionPages:
    """Who receives people reads, and writes to whoever asked; a référent decides."""

    def __init__(self, door: Door, accounts: AgentAccounts, questions: UnansweredQuestions, proposed: ProposedExamples,
                 conversations: DeskConversations, knowledge: Knowledge) -> None:
        self._door = door
        self._accounts = accounts
        self._questions = questions
        self._proposed = proposed
        self._conversations = conversations
        self._knowledge = knowledge

    def routes(self) -> list[web.RouteDef]:
        referent = Role.REFERENT
        return [self._door.get(PAGE, self._list), self._door.post(PAGE, self._decide, referent),
                self._door.post(f"{PAGE}/annuler", self._undo),
                self._door.post(f"{PAGE}/{{number:\\d{{1,9}}}}/rappel", self._call_back),
                self._door.get(f"{PAGE}/exemples.tsv", self._examples, referent),
                self._door.get(f"{PAGE}/fiches-a-ecrire.md", self._wishes, referent)]

    async def _list(self, visit: Visit) -> web.Response:
        return await self._shown(visit)

    async def _decide(self, visit: Visit) -> web.Response:
        numbers = _chosen(visit.form)
        try:
            act, about = await asyncio.to_thread(self._decided, visit, numbers)
        except DeskRefused as refused:
            return await self._shown(visit, 422, why=str(refused))
        await self._note(visit, act, about)
        return moved(_Filters.of(visit.request.query).address(done=numbers[0]))

    def _decided(self, visit: Visit, numbers: Sequence[int]) -> tuple[str, str]:
        """What was done, and about what, as the journal says it."""
        act, counted = _act(visit), f"{len(numbers)} questions"
        if act == "fiche" or act.startswith(_ATTACH):
            fiche = act.removeprefix(_ATTACH) if act.startswith(_ATTACH) else visit.asked("fiche")
            slug = self._questions.attach(numbers, fiche, visit.asked("rubrique"), visit.agent)
            return "questions rattachées", f"{slug}, {counted}"
        if act == Verdict.NOUVELLE_FICHE.value:
            self._questions.ask_for_a_fiche(numbers, visit.asked("titre"), visit.asked("pourquoi"), visit.agent)
            return "fiche demandée", counted
        if act in (Verdict.HORS_SUJET.value, Verdict.SANS_SUITE.value):
            self._questions.set_aside(numbers, Verdict(act), visit.agent)
            return f"questions : {act.replace('_', ' ')}", counted
        raise DeskRefused("Choisissez ce qu'il faut faire de ces questions.")

    async def _undo(self, visit: Visit) -> web.Response:
        number = await asyncio.to_thread(self._questions.undo, _chosen(visit.form), visit.agent)
        await self._note(visit, "questions remises à traiter", f"{number} questions")
        return moved(_Filters.of(visit.request.query).address())

    async def _call_back(self, visit: Visit) -> web.Response:
        """Hold the conversation, which tells the person that somebody is there, and write."""
        number = int(visit.request.match_info["number"])
        request = await asyncio.to_thread(self._questions.call_back, number, visit.agent)
        await self._note(visit, "personne recontactée", f"question {number}")
        await asyncio.to_thread(self._conversations.claim, request, visit.agent)
        return moved(f"/bureau/conversations/{request}")

    async def _examples(self, visit: Visit) -> web.Response:
        text = await asyncio.to_thread(self._proposed.tsv)
        await self._note(visit, "questions exportées", "exemples.tsv")
        return _file(text, "exemples.tsv", "text/tab-separated-values")

    async def _wishes(self, visit: Visit) -> web.Response:
        text = await asyncio.to_thread(self._proposed.markdown)
        await self._note(visit, "questions exportées", "fiches-a-ecrire.md")
        return _file(text, "fiches-a-ecrire.md", "text/markdown")

    async def _note(self, visit: Visit, act: str, about: str) -> None:
        await asyncio.to_thread(self._accounts.note, visit.agent, act, about)

    async def _shown(self, visit: Visit, status: int = 200, why: str | None = None) -> web.Response:
        filters = _Filters.of(visit.request.query)
        read = await asyncio.to_thread(self._read, filters)
        typed = {name: visit.form.get(name, "") for name in _TYPED}
        return self._door.page(
            visit, "questions.html", status, why=why, typed=typed, typed_in=_numbers(visit.form.get("groupe", "")),
            chosen=set(_chosen(visit.form)), may_decide=visit.agent.role.includes(Role.REFERENT), filters=filters,
            address=filters.address, states=_STATES, channels=_CHANNELS, periods=_DAYS, name_of=self._name_of,
            suggested=self._questions.suggested, can_call_back=self._questions.can_call_back, most=_WORDINGS,
            longest_title=LONGEST_TITLE, rubriques=list(Rubrique), attach=_ATTACH,
            fiches=sorted(fiche.titre for fiche in self._knowledge.fiches.values()), **read)

    def _read(self, filters: "_Filters") -> dict[str, Any]:
        """What the page shows of the questions."""
        wanted, groups, acts = filters.wanted, list[Group](), list[Act]()
        if filters.state == "traitees":
            acts = self._questions.acts(wanted)
        else:
            groups = self._questions.groups(wanted)
        subjects = _subjects(groups)
        groups = [group for group in groups if filters.subject in ("", group.subject)]
        shown: Sequence[Group | Act] = acts or groups
        pages = max(1, -(-len(shown) // _SHOWN))
        page = min(filters.page, pages)
        here = slice((page - 1) * _SHOWN, page * _SHOWN)
        return {"subjects": subjects, "groups": groups[here], "acts": acts[here], "page": page, "pages": pages,
                "total": len(shown), "number": sum(len(one.questions) for one in shown),
                "done": self._questions.act_of(filters.done) if filters.done else None}

    def _name_of(self, label: str) -> str:
        """A label as the team says it."""
        fiche = self._knowledge.fiches.get(label)
        return fiche.titre if fiche else _LABELS.get(label, label.replace("_", " ").capitalize())


def _act(visit: Visit) -> str:
    """The button that was pressed; Enter in a field presses none: then what was typed tells."""
    typed = "fiche" if visit.form.get("fiche") else Verdict.NOUVELLE_FICHE.value if visit.form.get("titre") else ""
    return visit.form.get("acte") or typed


def _subjects(groups: Sequence[Group]) -> list[tuple[str, int]]:
    """(label, how many questions) of the likeliest subjects, most frequent first."""
    counted: Counter[str] = Counter()
    for group in groups:
        if group.subject:
            counted[group.subject] += len(group.questions)
    return counted.most_common()


def _chosen(form: Mapping[str, str]) -> list[int]:
    """The numbers of the questions whose boxes are ticked."""
    return sorted({number for name, value in form.items() if _BOX.fullmatch(name) for number in _numbers(value)})[:_MOST]


def _numbers(written: str) -> list[int]:
    return [int(one) for one in written.split(",") if _NUMBER.fullmatch(one)]


def _file(text: str, name: str, kind: str) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return web.Response(text=text, content_type=kind, charset="utf-8", headers=headers)
