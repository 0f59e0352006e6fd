"""docker-compose.yml and its neighbours: well formed, closed, and agreeing with the program."""
import re
import shutil
import subprocess
from datetime import timedelta

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot.channels.figures import BROKEN, LIMITED, Figures
from bot.services.watch import Readings
from bot.settings import ROOT
from bot.settings_checks import problems
from bot.settings_table import SETTINGS

# Not by ruamel.yaml: once Rasa is imported, it fills ${…} in.
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
_NAMES = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
_WAIT = {"type": "string", "pattern": r"^\d+(s|m)$"}
_STRINGS = {"type": "object", "additionalProperties": {"type": "string"}}
# What we use of the Compose Specification (https://github.com/compose-spec/compose-spec, schema/compose-spec.json).
SCHEMA = {
    "type": "object", "required": ["services"], "additionalProperties": False,
    "patternProperties": {"^x-": {}},
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]*$"},
        "services": {"type": "object", "additionalProperties": {"$ref": "#/$defs/service"}},
        "networks": {"type": "object", "additionalProperties": {
            "type": "object", "additionalProperties": False, "properties": {"internal": {"type": "boolean"}}}},
        "volumes": {"type": "object", "additionalProperties": {"type": "null"}},
        "secrets": {"type": "object", "additionalProperties": {
            "type": "object", "required": ["file"], "additionalProperties": False,
            "properties": {"file": {"type": "string"}}}},
    },
    "$defs": {"service": {
        "type": "object", "additionalProperties": False, "required": ["image"],
        "properties": {
            "image": {"type": "string"}, "build": {"type": "string"}, "user": {"type": "string"},
            "restart": {"enum": ["no", "always", "on-failure", "unless-stopped"]}, "read_only": {"type": "boolean"},
            "cap_drop": _NAMES, "cap_add": _NAMES, "security_opt": _NAMES, "env_file": {"type": "string"},
            "environment": _STRINGS, "secrets": _NAMES, "volumes": _NAMES, "tmpfs": _NAMES, "networks": _NAMES,
            "ports": _NAMES, "command": {"type": "array", "items": {"type": "string"}}, "shm_size": {"type": "string"},
            "stop_grace_period": _WAIT,
            "logging": {"type": "object", "required": ["driver"], "additionalProperties": False,
                        "properties": {"driver": {"type": "string"}, "options": _STRINGS}},
            "depends_on": {"anyOf": [_NAMES, {"type": "object", "additionalProperties": {
                "type": "object", "required": ["condition"], "properties": {"condition": {"enum": [
                    "service_started", "service_healthy", "service_completed_successfully"]}}}}]},
            "healthcheck": {"type": "object", "required": ["test"], "additionalProperties": False, "properties": {
                "test": {"type": "array", "items": {"type": "string"}}, "interval": _WAIT, "timeout": _WAIT,
                "start_period": _WAIT, "retries": {"type": "integer"}}},
            "deploy": {"type": "object", "additionalProperties": False, "properties": {
                "replicas": {"type": "integer"},
                "resources": {"type": "object", "additionalProperties": False, "properties": {
                    "limits": {"type": "object", "additionalProperties": False, "properties": {
                        "cpus": {"type": "string"}, "memory": {"type": "string", "pattern": r"^\d+[mg]$"},
                        "pids": {"type": "integer"}}}}}}},
        }}},
}


def test_the_file_is_one_that_compose_reads():
    Draft202012Validator(SCHEMA).validate(COMPOSE)


def test_compose_itself_accepts_it_where_it_is_installed(tmp_path):
    if not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        pytest.skip("no docker compose here: the schema above is what is checked")
    for name in ("docker-compose.yml", "Dockerfile"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copy(ROOT / "deploy/env.exemple", tmp_path / ".env")
    done = subprocess.run(["docker", "compose", "config", "-q"], cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_closed(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "caddy" else [])
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert "healthcheck" in service or name == "bot", "the bot's is in the Dockerfile"
    # Caddy's image has no user of its own: without capabilities, its root is nobody.
    assert "user" in service or name in ("bot", "caddy")
    assert "ports" not in service or name == "caddy"
    assert service["image"] == "repere" or re.fullmatch(r"[a-z]+:\d+", service["image"])
    assert "privileged" not in service
    assert not any("docker.sock" in volume for volume in service.get("volumes", []))


def test_the_database_and_redis_have_no_way_out():
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert {name for name, service in SERVICES.items() if service["networks"] == ["inside"]} == {"postgres", "redis"}


def test_all_that_is_named_is_there():
    for service in SERVICES.values():
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"])
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (ROOT / source).exists() if source.startswith("./") else source in COMPOSE["volumes"], volume


def test_the_settings_given_are_known_and_have_usable_values():
    given = dict(SERVICES["bot"]["environment"])
    example = dict(line.split("=", 1) for line in (ROOT / "deploy/env.exemple").read_text(encoding="utf-8").splitlines()
                   if line and not line.startswith("#"))
    written = {name: re.sub(r"\$\{(\w+):\?.+\}", lambda found: example[found[1]], value) for name, value in given.items()}

    told = problems({**example, **written})
    assert [one for one in told if "/run/secrets/" not in one] == []
    secret = {setting.name for setting in SETTINGS if setting.is_secret}
    assert not {name for name in [*given, *example] if name in secret} - {"REPERE_REDIS_URL"}, "secrets are given as files"


def test_secrets_are_made_once_and_make_a_usable_key(tmp_path):
    from bot.adapters.cipher import Cipher

    (tmp_path / "deploy").mkdir()
    script = shutil.copy(ROOT / "deploy/secrets.sh", tmp_path / "deploy")

    def make() -> dict[str, str]:
        subprocess.run(["bash", script], check=True, capture_output=True)
        return {path.name: path.read_text().strip() for path in sorted((tmp_path / "secrets").iterdir())}

    made = make()

    assert make() == made
    assert set(made) == set(COMPOSE["secrets"])
    assert Cipher(made["cle"]).hash("x")
    assert made["mot_de_passe_base"] in made["adresse_base"]
    assert problems({"REPERE_DATABASE_URL": made["adresse_base"]}) == []
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0


def test_the_door_shows_neither_measures_nor_readiness_and_writes_no_address_down():
    caddyfile = re.sub(r"#.*", "", (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8"))

    assert re.search(r"@inside path .*/metrics\b.*/pret\b.*\n\s+respond @inside 404", caddyfile)
    assert "Strict-Transport-Security" in caddyfile
    assert "max_size" in caddyfile
    assert not re.search(r"^\s*log\b", caddyfile, re.M)
    assert caddyfile.count("{") == caddyfile.count("}")


def test_each_alert_is_about_a_measure_that_exists_and_is_explained():
    figures = Figures("1")
    figures.turn("web", BROKEN, 0.1)
    figures.turn("web", LIMITED, 0.1)
    told = figures.exposition(Readings(0, timedelta(), 0, 0, {"m": None}), True).decode()
    rules = yaml.safe_load((ROOT / "deploy/alertes.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    manual = (ROOT / "docs/exploitation.md").read_text(encoding="utf-8")

    assert rules
    for rule in rules:
        assert set(re.findall(r"repere_\w+", rule["expr"])) <= set(re.findall(r"^repere_\w+", told, re.M)), rule["alert"]
        assert f"`{rule['alert']}`" in manual
        assert rule["annotations"]["summary"].endswith(".")
