"""Sensible objects for tests: say only what the test is about."""
from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.answer import Source
from bot.domain.fiche import Fiche, Rubrique
from bot.domain.french import PARIS
from bot.domain.motif import Motif

SOURCE = Source("Service-public.fr, F1", "https://www.service-public.gouv.fr/F1", date(2024, 10, 10))


def paris(text: str) -> datetime:
    """« 2026-11-24 14:00 », in Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def make_fiche(**changes: Any) -> Fiche:
    shape: dict[str, Any] = {
        "slug": "domiciliation", "titre": "La domiciliation", "thematique": "logement",
        "territoire": "clermont-l-herault", "sujets": ("la domiciliation",),
        "rubriques": {Rubrique.PRESENTATION: "Une adresse pour votre courrier.", Rubrique.COUT: "C'est gratuit."},
        "sources": (SOURCE,), "verifie_le": date(2026, 11, 21), "a_revoir_le": date(2027, 5, 21),
    }
    return Fiche(**{**shape, **changes})


def make_motif(**changes: Any) -> Motif:
    shape: dict[str, Any] = {
        "slug": "entretien", "nom": "Entretien", "nom_public": "Rendez-vous au CCAS", "sujets": ("domiciliation",),
        "duree": timedelta(minutes=30), "pause": timedelta(0), "lieu": "ccas", "delai_min": timedelta(hours=24),
        "delai_max": timedelta(days=42), "annulation_limite": timedelta(hours=4),
    }
    return Motif(**{**shape, **changes})
