"""What the sheet of a person says, what leaves by SMS, and what is refused."""
import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.channels.sms.gsm7 import segments, to_gsm7
from bot.channels.sms.transport import SmsTransport
from bot.domain.appointment import Contact
from bot.domain.errors import DeskRefused
from bot.domain.fiche import Rubrique
from bot.domain.person_sheet import MOST, Item, Part, Sheet
from bot.services.sheet_message import MOST_SEGMENTS
from bot.services.sms_ledger import SmsLedger
from tests.post import Letters
from tests.services.test_counter import book

SITE = "https://repere.example"
CCAS = "ccas-clermont-l-herault"
DOMICILIATION = tuple(Item(Part.FICHE, "domiciliation", one) for one in (Rubrique.PRESENTATION, Rubrique.PIECES))
RECOURS = Item(Part.FICHE, "domiciliation", Rubrique.RECOURS)
PLACE = Item(Part.LIEU, CCAS)
VISIT, NUMBER, ADDRESS = "jeton-de-la-personne-1", "06 12 34 56 78", "+33612345678"


def count(text: str) -> int:
    return segments(to_gsm7(text))


def message(services, sheet: Sheet, site: str = SITE):
    return services.sheet_messages.message(sheet, services.person_sheets.paper(sheet), site, count)


def send(services, number: str = NUMBER) -> None:
    services.posted.add("sms")
    services.sheet_messages.send(message(services, Sheet(DOMICILIATION)), number, VISIT)


def rows(engine, table: str) -> list:
    with engine.connect() as connection:
        return connection.execute(text(f"SELECT * FROM {table}")).all()


def left(services) -> list[tuple[str, str]]:
    letters = Letters()
    asyncio.run(services.outbox.post_due("sms", letters))
    return letters.left


def test_a_sheet_goes_through_a_page_and_back():
    sheet = Sheet((*DOMICILIATION, PLACE, Item(Part.RDV, "KLP 274")), "À bientôt.")
    assert Sheet.read(sheet.written, "À bientôt.") == sheet


@pytest.mark.parametrize("written", [
    "{", "{}", "[1]", "3", '["fiche:domiciliation:rien"]', '["fiche::pieces"]', '["tout:a"]', '["lieu:"]', "[" * 5000,
    '["lieu:' + "x" * 300 + '"]', str(["lieu:a"] * (MOST + 1)).replace("'", '"')])
def test_what_is_no_sheet_is_refused_in_french(written):
    with pytest.raises(DeskRefused, match="feuille"):
        Sheet.read(written)


def test_a_rubrique_stands_with_its_fiche_and_nothing_stands_twice():
    sheet = Sheet((*DOMICILIATION, PLACE)).adding(RECOURS, PLACE)
    assert sheet.items == (*DOMICILIATION, RECOURS, PLACE)


@pytest.mark.parametrize(("position", "to", "order"), [
    (0, 1, "bac"), (2, 1, "acb"), (0, -1, "abc"), (2, 3, "abc"), (7, 0, "abc")])
def test_lines_change_places_inside_the_sheet_only(position, to, order):
    sheet = Sheet(tuple(Item(Part.LIEU, name) for name in "abc")).moving(position, to)
    assert "".join(item.ref for item in sheet.items) == order


def test_a_full_sheet_says_so():
    with pytest.raises(DeskRefused, match="pleine"):
        Sheet().adding(*(Item(Part.LIEU, str(n)) for n in range(MOST + 1)))


def test_a_fiche_is_the_right_then_the_papers_as_boxes_under_one_title(services):
    sheet = services.person_sheets.with_named(Sheet(), "fiche:domiciliation")
    right, papers = services.person_sheets.paper(sheet).blocks
    assert (right.titre, right.sous_titre, papers.titre, papers.sous_titre) == (
        services.knowledge.fiches["domiciliation"].titre, None, None, "À apporter")
    assert "Une pièce d'identité." in [line for one in papers.passages if one.is_to_tick for line in one.lines]


def test_every_fiche_can_be_put_on_a_sheet_with_its_facts_filled_in(services):
    for slug, fiche in services.knowledge.fiches.items():
        for rubrique in fiche.rubriques:
            block = services.person_sheets.block(Item(Part.FICHE, slug, rubrique))
            said = " ".join(line for passage in block.passages for line in passage.lines)
            assert "" not in (said, block.in_brief), (slug, rubrique)
            assert "{{" not in said


def test_sources_are_dated_and_helplines_are_there_only_for_a_danger(services):
    paper = services.person_sheets.paper
    assert [one.cle for one in paper(Sheet(DOMICILIATION)).helplines] == ["115"]
    cantine = services.person_sheets.with_named(Sheet(), "fiche:cantine")
    assert paper(cantine).helplines == ()
    assert "Vérifié le" in paper(cantine).sources[0]


def test_a_place_says_where_it_is_so_that_it_holds_next_week(services, town_directory):
    block = services.person_sheets.block(PLACE)
    said = " ".join(block.passages[0].lines)
    assert "34800 Clermont-l'Hérault" in said
    assert not {"aujourd'hui", "demain"} & set(said.split())


def test_a_shelter_is_never_found_by_its_sheet(services, town_directory):
    for place in services.knowledge.structures.values():
        if place.is_shelter:
            block = services.person_sheets.block(Item(Part.LIEU, place.id))
            assert [line for one in block.passages for line in one.lines][0].startswith("Son adresse ne se donne pas")
            assert (place.adresse or "?") not in block.in_brief


def test_an_appointment_is_found_by_its_code_and_says_what_to_bring(services):
    code = book(services, "Inès")
    sheet = services.person_sheets.with_appointment(Sheet(), code.replace(" ", "").lower())
    block = services.person_sheets.paper(sheet).blocks[0]
    said = " ".join(line for one in block.passages for line in one.lines)
    assert [wanted in said for wanted in (code, "Rendez-vous au CCAS", "Inès")] == [True, True, False]
    assert code in block.in_brief


@pytest.mark.parametrize("typed", ["", "bonjour", "KLP 274", "<script>"])
def test_an_unknown_code_is_refused(services, typed):
    with pytest.raises(DeskRefused, match="code"):
        services.person_sheets.with_appointment(Sheet(), typed)


def test_a_cancelled_appointment_leaves_the_sheet_saying_so(services):
    code = book(services, "Inès")
    sheet = services.person_sheets.with_appointment(Sheet(), code)
    services.appointment_book.cancel(code, "accueil")
    assert services.person_sheets.paper(sheet).blocks[0].titre == "Ceci n'existe plus"


@pytest.mark.parametrize("named", ["fiche:inconnue", "fiche:inconnue:pieces", "lieu:inconnu", "rdv:KLP 274"])
def test_what_does_not_exist_cannot_be_added(services, named):
    with pytest.raises(DeskRefused):
        services.person_sheets.with_named(Sheet(), named)


def test_every_message_fits_three_sms_with_its_link_and_says_what_it_leaves_out(services, town_directory):
    for slug, fiche in services.knowledge.fiches.items():
        items = tuple(Item(Part.FICHE, slug, one) for one in Rubrique if one in fiche.rubriques)
        sent = message(services, Sheet((*items, PLACE), "Demandez Sophie. " * 20))
        assert count(sent.lines) <= MOST_SEGMENTS
        assert f"{SITE}/fiches/{slug}" in sent.lines
        assert sent.left_out, slug


def test_several_fiches_lead_to_the_list_and_a_town_without_a_site_gives_no_link(services):
    two = services.person_sheets.with_named(Sheet(DOMICILIATION), "fiche:cantine")
    assert message(services, two).link == f"{SITE}/fiches"
    assert message(services, two, "http://localhost:8080").link is None


@pytest.mark.parametrize("number", [NUMBER, "+33 6 12 34 56 78", "0033612345678"])
def test_the_sheet_leaves_by_sms_and_its_number_is_kept_nowhere(services, engine, number):
    send(services, number=number)
    (address, said), = left(services)
    assert (address, said.partition("\n")[0]) == (ADDRESS, "Clermont-l'Hérault, votre feuille :")

    conversations, outbox = rows(engine, "conversations"), rows(engine, "outbox")
    assert conversations == []
    assert [(one.address_encrypted, one.address_hash, one.answer_encrypted) for one in outbox] == [(None, None, None)]


def test_what_a_telephone_shows_has_the_link_to_the_fiche(services):
    send(services)

    class Provider:
        carries_links = True
        sent: list[str] = []

        async def send(self, address, text, key):
            self.sent.append(text)

    ledger = SmsLedger(MOST_SEGMENTS, services.clock, services.new_uow)
    asyncio.run(services.outbox.post_due("sms", SmsTransport(Provider(), ledger, SITE)))
    assert Provider.sent[0].endswith(f"{SITE}/fiches/domiciliation")
    assert segments(Provider.sent[0]) <= MOST_SEGMENTS


@pytest.mark.parametrize("number", [
    "", "0", "bonjour", "3949", "36665", "08 99 12 34 56", "0890123456", "+44 7700 900123", "+1 202 555 0142",
    "04 67 88 87 00", "01 23 45 67 89", "06 12 34 56", "0937123456", "CCAS"])
def test_nothing_is_sent_to_a_premium_a_foreign_or_a_fixed_number(services, number):
    with pytest.raises(DeskRefused):
        send(services, number=number)
    assert left(services) == []


def test_the_same_message_leaves_once(services):
    send(services)
    with pytest.raises(DeskRefused, match="déjà"):
        send(services)
    assert len(left(services)) == 1


def test_who_has_said_stop_is_left_in_peace(services):
    with services.new_uow() as uow:
        uow.oppositions.add(Contact("sms", ADDRESS), services.clock.now())
        uow.commit()
    with pytest.raises(DeskRefused, match="ne plus recevoir"):
        send(services)
    assert left(services) == []


def test_a_town_without_sms_says_what_to_do_instead(services):
    sheet = replace(Sheet(DOMICILIATION), note="Bonjour")
    with pytest.raises(DeskRefused, match="Imprimez"):
        services.sheet_messages.send(message(services, sheet), NUMBER, VISIT)
