"""Give Rasa the towns and the places that a message names, as entities."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from bot.domain.territory import Territoires
from bot.nlu.reader import FileReader, read_yaml, town_file, typed
from bot.nlu.structure_names import NamedPlace, StructureNames


class _PlaceExtractor(FileReader):
    """What both extractors share: an entity for what a text names."""

    entity = ""

    def __init__(self, config: Dict[str, Any]) -> None:
        self._territoires = read_territoires(Path(config["territoires"]))

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Paths, from the working directory unless absolute."""
        return {"territoires": "knowledge/territoires.yml"}

    @staticmethod
    def required_packages() -> List[str]:
        """Rasa checks them before training."""
        return ["rapidfuzz", "ruamel.yaml"]

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entity to each message; payloads (« /… ») already say what they mean."""
        for message in messages:
            text = typed(message)
            value = self.find(text) if text else None
            if value:
                self.add(message, self.entity, value)
        return messages

    def find(self, text: str) -> str | None:
        """What a text names, or None."""
        raise NotImplementedError


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CommuneExtractor(_PlaceExtractor):
    """Adds the entity `commune`: the slug of the town named, or of the home town for « ici », « chez nous »."""

    entity = "commune"

    def find(self, text: str) -> str | None:
        """See `Territoires.meant_in`."""
        town = self._territoires.meant_in(text)
        return town.slug if town else None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class StructureExtractor(_PlaceExtractor):
    """Adds the entity `structure`: the id of the place of the directory that is named."""

    entity = "structure"

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Paths, from the working directory unless absolute."""
        return {**_PlaceExtractor.get_default_config(), "annuaire": "knowledge/annuaire"}

    def __init__(self, config: Dict[str, Any]) -> None:
        super().__init__(config)
        places = read_places(Path(config["annuaire"]))
        self._names = StructureNames(places, self._territoires)
        towns = {place.id: self._territoires.by_insee(place.code_insee or "") for place in places
                 if not self._territoires.serves(place.zone, self._territoires.home.slug)}
        self._elsewhere = {identifier: town.slug for identifier, town in towns.items() if town}

    def find(self, text: str) -> str | None:
        """See `StructureNames.find`."""
        return self._names.find(text)

    def process(self, messages: List[Message]) -> List[Message]:
        """A place that only serves another town says which town the message is about, if nothing else does."""
        for message in super().process(messages):
            found = {entity["entity"]: entity["value"] for entity in message.get(ENTITIES) or ()}
            town = self._elsewhere.get(found.get(self.entity, ""))
            if town and CommuneExtractor.entity not in found:
                self.add(message, CommuneExtractor.entity, town)
        return messages


def read_territoires(path: Path) -> Territoires:
    """The towns of `knowledge/territoires.yml`; raises KeyError or ValueError where `bot check` would complain."""
    return Territoires.from_dict(read_yaml(path))


def read_places(folder: Path) -> List[NamedPlace]:
    """The places of `knowledge/annuaire/*.yml`; an entry without a name is left out."""
    return [NamedPlace(str(identifier), entry["nom"], entry.get("code_insee"),
                       tuple(map(str, entry.get("zone_eligibilite") or ())))
            for path in sorted(town_file(str(folder)).glob("*.yml")) for identifier, entry in (read_yaml(path) or {}).items()
            if isinstance(entry, dict) and isinstance(entry.get("nom"), str)]
