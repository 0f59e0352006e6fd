"""What may be read of the demands, over which spans."""
from datetime import date, timedelta

import pytest

from bot.domain.asked import Demand, Outcome, urgence
from bot.domain.civil_period import Period
from bot.domain.small_counts import UNKNOWN, Figure
from bot.services.needs_export import grid, note
from bot.services.needs_sentences import sentences

SUMMER, JULY, YEAR = Period(date(2026, 7, 1), 3), Period(date(2026, 7, 1), 1), Period.year(2026)


@pytest.fixture
def asked(new_uow):
    """asked(number, day, …): so many demands of a kind."""
    def ask(number, day="2026-07-06", subject="rsa", rubrique="pieces", outcome=Outcome.REPONDU, channel="web", commune="",
            hour=10):
        with new_uow() as uow:
            for _ in range(number):
                uow.asked.add(Demand(date.fromisoformat(day), hour, channel, commune, subject, rubrique, outcome))
            uow.commit()
    return ask


def rows(needs, slug):
    return {row.key: row.figure.said for row in needs.tables[slug].rows if row.figure != Figure(0, 0)}


def test_only_what_is_over_can_be_read(services, asked):
    asked(1, "2026-08-10")
    asked(1, "2026-11-10")
    assert [period.slug for period in services.needs_report.periods()] == [
        "2026", "2026-T3", "2026-10", "2026-09", "2026-08"]


def test_nothing_counted_nothing_to_read(services):
    assert services.needs_report.periods() == []
    assert services.needs_report.under_way() == (Period(date(2026, 11, 1), 1), Figure(0, 0))


def test_a_quarter_counts_each_demand_once_in_each_table(services, asked):
    asked(30)
    asked(8, subject="fsl", rubrique="", commune="paulhan", channel="sms", hour=21)
    asked(9, "2026-09-20", subject="", rubrique="", outcome=Outcome.SANS_REPONSE)
    asked(6, "2026-09-20", subject="definir_mot", rubrique="")
    needs = services.needs_report.of(SUMMER)
    assert needs.whole == Figure(53, 53)
    assert rows(needs, "suites") == {"repondu": "38", "autre": "6", "sans_reponse": "9"}
    assert rows(needs, "themes") == {"Argent": "30", "Logement": "8"}
    assert rows(needs, "sujets") == {"rsa": "30", "fsl": "8"}
    assert rows(needs, "rubriques") == {"pieces": "30", "presentation": "8"}
    assert rows(needs, "services") == {"definir_mot": "6"}
    assert rows(needs, "communes") == {"": "45", "paulhan": "8"}
    assert rows(needs, "heures") == {"10": "45", "soir": "8"}
    assert rows(needs, "jours") == {"0": "38", "6": "15"}
    assert rows(needs, "canaux") == {"web": "45", "sms": "8"}


def test_a_small_number_is_nowhere_in_what_can_be_read(services, asked):
    asked(30)
    asked(3, subject="prime-activite", commune="paulhan", channel="sms", hour=21)
    asked(20, subject="microcredit")
    needs = services.needs_report.of(SUMMER)
    for slug, key in (("sujets", "prime-activite"), ("communes", "paulhan"), ("canaux", "sms"), ("heures", "soir")):
        table = needs.tables[slug]
        assert table.row(key).high != 3
        assert table.row(key).low == 0
        assert 3 not in [cell for line in grid(table) for cell in line]


def test_a_month_tells_its_whole_and_its_channels_only(services, asked):
    asked(30)
    assert list(services.needs_report.of(JULY).tables) == ["canaux"]


def test_a_month_of_less_than_five_hides_its_quarter(services, asked):
    asked(30)
    asked(2, "2026-08-03")
    needs = services.needs_report.of(SUMMER)
    assert needs.whole.said == "30 à 34"
    assert needs.tables["sujets"].is_hidden
    assert needs.tables["communes"].is_hidden


def test_a_year_adds_up_what_its_quarters_show(services, asked):
    asked(30, "2026-02-02")
    asked(3, "2026-02-02", subject="microcredit")
    asked(30)
    asked(10, subject="microcredit")
    needs = services.needs_report.of(YEAR)
    assert rows(needs, "sujets")["microcredit"] == "10 à 14"
    assert rows(needs, "themes") == {"Argent": "73"}
    assert needs.until == Period(date(2026, 10, 1), 1)
    assert needs.detailed == SUMMER
    assert needs.is_uneven


def test_what_is_shown_of_shorter_spans_subtracted_from_a_longer_one_gives_nothing(services, asked):
    """Every number of a year lies between the sums of what its quarters say."""
    for month, number in enumerate((7, 3, 12, 6, 9, 30, 2, 5, 8), 1):
        asked(20, f"2026-{month:02d}-02")
        asked(number, f"2026-{month:02d}-02", subject="microcredit", commune="paulhan", channel="sms")
    year = services.needs_report.of(YEAR)
    quarters = [services.needs_report.of(quarter) for quarter in YEAR.quarters[:3]]
    for slug, table in year.tables.items():
        parts = [services.needs_report.of(month) for month in YEAR.months[:10]] if slug == "canaux" else quarters
        for row in table.rows:
            assert row.figure == sum((part.tables[slug].row(row.key) for part in parts), Figure(0, 0))


@pytest.mark.parametrize(("before", "now", "said"), [
    (50, 56, "▲ +\u00a012\u00a0%, en hausse"), (50, 44, "▼ −\u00a012\u00a0%, en baisse"),
    (50, 51, "= stable"), (3, 50, None)])
def test_a_change_is_said_with_a_sign_and_a_word(services, asked, before, now, said):
    asked(10, "2026-05-04")
    asked(before, "2026-06-01")
    asked(now, "2026-07-06")
    change = services.needs_report.of(JULY).change
    assert (change.said if change else None) == said


def test_a_span_that_was_counted_in_part_is_compared_with_nothing(services, asked):
    asked(50, "2026-06-20")
    asked(60, "2026-07-06")
    assert services.needs_report.of(JULY).change is None
    assert services.needs_report.of(JULY).months[-1].before == UNKNOWN


def test_cries_for_help_are_counted_apart(services, asked, new_uow):
    asked(30)
    with new_uow() as uow:
        for day in range(6):
            uow.asked.add(urgence(date(2026, 7, 10) + timedelta(day)))
        uow.commit()
    needs = services.needs_report.of(SUMMER)
    assert needs.urgences == Figure(6, 6)
    assert needs.whole == Figure(30, 30)
    assert rows(needs, "communes") == {"": "30"}


def test_what_people_say_of_the_answers_is_counted_by_subject(services, asked, new_uow):
    asked(30)
    with new_uow() as uow:
        for _ in range(12):
            uow.ratings.count(date(2026, 7, 6), "/fiches/rsa", True)
        uow.ratings.count(date(2026, 7, 6), "/fiches/rsa", False)
        uow.commit()
    needs = services.needs_report.of(SUMMER)
    assert rows(needs, "utiles") == {"rsa": "12"}
    assert needs.tables["inutiles"].whole.said == "moins de 5"


def test_the_year_is_told_in_sentences_without_a_small_number(services, asked):
    for month in range(1, 10):
        asked(20, f"2026-{month:02d}-02", commune="paulhan")
        asked(3, f"2026-{month:02d}-02", subject="", outcome=Outcome.SANS_REPONSE)
    told = sentences(services.needs_report.of(YEAR))
    assert told[0] == "Jusqu'à fin octobre 2026, l'assistant a reçu 207 demandes."
    assert any("RSA" in sentence and "(180)" in sentence for sentence in told)
    assert any("27 n'ont pas été comprises" in sentence for sentence in told)


def test_a_year_without_anything_tells_nothing(services):
    assert sentences(services.needs_report.of(Period.year(2025))) == []


def test_an_export_says_what_it_holds_and_hides(services, asked):
    asked(30)
    asked(9, subject="surendettement")
    asked(4, subject="microcredit")
    needs = services.needs_report.of(SUMMER)
    heading, *lines = grid(needs.tables["sujets"])
    assert heading[:3] == ["Sujet", "Thème", "Nombre"]
    by_subject = {line[0]: line for line in lines}
    assert by_subject[services.knowledge.fiches["rsa"].titre][2:5] == [30, 30, 30]
    assert by_subject[services.knowledge.fiches["microcredit"].titre][2:5] == ["moins de 5", 0, 4]
    assert ["Période", "3e trimestre 2026"] in note(needs, "Clermont-l'Hérault", date(2026, 11, 21))


def test_a_span_is_read_as_it_is_written():
    for written in ("2026", "2026-T1", "2026-T4", "2026-01", "2026-12"):
        assert Period.parse(written).slug == written
    for wrong in ("2026-T5", "2026-13", "2026-00", "1999", "26", "2026-1", "", "٢٠٢٦"):
        assert Period.parse(wrong) is None
