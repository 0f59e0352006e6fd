"""What a booking asks of a person is read, and nothing else is taken for it."""
import pytest

from bot.domain.personal_data import (
    corrected_prenom,
    find_phone,
    find_prenom,
    mobile_address,
    speaks_for_other,
)


@pytest.mark.parametrize(("text", "phone"), [
    ("06 12 34 56 78", "0612345678"), ("c'est le +33 6 12 34 56 78", "0612345678"), ("061234567", None), ("non", None),
])
def test_a_phone_number_is_read_as_ten_digits(text, phone):
    assert find_phone(text) == phone


@pytest.mark.parametrize(("text", "prenom"), [
    ("Marie", "Marie"), ("moi c'est marie", "Marie"), ("je m'appelle jean-luc", "Jean-luc"), ("je mapelle ali", "Ali"),
    ("Fatima El Amrani", "Fatima El Amrani"), ("prénom : Zoé", "Zoé"), ("c'est Inès", "Inès"), ("محمد", "محمد"),
    ("c'est où ?", None), ("c ou", None), ("annule", None), ("oui", None), ("non merci", None), ("2", None),
    ("quels papiers", None), ("les gendarmes arrivent, je peux garder le rdv", None), ("combien ça coûte", None),
])
def test_a_first_name_is_not_mistaken_for_a_question(text, prenom):
    assert find_prenom(text) == prenom


@pytest.mark.parametrize(("text", "prenom"), [
    ("non c'est Fatou", "Fatou"), ("non c'est fatou pas ali", "Fatou"), ("je m'appelle Léa", "Léa"),
    ("mon prénom c'est jean-marc", "Jean-marc"), ("je me suis trompé, mon prénom est Karim", "Karim"),
    ("elle s'appelle Rose", "Rose"), ("pardon, son prénom est Aïcha, pas Ali", "Aïcha"),
    ("c'est bon", None), ("non c'est trop tard", None), ("non", None), ("oui c'est ça", None), ("non c'est mardi", None),
    ("c'est pour ma mère", None), ("je suis pas disponible", None), ("ok c'est parfait", None), ("c'est où ?", None),
])
def test_a_wrong_first_name_is_corrected_and_nothing_else_is_taken_for_one(text, prenom):
    assert corrected_prenom(text, "Ali") == prenom


@pytest.mark.parametrize(("text", "is_for_other"), [
    ("c'est pour ma mère", True), ("un rdv pr mon fils", True), ("rdv pour mon voisin qui marche mal", True),
    ("pour ma grand-mère", True), ("pour la dame que j'aide", True), ("pour mon courrier", False),
    ("pour mes dettes", False), ("pour la domiciliation", False), ("pour ma belle-sœur", True),
])
def test_who_books_for_somebody_else_is_heard(text, is_for_other):
    assert speaks_for_other(text) is is_for_other


@pytest.mark.parametrize(("telephone", "address"), [
    ("0612345678", "+33612345678"), ("0712345678", "+33712345678"), ("0467960000", None), ("0912345678", None)])
def test_only_a_mobile_gets_sms(telephone, address):
    assert mobile_address(telephone) == address
