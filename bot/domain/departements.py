"""The départements of France: their names, and the box of latitudes and longitudes that each fits in.

Sources: INSEE's Code officiel géographique for codes and names; the boxes surround the contours published in the npm package
@amcharts/amcharts5-geodata 5.1.6, 0.1 to 0.2 degree wider on every side (more around Nouvelle-Calédonie and
Wallis-et-Futuna, whose small islands are not drawn). Checked against the points of two national lists of 2022: France
services and « conseillers numériques ».
"""
from __future__ import annotations

import re
from typing import Mapping, NamedTuple

CORSE = "20"  # what a postcode tells of Corsica: either of its two départements
_CODE = re.compile(r"(97|98)\d{3}|2[AB]\d{3}|(?!00)\d{5}")
_OWN_POSTCODES = {"97133": "977", "97150": "978"}  # Saint-Barthélemy and Saint-Martin kept those of Guadeloupe


class Departement(NamedTuple):
    """Code, name, and in degrees the least and greatest latitude and longitude."""

    code: str
    nom: str
    south: float
    north: float
    west: float
    east: float


# Regions since 2016 (law of 16 January 2015), as slugs, and the départements of each.
_REGIONS = {
    "auvergne-rhone-alpes": "01 03 07 15 26 38 42 43 63 69 73 74", "bourgogne-franche-comte": "21 25 39 58 70 71 89 90",
    "bretagne": "22 29 35 56", "centre-val-de-loire": "18 28 36 37 41 45", "corse": "2A 2B",
    "grand-est": "08 10 51 52 54 55 57 67 68 88", "hauts-de-france": "02 59 60 62 80",
    "ile-de-france": "75 77 78 91 92 93 94 95", "normandie": "14 27 50 61 76",
    "nouvelle-aquitaine": "16 17 19 23 24 33 40 47 64 79 86 87", "occitanie": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "pays-de-la-loire": "44 49 53 72 85", "provence-alpes-cote-d-azur": "04 05 06 13 83 84",
    "guadeloupe": "971", "martinique": "972", "guyane": "973", "la-reunion": "974", "mayotte": "976",
}


def region_of(departement: str) -> str | None:
    """The slug of the region of a département (« 34 » → « occitanie »); None where there is none (« 988 »)."""
    return next((region for region, codes in _REGIONS.items() if departement in codes.split()), None)


def departement_of(code: str) -> str | None:
    """The code of the département of an INSEE code or a postcode (« 34079 » → « 34 », « 97411 » → « 974 »), or None.

    A postcode of Corsica gives CORSE. A postcode may serve a few towns of the next département: it proves nothing.
    """
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    departement = _OWN_POSTCODES.get(code) or code[:3 if found[1] else 2]
    return departement if departement in DEPARTEMENTS else None


def is_inside(latitude: float, longitude: float, departement: str) -> bool:
    """Whether a point may be in a département. KeyError if there is none with that code."""
    _, _, south, north, west, east = DEPARTEMENTS[departement]
    return south <= latitude <= north and west <= longitude <= east


DEPARTEMENTS: Mapping[str, Departement] = {
    one.code: one for one in (
        Departement("01", "Ain", 45.5, 46.7, 4.6, 6.3),
        Departement("02", "Aisne", 48.7, 50.2, 2.8, 4.4),
        Departement("03", "Allier", 45.8, 47.0, 2.1, 4.1),
        Departement("04", "Alpes-de-Haute-Provence", 43.5, 44.8, 5.3, 7.1),
        Departement("05", "Hautes-Alpes", 44.0, 45.3, 5.3, 7.2),
        Departement("06", "Alpes-Maritimes", 43.3, 44.5, 6.5, 7.9),
        Departement("07", "Ardèche", 44.1, 45.5, 3.7, 5.0),
        Departement("08", "Ardennes", 49.1, 50.3, 3.9, 5.5),
        Departement("09", "Ariège", 42.4, 43.5, 0.7, 2.3),
        Departement("10", "Aube", 47.8, 48.9, 3.2, 5.0),
        Departement("11", "Aude", 42.5, 43.6, 1.5, 3.4),
        Departement("12", "Aveyron", 43.5, 45.1, 1.7, 3.6),
        Departement("13", "Bouches-du-Rhône", 43.0, 44.1, 4.1, 6.0),
        Departement("14", "Calvados", 48.6, 49.6, -1.3, 0.6),
        Departement("15", "Cantal", 44.5, 45.6, 1.9, 3.5),
        Departement("16", "Charente", 45.0, 46.3, -0.6, 1.1),
        Departement("17", "Charente-Maritime", 44.9, 46.5, -1.7, 0.2),
        Departement("18", "Cher", 46.3, 47.8, 1.6, 3.2),
        Departement("19", "Corrèze", 44.8, 45.9, 1.1, 2.7),
        Departement("2A", "Corse-du-Sud", 41.2, 42.5, 8.4, 9.6),
        Departement("2B", "Haute-Corse", 41.7, 43.2, 8.4, 9.7),
        Departement(CORSE, "Corse", 41.2, 43.2, 8.4, 9.7),
        Departement("21", "Côte-d'Or", 46.7, 48.2, 3.9, 5.7),
        Departement("22", "Côtes-d'Armor", 47.9, 49.0, -3.8, -1.8),
        Departement("23", "Creuse", 45.5, 46.6, 1.2, 2.8),
        Departement("24", "Dordogne", 44.4, 45.9, -0.2, 1.6),
        Departement("25", "Doubs", 46.4, 47.7, 5.6, 7.2),
        Departement("26", "Drôme", 44.0, 45.5, 4.5, 6.0),
        Departement("27", "Eure", 48.5, 49.6, 0.1, 2.0),
        Departement("28", "Eure-et-Loir", 47.8, 49.1, 0.6, 2.1),
        Departement("29", "Finistère", 47.6, 48.9, -5.3, -3.2),
        Departement("30", "Gard", 43.3, 44.6, 3.1, 5.0),
        Departement("31", "Haute-Garonne", 42.5, 44.1, 0.3, 2.2),
        Departement("32", "Gers", 43.2, 44.2, -0.4, 1.3),
        Departement("33", "Gironde", 44.0, 45.7, -1.4, 0.5),
        Departement("34", "Hérault", 43.1, 44.1, 2.4, 4.3),
        Departement("35", "Ille-et-Vilaine", 47.5, 48.9, -2.4, -0.9),
        Departement("36", "Indre", 46.2, 47.4, 0.7, 2.4),
        Departement("37", "Indre-et-Loire", 46.6, 47.9, -0.1, 1.5),
        Departement("38", "Isère", 44.5, 46.0, 4.6, 6.5),
        Departement("39", "Jura", 46.1, 47.5, 5.1, 6.4),
        Departement("40", "Landes", 43.3, 44.7, -1.7, 0.3),
        Departement("41", "Loir-et-Cher", 47.0, 48.3, 0.4, 2.4),
        Departement("42", "Loire", 45.1, 46.4, 3.5, 4.9),
        Departement("43", "Haute-Loire", 44.6, 45.6, 2.9, 4.6),
        Departement("44", "Loire-Atlantique", 46.7, 48.0, -2.7, -0.8),
        Departement("45", "Loiret", 47.3, 48.5, 1.4, 3.3),
        Departement("46", "Lot", 44.1, 45.2, 0.8, 2.4),
        Departement("47", "Lot-et-Garonne", 43.8, 44.9, -0.3, 1.2),
        Departement("48", "Lozère", 44.0, 45.1, 2.8, 4.1),
        Departement("49", "Maine-et-Loire", 46.8, 48.0, -1.5, 0.4),
        Departement("50", "Manche", 48.3, 49.9, -2.1, -0.6),
        Departement("51", "Marne", 48.4, 49.6, 3.2, 5.2),
        Departement("52", "Haute-Marne", 47.4, 48.8, 4.5, 6.0),
        Departement("53", "Mayenne", 47.6, 48.7, -1.4, 0.1),
        Departement("54", "Meurthe-et-Moselle", 48.2, 49.7, 5.3, 7.3),
        Departement("55", "Meuse", 48.3, 49.8, 4.7, 6.0),
        Departement("56", "Morbihan", 47.1, 48.4, -3.9, -1.9),
        Departement("57", "Moselle", 48.4, 49.7, 5.7, 7.8),
        Departement("58", "Nièvre", 46.5, 47.7, 2.7, 4.4),
        Departement("59", "Nord", 49.8, 51.2, 1.9, 4.4),
        Departement("60", "Oise", 48.9, 49.9, 1.5, 3.3),
        Departement("61", "Orne", 48.0, 49.1, -1.0, 1.1),
        Departement("62", "Pas-de-Calais", 49.9, 51.2, 1.4, 3.3),
        Departement("63", "Puy-de-Dôme", 45.1, 46.4, 2.2, 4.1),
        Departement("64", "Pyrénées-Atlantiques", 42.6, 43.7, -1.9, 0.2),
        Departement("65", "Hautes-Pyrénées", 42.5, 43.8, -0.5, 0.8),
        Departement("66", "Pyrénées-Orientales", 42.2, 43.1, 1.6, 3.3),
        Departement("67", "Bas-Rhin", 48.0, 49.2, 6.8, 8.4),
        Departement("68", "Haut-Rhin", 47.3, 48.5, 6.7, 7.8),
        Departement("69", "Rhône", 45.3, 46.5, 4.1, 5.3),
        Departement("70", "Haute-Saône", 47.1, 48.2, 5.2, 7.0),
        Departement("71", "Saône-et-Loire", 46.0, 47.3, 3.5, 5.6),
        Departement("72", "Sarthe", 47.4, 48.6, -0.6, 1.1),
        Departement("73", "Savoie", 44.9, 46.1, 5.5, 7.3),
        Departement("74", "Haute-Savoie", 45.5, 46.6, 5.7, 7.2),
        Departement("75", "Paris", 48.7, 49.0, 2.1, 2.6),
        Departement("76", "Seine-Maritime", 49.1, 50.2, -0.1, 1.9),
        Departement("77", "Seine-et-Marne", 48.0, 49.3, 2.2, 3.7),
        Departement("78", "Yvelines", 48.3, 49.2, 1.3, 2.4),
        Departement("79", "Deux-Sèvres", 45.8, 47.3, -1.0, 0.4),
        Departement("80", "Somme", 49.4, 50.5, 1.2, 3.4),
        Departement("81", "Tarn", 43.2, 44.4, 1.4, 3.1),
        Departement("82", "Tarn-et-Garonne", 43.6, 44.5, 0.6, 2.2),
        Departement("83", "Var", 42.9, 44.0, 5.5, 7.1),
        Departement("84", "Vaucluse", 43.5, 44.6, 4.5, 5.9),
        Departement("85", "Vendée", 46.1, 47.2, -2.5, -0.4),
        Departement("86", "Vienne", 45.9, 47.3, -0.3, 1.4),
        Departement("87", "Haute-Vienne", 45.3, 46.5, 0.5, 2.1),
        Departement("88", "Vosges", 47.7, 48.7, 5.2, 7.3),
        Departement("89", "Yonne", 47.2, 48.6, 2.7, 4.5),
        Departement("90", "Territoire de Belfort", 47.3, 48.0, 6.6, 7.3),
        Departement("91", "Essonne", 48.1, 48.9, 1.8, 2.7),
        Departement("92", "Hauts-de-Seine", 48.6, 49.1, 2.0, 2.5),
        Departement("93", "Seine-Saint-Denis", 48.7, 49.2, 2.1, 2.8),
        Departement("94", "Val-de-Marne", 48.5, 49.0, 2.2, 2.8),
        Departement("95", "Val-d'Oise", 48.8, 49.4, 1.5, 2.7),
        Departement("971", "Guadeloupe", 15.7, 16.7, -62.0, -60.9),
        Departement("972", "Martinique", 14.2, 15.0, -61.4, -60.7),
        Departement("973", "Guyane", 2.0, 5.9, -54.7, -51.5),
        Departement("974", "La Réunion", -21.5, -20.7, 55.1, 56.0),
        Departement("975", "Saint-Pierre-et-Miquelon", 46.7, 47.2, -56.5, -56.1),
        Departement("976", "Mayotte", -13.1, -12.6, 44.9, 45.4),
        Departement("977", "Saint-Barthélemy", 17.7, 18.1, -63.0, -62.6),
        Departement("978", "Saint-Martin", 17.9, 18.3, -63.3, -62.9),
        Departement("986", "Wallis-et-Futuna", -14.5, -13.0, -178.3, -176.0),
        Departement("987", "Polynésie française", -28.1, -7.7, -154.9, -134.3),
        Departement("988", "Nouvelle-Calédonie", -22.9, -19.5, 163.5, 168.3),
    )
}
