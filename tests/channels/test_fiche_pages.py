"""The pages of fiches, over HTTP."""
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from bot.adapters.clock import SetClock
from bot.adapters.opening_hours import OsmOpeningHours
from bot.channels.app import create_app
from bot.channels.web.fiches import FichePages
from bot.domain.answer import Source
from bot.domain.fiche import Rubrique
from bot.domain.french import NBSP
from bot.services.fiche_pages import PublicFiches
from bot.settings import ROOT
from tests.builders import SOURCE, make_fiche
from tests.consistency.test_everything_said import _NUMBER
from tests.directories import CLERMONT, structure

SLUGS = sorted(path.stem for path in (ROOT / "knowledge/fiches").glob("*/*.md"))
SITE = "https://repere.example"
STYLES = ("/static/palette.css", "/static/fiches.css")
HEAVIEST = 20_000  # bytes, page and style together
VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """What a page is made of. AssertionError where a tag is closed that was not open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.links, self.headings, self.open, self.words = [], [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self.links.append([dict(attrs)["href"], ""])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)
        if "a" in self.open:
            self.links[-1][1] += data

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).replace(NBSP, " ").split())

    def all(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
async def open_site(aiohttp_client, knowledge):
    """A site with these fiches, or the town's; the discussion is not asked anything."""
    async def opened(**changes):
        fiches = PublicFiches(replace(knowledge, **changes), OsmOpeningHours(), SetClock("2026-11-21T10:00"))
        return await aiohttp_client(create_app(None, None, lambda: False, frozenset(), FichePages(fiches, SITE)))
    return opened


@pytest.fixture
async def site(open_site):
    return await open_site()


async def read(site, path: str, status: int = 200) -> Page:
    response = await site.get(path, allow_redirects=False)
    assert response.status == status
    assert response.content_type == "text/html"
    return Page(await response.text())


async def page_with(open_site, fiche, **changes) -> Page:
    return await read(await open_site(fiches={fiche.slug: fiche}, **changes), f"/fiches/{fiche.slug}")


def assert_is_well_made(page: Page) -> None:
    assert page.headings.count(1) == 1
    assert page.headings[0] == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:]))
    names = [name for name, _ in page.tags]
    assert {"header", "main", "footer", "nav"} <= set(names)
    assert not {"script", "style", "img", "iframe", "form"} & set(names)
    assert not [name for _, attributes in page.tags for name in attributes if name == "style" or name.startswith("on")]
    assert all(text.strip() for _, text in page.links)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {href[1:] for href, _ in page.links if href.startswith("#")} <= set(ids)
    assert {href.partition(":")[0] for href, _ in page.links if href[0] not in "/#"} <= {"https", "tel", "sms"}
    assert page.all("html") == [{"lang": "fr"}]


async def weight_of_styles(site) -> int:
    return sum([len(await (await site.get(style)).read()) for style in STYLES])


@pytest.mark.parametrize("slug", SLUGS)
async def test_each_fiche_has_a_page_that_is_well_made_light_and_linked_to_real_pages(site, slug):
    response = await site.get(f"/fiches/{slug}")
    body = await response.read()
    page = Page(body.decode())

    assert_is_well_made(page)
    assert "{{" not in page.text
    assert len(body) + await weight_of_styles(site) <= HEAVIEST
    inside = {href.removeprefix("/fiches/") for href, _ in page.links if href.startswith("/fiches/")}
    assert inside <= set(SLUGS) - {slug}
    [description] = [one["content"] for one in page.all("meta") if one.get("name") == "description"]
    assert 20 < len(description) <= 160


@pytest.mark.parametrize("slug", SLUGS)
async def test_every_number_of_a_page_is_on_the_list(site, knowledge, slug):
    allowed = {numero.cle for numero in knowledge.urgences.numeros.values()}
    allowed |= {number for place in knowledge.structures.values() for number in place.allowed_numbers}
    page = await read(site, f"/fiches/{slug}")

    assert {found[0] for found in _NUMBER.finditer(page.text) if re.sub(r"\D", "", found[0]) not in allowed} == set()
    called = {(href, re.sub(r"\D", "", text)) for href, text in page.links if href.startswith(("tel:", "sms:"))}
    assert {href.partition(":")[2] for href, _ in called} <= allowed
    assert all(href.endswith(f":{number}") for href, number in called)


async def test_the_emergency_numbers_are_at_the_foot_of_every_page_and_the_114_is_written_to(site):
    for path, status in (("/fiches", 200), ("/fiches/rsa", 200), ("/fiches/nulle-part", 404)):
        links = [href for href, _ in (await read(site, path, status)).links]
        assert {"tel:15", "tel:17", "tel:18", "tel:112", "sms:114", "tel:115", "tel:3919"} <= set(links)


async def test_the_number_of_a_street_is_not_called_and_the_telephone_is(open_site):
    place = structure("ici", "Ici", CLERMONT, adresse="119 avenue Neuve", code_postal="34800", telephone="39 49")

    page = await page_with(open_site, make_fiche(structures=("ici",)), structures={"ici": place})

    assert ["tel:3949", "39 49"] in page.links
    assert [text for href, text in page.links if href == "tel:119"] == ["119"], "only the helpline at the foot"


async def test_a_page_says_its_sources_when_it_was_verified_and_where_it_is(site):
    page = await read(site, "/fiches/domiciliation")

    assert "Vérifié le 21 novembre 2026." in page.text
    assert "https://www.service-public.gouv.fr/particuliers/vosdroits/F17317" in dict(page.links)
    assert "10 octobre 2024" in page.text
    assert {"rel": "canonical", "href": f"{SITE}/fiches/domiciliation"} in page.all("link")
    assert ["/", "Prendre rendez-vous"] in page.links


async def test_what_differs_elsewhere_is_folded_under_the_name_of_the_town(site):
    page = await read(site, "/fiches/paej")

    assert "Pour les habitants de Clermont-Ferrand" in page.text
    assert page.all("details") == [{}]


async def test_what_looks_like_markup_is_shown_as_it_is_written(open_site):
    nasty = '<b>gras</b> "&amp;" <script>alert(1)</script>'
    fiche = make_fiche(titre=nasty, rubriques={Rubrique.PRESENTATION: nasty, Rubrique.COUT: nasty}, structures=("ici",),
                       ailleurs={"montpellier": {Rubrique.PRESENTATION: nasty}},
                       sources=(Source(nasty, 'https://exemple.fr/"><script>', SOURCE.date),))
    place = structure("ici", nasty, CLERMONT, note=nasty)

    page = await page_with(open_site, fiche, structures={"ici": place})

    assert_is_well_made(page)
    assert page.text.count(nasty) >= 7
    assert not page.all("b")


async def test_a_fiche_to_read_again_says_so(open_site):
    page = await page_with(open_site, make_fiche(a_revoir_le=SOURCE.date))

    assert "cette fiche devait être relue le 10 octobre 2024" in page.text


async def test_the_list_leads_to_every_fiche(site):
    response = await site.get("/fiches")
    body = await response.read()
    page = Page(body.decode())

    assert_is_well_made(page)
    assert {href for href, _ in page.links if href.startswith("/fiches/")} == {f"/fiches/{slug}" for slug in SLUGS}
    assert len(body) + await weight_of_styles(site) <= HEAVIEST


@pytest.mark.parametrize("path", ["/fiches/piscine", "/fiches/PISCINE/", "/fiches/rsa/conditions", "/fiches/%00",
                                  "/fiches/..%2F..%2Fetc", "/fiches/%F0%9F%98%80", "/fiches/" + "x" * 4000])
async def test_a_fiche_that_does_not_exist_says_so_and_leads_to_the_list(site, path):
    page = await read(site, path, 404)

    assert_is_well_made(page)
    assert "Cette fiche n'existe pas" in page.text
    assert ["/fiches", "Voir toutes les fiches"] in page.links


async def test_a_mistyped_address_proposes_the_fiche(site):
    assert "/fiches/domiciliation" in dict((await read(site, "/fiches/domicilation", 404)).links)


async def test_what_was_asked_is_not_repeated_on_the_page(site):
    page = await read(site, "/fiches/%3Cscript%3Erepete", 404)

    assert "repete" not in page.text


@pytest.mark.parametrize(("path", "address"), [
    ("/fiches/RSA", "/fiches/rsa"), ("/fiches/rsa/", "/fiches/rsa"), ("/fiches/Rsa//", "/fiches/rsa"),
    ("/fiches//rsa", "/fiches/rsa"), ("/fiches/", "/fiches"), ("/fiches//", "/fiches"),
])
async def test_another_way_to_write_an_address_leads_to_the_one(site, path, address):
    response = await site.get(path, allow_redirects=False)

    assert (response.status, response.headers["Location"]) == (301, address)


@pytest.mark.parametrize("path", ["/fiches", "/fiches/rsa", "/sitemap.xml", "/robots.txt"])
async def test_a_page_that_did_not_change_is_not_sent_again(site, path):
    first = await site.get(path)
    again = await site.get(path, headers={"If-None-Match": first.headers["ETag"]})
    other = await site.get(path, headers={"If-None-Match": '"autre"'})
    head = await site.head(path)

    assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, max-age=300"
    assert (again.status, await again.read()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert other.status == 200
    assert (head.status, await head.read()) == (200, b"")
    assert head.headers["Content-Length"] == str(len(await first.read()))


async def test_a_page_that_changed_is_sent_again(open_site):
    before = await (await open_site(fiches={"domiciliation": make_fiche()})).get("/fiches/domiciliation")
    changed = await open_site(fiches={"domiciliation": make_fiche(titre="Une adresse")})

    after = await changed.get("/fiches/domiciliation", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status == 200


async def test_search_engines_are_told_of_each_page_and_when_it_was_verified(site):
    response = await site.get("/sitemap.xml")
    space = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    urls = {url.findtext("loc", namespaces=space): url.findtext("lastmod", namespaces=space)
            for url in ElementTree.fromstring(await response.text()).findall("url", space)}

    assert response.content_type == "application/xml"
    assert set(urls) == {f"{SITE}/", f"{SITE}/donnees-personnelles", f"{SITE}/fiches",
                         *(f"{SITE}/fiches/{slug}" for slug in SLUGS)}
    assert urls[f"{SITE}/fiches/rsa"] == "2026-11-21"


async def test_robots_read_what_is_public_and_nothing_of_people(site):
    response = await site.get("/robots.txt")
    lines = (await response.text()).split("\n")

    assert response.content_type == "text/plain"
    assert {"User-agent: *", "Disallow: /web/", "Disallow: /rdv/", "Disallow: /agenda/", "Allow: /",
            f"Sitemap: {SITE}/sitemap.xml"} <= set(lines)
