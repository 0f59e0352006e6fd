"""Whether there is a model to test with."""
import os

import pytest

from bot.adapters.trusted_models import TrustedModels
from bot.settings import Settings


def needs_a_model(settings: Settings) -> None:
    """Skip without a model that these settings trust; in CI, fail."""
    try:
        TrustedModels(settings.models, settings.model_key_file).newest()
    except FileNotFoundError as missing:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(str(missing))
