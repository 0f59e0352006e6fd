"""Every setting, once: what it is for, what it may be. docs/exploitation.md and what is checked at start come from here."""
from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Callable
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Kind:
    """What a value must be, in French for whoever typed another, and whether it is."""

    expected: str
    accepts: Callable[[str], bool]


@dataclass(frozen=True)
class Setting:
    """`default` as the page shows it. A `secret` may be given as the path of a file, and is never repeated."""

    name: str
    default: str
    meaning: str
    kind: Kind
    is_secret: bool = False


def _number(least: int, most: int) -> Kind:
    return Kind(f"un nombre entier de {least} à {most}",
                lambda value: value.isascii() and value.isdecimal() and least <= int(value) <= most)


def _one_of(*words: str) -> Kind:
    return Kind(f"un de ces mots : {', '.join(words)}", lambda value: value in words)


def _begins(*beginnings: str) -> Kind:
    return Kind(f"une adresse qui commence par {' ou '.join(beginnings)}",
                lambda value: value.startswith(beginnings) and value not in beginnings)


def _or_empty(kind: Kind) -> Kind:
    return Kind(f"{kind.expected}, ou rien", lambda value: not value or kind.accepts(value))


def _is_site(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return (parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
                and not (parts.path.rstrip("/") or parts.query or parts.fragment or parts.username))
    except ValueError:
        return False


def _is_list_of_sites(value: str) -> bool:
    return all(_is_site(one) and not one.endswith("/") for one in value.split(","))


def _are_networks(value: str) -> bool:
    try:
        for one in filter(None, (one.strip() for one in value.split(","))):
            ip_network(one)
    except ValueError:
        return False
    return True


_TEXT = Kind("un texte", lambda value: True)
_WORD = Kind("un texte", lambda value: bool(value.strip()))
_PATH = Kind("un chemin de fichier ou de dossier", lambda value: bool(value.strip()) and "\0" not in value)
_LINE = Kind("une ligne de 200 signes au plus", lambda value: len(value) <= 200 and value.isprintable())
_LIMIT = _number(1, 1_000_000)
_SWITCH = _one_of("0", "1")
_CENTS = Kind("un prix en centimes, par exemple 7.5", lambda value: re.fullmatch(r"\d{1,4}(\.\d{1,4})?", value) is not None)
_SITE = Kind("une adresse sans chemin, par exemple https://repere.ville.fr", _is_site)
_SITES = _or_empty(Kind("des adresses sans chemin ni barre à la fin, séparées par des virgules", _is_list_of_sites))
_LONG = _or_empty(Kind("un secret de 32 caractères ou plus", lambda value: len(value) >= 32))
_NETWORKS = Kind("des réseaux séparés par des virgules, par exemple 172.18.0.0/16", _are_networks)
_HTTPS = _begins("https://")
_REDIS = _begins("redis://", "rediss://", "unix://")
_DATABASE = _begins("sqlite:///", "postgresql://", "postgresql+psycopg2://")

SETTINGS: tuple[Setting, ...] = (
    Setting("REPERE_HOST", "127.0.0.1", "adresse d'écoute ; `0.0.0.0` si le serveur frontal est ailleurs", _WORD),
    Setting("REPERE_PORT", "8080", "port d'écoute", _number(0, 65535)),
    Setting("REPERE_PUBLIC_URL", "http://localhost:8080", "adresse publique de ce site, sans barre à la fin", _SITE),
    Setting("REPERE_DPO", "vide", "comment écrire au délégué à la protection des données, dit sur `/donnees-personnelles`",
            _LINE),
    Setting("REPERE_HOSTING", "vide", "qui héberge le programme, et dans quel pays, dit sur la même page", _LINE),
    Setting("REPERE_SITES", "vide", "autres sites qui peuvent montrer le widget, séparés par des virgules : "
            "`https://www.ville.fr`", _SITES),
    Setting("REPERE_PROXIES", "127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7",
            "réseaux des serveurs frontaux : eux seuls sont crus sur l'adresse des visiteurs", _NETWORKS),
    Setting("REPERE_PERSON_LIMIT", "20", "messages d'une personne par minute ; la moitié d'un coup", _LIMIT),
    Setting("REPERE_ADDRESS_LIMIT", "300", "demandes par minute d'une même adresse réseau : une bibliothèque en a une pour "
            "tous ses visiteurs", _LIMIT),
    Setting("REPERE_HOUSE_LIMIT", "50", "messages de tout le monde par seconde, pour chaque programme", _LIMIT),
    Setting("REPERE_DATABASE_URL", "sqlite:///var/repere.db", "base de données ; `postgresql://…` convient aussi",
            _DATABASE, is_secret=True),
    Setting("REPERE_KEY_FILE", "var/secret.key", "clé qui chiffre les noms et les numéros ; créée au premier démarrage",
            _PATH),
    Setting("REPERE_REDIS_URL", "vide", "file d'attente commune à plusieurs programmes : `redis://…`", _or_empty(_REDIS),
            is_secret=True),
    Setting("REPERE_MODEL_KEY_FILE", "var/models.key", "clé qui signe les modèles entraînés ; créée au premier entraînement",
            _PATH),
    Setting("REPERE_KNOWLEDGE", "knowledge", "ce que dit la ville", _PATH),
    Setting("REPERE_MODELS", "models", "modèles entraînés ; le plus récent est chargé", _PATH),
    Setting("REPERE_DEMO", "0", "`1` ajoute un agenda d'essai, où personne n'attend", _SWITCH),
    Setting("REPERE_LOGS", "texte", "forme du journal : `texte` pour lire, `json` pour un outil", _one_of("texte", "json")),
    Setting("REPERE_METRICS_TOKEN", "vide", "jeton que montre qui lit `/metrics` depuis une autre machine", _LONG,
            is_secret=True),
    Setting("REPERE_RDV_SERVICE_PUBLIC_SITE", "https://rdv.anct.gouv.fr",
            "site de RDV Service Public (ou celui de démonstration)", _HTTPS),
    Setting("REPERE_RDV_SERVICE_PUBLIC_CLIENT", "vide", "nom de l'accès donné par RDV Service Public", _TEXT),
    Setting("REPERE_RDV_SERVICE_PUBLIC_CLIENT_SECRET", "vide", "son secret", _TEXT, is_secret=True),
    Setting("REPERE_RDV_SERVICE_PUBLIC_WEBHOOK_SECRET", "vide",
            "secret choisi par vous : il signe ce que RDV Service Public envoie", _LONG, is_secret=True),
    Setting("REPERE_TELEGRAM_TOKEN", "vide", "jeton du robot Telegram", _TEXT, is_secret=True),
    Setting("REPERE_TELEGRAM_SECRET", "vide", "ce que Telegram montre à chaque message", _TEXT, is_secret=True),
    Setting("REPERE_TELEGRAM_API", "https://api.telegram.org", "où l'on parle à Telegram ; un serveur à vous, par exemple",
            _begins("https://", "http://")),
    Setting("REPERE_SMS_PROVIDER", "simulateur", "qui porte les SMS", _one_of("simulateur", "twilio", "ovhcloud", "aucun")),
    Setting("REPERE_SMS_CAP", "500", "nombre de SMS par jour", _number(0, 1_000_000)),
    Setting("REPERE_SMS_CENTS", "7.5", "prix d'un SMS en centimes, pour le simulateur", _CENTS),
    Setting("REPERE_SMS_ACCOUNT", "vide", "compte, chez Twilio ou OVHcloud", _TEXT),
    Setting("REPERE_SMS_NUMBER", "vide", "Twilio : notre numéro", _TEXT),
    Setting("REPERE_SMS_TOKEN", "vide", "Twilio : jeton", _TEXT, is_secret=True),
    Setting("REPERE_SMS_APPLICATION_KEY", "vide", "OVHcloud : nom de l'accès", _TEXT),
    Setting("REPERE_SMS_APPLICATION_SECRET", "vide", "OVHcloud : secret de l'accès", _TEXT, is_secret=True),
    Setting("REPERE_SMS_CONSUMER_KEY", "vide", "OVHcloud : clé de l'accès", _TEXT, is_secret=True),
    Setting("REPERE_SMS_SENDER", "vide", "OVHcloud : expéditeur", _TEXT),
    Setting("REPERE_SMS_SECRET", "vide", "OVHcloud : fin secrète de l'adresse qu'il appelle", _TEXT, is_secret=True),
    Setting("REPERE_SMS_USER", "vide", "OVHcloud : utilisateur de ses appels", _TEXT),
    Setting("REPERE_SMS_PASSWORD", "vide", "OVHcloud : mot de passe de ses appels", _TEXT, is_secret=True),
)


def as_markdown() -> str:
    """The table of docs/exploitation.md."""
    rows = [f"| `{one.name}` | {one.default if one.default == 'vide' else f'`{one.default}`'} | {one.meaning}"
            f"{' (secret)' if one.is_secret else ''} |" for one in SETTINGS]
    return "\n".join(["| variable | valeur par défaut | à quoi elle sert |", "|---|---|---|", *rows])


if __name__ == "__main__":
    print(as_markdown())
