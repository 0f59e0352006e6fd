"""Rasa, imported only when it is loaded: the import alone takes seconds, and the page must not wait for it."""
from __future__ import annotations

import asyncio
import gc
import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.knowledge.folder import open_folder
from bot.adapters.trusted_models import TrustedModels
from bot.bootstrap import Services
from bot.domain.conversation import Reply, Turn
from bot.domain.errors import DialogueUnavailable
from bot.settings import ROOT, Settings

if TYPE_CHECKING:
    from bot.adapters.rasa_agent import RasaDialogue

logger = logging.getLogger(__name__)

_REFUSED = ".refuse"


class LateRasa:
    """Answers with the newest model that loads; one that is trained meanwhile takes its place if it understands as much."""

    def __init__(self, settings: Settings, services: Services) -> None:
        self._settings = settings
        self._services = services
        self._models = TrustedModels(settings.models, settings.model_key_file)
        self._seen = self._settling = _archives(settings.models)
        self._rasa: RasaDialogue | None = None
        self._served: tuple[str, int] | None = None
        self.refused: tuple[str, ...] = ()
        """Why a newer model does not answer, in French."""

    @property
    def is_ready(self) -> bool:
        return self._rasa is not None

    def load(self) -> None:
        """Import and load. Without a model that loads, the keywords stay in charge, and the log says so."""
        import holidays.countries  # noqa: F401  (a second, for whoever would book first)

        for model in self._models.newest_first():
            rasa = self._loaded(model)
            if rasa is not None:
                self._rasa, self._served = rasa, _name(model)
                return
        self.refused = ("Aucun modèle ne peut répondre : lancez « make train ».",)
        logger.error("no model could be loaded: answering with keywords only")

    async def renew(self, anew: bool = False) -> None:
        """Answer with the newest model, if it is another one (`anew`: or the same, which reads knowledge/ again).

        What it is asked goes on meanwhile. One that does not load, or understands less, is set aside.
        """
        found = _archives(self._settings.models)
        is_settled, self._settling = found == self._settling, found  # an archive is written while one looks
        if not anew and (found == self._seen or not is_settled):
            return
        self._seen = found
        newest = await asyncio.to_thread(lambda: next(self._models.newest_first(), None))
        if newest is None or (_name(newest) == self._served and not anew):
            return
        rasa = await asyncio.to_thread(self._loaded, newest)
        is_same = _name(newest) == self._served
        why = "il ne se charge pas" if rasa is None else None if is_same else await self._fails(rasa)
        if why is not None:
            self._set_aside(newest, why)
            return
        self._rasa, self._served, self.refused = rasa, _name(newest), ()
        logger.info("%s answers from now on", newest.name)
        await asyncio.to_thread(gc.collect)  # the model before is full of cycles, and large

    async def ask(self, turn: Turn) -> Reply:
        if self._rasa is None:
            raise DialogueUnavailable
        return await self._rasa.ask(turn)

    def _loaded(self, model: Path) -> RasaDialogue | None:
        begun = time.perf_counter()
        try:
            rasa = load_rasa(self._settings, self._services, model)
        except Exception as error:
            # Whatever a broken archive makes of Rasa: one line, and the next one is tried.
            logger.error("%s could not be loaded: %s", model.name, type(error).__name__)
            return None
        logger.info("Rasa is ready with %s after %.1f s", model.name, time.perf_counter() - begun)
        return rasa

    async def _fails(self, rasa: RasaDialogue) -> str | None:
        """Why a model must not take the place of the one that answers, which passes the same exam at the same moment."""
        from bot.exam import MARGIN, score, sentences

        if self._rasa is None:
            return None
        asked = await asyncio.to_thread(sentences, ROOT)
        new, old = await score(rasa, asked), await score(self._rasa, asked)
        return f"il comprend {new:.0%} des témoins, l'ancien {old:.0%}" if new < old - MARGIN else None

    def _set_aside(self, model: Path, why: str) -> None:
        """Under another name, so that it is not loaded at the next start either."""
        self.refused = (f"Le modèle {model.name} est refusé : {why}. L'ancien répond toujours. Lancez « make train ».",)
        logger.error("%s", self.refused[0])
        try:
            model.rename(model.with_name(model.name + _REFUSED))
        except OSError as error:
            logger.error("%s could not be set aside: %s", model.name, type(error).__name__)
        self._seen = _archives(self._settings.models)  # not tried again by this program


def load_rasa(settings: Settings, services: Services, model: Path | None = None) -> RasaDialogue:
    """The dialogue engine, ready to answer, with this model or the newest. FileNotFoundError if nothing was trained yet."""
    # Before the import, which takes seconds: not for nothing.
    chosen = model or TrustedModels(settings.models, settings.model_key_file).newest()
    from bot.adapters.without_tensorflow import leave_out_tensorflow

    leave_out_tensorflow()
    import actions
    from bot.adapters.rasa_agent import RasaDialogue
    from bot.nlu.reader import files_of_town

    rasa = RasaDialogue(chosen, actions.executor(services), services.clock)
    with files_of_town(open_folder(settings.knowledge)[0].find):
        rasa.load()
    return rasa


def _archives(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Every archive and signature: what changes when a model is trained."""
    stats = [(path.name, path.stat()) for path in folder.glob("*.tar.gz*")]
    return frozenset((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def _name(model: Path) -> tuple[str, int]:
    """What tells two models apart; their dates do not, as `make train` renews that of one which is up to date."""
    return model.name, model.stat().st_size
