"""What the environment may say."""
import pytest

from bot.settings import Settings


def test_nothing_needs_to_be_set():
    settings = Settings.from_environment({})

    assert settings.database_url.startswith("sqlite:///")
    assert not settings.demo


@pytest.mark.parametrize("port", ["", "abc", "70000", "-1"])
def test_a_wrong_port_is_named(port):
    with pytest.raises(ValueError, match="REPERE_PORT"):
        Settings.from_environment({"REPERE_PORT": port})


def test_sites_are_separated_by_commas():
    settings = Settings.from_environment({"REPERE_SITES": "https://a.fr,https://b.fr"})

    assert settings.sites == {"https://a.fr", "https://b.fr"}
