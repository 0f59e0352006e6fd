"""What the environment may say."""
import re
from dataclasses import replace

import pytest

from bot.settings import ROOT, SECRETS, Settings


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


@pytest.mark.parametrize("name", ["REPERE_PERSON_LIMIT", "REPERE_ADDRESS_LIMIT", "REPERE_HOUSE_LIMIT"])
@pytest.mark.parametrize("value", ["", "0", "-1", "ten", "1.5", "²"])
def test_a_limit_that_is_none_is_named(name, value):
    with pytest.raises(ValueError, match=name):
        Settings.from_environment({name: value})


def test_proxies_are_networks():
    assert Settings.from_environment({"REPERE_PROXIES": "172.18.0.0/16, ::1"}).proxies == {"172.18.0.0/16", "::1"}
    assert "192.168.0.0/16" in Settings.from_environment({}).proxies
    with pytest.raises(ValueError, match="REPERE_PROXIES"):
        Settings.from_environment({"REPERE_PROXIES": "caddy"})


def secret_of(name: str) -> str:
    scheme = "redis://" if name == "REPERE_REDIS_URL" else ""
    return f"{scheme}secret-of-{name.lower()}-{'x' * 32}"


def test_the_address_of_redis_is_checked_and_not_quoted():
    with pytest.raises(ValueError, match="REPERE_REDIS_URL") as refused:
        Settings.from_environment({"REPERE_REDIS_URL": "http://:secret@redis"})
    assert "secret" not in str(refused.value)


def test_no_secret_is_in_what_is_written_of_the_settings(tmp_path):
    given = Settings.from_environment({name: secret_of(name) for name in SECRETS})

    assert "secret-of" not in f"{given} {given!r}"


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_come_from_a_file(tmp_path, name):
    path = tmp_path / "secret"
    path.write_text(secret_of(name) + "\n")

    from_file = Settings.from_environment({f"{name}_FILE": str(path)})

    assert replace(from_file, channels={}) == replace(Settings.from_environment({name: secret_of(name)}), channels={})
    assert from_file.channels.get(name) == secret_of(name)
    with pytest.raises(ValueError, match=f"{name} and {name}_FILE"):
        Settings.from_environment({name: "a", f"{name}_FILE": str(path)})


def test_a_secret_whose_file_is_missing_is_named():
    with pytest.raises(ValueError, match="REPERE_SMS_TOKEN_FILE cannot be read: FileNotFoundError"):
        Settings.from_environment({"REPERE_SMS_TOKEN_FILE": "/nowhere"})


def test_each_setting_that_sounds_secret_may_come_from_a_file():
    """One that is forgotten in the list would be in the environment of the container for all to read."""
    manual = (ROOT / "docs/exploitation.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bREPERE_[A-Z_]*(?:SECRET|TOKEN|PASSWORD|CONSUMER_KEY|_URL)\b", manual))

    assert named - {"REPERE_PUBLIC_URL"} <= set(SECRETS)
