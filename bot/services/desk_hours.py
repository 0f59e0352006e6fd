"""When agents answer conversations: set at the desk, told to people who ask for somebody."""
from __future__ import annotations

from datetime import datetime

from bot.domain.errors import DeskRefused
from bot.domain.french import day_of
from bot.services.place_card import OpeningHours
from bot.services.ports import Clock, UnitOfWorkFactory
from bot.services.town_book import TownBook
from bot.services.town_ports import ReadHours
from bot.services.week_in_words import openings_in_words, week_in_words

_NAME = "horaires"
_UNCLEAR = ("Je ne comprends pas ces horaires. Écrivez par exemple : « du lundi au vendredi de 9h à 12h et de 14h à 17h », "
            "ou « lundi 9h-12h, jeudi 14h-17h ».")


class DeskHours:
    """None everywhere, as long as nobody has set any. Needs no transaction: it may be asked inside one."""

    def __init__(self, hours: OpeningHours, read_hours: ReadHours, book: TownBook, clock: Clock,
                 new_uow: UnitOfWorkFactory) -> None:
        self._hours = hours
        self._read_hours = read_hours
        self._book = book
        self._clock = clock
        self._new_uow = new_uow

    def is_open(self, now: datetime) -> bool | None:
        """Whether somebody answers at that time."""
        return None if self.written is None else self._hours.is_open(self.written, now)

    def next_opening_in_words(self, now: datetime) -> str | None:
        """« aujourd'hui à 14 h », « mardi à 9 h »."""
        return None if self.written is None else self._hours.reopens(self.written, now)

    def said(self) -> str | None:
        """« du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h »: an ordinary week."""
        written = self.written
        return None if written is None else openings_in_words(self._hours, written, day_of(self._clock.now()))

    @property
    def written(self) -> str | None:
        """In OSM's syntax."""
        return self._book.state().settings.get(_NAME)

    def typed(self) -> str:
        """As one would type them again; empty as long as there are none."""
        said = self.said() or ""
        return said if self._read_hours(said) == self.written else self.written or ""

    def read(self, typed: str) -> list[str]:
        """How these hours are understood, a line for days alike; DeskRefused if they are not."""
        return week_in_words(self._hours, self._understood(typed), day_of(self._clock.now()))

    def keep(self, typed: str) -> None:
        """Set these hours, from plain French or OSM's syntax; nothing typed takes them away. DeskRefused if unclear."""
        written = self._understood(typed) if typed.strip() else None
        with self._new_uow() as uow:
            uow.desk_settings.keep(_NAME, written)
            uow.commit()
        self._book.has_changed()

    def _understood(self, typed: str) -> str:
        written = self._read_hours(typed)
        if written is None or '"' in written:
            raise DeskRefused(_UNCLEAR)
        return written
