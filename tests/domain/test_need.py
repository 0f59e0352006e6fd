"""What a need means: the words that carry it, how well something answers it, the themes it belongs to."""
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.criteria import Criteria, criteria_in, traits_of
from bot.domain.entry import MENTIONED, Entry
from bot.domain.need import Answered, Rarity, at_most, fit, meaningful, root_of
from bot.domain.thematique import Thematique, Thematiques

EVEN = Rarity({}, 10)


@pytest.mark.parametrize(("text", "words"), [
    ("où payer mes impôts ?", ("payer", "impots")),
    ("Part'âges connect", ("partages", "connect")),
    ("l'Échappée", ("echappee",)),
    ("un endroit ouvert aujourd'hui au 34800", ()),
    ("", ()),
])
def test_only_what_says_the_need_is_kept(text, words):
    assert meaningful(text) == words


@pytest.mark.parametrize(("one", "other"), [
    ("declarer", "declaration"), ("hopitaux", "hopital"), ("factures", "facture"), ("impots", "impot"),
])
def test_words_of_one_family_have_one_root(one, other):
    assert root_of(one) == root_of(other)


def roots(text: str) -> list[str]:
    return list(map(root_of, meaningful(text)))


def test_who_answers_just_this_fits_better_than_who_answers_this_among_others():
    just = Answered.of(["colis alimentaire"])
    among = Answered.of(["colis alimentaire et vestiaire solidaire ouvert tous"])

    assert fit(just, roots("colis alimentaire"), EVEN) == pytest.approx(1)
    assert 0 < fit(among, roots("colis alimentaire"), EVEN) < 1


def test_a_description_counts_less_than_a_need():
    said, described = Answered.of(["colis alimentaire"]), Answered.of([], "colis alimentaire")

    assert fit(described, roots("colis alimentaire"), EVEN) < fit(said, roots("colis alimentaire"), EVEN)


@pytest.mark.parametrize("need", ["piscine", "piscine colis chien", ""])
def test_too_little_is_nothing(need):
    assert fit(Answered.of(["colis alimentaire d'urgence"]), roots(need), EVEN) == 0


THEMES = Thematiques({theme.slug: theme for theme in (
    Thematique("food", "Manger", 15, ("aide-alimentaire",), ("colis alimentaire, panier repas", "j'ai faim")),
    Thematique("jobs", "Travailler", 30, (), ("chercher un emploi, du boulot", "faire un CV")),
)})


@pytest.mark.parametrize(("need", "themes"), [
    ("un colis alimentaire", {"food"}), ("boulot", {"jobs"}), ("promener mon chien", set()),
])
def test_a_need_speaks_of_themes(need, themes):
    assert set(THEMES.meant(roots(need))) == themes


def test_a_theme_is_known_by_ear_too():
    assert THEMES.recognised("bouleau") == root_of("boulot")
    assert THEMES.recognised("piscine") is None


def test_a_theme_says_how_far_people_go_and_which_fiche_speaks_of_it():
    assert THEMES.radius_km(["food", "jobs"]) == 30
    assert THEMES.of_fiche("aide-alimentaire") == ("food",)
    assert THEMES.told_by(["panier repas", "tout et rien"]) == ("food",)


@pytest.mark.parametrize(("text", "criteria"), [
    ("un psy gratuit", Criteria(is_free=True)),
    ("un truc qui ne coûte rien", Criteria(is_free=True)),
    ("je suis en fauteuil roulant", Criteria(is_accessible=True)),
    ("quelqu'un qui parle arabe", Criteria(langue="ar")),
    ("en langue des signes", Criteria(langue="fsl")),
    ("un endroit pour les ados", Criteria(publics=("jeunes",))),
    ("une aide pour les personnes âgées", Criteria(publics=("seniors",))),
    ("apprendre l'anglais", Criteria()),
    ("la mairie", Criteria()),
])
def test_what_is_wanted_of_a_place_besides_what_it_does(text, criteria):
    assert criteria_in(text) == criteria


def test_criteria_come_back_from_their_json_shape():
    wanted = Criteria(is_free=True, langue="ar", publics=("jeunes",))
    assert Criteria.from_dict(wanted.to_dict()) == wanted


ROOTS = some.sampled_from("abcdefgh")


def entry(answered: Answered, **known) -> Entry:
    return Entry("one", None, "one", 43.6, 3.4, answered, date(2026, 1, 1), **known)


@given(some.lists(some.frozensets(ROOTS, min_size=1), max_size=4), some.frozensets(ROOTS),
       some.lists(ROOTS, min_size=1, unique=True), some.dictionaries(ROOTS, some.integers(1, 10)))
def test_nothing_fits_better_than_its_marks_promise(phrases, mentioned, wanted, uses):
    answered, rarity = Answered(tuple(phrases), mentioned), Rarity({root: uses.get(root, 1) for root in wanted}, 10)
    marks = {root: least for root, least in entry(answered).marks.items() if root in wanted}
    said = [root for root, least in marks.items() if least != MENTIONED]
    least = min((marks[root] for root in said), default=0)

    assert fit(answered, wanted, rarity) <= at_most(said, marks.keys() - set(said), least, wanted, rarity) + 1e-9


@pytest.mark.parametrize("criteria", [
    Criteria(is_free=True), Criteria(is_accessible=True), Criteria(langue="ar"), Criteria(publics=("jeunes", "femmes")),
    Criteria(publics=("nobody-knows",)), Criteria(),
])
@pytest.mark.parametrize("known", [
    {}, {"is_free": True}, {"is_free": False, "is_accessible": True}, {"langues": ("ar", "fr")}, {"langues": ("en",)},
    {"publics": ("femmes",)}, {"publics": ("tous-publics",)}, {"publics": ("seniors",)}, {"publics": ("nobody-knows",)},
])
def test_what_meets_the_criteria_has_their_traits(criteria, known):
    one = entry(Answered(()), **known)

    has_them = all(traits_of(one, 0) & bits for bits in criteria.traits)
    assert has_them if criteria.met_by(one) else criteria.publics == ("nobody-knows",) or not has_them
