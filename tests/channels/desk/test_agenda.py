"""Agenda: what is free is shown, booked, moved and cancelled from there; a référent keeps the desk's time."""
from datetime import datetime, time, timezone

import pytest

from bot.domain.agenda import Absence, Opening
from bot.domain.agent import Role
from bot.domain.appointment import Session, State
from bot.domain.booking_draft import Purpose
from bot.domain.french import NBSP
from bot.domain.notice import Kind
from bot.domain.waiting import Waiting
from tests.builders import paris
from tests.conftest import NOW

TUESDAY, CCAS, CONNECT = datetime(2026, 11, 24).date(), "demo-ccas-1", "demo-numerique"
AGENDA, BOOK = "/bureau/agenda", "/bureau/agenda/reserver"
INES = {"motif": "premier-accueil", "prenom": "Inès", "telephone": "06 12 34 56 78", "sms": "1"}


def hour(start: str, agenda: str = CCAS) -> str:
    """As addresses name it."""
    return f"{agenda}_{paris(start).astimezone(timezone.utc):%Y%m%d%H%M}"


NINE, TEN = hour("2026-11-24 09:00"), hour("2026-11-24 10:00")


@pytest.fixture
def book(services):
    """Somebody has booked at the desk; what was written."""
    def made(start: str = "2026-11-24 09:00", **changes):
        said = {"agenda": CCAS, "motif": "premier-accueil", "prenom": "Inès", "telephone": "0612345678", "sms": True}
        return services.desk_booking.book(start=paris(start), **{**said, **changes})
    return made


@pytest.fixture
def queued(new_uow, services):
    """What was to be sent now, and is no more: (why, text)."""
    def read():
        found = []
        with new_uow() as uow:
            while (one := uow.outbox.claim(services.clock.now(), list(Kind), ["sms"])) is not None:
                uow.outbox.was_sent(one.id, None, services.clock.now())
                found.append((one.kind, one.answer.text))
            uow.commit()
        return found
    return read


@pytest.fixture
def workshop(new_uow) -> int:
    """A group session with one place."""
    with new_uow() as uow:
        number = uow.planning.add_session(Session(0, CONNECT, "atelier-numerique", paris("2026-11-24 14:00"),
                                                  paris("2026-11-24 15:30"), 1, titre="Ma tablette"))
        uow.commit()
    return number


async def test_free_times_are_those_of_each_desk_and_taken_ones_are_not(sign_in, book):
    book()
    _, text = await (await sign_in()).get(f"{AGENDA}?vue=jour&jour={TUESDAY}&agenda={CCAS}")
    assert f"heure={TEN}" in text
    assert f"heure={NINE}" not in text
    assert "Inès" in text
    assert text.count("autofocus") == 1


async def test_the_desk_may_give_a_time_that_is_too_soon_for_the_assistant(sign_in, services, monkeypatch):
    monkeypatch.setattr(services.clock, "_moment", paris("2026-11-24 08:50").astimezone(timezone.utc))
    _, text = await (await sign_in()).get(f"{AGENDA}?vue=jour&agenda={CCAS}")
    assert f"heure={NINE}" in text


async def test_what_the_desk_books_is_in_the_day_and_the_person_is_told(sign_in, services, queued):
    browser = await sign_in()
    status, text = await browser.post(BOOK, heure=NINE, cle="a" * 32, **INES)
    assert (status, "C'est pris" in text) == (200, True)

    day = services.desk_day.sheet(TUESDAY).replace(NBSP, " ")
    assert "9 h – 9 h 30       prévu" in day
    assert "Premier accueil au CCAS, Inès, 06 12 34 56 78" in day
    [(kind, said)] = queued()
    assert (kind, "C'est confirmé" in said) == (Kind.CONFIRMATION, True)
    journal = services.accounts.journal()[0]
    assert (journal.act, journal.about in day) == ("rendez-vous pris", True)


async def test_without_agreement_nothing_is_sent(book, queued, services):
    made = book(sms=False)
    assert (made.telephone, made.contact, queued()) == ("0612345678", None, [])


async def test_the_history_says_that_the_desk_booked(book, services):
    card = services.appointment_cards.card(book().code)
    assert [(change.state, change.by) for change in card.history] == [(State.PREVU, "accueil")]


async def test_the_same_form_sent_twice_is_one_appointment(sign_in, services):
    browser = await sign_in()
    for _ in range(2):
        assert (await browser.post(BOOK, heure=NINE, cle="b" * 32, **INES))[0] == 200
    assert len(services.desk_day.day(TUESDAY).appointments) == 1


async def test_the_second_to_book_a_time_keeps_what_was_typed_and_sees_the_nearest(sign_in, book):
    book(prenom="Premier")
    status, text = await (await sign_in()).post(BOOK, heure=NINE, cle="c" * 32, autre="1", **INES)
    assert status == 409
    assert "n&#39;est pas libre" in text
    for kept in ('value="Inès"', 'value="06 12 34 56 78"', 'name="autre" value="1" checked', 'name="sms" value="1" checked'):
        assert kept in text
    assert f'value="{hour("2026-11-24 09:30")}"' in text


async def test_a_time_is_booked_at_the_desk_that_was_chosen_and_no_other(new_uow, book, services, sign_in):
    with new_uow() as uow:
        uow.planning.add_opening(Opening("demo-ccas-2", ("premier-accueil",), TUESDAY, time(9), time(12)))
        uow.commit()
    assert book(agenda="demo-ccas-2").agenda == "demo-ccas-2"
    assert book(agenda=CCAS).agenda == CCAS
    assert (await (await sign_in()).post(BOOK, heure=NINE, cle="d" * 32, **INES))[0] == 409


@pytest.mark.parametrize(("changes", "why"), [
    ({"prenom": " "}, "prénom"), ({"telephone": "0612"}, "dix chiffres"), ({"telephone": ""}, "portable"),
    ({"telephone": "0467000000"}, "portable"), ({"motif": ""}, "pour quoi"), ({"motif": "inconnu"}, "existe pas"),
    ({"heure": "hier"}, "heure libre"), ({"heure": f"{CCAS}_209913990000"}, "heure libre")])
async def test_a_form_that_cannot_be_read_says_why_and_books_nothing(sign_in, services, changes, why):
    fields = {"heure": NINE, "cle": "e" * 32, **INES, **changes}
    status, text = await (await sign_in()).post(BOOK, **fields)
    assert (status, why in text) == (422, True)
    assert services.desk_day.day(TUESDAY).appointments == []


async def test_a_group_session_is_joined_until_it_is_full(sign_in, workshop, services):
    browser = await sign_in()
    assert f"atelier={workshop}" in (await browser.get(f"{AGENDA}?jour={TUESDAY}"))[1]
    assert (await browser.post(BOOK, atelier=str(workshop), cle="f" * 32, prenom="Fatou"))[0] == 200
    assert "Fatou" in (await browser.get(f"{AGENDA}/ateliers/{workshop}"))[1]
    status, text = await browser.post(BOOK, atelier=str(workshop), cle="0" * 32, prenom="Trop tard")
    assert (status, "complet" in text, 'value="Trop tard"' in text) == (409, True, True)
    assert f"atelier={workshop}" not in (await browser.get(f"{AGENDA}?jour={TUESDAY}"))[1]


async def test_the_message_of_a_move_is_shown_then_it_goes(sign_in, book, queued, services):
    made = book()
    queued()
    browser, card = await sign_in(), f"{AGENDA}/rendez-vous/{made.code.replace(' ', '')}"
    assert f"{card}/deplacer?heure={TEN}" in (await browser.get(f"{AGENDA}?deplacer={made.code}&jour={TUESDAY}"))[1]
    _, shown = await browser.get(f"{card}/deplacer?heure={TEN}")
    assert queued() == []
    status, _ = await browser.post(f"{card}/deplacer", heure=TEN, vu=str(made.sequence))
    assert (status, services.appointment_book.get(made.code).start) == (200, paris("2026-11-24 10:00"))
    [(kind, said)] = queued()
    assert kind is Kind.CHANGE
    assert said.replace("'", "&#39;") in shown
    assert services.accounts.journal()[0].act == "rendez-vous déplacé"


async def test_the_message_of_a_cancellation_is_shown_then_it_goes(sign_in, book, queued, services):
    made = book()
    queued()
    browser, card = await sign_in(), f"{AGENDA}/rendez-vous/{made.code.replace(' ', '')}"
    _, shown = await browser.get(f"{card}/annuler")
    assert services.appointment_book.get(made.code).state is State.PREVU
    assert (await browser.post(f"{card}/annuler", vu="0"))[0] == 200
    [(kind, said)] = queued()
    assert (kind, said.replace("'", "&#39;") in shown) == (Kind.ANNULATION, True)
    assert services.appointment_book.get(made.code).state is State.ANNULE


async def test_who_cannot_be_written_to_is_to_be_called(sign_in, book):
    made = book(sms=False)
    _, text = await (await sign_in()).get(f"{AGENDA}/rendez-vous/{made.code.replace(' ', '')}/annuler")
    assert "appelez la personne" in text


@pytest.mark.parametrize("act", ["annuler", "deplacer"])
async def test_the_page_of_an_agent_who_was_overtaken_is_refused(sign_in, book, services, act):
    made = book()
    browser, card = await sign_in(), f"{AGENDA}/rendez-vous/{made.code.replace(' ', '')}"
    services.desk_planning.move(made.code, paris("2026-11-24 11:00"))
    status, text = await browser.post(f"{card}/{act}", heure=TEN, vu=str(made.sequence))
    assert (status, "vient de changer" in text) == (422, True)
    after = services.appointment_book.get(made.code)
    assert (after.start, after.state) == (paris("2026-11-24 11:00"), State.PREVU)


async def test_moving_to_a_time_that_is_taken_says_which_are_free(sign_in, book):
    book("2026-11-24 10:00", prenom="Déjà")
    made = book()
    status, text = await (await sign_in()).get(
        f"{AGENDA}/rendez-vous/{made.code.replace(' ', '')}/deplacer?heure={TEN}")
    assert (status, f"10{NBSP}h{NBSP}30" in text) == (422, True)


async def test_opening_an_appointment_is_written_in_the_journal(sign_in, book, services):
    made = book()
    await (await sign_in()).get(f"{AGENDA}/rendez-vous/{made.code.replace(' ', '')}")
    line = services.accounts.journal()[0]
    assert (line.act, line.about) == ("rendez-vous ouvert", made.code)


async def test_the_reception_cannot_change_openings(sign_in, services):
    browser = await sign_in(Role.ACCUEIL)
    before = services.desk_planning.describe(CCAS)
    for path in (f"{AGENDA}/reglages", f"{AGENDA}/reglages/{CCAS}"):
        assert (await browser.get(path))[0] == 403
        assert (await browser.post(path, acte="fermer-plage", numero="1", slug="x", nom="X"))[0] == 403
    assert services.desk_planning.describe(CCAS) == before


@pytest.mark.parametrize(("how", "said"), [
    ({}, "le mercredi 2 décembre 2026, de 9"), ({"repeter": "semaine"}, "chaque mercredi"),
    ({"repeter": "semaine", "jour-0": "1", "jour-3": "1"}, "chaque lundi et jeudi"),
    ({"repeter": "quinzaine"}, "un mercredi sur deux"), ({"repeter": "mois"}, "le 1er mercredi du mois"),
    ({"repeter": "dernier"}, "le dernier mercredi du mois"), ({"repeter": "date"}, "le 2 du mois"),
    ({"repeter": "semaine", "jusque": "2027-06-30"}, "jusqu&#39;au 30 juin 2027")])
async def test_an_opening_comes_back_as_plain_words_say(sign_in, services, how, said):
    browser = await sign_in(Role.REFERENT)
    status, text = await browser.post(f"{AGENDA}/reglages/demo-ccas-2", acte="ouvrir", le="2026-12-02", de="09:00",
                                      a="12:00", **{"motif-premier-accueil": "1", **how})
    assert (status, said in text.replace(NBSP, " ")) == (200, True)


@pytest.mark.parametrize(("fields", "why"), [
    ({"acte": "ouvrir", "le": "2026-12-02", "de": "12:00", "a": "09:00", "motif-premier-accueil": "1"}, "avant de"),
    ({"acte": "ouvrir", "le": "2026-12-02", "de": "09:00", "a": "12:00"}, "pas de motif"),
    ({"acte": "ouvrir", "le": "", "de": "09:00", "a": "12:00"}, "date"),
    ({"acte": "ouvrir", "le": "2026-12-02", "de": "09:00", "a": "12:00", "repeter": "FREQ=DAILY"}, "liste"),
    ({"acte": "absence", "du": "2026-12-02", "au": "2026-12-01"}, "avant de commencer"),
    ({"acte": "atelier", "motif": "atelier-numerique", "le": "2026-12-02", "de": "14:00", "a": "16:00", "places": "x"},
     "nombre"), ({"acte": "sauf", "numero": "999", "le": "2026-12-02"}, "Aucune plage"), ({"acte": "?"}, "Choisissez")])
async def test_what_a_referent_mistypes_is_said_and_kept(sign_in, fields, why):
    status, text = await (await sign_in(Role.REFERENT)).post(f"{AGENDA}/reglages/{CCAS}", **fields)
    assert (status, why in text) == (422, True)
    if fields.get("de"):
        assert f'value="{fields["de"]}"' in text


async def test_an_absence_names_those_who_are_expected_then(sign_in, book):
    made = book()
    _, text = await (await sign_in(Role.REFERENT)).post(f"{AGENDA}/reglages/{CCAS}", acte="absence", du=str(TUESDAY))
    assert "toute la journée" in text
    assert made.code in text


async def test_an_absence_is_seen_in_the_agenda_and_frees_nothing(sign_in, new_uow):
    with new_uow() as uow:
        uow.planning.add_absence(Absence(CCAS, TUESDAY, TUESDAY, time(0), time(23, 59), titre="formation"))
        uow.commit()
    _, text = await (await sign_in()).get(f"{AGENDA}?vue=jour&jour={TUESDAY}&agenda={CCAS}")
    assert "Absence, toute la journée : formation" in text
    assert "data-free" not in text


async def test_a_group_session_is_added_then_cancelled_by_a_referent(sign_in, services):
    referent, reception = await sign_in(Role.REFERENT), await sign_in()
    status, _ = await referent.post(f"{AGENDA}/reglages/{CONNECT}", acte="atelier", motif="atelier-numerique",
                                    le="2026-12-07", de="14:00", a="15:30", places="8", titre="Ma tablette")
    assert status == 200
    [session] = services.planning_outlines.of(CONNECT).sessions
    path = f"{AGENDA}/ateliers/{session[0].id}/annuler"
    assert (await reception.post(path))[0] == 403
    assert "est annulé" in (await referent.post(path))[1]


async def test_who_waits_gets_the_time_that_was_chosen_for_them_and_waits_no_more(sign_in, new_uow, services):
    with new_uow() as uow:
        uow.waiting.add(Waiting(Purpose.ATTENTE, "premier-accueil", "c1", "Josette", "0612345670", None, paris(NOW)))
        uow.commit()
    [one], browser = services.desk_booking.waiting(), await sign_in()
    assert "Josette" in (await browser.get(f"{AGENDA}/attente"))[1]
    _, agenda = await browser.get(f"{AGENDA}?jour={TUESDAY}&motif=premier-accueil&attente={one.id}")
    assert f"attente={one.id}&amp;heure={NINE}" in agenda
    assert 'value="Josette"' in (await browser.get(f"{BOOK}?heure={NINE}&attente={one.id}"))[1]
    await browser.post(BOOK, heure=NINE, attente=str(one.id), cle="9" * 32, motif="premier-accueil", prenom="Josette")
    assert services.desk_booking.waiting() == []


async def test_the_calendar_of_an_agenda_is_shown_to_referents(sign_in, services):
    _, text = await (await sign_in(Role.REFERENT)).get(f"{AGENDA}/reglages/{CCAS}")
    assert f"http://localhost{services.desk_planning.calendar_path(CCAS)}" in text


async def test_motifs_are_shown_with_their_file(sign_in):
    _, text = await (await sign_in(Role.REFERENT)).get(f"{AGENDA}/reglages")
    assert "knowledge/motifs/premier-accueil.yml" in text


async def test_a_week_of_many_desks_stays_light(sign_in, new_uow, services):
    for number in range(20):
        services.desk_planning.add_agenda(f"bureau-{number}", f"Bureau {number}")
        with new_uow() as uow:
            uow.planning.add_opening(Opening(f"bureau-{number}", ("premier-accueil",), TUESDAY, time(8), time(18),
                                             "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"))
            uow.commit()
    _, text = await (await sign_in()).get(f"{AGENDA}?jour=2026-12-01")
    assert len(text.encode()) < 150_000
    assert "heures libres" in text
