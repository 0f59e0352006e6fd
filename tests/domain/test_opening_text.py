"""Opening hours as people write them: read where they can only mean one thing, refused otherwise."""
import json
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.french import JOURS, say_list
from bot.domain.opening_text import from_french
from bot.domain.opening_week import Interval, OpeningWeek, WeekError

Slots = tuple[Interval, ...]
PUBLISHED = Path("/work/shared/data/horaires/french_free_text.jsonl")
# Every string of that file, most frequent first, and the week that a person read in it; nothing where it is refused.
READ_BY_HAND = dict(line.replace("\\n", "\n").split("\t")
                    for line in Path(__file__).with_name("horaires_francais.tsv").read_text("utf-8").strip("\n").split("\n"))

WRITTEN = [
    # days
    ("Lundi 9h-12h", "Mo 09:00-12:00"),
    ("le lundi 9h-12h", "Mo 09:00-12:00"),
    ("Les lundis 9h-12h", "Mo 09:00-12:00"),
    ("Tous les vendredis de 9h00 à 12h00", "Fr 09:00-12:00"),
    ("chaque mardi de 10h à 12h", "Tu 10:00-12:00"),
    ("tous les lundis et tous les jeudis 9h-12h", "Mo 09:00-12:00; Th 09:00-12:00"),
    ("Du lundi au vendredi 9h-17h", "Mo-Fr 09:00-17:00"),
    ("De lundi à vendredi : 9h-17h", "Mo-Fr 09:00-17:00"),
    ("les mardis aux vendredis 9h-17h", "Tu-Fr 09:00-17:00"),
    ("Du lundi au mercredi et vendredi de 8h30 à 16h30", "Mo-We 08:30-16:30; Fr 08:30-16:30"),
    ("Les lundi, mardi, jeudi et vendredi 9h-17h", "Mo-Tu 09:00-17:00; Th-Fr 09:00-17:00"),
    ("lundi, et jeudi ainsi que samedi & dimanche 9h-17h", "Mo 09:00-17:00; Th 09:00-17:00; Sa-Su 09:00-17:00"),
    ("lun-mer-ven : 9h-12h", "Mo 09:00-12:00; We 09:00-12:00; Fr 09:00-12:00"),
    ("mar/mer/jeu/ven: 9h/12h", "Tu-Fr 09:00-12:00"),
    ("Lun/mar: 9h/12h mer/ven/sam: 14h/17h lun/mar: 9h/12h", "Mo-Tu 09:00-12:00; We 14:00-17:00; Fr-Sa 14:00-17:00"),
    ("Lun/mar/sam: 14h30/17h30 mer/ven: 9h30/12h30",
     "Mo-Tu 14:30-17:30; We 09:30-12:30; Fr 09:30-12:30; Sa 14:30-17:30"),
    ("lundi-mardi 9h-12h", "Mo-Tu 09:00-12:00"),
    ("samedi/dimanche 9h-12h", "Sa-Su 09:00-12:00"),
    ("lundi au mercredi / vendredi 9h-12h", "Mo-We 09:00-12:00; Fr 09:00-12:00"),
    ("lun. au ven. 9h-12h, sam. 9h-11h", "Mo-Fr 09:00-12:00; Sa 09:00-11:00"),
    ("Mar au vend 9h/12h, merc. 9h/12h", "Tu-Fr 09:00-12:00"),
    ("MERCREDI et JEUDI 9h30 - 11h30", "We-Th 09:30-11:30"),
    ("En semaine 9h-17h", "Mo-Fr 09:00-17:00"),
    ("La semaine de 8h30 à 12h00, le samedi de 9h15 à 11h30", "Mo-Fr 08:30-12:00; Sa 09:15-11:30"),
    ("en semaine 9h-17h et le week-end 10h-16h", "Mo-Fr 09:00-17:00; Sa-Su 10:00-16:00"),
    ("7j/7 9h-18h", "Mo-Su 09:00-18:00"),
    ("9h-18h, 7 jours sur 7", "Mo-Su 09:00-18:00"),
    ("tous les jours sauf le dimanche 8h30-17h", "Mo-Sa 08:30-17:00"),
    ("chaque jour (sauf samedi et dimanche) de 9h à 12h et de 14h à 17h", "Mo-Fr 09:00-12:00,14:00-17:00"),
    ("tous les jours sauf le week-end 8h30-17h", "Mo-Fr 08:30-17:00"),
    ("tous les jours 9h-12h, fermé le dimanche", "Mo-Sa 09:00-12:00"),
    ("tous les jours du lundi au samedi, 9h-12h", "Mo-Sa 09:00-12:00"),
    ("du lundi au vendredi sauf le mercredi 9h-12h", "Mo-Tu 09:00-12:00; Th-Fr 09:00-12:00"),
    # hours
    ("jeudi de 9h à 12h", "Th 09:00-12:00"),
    ("jeudi de 9h00 - 12h00", "Th 09:00-12:00"),
    ("jeudi 9 h 30 - 12 h", "Th 09:30-12:00"),
    ("jeudi 09:00-12:00", "Th 09:00-12:00"),
    ("jeudi 9:00 à 12:00", "Th 09:00-12:00"),
    ("jeudi 9H30/12H", "Th 09:30-12:00"),
    ("jeudi de 9 heures à 12 heures 30", "Th 09:00-12:30"),
    ("jeudi de 9 à 12h", "Th 09:00-12:00"),
    ("Jeudi : 9-12h30", "Th 09:00-12:30"),
    ("jeudi 8h30 – 17h 00", "Th 08:30-17:00"),
    ("jeudi de 10h à midi et de 18h à minuit", "Th 10:00-12:00,18:00-24:00"),
    ("jeudi 18h-0h", "Th 18:00-24:00"),
    ("jeudi 9h-12h 14h-17h", "Th 09:00-12:00,14:00-17:00"),
    ("jeudi 9h/12h/14h/17h", "Th 09:00-12:00,14:00-17:00"),
    ("jeudi 8h45 - 12h30 - 13h30 - 17h30", "Th 08:45-12:30,13:30-17:30"),
    ("jeudi de 9h à 12h puis de 14h à 17h, 18h-20h", "Th 09:00-12:00,14:00-17:00,18:00-20:00"),
    ("jeudi de 14h à 15h30, et 15h30 à 17h", "Th 14:00-17:00"),
    ("jeudi 9h-12h & 14h-17h", "Th 09:00-12:00,14:00-17:00"),
    ("jeudi matin 9h-12h", "Th 09:00-12:00"),
    ("jeudi après-midi 12h-17h", "Th 12:00-17:00"),
    ("jeudi matin 9h-12h et après-midi 14h-17h", "Th 09:00-12:00,14:00-17:00"),
    ("jeudi : le matin : 9-12h, l'après midi de 14 à 17h", "Th 09:00-12:00,14:00-17:00"),
    # several rules
    ("Lundi au vendredi 10h/12h 14h/17h30 - sam 10h/12h", "Mo-Fr 10:00-12:00,14:00-17:30; Sa 10:00-12:00"),
    ("Lundi : 14h - 17HMardi et Jeudi : 9h30 - 12h", "Mo 14:00-17:00; Tu 09:30-12:00; Th 09:30-12:00"),
    ("Du lundi au jeudi de 9 h - 17 heuresLe vendredi9h-12h", "Mo-Th 09:00-17:00; Fr 09:00-12:00"),
    ("Mardi, 9h-12h ; mercredi. : 14h-17h", "Tu 09:00-12:00; We 14:00-17:00"),
    ("Lundi\n9h-12h\n14h-17h\n\nMardi\n9h-12h", "Mo 09:00-12:00,14:00-17:00; Tu 09:00-12:00"),
    ("<ul><li>Lundi :<br />9h-12h.</li><li>Mardi : 14h-17h</li></ul>", "Mo 09:00-12:00; Tu 14:00-17:00"),
    ("Lundi ... 9h-12h\nMardi ... 14h-17h.", "Mo 09:00-12:00; Tu 14:00-17:00"),
    ("mardi 9h-12h, mercredi 9h-12h, mardi 9h-12h", "Tu-We 09:00-12:00"),
    ("Ouvert le lundi 9h-12h, ouvert le mardi 14h-17h", "Mo 09:00-12:00; Tu 14:00-17:00"),
    ("Horaires d'ouverture :Du lundi au vendredi9h/12h - 14h/17h", "Mo-Fr 09:00-12:00,14:00-17:00"),
    ("Accueil public :  Mardi 15h-18h / Mercredi 10h-18h", "Tu 15:00-18:00; We 10:00-18:00"),
    ("Ouverture au public : lundi 9h-12h", "Mo 09:00-12:00"),
    # hours, then days
    ("9h-12h / 14h-17h du mardi au samedi, fermé le dimanche", "Tu-Sa 09:00-12:00,14:00-17:00"),
    ("De 9h à 12h : lundi et mardi", "Mo-Tu 09:00-12:00"),
    ("9h-12h le lundi, 14h-17h le mardi", "Mo 09:00-12:00; Tu 14:00-17:00"),
    ("9-12h et 14-17h tous les jours sauf le dimanche", "Mo-Sa 09:00-12:00,14:00-17:00"),
    ("Le matin de 9h à 12h du lundi au vendredi", "Mo-Fr 09:00-12:00"),
    # closed
    ("Lundi au vendredi 9h-12h, fermé le jeudi", "Mo-We 09:00-12:00; Fr 09:00-12:00"),
    ("En semaine 9h-12h, fermé le jeudi", "Mo-We 09:00-12:00; Fr 09:00-12:00"),
    ("Lundi au vendredi 9h-12h. Fermeture : jeudi", "Mo-We 09:00-12:00; Fr 09:00-12:00"),
    ("Fermé le lundi. Du mardi au vendredi 9h-12h", "Tu-Fr 09:00-12:00"),
    ("Lundi : fermé\nMardi : 9h-12h\nMercredi : fermé", "Tu 09:00-12:00"),
    ("lundi au vendredi 9h-12h, samedi et dimanche fermé.", "Mo-Fr 09:00-12:00"),
    ("lundi au vendredi 9h-12h (fermé les jours fériés)", "Mo-Fr 09:00-12:00"),
    ("lundi au vendredi (sauf jours fériés) 9h-12h", "Mo-Fr 09:00-12:00"),
    ("lundi au vendredi 9h-12h, fermé samedi, dimanche et jours fériés", "Mo-Fr 09:00-12:00"),
    ("lundi au vendredi 9h-12h sauf le jeudi", "Mo-We 09:00-12:00; Fr 09:00-12:00"),
    ("lundi au vendredi 9h-12h et 14h-17h, sauf le jeudi après-midi",
     "Mo-We 09:00-12:00,14:00-17:00; Th 09:00-12:00; Fr 09:00-12:00,14:00-17:00"),
    ("lundi au vendredi 9h-12h et 14h-17h, fermé le vendredi matin",
     "Mo-Th 09:00-12:00,14:00-17:00; Fr 14:00-17:00"),
    ("lundi et vendredi 9h-12h et 14h-17h, fermeture au public le vendredi après midi",
     "Mo 09:00-12:00,14:00-17:00; Fr 09:00-12:00"),
    ("Vendredi de 9h - 12h30 (fermeture le vendredi après-midi)", "Fr 09:00-12:30"),
]

REFUSED = [
    # nothing of an ordinary week, or not all of it
    "", " ", ".", ";", "(", "fermé", "fermé le lundi", "Lundi : fermé", "Horaires d'ouverture", "Du lundi au vendredi",
    "9h-12h / 14h-18h", "sur rendez-vous", "lundi matin", "lundi 9h-12h et après-midi", "24h/24", "24h/24 7j/7",
    # a word or a sign that is not understood
    "lundi 9h-12h sur rendez-vous", "Le lundi de 9h00 à 12h00 et sur rendez-vous.", "lundi 9h-12h sauf vacances",
    "1er mardi du mois 9h-12h", "Le deuxième mardi du mois de 09h00 à 12h00", "Un mercredi sur deux de 9h00 à 12h00",
    "lundi au vendredi 9h-12h 04 67 00 00 00", "Mairie : lundi 9h-12h", "Lundi 9h-12h à Lodève", "mars 9h-12h",
    "Hiver : du lundi au vendredi de 8h30 à 12h00", "lundi, mardi et eudi 9h-12h", "L M V 9h-12h", "Lundi 9h-12h ?",
    "Permanence téléphonique lundi 9h-12h", "fermé lundi et vacances, mardi 9h-12h", "lundi 9h-12h (état civil)",
    "en semaine paire 9h-12h", "lundi 9h-12h, fermé du 1er au 15 août", 'lundi 9h-12h"', "lundi | 9h-12h",
    # two readings
    "tous les jours 9h-12h", "tous les jours sauf le mercredi 8h30-17h", "tous les jours 9h-12h, fermé le samedi",
    "lundi-vendredi 9h-12h", "lun/jeu : 9h-12h", "Lundi-mercredi, vendredi 9h-12h", "lun-mar, mer-ven 9h-12h",
    "du lundi ou vendredi 9h-12h", "les mardis de 9h à 10h ou de 16h à 17h", "lundi mardi 9h-12h", "Lundi\nMardi 9h-12h",
    "Lundi, mardi, : 9h-12h", "Lundi : / 14h-17h", "Lundi 9h-12h mardi fermé mercredi 9h-12h",
    "fermé le mercredi, jeudi 9h-12h", "9h-12h lundi, mardi 14h-17h",
    "lundi au vendredi 9h-12h et 14h-17h, fermé les mardi et jeudi après-midi", "lundi matin et mardi 9h-12h",
    "lundi au vendredi 9h-12h et 14h-17h sauf le mercredi", "lundi au vendredi sauf le jeudi après-midi 14h-17h",
    "lundi au vendredi sauf mercredi et samedi 9h-12h", "lundi au vendredi 9h-17h, fermé le mercredi après-midi",
    "lundi au vendredi 9h-12h, fermé le samedi après-midi", "dimanche et jours fériés 10h-12h", "lundi 9h 12 / 14h 18",
    "mardi 12 à 14h", "lundi 9h, 12h", "lundi 10h 12h", "Du lundi 9h-12h",
    # contradictions
    "lundi 9h-12h, lundi 14h-17h", "du mardi au vendredi 10h-17h, mercredi 10h-18h", "du samedi au lundi 9h-12h",
    "lundi au vendredi 8h-12h (vendredi 11h)", "lundi 9h-12h, fermé le lundi", "lundi au vendredi 9h-12h, fermé le lundi",
    "lundi, mardi et lundi 9h-12h", "lundi après-midi 9h-12h", "lundi matin 9h-12h 14h-17h",
    "7j/7 9h-12h, fermé le dimanche", "lundi 9h-12h 14h-17h, fermé le lundi après-midi", "mardi au jeudi sauf mardi 9h-12h",
    "du mardi au lundi 9h-12h", "lundi au vendredi 9h-12h sauf le samedi",
    "lundi au vendredi 9h-12h sauf le mercredi après-midi", "lundi 9h-12h, du vendredi au mercredi 9h-12h",
    "lundi 9h-12h, du jeudi au jeudi 9h-12h",
    # hours that are not hours, or cut
    "lundi 12h-9h", "lundi 9h-9h", "lundi 9h-25h", "lundi 18h-24h30", "lundi 3-11h", "lundi 13h030 à 15h", "lundi 8h30h/12h",
    "lundi 9h", "lundi 9h-12h-14h", "lundi 9h-12h et 14h", "lundi 9h-12h / 13h30", "lundi 9h-12", "lundi 9h-12h, 11h-15h",
    "lundi 14h-17h, 9h-12h", "lundi 9h-12h,", "lundi 9h-12h -", "lundi 9h-12h...", "lundi 9h-12h et", "lundi à partir de 9h",
    "lundi 9h-12h, mardi", "le lundi de 14h00 à 17h00, du mardi au vendredi d", "lundi 9.00-12.00", "lundi jusqu'à 12h",
    "lundi 9h-12h14h-17h", "lundi 9h-12h3014h-17h", "lundi au vendredi 9h-12h (fermé les jours fériés",
    "lundi au vendredi (sauf jours fériés 9h-12h",
]
UNKNOWN = "rdv vacances uniquement environ ou pairs juillet mairie tél. 1er 2 ? * « )".split()
WORDS = ("lundi mardi mer. dimanche au et sauf fermé ouvert ( ) , - / ; : 9h 12h30 14 17h tous les jours "
         "jours fériés en semaine matin après-midi de à le unmot".split())


@pytest.mark.parametrize(("text", "osm"), WRITTEN)
def test_what_people_write_becomes_a_week(text, osm):
    assert from_french(text).to_osm() == osm


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_sure_is_refused_and_quoted(text):
    with pytest.raises(WeekError) as refused:
        from_french(text)
    assert str(refused.value) == text


@given(st.sampled_from(WRITTEN), st.sampled_from(UNKNOWN), st.integers(0))
def test_one_unknown_word_anywhere_is_enough_to_refuse(written, unknown, place):
    words = written[0].split(" ")
    words.insert(place % (len(words) + 1), unknown)

    with pytest.raises(WeekError):
        from_french(" ".join(words))


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_text_is_a_week_with_hours_or_refused(words):
    try:
        week = from_french(" ".join(words))
    except WeekError:
        return
    assert any(week.days)
    assert "unmot" not in words


@pytest.mark.parametrize(("text", "osm"), READ_BY_HAND.items())
def test_published_hours_are_read_as_a_person_reads_them(text, osm):
    assert _read(text) == osm


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published hours are not on this machine")
def test_every_published_text_was_read_by_a_person_and_most_convert():
    published = {line["text"]: line["count"] for line in map(json.loads, PUBLISHED.read_text("utf-8").splitlines())}
    converted = {text: count for text, count in published.items() if _read(text)}

    print(f"converted: {len(converted)} of {len(published)} texts, "
          f"{sum(converted.values())} of {sum(published.values())} uses")
    assert published.keys() == READ_BY_HAND.keys()
    assert len(converted) / len(published) > 0.6


def _read(text: str) -> str:
    try:
        return from_french(text).to_osm()
    except WeekError:
        return ""


@st.composite
def weeks(draw) -> OpeningWeek:
    """Of offices: some days alike, up to three openings a day, never at night, and a pause between two."""
    quarters = st.lists(st.integers(20, 96), min_size=2, max_size=6, unique=True).map(sorted)
    day = quarters.map(lambda times: tuple((15 * a, 15 * b) for a, b in zip(times[::2], times[1::2])))
    kinds = draw(st.lists(day, min_size=1, max_size=3)) + [()]
    days = draw(st.lists(st.sampled_from(kinds), min_size=7, max_size=7).filter(any))
    return OpeningWeek(tuple(days))


def _line_by_line(week: OpeningWeek) -> str:
    return "\n".join(f"{name.capitalize()} : {_spans(slots, '{}h{:02}', ' - ', ' / ') or 'fermé'}"
                     for name, slots in zip(JOURS, week.days))


def _lists_in_a_sentence(week: OpeningWeek) -> str:
    return ". ".join(f"{'Les' if len(days) > 1 else 'Le'} {say_list(days)} de {_spans(slots, '{}h{:02}', ' à ', ' et de ')}"
                     for slots, days in _alike(week)) + "."


def _ranges_in_a_sentence(week: OpeningWeek) -> str:
    return ", ".join((f"du {days[0]} au {days[-1]} de " if days[1:] else f"le {days[0]} de ")
                     + _spans(slots, "{} h {:02}", " à ", " et ") for slots, days in _runs(week))


def _abbreviations(week: OpeningWeek) -> str:
    return " - ".join(f"{', '.join(day[:3] for day in days)} : {_spans(slots, '{:02}:{:02}', '/', ' ')}"
                      for slots, days in _alike(week))


def _hours_first(week: OpeningWeek) -> str:
    return " ; ".join(f"{_spans(slots, '{}H{:02}', '-', ' / ')} les {', '.join(f'{day}s' for day in days)}"
                      for slots, days in _alike(week))


def _lists_with(sign: str, week: OpeningWeek) -> str:
    return " ".join(f"{sign.join(days)} : {_spans(slots, '{}h{:02}', '/', ' ')}" for slots, days in _alike(week))


def _ranges_with(sign: str, week: OpeningWeek) -> str:
    return ", ".join((f"{days[0]}{sign}{days[-1]} " if days[1:] else f"{days[0]} ")
                     + _spans(slots, "{}h{:02}", "-", " et ") for slots, days in _runs(week))


def _spans(slots: Slots, clock: str, until: str, then: str) -> str:
    return then.join(until.join(clock.format(*divmod(minutes, 60)) for minutes in slot) for slot in slots)


def _alike(week: OpeningWeek) -> list[tuple[Slots, list[str]]]:
    """Each opening of some days, and all the days that have it."""
    openings = dict.fromkeys(slots for slots in week.days if slots)
    return [(slots, [name for name, its in zip(JOURS, week.days) if its == slots]) for slots in openings]


def _runs(week: OpeningWeek) -> list[tuple[Slots, list[str]]]:
    """Each opening of days that follow one another."""
    runs = groupby(range(7), key=lambda day: week.days[day])
    return [(slots, [JOURS[day] for day in days]) for slots, days in runs if slots]


@pytest.mark.parametrize("write", [_line_by_line, _lists_in_a_sentence, _ranges_in_a_sentence, _abbreviations, _hours_first])
@given(week=weeks())
def test_a_week_written_in_french_reads_back_to_the_same_week(write, week):
    assert from_french(write(week)) == week


@pytest.mark.parametrize("sign", ["-", "/"])
@pytest.mark.parametrize("write", [_lists_with, _ranges_with])
@given(week=weeks())
def test_a_sign_between_days_that_some_mean_as_and_some_as_until_is_never_read_wrong(write, sign, week):
    assert _read(write(sign, week)) in ("", week.to_osm())
