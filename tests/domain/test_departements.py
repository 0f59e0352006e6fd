"""The départements: which one a code tells, and whether a point may be there."""
import csv

import pytest

from bot.domain.departements import CORSE, DEPARTEMENTS, departement_of, is_inside
from bot.settings import ROOT

PUBLISHED = ROOT.parent / "shared" / "data" / "annuaire" / "france-services-2022-12-01.csv"
OVERSEAS = {"975", "977", "978", "986", "987", "988"}


@pytest.mark.parametrize(("code", "departement"), [
    ("34079", "34"), ("34800", "34"), ("01004", "01"), ("75056", "75"), ("69123", "69"),
    ("2A004", "2A"), ("2B033", "2B"), ("20000", CORSE), ("20200", CORSE),
    ("97411", "974"), ("97400", "974"), ("97133", "977"), ("97150", "978"), ("97123", "971"),
    ("98735", "987"), ("98800", "988"), ("98600", "986"),
    ("00000", None), ("99100", None), ("96000", None), ("3407", None), ("340790", None), ("", None), ("2C004", None),
    ("98000", None),
])
def test_a_code_tells_the_departement(code, departement):
    assert departement_of(code) == departement


def test_all_101_departements_are_there():
    names = {one.nom for one in DEPARTEMENTS.values()}

    assert len(DEPARTEMENTS.keys() - OVERSEAS - {CORSE}) == 101
    assert len(names) == len(DEPARTEMENTS)
    assert all(code == one.code and one.south < one.north and one.west < one.east for code, one in DEPARTEMENTS.items())


@pytest.mark.parametrize(("latitude", "longitude", "departement"), [
    (43.6277, 3.4343, "34"), (48.8566, 2.3522, "75"), (48.8330, 2.4330, "75"), (41.9267, 8.7369, "2A"),
    (42.7028, 9.45, "2B"), (41.9267, 8.7369, CORSE), (42.7028, 9.45, CORSE), (48.4500, -5.0900, "29"),
    (46.7100, -2.3300, "85"),
    (16.2415, -61.5331, "971"), (14.6161, -61.0588, "972"), (4.9224, -52.3135, "973"), (-20.8823, 55.4504, "974"),
    (46.7811, -56.1764, "975"), (-12.7806, 45.2278, "976"), (17.8962, -62.8498, "977"), (18.0675, -63.0822, "978"),
    (-13.2825, -176.1736, "986"), (-17.5516, -149.5585, "987"), (-22.2758, 166.4580, "988"), (-22.6000, 167.4800, "988"),
])
def test_a_town_is_in_its_departement(latitude, longitude, departement):
    assert is_inside(latitude, longitude, departement)


@pytest.mark.parametrize(("latitude", "longitude", "departement"), [
    (48.8566, 2.3522, "34"), (3.4343, 43.6277, "34"), (0.0, 0.0, "34"), (43.6277, -3.4343, "34"), (41.9267, 8.7369, "34"),
    (44.5, 3.4, "34"), (-20.8823, 55.4504, "976"), (float("nan"), 3.4, "34"),
])
def test_a_point_elsewhere_is_not(latitude, longitude, departement):
    assert not is_inside(latitude, longitude, departement)


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published file is not on this machine")
def test_every_point_of_the_france_services_list_is_in_its_departement():
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        placed = [row for row in csv.DictReader(file) if row["insee_com"] and row["latitude"]]

    outside = [row["lib_fs"] for row in placed if (code := departement_of(row["insee_com"]))
               and not is_inside(float(row["latitude"]), float(row["longitude"]), code)]

    assert len(placed) > 2600
    assert outside == []
