"""The year in ten sentences, for people who read no table."""
from __future__ import annotations

from collections.abc import Mapping

from bot.domain.asked import WITHOUT_FICHE, Outcome
from bot.domain.french import MOIS, NBSP, capital, say_list
from bot.domain.small_counts import NOUGHT, UNKNOWN, Figure
from bot.services.needs_report import Needs, Row, Table

Tables = Mapping[str, Table]
_FIRST = 3


def sentences(needs: Needs) -> list[str]:
    """Ten to twelve; what is not known is left out. Empty as long as nothing may be shown."""
    if not needs.whole.low:
        return []
    tables = needs.tables
    made = [_whole(needs), _busiest(needs), _ranked(tables, "canaux", "Elles sont surtout venues par :"),
            _ranked(tables, "themes", "Les thèmes les plus demandés :"),
            _ranked(tables, "sujets", "Les sujets les plus demandés :"),
            _ranked(tables, "rubriques", "Ce que les gens veulent savoir d'abord :"), _towns(tables), _when(tables),
            _missed(tables), _people(tables), _useful(tables), _urgences(needs)]
    return [sentence for sentence in made if sentence]


def _whole(needs: Needs) -> str:
    told = _demands(needs.whole)
    year = needs.period.start.year
    is_over = needs.until.end == needs.period.end
    span = f"En {year}" if is_over else f"Jusqu'à fin {MOIS[needs.until.start.month - 1]} {year}"
    more = f" ({needs.change.said} par rapport à l'année d'avant)" if needs.change else ""
    return f"{span}, l'assistant a reçu {told}{more}."


def _busiest(needs: Needs) -> str:
    months = [row for row in needs.months if row.key.startswith(needs.period.slug) and row.figure.is_exact]
    if len(months) < 2:
        return ""
    most = max(months, key=lambda row: row.figure.low)
    return f"Le mois le plus chargé a été {most.label}, avec {_demands(most.figure)}."


def _ranked(tables: Tables, slug: str, opening: str) -> str:
    return _listed(opening, _top(tables, slug))


def _towns(tables: Tables) -> str:
    named = [row for row in _top(tables, "communes", _FIRST + 1) if row.key]
    return _listed("Les communes les plus citées :", named[:_FIRST])


def _when(tables: Tables) -> str:
    """When counters are closed, the assistant answers."""
    if "heures" not in tables or tables["heures"].is_hidden:
        return ""
    evening = tables["heures"].row("soir") + tables["heures"].row("matin")
    weekend = tables["jours"].row("5") + tables["jours"].row("6")
    told = ((evening, f"avant 8{NBSP}h ou après 20{NBSP}h"), (weekend, "le week-end"))
    said = [f"{figure.said} {words}" for figure, words in told if figure != UNKNOWN]
    return f"Des demandes arrivent guichets fermés : {say_list(said)}." if said else ""


def _missed(tables: Tables) -> str:
    told = [(Outcome.SANS_REPONSE.value, "n'ont pas été comprises"), (WITHOUT_FICHE, "portaient sur un sujet sans fiche"),
            (Outcome.HORS_SUJET.value, "étaient hors sujet")]
    said = [f"{figure.said} {words}" for key, words in told if (figure := _outcome(tables, key)).low]
    return f"Parmi les demandes, {say_list(said)}." if said else ""


def _people(tables: Tables) -> str:
    human, booked = _outcome(tables, Outcome.HUMAIN.value), _outcome(tables, Outcome.RENDEZ_VOUS.value)
    said = [f"{human.said} fois, quelqu'un a demandé une personne"] if human.low else []
    said += [f"{booked.said} fois, un rendez-vous a été pris ou déplacé"] if booked.low else []
    return f"{capital(say_list(said))}." if said else ""


def _useful(tables: Tables) -> str:
    if "utiles" not in tables:
        return ""
    yes, no = tables["utiles"].whole, tables["inutiles"].whole
    if not (yes.low or no.low):
        return ""
    return f"Quand on le leur a demandé, les gens ont jugé la réponse utile {yes.said} fois, et inutile {no.said} fois."


def _urgences(needs: Needs) -> str:
    if needs.urgences is None or needs.urgences == NOUGHT:
        return ""
    return f"Appels à l'aide qui ont reçu un numéro d'urgence : {needs.urgences.said}."


def _outcome(tables: Tables, key: str) -> Figure:
    return tables["suites"].row(key) if "suites" in tables else UNKNOWN


def _top(tables: Tables, slug: str, count: int = _FIRST) -> list[Row]:
    return tables[slug].shown[:count] if slug in tables else []


def _listed(opening: str, rows: list[Row]) -> str:
    return f"{opening} {say_list([f'{row.label} ({row.figure.said})' for row in rows])}." if rows else ""


def _demands(figure: Figure) -> str:
    return f"{figure.said} demande{'s' if figure.high != 1 else ''}"
