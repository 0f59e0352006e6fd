"""What the environment may say."""
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from bot.settings import ROOT, SECRETS, Settings
from bot.settings_checks import problems
from bot.settings_table import SETTINGS, as_markdown


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


def test_the_page_for_technicians_has_the_table_of_the_settings():
    manual = (ROOT / "docs/exploitation.md").read_text(encoding="utf-8")

    assert as_markdown() in manual, "write it again: python -m bot.settings_table"


def test_each_setting_that_is_read_is_in_the_table():
    read = {name for path in (ROOT / "bot").glob("**/*.py") if path.name != "settings_table.py"
            for name in re.findall(r"\bREPERE_[A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8"))}
    known = {setting.name for setting in SETTINGS}

    assert {name for name in read if name not in known and name.removesuffix("_FILE") not in known
            and not any(one.startswith(f"{name}_") for one in known)} == set()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_default_is_a_value_that_is_accepted(setting):
    assert setting.kind.accepts("" if setting.default == "vide" else setting.default)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_what_is_refused_later_is_refused_at_start_in_french(setting):
    """A value that the table lets through must be one that the program can be built with."""
    for value in ("", " ", "abc", "-1", "70000", "2", "http//x", "https://", "ftp://a.fr", "²", "1e9", "é,é"):
        told = problems({setting.name: value})
        try:
            assert isinstance(Settings.from_environment({setting.name: value}).sms_cap, int)
        except ValueError:
            assert told
        assert all(setting.name in one or "manque" in one for one in told)


@pytest.mark.parametrize(("environment", "said"), [
    ({"REPERE_PORT": "80a"}, "REPERE_PORT : « 80a » ne convient pas. Il faut un nombre entier de 0 à 65535."),
    ({"REPERE_PROT": "80"}, "REPERE_PROT n'est pas un réglage connu. Vouliez-vous écrire REPERE_PORT ?"),
    ({"REPERE_XYZZY_42": "80"}, "REPERE_XYZZY_42 n'est pas un réglage connu. Retirez-le."),
    ({"REPERE_LOGS": "xml"}, "REPERE_LOGS : « xml » ne convient pas. Il faut un de ces mots : texte, json."),
    ({"REPERE_METRICS_TOKEN": "petit"},
     "REPERE_METRICS_TOKEN : la valeur donnée ne convient pas. Il faut un secret de 32 caractères ou plus, ou rien."),
    ({"REPERE_METRICS_TOKEN_FILE": "/nulle/part"},
     "REPERE_METRICS_TOKEN_FILE : le fichier « /nulle/part » ne peut pas être lu. Vérifiez le chemin et les droits."),
    ({"REPERE_SMS_PROVIDER": "twilio", "REPERE_SMS_ACCOUNT": "AC1", "REPERE_SMS_TOKEN": "t"},
     "REPERE_SMS_NUMBER manque : il le faut pour envoyer des SMS par twilio."),
])
def test_what_is_wrong_is_said_in_french(environment, said):
    assert problems(environment) == [said]


def test_nothing_is_wrong_with_nothing_nor_with_what_is_not_ours():
    assert problems({"PATH": "/bin", "HOME": "/root"}) == []


def test_everything_wrong_is_said_at_once_and_no_secret_is_repeated(tmp_path):
    done = subprocess.run([sys.executable, "-W", "ignore", "-m", "bot", "check"], cwd=ROOT, capture_output=True, text=True,
                          env={"REPERE_PORT": "0x", "REPERE_DATABASE_URL": "mysql://u:canari@h/d", "REPERE_NIMPORTE": "1"})

    assert done.returncode == 2
    assert [name in done.stderr for name in ("REPERE_PORT", "REPERE_DATABASE_URL", "REPERE_NIMPORTE")] == [True] * 3
    assert "canari" not in done.stderr
