"""Which text is true for which town."""
from datetime import date

from bot.domain.answer import Source
from bot.domain.fiche import Rubrique
from tests.builders import make_fiche

HERE = ("clermont-l-herault", "clermontais", "herault", "occitanie", "france")
FERRAND = ("clermont-ferrand", "puy-de-dome", "auvergne-rhone-alpes", "france")


def test_the_town_gets_the_fiche_itself():
    assert make_fiche().text(Rubrique.COUT, HERE) == "C'est gratuit."


def test_another_town_gets_its_variant_rubrique_by_rubrique():
    there = {Rubrique.PRESENTATION: "Là-bas, 18 à 25 ans.", Rubrique.CONTACT: "Demandez à la mairie."}
    fiche = make_fiche(ailleurs={"clermont-ferrand": there})

    assert fiche.text(Rubrique.CONTACT, FERRAND) == "Demandez à la mairie."
    assert fiche.text(Rubrique.COUT, FERRAND) == "Là-bas, 18 à 25 ans."
    assert fiche.text(Rubrique.COUT, HERE) == "C'est gratuit."


def test_a_fiche_of_the_town_does_not_pretend_to_cover_another():
    assert not make_fiche().covers(FERRAND)
    assert make_fiche(territoire="france").covers(FERRAND)


def test_a_fiche_is_due_on_its_review_date():
    fiche = make_fiche()

    assert not fiche.is_due(fiche.verifie_le)
    assert fiche.is_due(fiche.a_revoir_le)


def test_a_source_of_another_town_is_only_named_to_its_people():
    there = Source("Ville de Montpellier", "https://www.montpellier.fr", date(2018, 2, 14))
    fiche = make_fiche(ailleurs={"montpellier": {Rubrique.PRESENTATION: "Là-bas."}},
                       sources_ailleurs={"montpellier": (there,)})

    assert fiche.sources_for(("montpellier", "herault")) == (there,)
    assert there not in fiche.sources_for(("clermont-l-herault", "herault"))
