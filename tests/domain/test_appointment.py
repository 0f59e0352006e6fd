"""Codes, drafts and motifs."""
import pytest

from bot.domain.appointment import Creneau, find_code, new_code
from bot.domain.booking_draft import BookingDraft
from tests.builders import make_motif, paris

CRENEAU = Creneau(paris("2026-11-24 09:00"), paris("2026-11-24 09:30"), "a")


@pytest.mark.parametrize("given", ["", "TTT 736", "AAC 222"])
def test_a_code_is_found_again_however_it_is_written(given):
    code = given or new_code()

    assert find_code(f"bonjour mon code c'est {code.lower()} merci") == code
    assert find_code(code.replace(" ", "")) == code


@pytest.mark.parametrize("text", ["annuler mon rdv", "le 12/03/2026", "34800", "je veux venir a 14h", ""])
def test_ordinary_words_are_no_code(text):
    assert find_code(text) is None


@pytest.mark.parametrize(("draft", "awaited"), [
    (BookingDraft(), "motif"),
    (BookingDraft(motif="m"), "creneau"),
    (BookingDraft(motif="m", creneau=CRENEAU), "prenom"),
    (BookingDraft(motif="m", creneau=CRENEAU, prenom="Ali"), "telephone"),
    (BookingDraft(motif="m", creneau=CRENEAU, prenom="Ali", wants_telephone=False), "confirmation"),
    (BookingDraft(motif="m", creneau=CRENEAU, prenom="Ali", telephone="0612345678"), "confirmation"),
])
def test_a_draft_knows_what_it_still_waits_for(draft, awaited):
    assert draft.awaiting == awaited


def test_a_motif_is_recognised_by_its_subjects_whatever_the_accents():
    motif = make_motif(sujets=("élection de domicile",))

    assert motif.longest_named_in("rdv pour une ELECTION DE DOMICILE svp") == len("élection de domicile")
    assert not motif.longest_named_in("rdv pour ma mère")
