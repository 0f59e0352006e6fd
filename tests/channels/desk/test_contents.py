"""Contenu: what the team fills in is shown back first, said at once, and never markup."""
import pytest

from bot.adapters.clock import SetClock
from bot.domain.agent import Role
from bot.domain.french import NBSP
from bot.domain.place_error import PlaceError
from bot.services.content_review import ContentReview

CCAS = "ccas-clermont-l-herault"
CONTACT = f"/bureau/contenu/contacts/{CCAS}"
NOTICES, HOURS = "/bureau/contenu/annonces", "/bureau/contenu/horaires"
TYPED = {"telephone": "0467000000", "courriel": "", "rue": "place Auguste-Ginouvès", "code_postal": "34800",
         "commune": "Clermont-l'Hérault", "horaires": "lundi et mardi 9h-12h"}
NOTICE = {"texte": "Pas de permanence.", "lieu": CCAS, "premier_jour": "2026-11-21", "dernier_jour": "2026-11-24"}


@pytest.fixture
async def referent(sign_in, town_directory):
    return await sign_in(Role.REFERENT)


@pytest.mark.parametrize("path", ["", "/contacts", f"/contacts/{CCAS}", "/annonces", "/fiches", "/fiches?etat=passee",
                                  "/fiches/rsa", "/fiches/rsa?rubrique=contact", "/a-relire", "/erreurs", "/horaires"])
async def test_every_page_opens_and_is_light(referent, path):
    status, text = await referent.get(f"/bureau/contenu{path}")
    assert status == 200
    assert len(text.encode()) < 150_000
    assert ' style="' not in text


async def test_a_contact_is_shown_back_then_kept(referent, services):
    _, text = await referent.post(CONTACT, acte="verifier", **TYPED)
    assert f"lundi et mardi de 9{NBSP}h à 12{NBSP}h" in text
    assert "Téléphone : 04 67 00 00 00." in text
    assert "04 67 00 00 00" not in services.answers.human().text

    status, text = await referent.post(CONTACT, acte="enregistrer", **TYPED)
    assert status == 200
    assert "enregistré" in text
    assert "04 67 00 00 00" in services.answers.human().text
    assert [trace.act for trace in services.accounts.journal()][0] == "contact enregistré"


async def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(referent, services):
    wrong = {**TYPED, "telephone": "0899700000", "horaires": "parfois"}
    status, text = await referent.post(CONTACT, acte="enregistrer", **wrong)
    assert status == 422
    for kept in ('value="0899700000"', 'value="parfois"', 'value="place Auguste-Ginouvès"'):
        assert kept in text
    assert text.count('aria-invalid="true"') == 2
    assert "Ce numéro est payant" in text


async def test_correcting_brings_back_what_was_typed(referent):
    _, text = await referent.post(CONTACT, acte="corriger", **TYPED)
    assert 'value="lundi et mardi 9h-12h"' in text


async def test_a_notice_is_shown_back_then_published_then_removed(referent, services):
    _, text = await referent.post(NOTICES, acte="verifier", **NOTICE)
    assert "à noter du samedi 21 au mardi 24 novembre. Pas de permanence." in text
    assert services.town_notices.current() == []

    _, text = await referent.post(NOTICES, acte="publier", **NOTICE)
    assert "publiée" in text
    assert "Pas de permanence." in services.answers.human().text

    number = services.town_notices.current()[0].notice.id
    _, text = await referent.post(f"{NOTICES}/{number}")
    assert "retirée" in text
    assert "permanence." not in services.answers.human().text


async def test_a_long_sentence_is_warned_about(referent):
    _, text = await referent.post(NOTICES, acte="verifier", **{**NOTICE, "texte": "Nous fermons " + "un mot de plus " * 9})
    assert "Phrase longue" in text


async def test_a_refused_notice_comes_back_whole(referent):
    wrong = {**NOTICE, "texte": "Appelez le 06 12 34 56 78", "ferme": "oui"}
    status, text = await referent.post(NOTICES, acte="publier", **wrong)
    assert status == 422
    assert "Appelez le 06 12 34 56 78</textarea>" in text
    assert f'value="{CCAS}" selected' in text
    assert 'value="2026-11-24"' in text
    assert " checked" in text


async def test_script_is_text(referent):
    script = "<script>alert(1)</script>"
    pages = [await referent.post(NOTICES, acte="verifier", **{**NOTICE, "texte": script}),
             await referent.post(NOTICES, acte="publier", **{**NOTICE, "texte": script}),
             await referent.post(CONTACT, acte="verifier", **{**TYPED, "rue": script}),
             await referent.post(HOURS, acte="verifier", horaires=script), await referent.get("/bureau/contenu/fiches/rsa")]
    for _, text in pages:
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


async def test_the_day_reads_todays_notices(referent):
    await referent.post(NOTICES, acte="publier", **NOTICE)
    async with referent.client.get(NOTICES, headers={"X-Fragment": "1"}) as response:
        text = await response.text()
    assert "Pas de permanence." in text
    assert "<html" not in text


@pytest.mark.parametrize("path", [CONTACT, NOTICES, f"{NOTICES}/1", HOURS, "/bureau/contenu/erreurs"])
async def test_accueil_cannot_write(sign_in, services, path):
    status, _ = await (await sign_in(Role.ACCUEIL)).post(path, acte="enregistrer", raison="autre", **TYPED, **NOTICE)
    assert status == 403
    assert services.desk_hours.said() is None
    assert services.town_notices.current() == []


async def test_accueil_reads_notices_without_a_form(sign_in):
    status, text = await (await sign_in(Role.ACCUEIL)).get(NOTICES)
    assert status == 200
    assert "<textarea" not in text


async def test_hours_are_shown_back_then_kept(referent, services):
    _, text = await referent.post(HOURS, acte="verifier", horaires="lundi 9h-12h et 14h-17h")
    assert f"lundi de 9{NBSP}h à 12{NBSP}h et de 14{NBSP}h à 17{NBSP}h" in text
    await referent.post(HOURS, acte="enregistrer", horaires="lundi 9h-12h et 14h-17h")
    assert services.desk_hours.written == "Mo 09:00-12:00,14:00-17:00"
    status, text = await referent.post(HOURS, acte="enregistrer", horaires="le matin")
    assert status == 422
    assert ">le matin</textarea>" in text


async def test_a_reported_error_is_seen_then_dealt_with(referent, services):
    for place in (CCAS, CCAS, "lieu-disparu"):
        services.places.report([place], PlaceError.TELEPHONE)
    _, text = await referent.get("/bureau/contenu/erreurs")
    assert "dit 2 fois" in text
    assert f'href="{CONTACT}"' in text
    assert "n'est plus dans l'annuaire" in text

    await referent.post("/bureau/contenu/erreurs", lieu=CCAS, raison=PlaceError.TELEPHONE.value)
    assert [report.place for report in services.place_reports.open()] == ["lieu-disparu"]
    status, _ = await referent.post("/bureau/contenu/erreurs", lieu=CCAS, raison="<b>")
    assert status == 422


async def test_a_fiche_is_shown_as_each_channel_shows_it(referent):
    _, text = await referent.get("/bureau/contenu/fiches/rsa?rubrique=cout")
    assert "knowledge/fiches/argent/rsa.md" in text
    assert "knowledge/parametres/rsa.yml" in text
    assert 'href="/fiches/rsa"' in text
    status, text = await referent.get("/bureau/contenu/fiches/nulle-part")
    assert status == 422


def test_what_is_due_is_listed_with_its_file(knowledge):
    later = ContentReview(knowledge, SetClock("2027-12-01T10:00"))
    assert [due.is_late for due in later.fiches_due()][0] is True
    assert {due.path.partition("/fiches/")[0] for due in later.fiches_due()} == {"knowledge"}
    assert [due.day for due in later.fiches_due()] == sorted(due.day for due in later.fiches_due())
    assert later.state("rsa").is_due is True
    assert any(due.is_late for due in later.values_due())
