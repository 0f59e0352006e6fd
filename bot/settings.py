"""What differs from one machine to another: read once from the environment, nowhere else."""
from __future__ import annotations

import os
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Mapping

from bot.settings_table import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
_SHORTEST_SECRET = 32
_SMS_CAP = "500"
# A proxy of a small town stands on the same machine or in a private network.
_PRIVATE = "127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"
# Each may be given as the path of a file that holds it: `REPERE_SMS_TOKEN_FILE` instead of `REPERE_SMS_TOKEN`.
SECRETS = tuple(setting.name for setting in SETTINGS if setting.is_secret)


def version() -> str:
    """Of this program: the newest heading of CHANGELOG.md."""
    headings = (line for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines() if line.startswith("## "))
    return next(headings).removeprefix("## ").strip()


@dataclass(frozen=True)
class Settings:
    """`demo` seeds an agenda where nobody will be waiting. `sites` are the origins that may embed the widget.

    `public_url` is this site as others reach it, without a final slash. `rdv_…`: the access to RDV Service Public, if the
    town has one; the secret signs what is sent to us. `channels`: what each channel reads for itself. `proxies`: the
    networks whose word is taken for where visitors come from. The limits: messages of a person and of a network address in
    a minute, of everybody in a second. `redis_url`: where several programs wait for each other, if there are several.
    `logs`: « texte » or « json ». `metrics_token`: what whoever reads the measures from elsewhere has to show.
    """

    database_url: str = field(repr=False)
    key_file: Path
    model_key_file: Path = ROOT / "var" / "models.key"
    knowledge: Path = ROOT / "knowledge"
    models: Path = ROOT / "models"
    host: str = "127.0.0.1"
    port: int = 8080
    demo: bool = False
    sites: frozenset[str] = frozenset()
    proxies: frozenset[str] = frozenset(_PRIVATE.split(","))
    person_limit: int = 20
    address_limit: int = 300
    house_limit: int = 50
    public_url: str = "http://localhost:8080"
    dpo: str = ""
    hosting: str = ""
    rdv_site: str = "https://rdv.anct.gouv.fr"
    rdv_client: str = ""
    rdv_client_secret: str = field(default="", repr=False)
    rdv_webhook_secret: str = field(default="", repr=False)
    redis_url: str = field(default="", repr=False)
    logs: str = "texte"
    metrics_token: str = field(default="", repr=False)
    channels: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def reload_file(self) -> Path:
        """Touched by `python -m bot reload`: what has changed is to be taken at once."""
        return self.key_file.parent / "reload"

    @property
    def partners(self) -> frozenset[str]:
        """Who else receives what people write: « twilio », « ovhcloud », « telegram », « rdv_service_public »."""
        telegram = {"telegram"} if self.options("telegram").get("token") else set()
        elsewhere = {"rdv_service_public"} if self.has_rdv_service_public else set()
        return frozenset({self.options("sms").get("provider", ""), *telegram, *elsewhere} - {""})

    @property
    def has_rdv_service_public(self) -> bool:
        """Whether appointments may be taken there under people's own names."""
        return bool(self.rdv_client and self.rdv_client_secret and self.rdv_webhook_secret)

    def options(self, channel: str) -> dict[str, str]:
        """The settings of one channel, by their own names: `REPERE_SMS_NUMBER` is `options("sms")["number"]`."""
        prefix = f"REPERE_{channel.upper()}_"
        return {name.removeprefix(prefix).lower(): value for name, value in self.channels.items() if name.startswith(prefix)}

    @property
    def sms_cap(self) -> int:
        """The segments that may leave in a day."""
        cap = self.options("sms").get("cap", _SMS_CAP)
        if not cap.isdecimal():
            raise ValueError(f"REPERE_SMS_CAP must be a number of SMS a day, not {cap!r}")
        return int(cap)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Raises ValueError, naming the variable, when one has no usable value."""
        env = with_secrets(os.environ if environment is None else environment)
        port = env.get("REPERE_PORT", "8080")
        secret = env.get("REPERE_RDV_SERVICE_PUBLIC_WEBHOOK_SECRET", "")
        if secret and len(secret) < _SHORTEST_SECRET:
            raise ValueError(f"REPERE_RDV_SERVICE_PUBLIC_WEBHOOK_SECRET must have {_SHORTEST_SECRET} characters or more")
        site = env.get("REPERE_RDV_SERVICE_PUBLIC_SITE", cls.rdv_site).rstrip("/")
        if not site.startswith("https://"):
            raise ValueError(f"REPERE_RDV_SERVICE_PUBLIC_SITE must begin with https://, not {site!r}")
        redis_url = env.get("REPERE_REDIS_URL", "")
        if redis_url and not redis_url.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("REPERE_REDIS_URL must begin with redis://, rediss:// or unix://")
        if not port.isdecimal() or not 0 <= int(port) < 65536:
            raise ValueError(f"REPERE_PORT must be a port number, not {port!r}")
        return cls(
            database_url=env.get("REPERE_DATABASE_URL", f"sqlite:///{ROOT / 'var' / 'repere.db'}"),
            key_file=Path(env.get("REPERE_KEY_FILE", ROOT / "var" / "secret.key")),
            model_key_file=Path(env.get("REPERE_MODEL_KEY_FILE", cls.model_key_file)),
            knowledge=Path(env.get("REPERE_KNOWLEDGE", ROOT / "knowledge")),
            models=Path(env.get("REPERE_MODELS", ROOT / "models")),
            host=env.get("REPERE_HOST", "127.0.0.1"),
            port=int(port),
            demo=env.get("REPERE_DEMO", "0") == "1",
            public_url=env.get("REPERE_PUBLIC_URL", f"http://localhost:{port}").rstrip("/"),
            dpo=env.get("REPERE_DPO", ""),
            hosting=env.get("REPERE_HOSTING", ""),
            rdv_site=site,
            rdv_client=env.get("REPERE_RDV_SERVICE_PUBLIC_CLIENT", ""),
            rdv_client_secret=env.get("REPERE_RDV_SERVICE_PUBLIC_CLIENT_SECRET", ""),
            rdv_webhook_secret=secret,
            redis_url=redis_url,
            logs=env.get("REPERE_LOGS", cls.logs),
            metrics_token=env.get("REPERE_METRICS_TOKEN", ""),
            sites=frozenset(filter(None, env.get("REPERE_SITES", "").split(","))),
            proxies=_networks(env.get("REPERE_PROXIES", _PRIVATE)),
            person_limit=_limit(env, "REPERE_PERSON_LIMIT", cls.person_limit),
            address_limit=_limit(env, "REPERE_ADDRESS_LIMIT", cls.address_limit),
            house_limit=_limit(env, "REPERE_HOUSE_LIMIT", cls.house_limit),
            channels={name: value for name, value in env.items() if name.startswith("REPERE_")},
        )


def with_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment, with the secrets that are kept in files. Raises ValueError, that quotes nothing of them."""
    told = dict(environment)
    for name in SECRETS:
        path = told.pop(f"{name}_FILE", "")
        if not path:
            continue
        if name in told:
            raise ValueError(f"{name} and {name}_FILE are both set: keep one")
        try:
            told[name] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"{name}_FILE cannot be read: {type(error).__name__}") from None
    return told


def _limit(environment: Mapping[str, str], name: str, default: int) -> int:
    written = environment.get(name, str(default))
    if not (written.isascii() and written.isdecimal() and int(written) > 0):
        raise ValueError(f"{name} must be a whole number of messages, 1 or more, not {written!r}")
    return int(written)


def _networks(written: str) -> frozenset[str]:
    found = frozenset(filter(None, (one.strip() for one in written.split(","))))
    for one in found:
        try:
            ip_network(one)
        except ValueError:
            raise ValueError(f"REPERE_PROXIES must be networks such as 172.18.0.0/16, not {one!r}") from None
    return found
