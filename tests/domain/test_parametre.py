"""A value is said with its date, and never as current once it has ended."""
from datetime import date

import pytest

from bot.domain.parametre import Parametre, Valeur, fill
from tests.builders import SOURCE

TODAY = date(2026, 11, 21)


def make(unite: str, valeur, confiance="A", until=None, since=date(2026, 4, 1)) -> Parametre:
    return Parametre("cle", "Libellé", unite, (Valeur(since, valeur, SOURCE, until),), confiance)


@pytest.mark.parametrize(("parametre", "said"), [
    (make("euros", 651.69), "651,69 € au 1er avril 2026"),
    (make("euros_par_mois", 1043.59), "1 043,59 € par mois au 1er avril 2026"),
    (make("mois", 2), "2 mois"), (make("ans", 1), "1 an"), (make("ans", (12, 25)), "12 à 25 ans"),
    (make("heures_par_semaine", 15), "15 heures par semaine"), (make("texte", "Cerfa 16029*01"), "Cerfa 16029*01"),
    (make("mois", 2, confiance="B"), "2 mois (à confirmer)"),
    (make("euros", 10339, until=date(2026, 3, 31), since=date(2025, 4, 1)),
     "10 339 € (valeur jusqu'au 31 mars 2026, elle a pu changer)"),
])
def test_how_a_value_is_said(parametre, said):
    assert parametre.say(TODAY).replace("\u00a0", " ") == said


def test_the_value_in_force_is_the_latest_that_has_begun():
    old, new = Valeur(date(2025, 4, 1), 646.52, SOURCE), Valeur(date(2026, 4, 1), 651.69, SOURCE)
    rsa = Parametre("montant", "RSA", "euros", (old, new))

    assert rsa.on(date(2026, 3, 31)) is old
    assert rsa.on(TODAY) is new


def test_an_unknown_value_is_an_error_not_a_hole():
    def nothing(domaine: str, cle: str) -> str:
        raise KeyError(cle)

    with pytest.raises(KeyError):
        fill("sous {{ rsa.inconnu }}", nothing)
