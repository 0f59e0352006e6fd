"""Days and hours as people type them. Unless told otherwise it is Saturday 21 November 2026, ten in the morning.

In the tables, before « : », is what the expressions mean: « 11-24 » that day, « 11-24.. » from it on, « ..11-24 » up to it;
« tue » on Tuesdays, « -tue » on any other day; « 14:00.. » from that hour on, « ..12:00 » before it, « ~10:00 » about it.
"""
from datetime import date, datetime, time

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.domain.wish import Wish
from bot.nlu.moment_extractor import MomentExtractor
from bot.nlu.moments import wish

NOW = datetime(2026, 11, 21, 10)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def meant(said: str) -> Wish:
    """A wish in the notation above; months up to March are those of 2027 unless the year is said."""
    asked, refused, fields = set(), set(), {}
    for token in said.split():
        first, dots, last = token.partition("..")
        if token[-3:] in WEEK:
            (refused if token[0] == "-" else asked).add(WEEK.index(token[-3:]))
        elif token[0] == "~":
            fields["around"] = value(token[1:])
        else:
            begins, ends = ("not_before", "not_after") if ":" in token else ("from_date", "to_date")
            fields |= {begins: value(first), ends: value(last if dots else first)}
    return Wish(weekdays=frozenset(asked or (set(range(7)) - refused if refused else ())), **fields)


def value(text: str) -> date | time | None:
    if not text or ":" in text:
        return time.fromisoformat(text) if text else None
    return date.fromisoformat(text if len(text) > 5 else f"{2027 if text < '04' else 2026}-{text}")


def each(texts: str) -> list[str]:
    return [text.strip() for line in texts.strip().splitlines() for text in line.split(" | ")]


def rows(*tables: str) -> list[tuple[str, str]]:
    """(expression, what it means) for « meaning: expression | expression ; meaning: … »."""
    said = [row.split(": ", 1) for table in tables for line in table.strip().splitlines() for row in line.split(" ; ")]
    return [(text, meaning) for meaning, texts in said for text in each(texts)]


ONE_DAY = """
11-21: aujourd'hui | ajd ; 11-23: lundi | lundi prochain | apres demain | après-demain | lundit | dans deux jours | ds 2j
11-22: demain | 2main | dmain | 2m1 | dem1 | demain si possible ; 11-25: mercrdi | merkredi | mercredi vingt cinq novembre
11-28: samedi ; 11-24: celui du 24 | mardi de la semaine prochaine | dans 3 jours | pourquoi pas mardi | je suis libre mardi
12-02: mercredi en huit ; 11-24: vous seriez pas libre mardi ? | pas lundi mais mardi | mardi plutôt que lundi | mardi non ?
11-24: le 24 novembre | 24 novembre | mardi 24 novembre | 24/11 | le 24/11/26 | le 24-11-2026 | 24 nov svp | 24.11.2026
11-24: le vingt-quatre novembre | le mardi vingt-quatre | le 24 11 | 2026-11-24 | mardi 24/11 | mardi le 24 | ce mardi
11-27: vandredi | venredi | vendredi 27 | dans 6 jours ; 03-28: le 28 mars 2027 | dimanche 28 mars | 28/03/2027
11-26: jeud | pas mardi, plutôt jeudi | passer de mardi à jeudi | mon rdv est mardi, je voudrais jeudi
11-30: lundi 30 | lundi trente | le trente | lundi en huit | le dernier lundi du mois | au lieu de lundi, le 30
12-01: le premier décembre | le 1er | mardi 1er | le 1er du mois | le 1er du mois prochain ; 12-25: à Noël | le 25 décembre
12-05: le 5 du mois prochain ; 12-07: lundi en quinze | le premier lundi de décembre | le 1er lundi du mois prochain
12-31: le 31 | le trente et un décembre ; 12-03: le 3 | jeudi 3 | jeudi en huit | le jeudi trois | le 3 du mois | 3 déc.
12-09: le 2e mercredi de décembre ; 01-04: le 4 janvier | 04/01/2027 ; 2027-10-31: le 31 octobre 2027 | dimanche 31/10/2027
"""
SEVERAL_DAYS = """
11-23..11-24 mon tue: lundi ou mardi | la semaine prochaine lundi ou mardi | le 23 ou 24 novembre ; tue: le mardi | un mardi
11-23..11-26 mon tue thu: lundi mardi ou jeudi ; 12-01..12-07: la première semaine de décembre | dans une dizaine de jours
tue thu: les mardis et jeudis ; 12-05..12-11: dans 15 jours | dans quinze jours | dans deux semaines | ds 15j | ds 2 sem
12-03..12-05: entre le 3 et le 5 ; 11-26..11-27 thu fri: jeudi ou vendredi | soit jeudi soit vendredi | jeudi/vendredi
11-24..11-28: du 24 au 28 novembre ; mon tue wed thu fri: en semaine | du lundi au vendredi | pas le week-end
11-24..11-26 tue wed thu: entre mardi et jeudi | de mardi à jeudi ; 12-03..12-05 thu fri sat: le 3, le 4 ou le 5 décembre
01-03..01-04 mon sun: le 3 ou le 4 janvier ; 11-23..11-24: début de semaine prochaine | dans 2-3 jours
01-04..01-15 mon fri: le 4 janvier ou le 15 ; 11-22..11-28: les jours qui viennent | dans qq jours ; thu: tous les jeudis
sat sun: le week-end ; 12-01..12-31: le mois prochain | au mois de décembre ; 11-21..11-22: cette semaine | ce week-end
11-28..11-29: we prochain ; 11-28..12-04: dans huit jours | dans une semaine ; 11-24..11-26: milieu de semaine prochaine
11-23..11-29: la semaine prochaine | la sem pro | la semaine qui vient | semaine 48 | la semaine suivante
11-26..11-29: en fin de semaine ; 12-16..12-31: la deuxième quinzaine de décembre ; 11-21..11-30: fin de mois | fin novembre
11-30..12-06: la semaine du 30 ; 12-01..12-10: début décembre | debut dec ; 01-01..01-10: début d'année
12-21..12-27: dans un mois ; 12-11..12-20: mi-décembre ; 01-21..01-31: fin janvier ; 01-01..01-31: en janvier
"""
FROM_OR_UNTIL = """
11-23..: a partir de lundi | dès lundi | pas avant la semaine prochaine | pas demain | après le week-end
11-25..: pas avant mercredi ; ..11-27: d'ici vendredi | au plus tard vendredi | vendredi dernier délai | avant samedi
11-29..: je suis absent du 24 au 28 ; 11-30..: je suis pas là la semaine prochaine | en vacances la semaine prochaine
12-16..: après le 15 ; ..12-06: d'ici 15 jours | dans les 15 jours | sous quinze jours ; ..12-31: avant la fin de l'année
01-02..: après le jour de l'an ; 12-01..: pas avant décembre | à compter du 1er décembre ; ..12-24: avant Noël
..11-21: avant ce soir ; ..11-23: sous 48h | d'ici deux jours ; 12-04..: absent jusqu'au 3 | plus tard que le 3
..11-29: avant le 30 | plus tôt que le 30 ; ..11-30: avant la fin du mois | avant décembre
"""
REFUSALS = """
-tue: mardi je peux pas | n'importe quel jour sauf mardi | mardi c'est mort | à part le mardi | mardi chui pas là
-wed: sauf mercredi | mercredi ça m'arrange pas | le mercredi je suis prise ; -mon -tue -wed: sauf lundi, mardi et mercredi
-mon: je travaille le lundi ; 11-23..11-29 -wed: la semaine prochaine sauf le mercredi | la sem pro sof mercredi
-mon -tue: ni lundi ni mardi | sauf lundi et mardi | pas lundi ou mardi | lundi et mardi je peux pas
"""
HOURS = """
~09:00: 9h | 09:00 | neuf heures précises | a neuf eur ; ~14:30: à 14h30 | 14:30 | à 14.30 | quatorze heures trente | 14 h30
~10:15: dix heures et quart ; 13:00..: aprem | pas le matin | plutot apres manger | l'ap-midi | le matin ne me convient pas
~10:30: 10 heures 30 | 10h et demie ; 16:30..: Je finis à 16 h 30. | après l'école | quand les enfants sortent de l'école
~10:00: 10h | 10 heure | vers 10 | à dizeur | aux alentours de 10h | dans les 10h | celui de 10h ; 10:00..11:30: 10h ou 11h
~11:00: onze heures ; ..12:00: plutôt le matin | jamais l'aprem | dans la matinée | l'après-midi je travaille
~10:45: 11h moins le quart ; 15:00..: pas avant 15h | dès 15h | je suis pas dispo avant 15h | plus tard que 15h
~10:50: onze heures moins dix ; 09:00..11:00: entre 9h et 11h | 9h-11h | de 9 a 11h | de neuf à onze heures
~12:00: midi | le midi ; 12:00..14:00: entre midi et deux | entre midi é deu | à l'heure du déjeuner ; 10:00..: pas trop tôt
~12:30: midi et demi ; 14:00..: a partir de 14h | jbosse jusqua 14h | je travaille de 8h à 14h ; ..12:00 ~09:00: 9h du matin
~14:00: 14 h | 14h au lieu de 10h | 14h plutôt que 10h ; 16:00..: en fin de journée | fin d'aprem plutot ke le matin
17:00.. ~20:00: à 8h du soir ; ..16:30: je récupère les enfants à 16h30 | avant la sortie de l'école
18:00..: après 18 heures | jsors du chantier a 18h ; 14:00..16:00: entre 14 et 16h | 14h/16h | entre 2h et 4h
09:00..: après avoir déposé les enfants ; ..14:00: je commence à 14h | je travaille de 14h à 22h
..11:00: avant 11h | au plus tard 11h ; ..10:00: tôt le matin | à la première heure | très tôt
..16:00: 16h max | pas après 16h | pas trop tard ; 09:00..16:30: pendant que les enfants sont à l'école
13:00..15:00: en debut d'après midi ; 17:00..: le soir | après le boulot ; 10:30..12:00: en fin de matinée
"""
BOTH = """
11-21 13:00..: cet aprem ; 11-23..11-29 ..12:00: un matin de la semaine prochaine | cale moi 1 rdv la sem pro avt midi
11-21 17:00..: ce soir | se soir ; 11-26 16:00..: Est-il possible d'être reçue jeudi en fin d'après-midi ?
11-22 ..12:00: demain matin | 2m1 matin ; -thu 13:00..: je suis disponible tous les après-midi sauf le jeudi
11-22 17:00..: dem soir ; 11-24 ~10:00: 24/11 10h | le mardi vingt-quatre vers dix heures | 10h le 24 | mardi 24 10h
11-23 ~14:30: lundi 14h30 | 14h30 lundi ; 12-02 ~15:00: le mercredi deux décembre à quinze heures ; 11-24 ~12:00: mardi midi
11-24 ~11:00: metez moi mardi onze eur ; 11-24 13:00..: mardi aprem | mar aprem | mardi apm ; 11-27 ~09:00: vandredi a 9eur
11-24 ~10:30: mardi 10h30 ; 11-24..11-26 tue thu ..12:00: mardi ou jeudi matin ; 11-24 13:00.. ~15:00: mardi aprem vers 3h
11-24 15:00..: mardi pas avant 15h ; 11-24 ~14:00: 24-11-2026 à 14:00 | le 24/11 14h ; 12-01 ~09:30: mardi 1er décembre 9h30
12-03 ~10:00: le 3 vers 10h ; 11-26: déplacer mon rdv de mardi 10h à jeudi ; -mon ..12:00: le matin sauf le lundi
"""


@pytest.mark.parametrize(("text", "said"), rows(ONE_DAY, SEVERAL_DAYS, FROM_OR_UNTIL, REFUSALS, HOURS, BOTH))
def test_what_people_type_is_a_wish(text: str, said: str) -> None:
    assert wish(text, NOW) == meant(said)


@pytest.mark.parametrize(("text", "said"), rows("""
~13:00: à 1h ; ~14:00: à 2h | a deu zeur ; ~15:00: vers 3h ; ~17:00: à 5h ; ~18:00: 6h ; ~07:00: 7h ; 03-28 ~14:30: 28/3 2h30
..12:00 ~02:00: à 2h du matin ; ~00:00: à minuit ; 2027-10-31 ~14:30: le 31 octobre 2027 à 2h30"""))
def test_an_hour_from_one_to_six_is_in_the_afternoon_unless_the_night_is_said(text: str, said: str) -> None:
    assert wish(text, NOW) == meant(said)


@pytest.mark.parametrize("text", each("""
le 31 février | le 32 | le 31 novembre | 31/02 | le 29 février | mardi 25 novembre | mercredi 24/11 | mardi 25
le 31 du mois | 14h75 | 24/13/2026 | le 31/11 à 10h"""))
def test_a_date_that_does_not_exist_is_impossible(text: str) -> None:
    assert wish(text, NOW) == Wish(impossible=True)


@pytest.mark.parametrize(("text", "said"), rows("""
11-20: hier | hier à 10h | 10h hier | plutôt hier matin | et hier ? | rdv hier 10h svp | bonjour, un rdv hier s'il vous plaît
11-20: je voudrais un rendez-vous hier à 10h | jveux un rdv à 10h hier | c'est possible hier ? | il me faut un rdv pour hier
11-20: J'ai perdu mes papiers. Je voudrais un rendez-vous hier. | pouvez-vous me recevoir hier ? | vendredi dernier ?
11-20: donnez-moi un rdv hier à 10 h pour la domiciliation ; 11-19: avant-hier | je peux venir avant-hier ?
11-16: lundi dernier | besoin d'un rdv lundi passé à 10h ; 11-15: le 15/11 | serait-il possible de venir le 15 novembre ?
10-25: le 25 octobre ; 2026-10-31: le 31 octobre 2026 ; 2020-11-24: le 24/11/2020 | un rdv le mardi 24 novembre 2020
2025-01-03: je veux un rdv le 3 janvier 2025 à 14h | le vendredi 3 janvier 2025 | 3/1/25 | déplacer mon rdv au 03/01/2025
11-23: je voudrais un rdv lundi | lundi, pas comme lundi dernier | hier on m'a dit lundi"""))
def test_a_day_that_has_passed_is_a_wish_where_it_is_asked_for(text: str, said: str) -> None:
    assert wish(text, NOW) == meant(said)


@pytest.mark.parametrize("text", each("""
je suis venu hier | mon rdv d'hier | mon rdv hier | j'avais rdv hier à 10h | je voulais un rdv hier | en octobre
depuis lundi dernier j'ai plus d'adresse je veux un rdv | je veux un rdv depuis hier | pas possible d'avoir un rdv hier
on m'a coupé le rsa hier, je veux un rdv | je veux un rdv pour ma fille renvoyée hier | je veux annuler le rdv d'hier
je veux un rdv, hier j'ai perdu mes papiers | je veux un rdv hier j'ai perdu mes papiers | je peux pas venir hier
j'ai besoin d'aide, hier on m'a coupé l'eau | j'ai déposé mon dossier le 3 janvier 2025, je veux un rdv
j'ai raté mon rdv hier je veux un autre rdv | c'était possible hier | j'avais besoin d'un rdv hier | je devais venir hier
la semaine dernière | j'ai reçu le courrier du 12 novembre | il y a 3 semaines
hier on m'a tout pris | j'ai demandé un rdv hier"""))
def test_a_day_that_has_passed_is_a_story_everywhere_else(text: str) -> None:
    assert wish(text, NOW) is None


@pytest.mark.parametrize("text", each("""
le plus tôt possible | dès que possible | n'importe quand | le matin ou l'après-midi | le premier | le 2ème | plus tard
n'importe quel jour | un autre jour | à lundi, merci | bonne soirée | bon dimanche | mon rdv, à quelle heure déjà ?"""))
def test_one_who_prefers_nothing_is_shown_the_first_hours(text: str) -> None:
    assert wish(text, NOW) is None


@pytest.mark.parametrize("text", each("""
depuis 3 mois | j'ai 34 ans | 2 enfants | 34800 | à 2 | annuler mon rdv de demain | 06 12 34 56 78 | je touche 600 euros
né le 3 mars 1990 | 24h/24 | 7j/7 | je travaille 35h par semaine | depuis lundi | pendant 2h | une heure avec quelqu'un
mon mari | euh | maman est en maison de retraite | le 115 | dans le 34 | le 39 49 | j'habite au 3 rue du Jeu | 2min | 😀
quels papiers ? | j'ai 3 enfants | mon fils de 16 ans | 2 mois de retard | article 15 | 300 euros | la mutuelle
mardi gras 2019 | j'ai appelé le 15 | au 1er étage | le rsa tombe le 5 | j'arrive pas à boucler la fin du mois
un week-end sur deux | 3/4 temps | la loi du 5 mars 2007 | quarante-huit heures pour dire oui | la prime de noël
s'il vend des légumes | puis-je déposer mon recours | le repas de midi | j'ai rdv mardi à 10h"""))
def test_what_only_looks_like_a_moment_is_none(text: str) -> None:
    assert wish(text, NOW) is None


@pytest.mark.parametrize(("now", "text", "said"), [
    ("2026-11-23T09:00", "lundi", "11-30"), ("2026-11-23T09:00", "aujourd'hui lundi", "11-23"),
    ("2026-11-21T09:00", "le 21", "11-21"), ("2026-11-21T15:00", "ce matin", ""), ("2026-12-31T09:00", "demain", "01-01"),
    ("2026-12-30T09:00", "la semaine prochaine", "01-04..01-10"), ("2026-12-28T09:00", "le 5 du mois prochain", "01-05"),
    ("2028-02-01T09:00", "le 29 février", "2028-02-29"), ("2026-12-31T23:30+00:00", "demain", "01-02"),
    ("2027-03-27T22:59+00:00", "demain", "03-28"), ("2027-03-27T23:30+00:00", "demain", "03-29"),
    ("2027-03-28T21:59+00:00", "aujourd'hui", "03-28"), ("2027-03-28T22:30+00:00", "aujourd'hui", "03-29"),
    ("2027-10-30T21:59+00:00", "demain", "2027-10-31"), ("2027-10-30T22:30+00:00", "dans 1 jour", "2027-11-01"),
    ("2027-10-31T22:30+00:00", "demain 9h", "2027-11-01 ~09:00"), ("2027-10-31T23:30+00:00", "demain", "2027-11-02")])
def test_the_calendar_is_that_of_paris_even_when_the_clocks_change(now: str, text: str, said: str) -> None:
    assert (wish(text, datetime.fromisoformat(now)) or Wish()) == meant(said)


def test_the_extractor_reads_the_clock_of_the_metadata() -> None:
    message = Message({"text": "demain aprem", "metadata": {"now": "2026-12-31T23:30:00+00:00"}})
    MomentExtractor().process([message])
    [entity] = message.get("entities")
    assert Wish.from_dict(entity["value"]) == meant("01-02 13:00..")
    assert (entity["entity"], entity["extractor"], entity["start"], entity["end"]) == ("moment", "MomentExtractor", 0, 12)


def test_the_extractor_leaves_payloads_and_other_texts_alone() -> None:
    messages = [Message({"text": text}) for text in ('/choisir{"creneau": "mardi 10h"}', "bonjour", "")]
    assert not any(message.get("entities") for message in MomentExtractor().process(messages))


@pytest.mark.parametrize("repeated", ["depuis le le le ", "je peux vers 10h ", "c'est possible, "])
def test_a_long_message_is_read_at_once(repeated: str) -> None:
    assert (wish(repeated * 500 + "mardi", NOW) or Wish()).from_date is None
