"""A notice is said from its first day to its last, wherever people could be misled without it."""
import pytest

from bot.adapters.clock import SetClock
from bot.channels.sms.render import render as sms
from bot.channels.telegram.render import render as telegram
from bot.channels.web.render import as_text as web
from bot.domain.agent import Agent, Role
from bot.domain.criteria import Criteria
from bot.domain.errors import DeskRefused
from bot.domain.french import NBSP
from bot.services.town_contacts import Typed as Contact
from bot.services.town_notices import Typed

CCAS, MAIRIE = "ccas-clermont-l-herault", "mairie-clermont-l-herault"
AGENT = Agent(1, "nadia", "Nadia", Role.REFERENT)
BEFORE, FIRST, LAST, AFTER = (f"2026-11-{day}T10:00" for day in (23, 24, 25, 26))
OFFICE = Typed("Pas de permanence le matin.", CCAS, "2026-11-24", "2026-11-25")
TOWN = Typed("Distribution de couvertures à la salle des fêtes", "", "2026-11-24", "2026-11-25")


def closed(place, why=""):
    return Typed(why, place, "2026-11-24", "2026-11-25", is_closure=True)


@pytest.fixture
def say(services, town_directory):
    return lambda typed: services.town_notices.keep(typed, AGENT)


@pytest.mark.parametrize(("moment", "is_said"), [(BEFORE, False), (FIRST, True), (LAST, True), (AFTER, False)])
def test_a_notice_appears_and_disappears_with_the_clock(say, at, moment, is_said):
    say(OFFICE)
    say(TOWN)
    then = at(moment)
    assert ("À noter du mardi 24 au mercredi 25 novembre. Pas de permanence le matin."
            in then.answers.fiche("domiciliation", "contact").text) is is_said
    assert ("permanence" in then.answers.fiche("domiciliation", "pieces").text) is is_said
    assert ("permanence" in then.places.show(CCAS, None).text) is is_said
    assert ("permanence" in str(then.public_fiches.page("domiciliation"))) is is_said
    assert ("Distribution de couvertures à la salle des fêtes." in then.answers.welcome().text) is is_said
    assert "Distribution" not in then.answers.fiche("domiciliation").text
    assert "permanence" not in then.answers.welcome().text


def test_it_is_not_told_to_people_of_another_town(say, at):
    say(OFFICE)
    assert "permanence" not in at(FIRST).answers.fiche("domiciliation", None, "montpellier").text


@pytest.mark.parametrize(("moment", "said"), [
    (BEFORE, "puis fermé jusqu'au 25 novembre (travaux)"), (FIRST, "fermé aujourd'hui et demain (travaux)"),
    (AFTER, "ouvert jusqu'à 12 h, puis de 14 h à 18 h")])
def test_a_closure_counts_in_the_hours(say, at, moment, said):
    say(closed(MAIRIE, "Travaux"))
    then = at(moment)
    assert said in then.places.show(MAIRIE, None).text.replace(NBSP, " ").lower()
    assert said in then.places.when([MAIRIE], Criteria()).text.replace(NBSP, " ").lower()
    assert "À noter" not in then.places.show(MAIRIE, None).text


def test_a_closure_is_said_where_hours_are_unknown(say, at):
    say(closed(CCAS))
    said = at(FIRST).places.when([CCAS], Criteria()).text
    assert "À noter du mardi 24 au mercredi 25 novembre. Fermé toute la journée." in said


def test_what_is_taken_away_is_said_no_more(say, at, services):
    number = say(closed(MAIRIE))
    services.town_notices.remove(number)
    assert services.town_notices.current() == []
    assert "Fermé" not in at(FIRST).places.show(MAIRIE, None).text


def test_a_closure_and_a_contact_do_not_undo_each_other(say, at, services):
    say(closed(MAIRIE))
    place = services.town_contacts.place(MAIRIE)
    services.town_contacts.keep(place, Contact("04 67 11 22 33", horaires="du lundi au vendredi de 8h à 12h"), AGENT)
    shown = at(FIRST).places.show(MAIRIE, None).text
    assert "Fermé" in shown
    assert "04 67 11 22 33" in shown


def test_script_is_text_on_every_channel(say, at):
    say(Typed("<script>alert(1)</script> & <b>gras</b>", CCAS, "2026-11-24"))
    answer = at(FIRST).answers.fiche("domiciliation", "contact")
    assert "<script>" in web(answer)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in telegram(answer)
    assert "<script>" not in telegram(answer)
    assert "<script>" in sms(at(FIRST).answers.human())


@pytest.mark.parametrize("wrong", [
    Typed("", CCAS, "2026-11-24"), Typed("a" * 201, CCAS, "2026-11-24"), Typed("{{ rsa.montant }}", CCAS, "2026-11-24"),
    Typed("Appelez le 06 12 34 56 78", CCAS, "2026-11-24"), Typed("Texte", "nulle-part", "2026-11-24"),
    Typed("Texte", CCAS, ""), Typed("Texte", CCAS, "mardi"), Typed("Texte", CCAS, "2026-11-24", "2026-11-23"),
    Typed("Texte", CCAS, "2026-11-10"), Typed("Texte", CCAS, "2026-11-24", "2028-11-24"),
    Typed("Fermé", "", "2026-11-24", is_closure=True)])
def test_what_cannot_be_said_is_refused(say, services, wrong):
    with pytest.raises(DeskRefused):
        say(wrong)
    assert services.town_notices.current() == []


def test_long_sentences_are_warned_about(services):
    long = Typed(" ".join(["mot"] * 21), "", "2026-11-24")
    assert services.town_notices.warnings(services.town_notices.read(long)) != []
    assert services.town_notices.warnings(services.town_notices.read(TOWN)) == []


def test_the_desk_reads_today_and_tomorrow(say, at):
    say(closed(MAIRIE, "travaux"))
    assert [len(at(moment).town_notices.soon()) for moment in ("2026-11-22T10:00", BEFORE, LAST, AFTER)] == [0, 1, 1, 0]
    assert [place.id for place, _ in at(BEFORE).town_notices.closures_soon()] == [MAIRIE]


@pytest.mark.parametrize(("moment", "is_open", "next_time"), [
    ("2026-11-23T10:00", True, "aujourd'hui à 14 h"), ("2026-11-23T12:30", False, "aujourd'hui à 14 h"),
    ("2026-11-21T10:00", False, "lundi à 9 h")])
def test_the_desk_has_hours(services, new_uow, at, moment, is_open, next_time):
    assert services.desk_hours.is_open(services.clock.now()) is None
    assert services.desk_hours.said() is None
    services.desk_hours.keep("du lundi au vendredi de 9h à 12h et de 14h à 17h")
    hours, now = at(moment).desk_hours, SetClock(moment).now()
    with new_uow():  # while somebody writes
        assert hours.is_open(now) is is_open
    assert hours.next_opening_in_words(now).replace(NBSP, " ") == next_time
    assert hours.said().replace(NBSP, " ") == "du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h"
    services.desk_hours.keep("")
    assert services.desk_hours.said() is None


def test_unclear_desk_hours_are_refused(services):
    with pytest.raises(DeskRefused):
        services.desk_hours.keep("le matin")
