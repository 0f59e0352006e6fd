"""Say whether a place is open, from hours in OpenStreetMap's syntax, holidays of France and closures included."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from itertools import takewhile

from bot.adapters.opening_calendar import DAY, Opening, OpeningCalendar, calendars, foreseen, midnight, open_parts
from bot.domain.french import JOURS, MOIS, PARIS, say_date, say_list, say_time
from bot.domain.plain_language import too_long
from bot.domain.structure import Closure

_WEEK = 7 * DAY
_NEXT_YEAR = timedelta(days=330)  # from here on, « le 5 janvier » would be taken for the one before
_EARLY = time(6)  # an opening that ends before belongs to the evening that it began
_SATURDAY = 5
_FORTNIGHT = 14
_TO_CHECK = "horaires à vérifier"


class OsmOpeningHours:
    """Opening hours in France. Public offices close on public holidays unless their hours speak of them (« PH »).

    `closures` win over the hours. School holidays (« SH ») are those of zone C; past the last that is published, what
    depends on them is to be checked, and not open for sure. So are hours that do not say enough (« 14:00+ »). A time without
    a zone is a time in Paris. All methods but `open_parts` raise ValueError for hours that are not in OSM's syntax.
    """

    def is_open(self, hours: str, at: datetime, closures: Sequence[Closure] = ()) -> bool:
        """Whether the place is open at that time."""
        now = _in_paris(at)
        return all(calendar.is_open(now) for calendar in calendars(hours, tuple(closures), now.year))

    def opens_on(self, hours: str, day: date, closures: Sequence[Closure] = ()) -> bool:
        """Whether the place is open for sure at some time of that day."""
        return all(any(calendar.openings(midnight(day), midnight(day + DAY)))
                   for calendar in calendars(hours, tuple(closures), day.year))

    def said(self, hours: str, at: datetime, closures: Sequence[Closure] = ()) -> str:
        """« ouvert jusqu'à 12 h, puis de 14 h à 17 h », « fermé, ouvre mardi à 9 h », « fermé jusqu'au 5 janvier (congés) ».

        « horaires à vérifier » when the hours do not say.
        """
        now = _in_paris(at)
        return _agreed([_said(calendar, now) for calendar in calendars(hours, tuple(closures), now.year)])

    def said_on(self, hours: str, day: date, today: date, closures: Sequence[Closure] = ()) -> str:
        """« ouvert samedi de 9 h à 12 h et de 14 h à 17 h », « fermé le mercredi 11 novembre (jour férié) »."""
        return _agreed([_said_on(calendar, day, today) for calendar in calendars(hours, tuple(closures), day.year)])

    def reopens(self, hours: str, at: datetime, closures: Sequence[Closure] = ()) -> str | None:
        """When it next opens: « aujourd'hui à 14 h », « mardi à 9 h », « le 5 janvier à 9 h ». None: nobody knows."""
        now = _in_paris(at)
        starts = {calendar.next_start(now) for calendar in calendars(hours, tuple(closures), now.year)}
        start = starts.pop()
        if starts or start is None:
            return None
        return f"aujourd'hui {_when(start, now)}" if start.date() == now.date() else _when(start, now)

    def open_parts(self, hours: str | None) -> int:
        """The parts of the week (bits, see `part_of_week`) in which it may receive: 0 for hours that nobody can read."""
        try:
            return open_parts(hours) if hours else 0
        except ValueError:
            return 0


def _in_paris(at: datetime) -> datetime:
    aware = at if at.tzinfo else at.replace(tzinfo=PARIS)
    return aware.astimezone(timezone.utc).astimezone(PARIS)  # half past two, the night clocks go forward, is half past three


def _agreed(sentences: Sequence[str]) -> str:
    """The sentence, with a warning where it depends on school holidays that are not published."""
    return sentences[0] if len(set(sentences)) == 1 else f"{sentences[0]}. Horaires à vérifier pendant les vacances"


def _said(calendar: OpeningCalendar, now: datetime) -> str:
    doubt = calendar.doubt(now)
    if doubt is not None:
        return doubt or _TO_CHECK
    return _said_open(calendar, now) if calendar.is_open(now) else _said_closed(calendar, now)


def _said_open(calendar: OpeningCalendar, now: datetime) -> str:
    today, openings = now.date(), calendar.openings(now)
    current = next(openings)
    later = [(_part_of(today, opening), opening.comment)
             for opening in takewhile(lambda opening: opening.start.date() == today, openings)]
    (until, *others), comment = _commented([(_until(current.end, now), current.comment), *later])
    hours = f"{until}, puis {say_list(others)}" if others else until
    warning = _closed_next(calendar, today)
    when = "aujourd'hui " if warning.startswith(", fermé") else ""
    return _first_short(f"ouvert {when}{hours}{_because(comment)}{warning}",
                        f"ouvert {when}{hours}{warning}{_besides(comment)}",
                        f"ouvert {hours}{_besides(comment)}", f"ouvert {until}{_besides(comment)}")


def _closed_next(calendar: OpeningCalendar, today: date) -> str:
    """What nobody would guess of the days before it opens again: a closing on a working day, or when it usually opens."""
    closed = calendar.closed_after(today)
    missed = [day for day in closed[:_FORTNIGHT] if calendar.why_closed(day) is not None and _usually_opens(calendar, day)]
    if not missed:
        return ", fermé demain" if closed and closed[0].weekday() < _SATURDAY else ""
    why = _because(calendar.why_closed(missed[0]))
    if len(missed) == 1:
        return f", fermé {_named(missed[0], today)}{why}"
    is_lasting = midnight(closed[-1] + DAY) >= foreseen(midnight(today))
    return f", puis fermé{why}" if is_lasting else f", puis fermé jusqu'{_date(closed[-1], today, 'au')}{why}"


def _usually_opens(calendar: OpeningCalendar, day: date) -> bool:
    return not (calendar.is_closed_on(day - _WEEK) and calendar.is_closed_on(day + _WEEK))


def _said_closed(calendar: OpeningCalendar, now: datetime) -> str:
    today, following = now.date(), next(calendar.openings(now), None)
    closure = calendar.closure_on(today)
    why = calendar.why_closed(today) if calendar.is_closed_on(today) else None
    if closure and closure.last_day > today:
        closed = f"fermé {_until_end_of(closure, today)}{_because(why)}"
    else:
        closed = f"fermé aujourd'hui{_because(why)}" if why is not None or following is None else "fermé"
    if following is None or (closure and today < closure.last_day == following.start.date() - DAY):
        return closed
    opens = f"{closed}, ouvre {_when(following.start, now)}"
    return _first_short(f"{opens}{_because(following.comment)}", f"{opens}{_besides(following.comment)}")


def _until_end_of(closure: Closure, today: date) -> str:
    if closure.last_day == date.max:
        return "jusqu'à nouvel ordre"
    return "aujourd'hui et demain" if closure.last_day == today + DAY else f"jusqu'{_date(closure.last_day, today, 'au')}"


def _said_on(calendar: OpeningCalendar, day: date, today: date) -> str:
    begins, ends = midnight(day), midnight(day + DAY)
    when = _named(day, today).replace("le ", f"le {JOURS[day.weekday()]} ")
    openings = [one for one in calendar.openings(begins - DAY, ends + DAY) if one.start < ends and one.end > begins]
    if not openings:
        doubt = calendar.doubt_on(day)
        return f"fermé {when}{_because(calendar.why_closed(day))}" if doubt is None else f"{when} : {doubt or _TO_CHECK}"
    evening_before = [one for one in openings if one.start < begins and one.end.time() < _EARLY and one.end < ends]
    shown = [one for one in openings if one not in evening_before] or evening_before
    spans, comment = _commented([(_part_of(day, one), one.comment) for one in shown])
    hours, widest = say_list(spans), f"de {_hour(shown[0].start)} à {_hour(shown[-1].end)}, avec des pauses"
    return _first_short(*(f"ouvert {when} {text}" for text in (
        f"{hours}{_because(comment)}", f"{hours}{_besides(comment)}", f"{widest}{_besides(comment)}")))


def _part_of(day: date, opening: Opening) -> str:
    """« de 9 h à 12 h », or what a day shows of an opening that lasts past it."""
    begins, ends = midnight(day), midnight(day + DAY)
    if opening.start <= begins and opening.end >= ends:
        return "jour et nuit"
    if opening.start < begins:
        return f"jusqu'à {_hour(opening.end)}"
    if opening.end > ends and opening.end.time() >= _EARLY:
        return f"à partir de {_hour(opening.start)}"
    return f"de {_hour(opening.start)} à {_hour(opening.end)}"


def _until(end: datetime, now: datetime) -> str:
    """« jusqu'à 17 h »; midnight is that of the day that it ends."""
    if end >= foreseen(now):
        return "jour et nuit"
    day = end.date() - DAY if end.time() == time() else end.date()
    if end.time() < _EARLY and end - now < DAY / 2:
        day = now.date()
    always = "jour et nuit " if end - now >= DAY else ""
    if day == now.date():
        return f"{always}jusqu'à {_hour(end)}"
    return f"{always}jusqu'à {_named(day, now.date())} à {_hour(end)}".replace("à le ", "au ")


def _when(start: datetime, now: datetime) -> str:
    """« à 14 h », « mardi à 9 h », « le 7 décembre à 9 h », « demain » (from its first minute)."""
    today, day = now.date(), start.date()
    if day == today:
        return f"à {_hour(start)}"
    return _named(day, today) if start.time() == time() else f"{_named(day, today)} à {_hour(start)}"


def _named(day: date, today: date) -> str:
    """« aujourd'hui », « demain », « mardi », « le 7 décembre »."""
    if not timedelta() <= day - today < _WEEK:
        return _date(day, today, "le")
    return {today: "aujourd'hui", today + DAY: "demain"}.get(day, JOURS[day.weekday()])


def _date(day: date, today: date, before: str) -> str:
    """« le 5 janvier », « au 1er mars 2028 », `before` being « le » or « au »."""
    if abs(day - today) >= _NEXT_YEAR:
        return f"{before} {say_date(day)}"
    return f"{before} {'1er' if day.day == 1 else day.day} {MOIS[day.month - 1]}"


def _hour(moment: datetime) -> str:
    return "minuit" if moment.time() == time() else say_time(moment)


def _commented(said: Sequence[tuple[str, str]]) -> tuple[list[str], str]:
    """Sentences with their comments, but for one that they share, which is said once, after."""
    comments = {comment for _, comment in said}
    if len(comments) == 1:
        return [text for text, _ in said], comments.pop()
    return [f"{text}{_because(comment)}" for text, comment in said], ""


def _because(comment: str | None) -> str:
    return f" ({comment})" if comment else ""


def _besides(comment: str) -> str:
    return f". {comment[:1].upper()}{comment[1:]}" if comment else ""


def _first_short(*versions: str) -> str:
    """The first version without a sentence that is too long, else the last."""
    return next((version for version in versions if not too_long(version)), versions[-1])
