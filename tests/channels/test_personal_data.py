"""The pages about personal data, over HTTP."""
import json
import re
from datetime import timedelta

import pytest

from bot.adapters.opening_hours import OsmOpeningHours
from bot.backup_commands import KEPT_DAYS
from bot.channels.app import create_app
from bot.channels.web.personal_data import PersonalDataPages
from bot.domain.conversation import IncomingMessage
from bot.domain.own_data import NOTICE
from bot.services import forgetting
from bot.services.counter import LEFT
from bot.services.fiche_pages import PublicFiches
from bot.services.privacy_notice import KEPT, PrivacyNotice, Responsible, said_duration
from bot.settings import ROOT, Settings
from bot.settings_checks import problems
from tests.channels.test_fiche_pages import HEAVIEST, SITE, Page, assert_is_well_made, weight_of_styles

DPO, HOSTING = "protection@ville.example", "Hébergeur d'ici, en France"


@pytest.fixture
async def open_site(aiohttp_client, services):
    async def opened(dpo=DPO, hosting=HOSTING, partners=()):
        responsible = Responsible(dpo, hosting)
        notice = PrivacyNotice(services.answers, responsible, partners)
        fiches = PublicFiches(services.knowledge, OsmOpeningHours(), services.clock)
        pages = PersonalDataPages(notice, services.own_data, fiches, SITE)
        return await aiohttp_client(create_app(None, services.conversations, lambda: False, frozenset(), pages))
    return opened


async def test_the_notice_says_all_that_the_law_wants_said_on_a_light_page_without_script(open_site):
    site = await open_site()
    response = await site.get(NOTICE)
    body = await response.read()
    page = Page(body.decode())

    assert_is_well_made(page)
    assert len(body) + await weight_of_styles(site) <= HEAVIEST
    assert [words for words in (
        "Le CCAS (centre communal d'action sociale) de Clermont-l'Hérault est responsable", DPO, HOSTING,
        "mission d'intérêt public", "article 6 du RGPD", "« mes données »", "« effacer »", "corriger une erreur", "un mois",
        "C'est un programme qui vous répond", "aucun cookie", "CNIL", "www.cnil.fr") if words not in page.text] == []
    assert [one for one in KEPT if one.what not in page.text or one.how_long not in page.text] == []
    assert (await site.get(NOTICE, headers={"If-None-Match": response.headers["ETag"]})).status == 304


async def test_what_the_town_has_not_filled_in_is_said_plainly(open_site):
    page = Page(await (await (await open_site('', '')).get(NOTICE)).text())

    assert page.text.count("la ville doit la remplir") == 1
    assert page.text.count("la ville doit le remplir") == 1
    assert [sentence.split(" : ")[0] for sentence in Responsible().missing] == [
        "À remplir, REPERE_DPO", "À remplir, REPERE_HOSTING"]
    assert Responsible(DPO, HOSTING).missing == []


@pytest.mark.parametrize(("settings", "named"), [
    ({}, set()),
    ({"REPERE_SMS_PROVIDER": "ovhcloud"}, {"OVHcloud"}),
    ({"REPERE_SMS_PROVIDER": "twilio", "REPERE_TELEGRAM_TOKEN": "1:a"}, {"Twilio", "Telegram"}),
    ({"REPERE_RDV_SERVICE_PUBLIC_CLIENT": "a", "REPERE_RDV_SERVICE_PUBLIC_CLIENT_SECRET": "b",
      "REPERE_RDV_SERVICE_PUBLIC_WEBHOOK_SECRET": "c" * 32}, {"Le site de rendez-vous de l'État"})])
async def test_those_who_carry_messages_are_named_where_the_town_works_with_them(open_site, settings, named):
    site = await open_site(partners=Settings.from_environment(settings).partners)
    text = Page(await (await site.get(NOTICE)).text()).text

    assert {one for one in ("OVHcloud", "Twilio", "Telegram porte", "Le site de rendez-vous de l'État") if one in text} == \
        {"Telegram porte" if one == "Telegram" else one for one in named}


async def test_a_ticket_shows_what_is_kept_once_and_gives_a_copy_once(open_site, services):
    site = await open_site()
    opened = services.conversations.open_turn(IncomingMessage("web", "a" * 22, "<b>mes</b> données"))
    assert opened.answers == ()
    opened = services.conversations.open_turn(IncomingMessage("web", "a" * 22, "mes données"))
    path = next(link.url for link in opened.answers[0].answer.links if link.url.startswith(f"{NOTICE}/"))

    assert (await site.head(path)).status == 405
    first, again = await site.get(path), await site.get(path)
    page = Page(await first.text())
    [file] = [href for href, _ in page.links if href.endswith(".json")]
    copy, second_copy = await site.get(file), await site.get(file)

    assert_is_well_made(page)
    assert "3 messages dans cette discussion" in page.text
    assert (first.status, again.status, copy.status, second_copy.status) == (200, 410, 200, 410)
    assert {response.headers["Cache-Control"] for response in (first, again, copy, second_copy)} == {"no-store"}
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert [one["texte"] for one in json.loads(await copy.text())["messages"]][0] == "<b>mes</b> données"
    assert "Ce lien ne marche plus" in Page(await again.text()).text


@pytest.mark.parametrize("ticket", ["a" * 32, "a" * 31, "a" * 32 + ".json", "..%2f..%2fvar", "%00" * 32])
async def test_what_is_no_ticket_opens_nothing(open_site, ticket):
    assert (await (await open_site()).get(f"{NOTICE}/{ticket}")).status in (404, 410)


def test_each_duration_that_the_program_applies_is_in_the_page_and_in_the_document():
    """One that is changed, or added, must be said to people too."""
    document = (ROOT / "docs/protection-des-donnees.md").read_text(encoding="utf-8")
    said = " ".join(one.how_long for one in KEPT)
    durations = {name: said_duration(value) for name, value in vars(forgetting).items() if isinstance(value, timedelta)}

    assert len(durations) >= 9
    assert {name: words for name, words in durations.items() if words not in said or words not in document} == {}
    assert f"les {forgetting.ASKED_YEARS} d'avant" in said
    assert said_duration(LEFT) in said
    assert f"{KEPT_DAYS} jours au plus" in said
    assert [one for one in KEPT if f"| {one.what} | {one.how_long} |" not in document] == []


@pytest.mark.parametrize("name", ["REPERE_DPO", "REPERE_HOSTING"])
def test_a_contact_is_one_line(name):
    assert problems({name: "protection@ville.example"}) == []
    assert [len(problems({name: wrong})) for wrong in ("a\nb", "a" * 201)] == [1, 1]


def test_each_test_that_the_document_names_is_there():
    document = (ROOT / "docs/protection-des-donnees.md").read_text(encoding="utf-8")
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("**/*.py"))
    named = set(re.findall(r"`(test_\w+)`", document))

    assert len(named) > 25
    assert [name for name in sorted(named) if f"def {name}(" not in written] == []
