"""Where a person books when it is not here."""
import pytest

from bot.domain.appointment import State
from bot.domain.elsewhere import page_of, state_of
from bot.domain.motif import Engine, Reservation


def lien(address: str) -> Reservation:
    return Reservation(Engine.LIEN, lien=address)


@pytest.mark.parametrize("address", [
    "https://rdv.anct.gouv.fr/org/259/ccas-montpellier", "https://www.rdv-solidarites.fr/prendre_rdv?departement=34",
    "https://demo.rdv.anct.gouv.fr", "HTTPS://RDV.anct.gouv.fr/org/1", "https://www.rdv.numerique.gouv.fr/org/259#haut",
    "https://rdv.anct.gouv.fr/prendre_rdv?organisation_ids[]=259",
])
def test_the_page_of_the_author_is_given_as_it_is(address):
    assert page_of(lien(address)) == address


@pytest.mark.parametrize("address", [
    "", "http://rdv.anct.gouv.fr/org/259", "ftp://rdv.anct.gouv.fr", "rdv.anct.gouv.fr/org/259", "javascript:alert(1)",
    "https://rdv.anct.gouv.fr.example.org/", "https://example.org/?https://rdv.anct.gouv.fr", "https://example.org",
    "https://rdv.anct.gouv.fr@example.org/", "https://moi@rdv.anct.gouv.fr/", "https://rdv.anct.gouv.fr:8443/",
    "https://example.org\\@rdv.anct.gouv.fr/", "https://rdv.anct.gouv.fr\\.example.org/", "https://rdv.anct.gouv.fr/\n",
    "https://rdv.anct.gouv.fr/un deux", "https://rdv.anct.gouv.fr/\"onload=", "https://rdv.anct.gouv.fr/é", "https://[::1",
    "https://rdv.anct.gouv․fr/",
])
def test_another_address_is_refused_in_french(address):
    with pytest.raises(ValueError, match=r"^(Le|Ce) lien .*\.$"):
        page_of(lien(address))


def test_an_organisation_has_its_page():
    there = Reservation(Engine.RDV_SERVICE_PUBLIC, organisation=259)

    assert page_of(there) == "https://rdv.anct.gouv.fr/org/259"
    assert page_of(there, "https://demo.rdv.anct.gouv.fr") == "https://demo.rdv.anct.gouv.fr/org/259"


def test_nowhere_to_book_is_said():
    with pytest.raises(ValueError, match="Il manque « lien » ou « organisation »"):
        page_of(Reservation(Engine.LIEN))


def test_each_of_their_statuses_is_one_of_our_states():
    theirs = ("unknown", "seen", "excused", "revoked", "noshow")

    assert [state_of(one) for one in theirs] == [State.PREVU, State.VU, State.EXCUSE, State.ANNULE, State.ABSENT]
    with pytest.raises(ValueError, match="status"):
        state_of("waiting")
