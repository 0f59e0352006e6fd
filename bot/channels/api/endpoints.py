"""The doors of the API, each described once: what it answers, what may be asked, and an example of a question."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from bot.channels.api.parameters import AROUND, COMMUNE, OF_SERVICES, PAGES, SOURCES, Parameter

_OF_STRUCTURES = (COMMUNE, SOURCES, *PAGES)


@dataclass(frozen=True)
class Endpoint:
    """One door. `answer` names the schema of what it gives, `shown` the parameters of the example that people are shown."""

    name: str
    path: str
    summary: str
    description: str
    answer: str
    parameters: tuple[Parameter, ...] = ()
    shown: tuple[str, ...] = ()

    @property
    def has_id(self) -> bool:
        """Whether it gives one record, by its id."""
        return "{id}" in self.path

    @property
    def is_paged(self) -> bool:
        """Whether it gives many of them, page by page."""
        return all(one in self.parameters for one in PAGES)

    def example(self, examples: Mapping[str, Any]) -> str:
        """The address of an example. `examples` are values by name of parameter, and ids by name of endpoint."""
        known = {**{one.name: one.example for one in self.parameters}, **examples}
        path = self.path.replace("{id}", quote(str(examples.get(self.name)), safe=""))
        return f"{path}?{urlencode({name: known[name] for name in self.shown})}" if self.shown else path


ENDPOINTS = (
    Endpoint("chercher_services", "/api/v1/search/services", "Chercher des services autour d'un lieu",
             "Les services à 50 km au plus, du plus proche au plus loin, puis ceux qui n'ont pas de distance. Le lieu est "
             "« lat » et « lon », sinon « code_commune », sinon la commune de l'assistant. Avec une commune, seuls viennent "
             "les services ouverts à ses habitants, et aussi ceux qui se rendent à distance.", "ServiceTrouve",
             (COMMUNE, *AROUND, *OF_SERVICES, *PAGES), ("code_commune", "recherche")),
    Endpoint("lister_services", "/api/v1/services", "Lister les services",
             "Tous les services, toujours dans le même ordre.", "Service", (COMMUNE, *OF_SERVICES, *PAGES),
             ("thematiques", "size")),
    Endpoint("lire_service", "/api/v1/services/{id}", "Lire un service", "Un service et sa structure.", "ServiceDetaille"),
    Endpoint("lister_structures", "/api/v1/structures", "Lister les structures",
             "Toutes les structures, toujours dans le même ordre. « doublons » : les autres fiches du même lieu.",
             "StructureListee", _OF_STRUCTURES, ("code_commune",)),
    Endpoint("lire_structure", "/api/v1/structures/{id}", "Lire une structure",
             "Une structure, les autres fiches du même lieu et ses services.", "StructureDetaillee"),
    Endpoint("lister_sources", "/api/v1/sources", "Lister les sources", "Qui publie les fiches.", "Source"),
)
