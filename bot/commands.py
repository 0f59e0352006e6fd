"""The commands of `python -m bot`."""
from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Iterator

# Said before anything imports Rasa or SQLAlchemy: no telemetry, and no advice about versions that Rasa forbids.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from bot.adapters.cipher import key_of  # noqa: E402
from bot.adapters.clock import SetClock, SystemClock  # noqa: E402
from bot.adapters.directory_formats.sources import SOURCES  # noqa: E402
from bot.agent_commands import ACTS, ROLES, agent  # noqa: E402
from bot.backup_commands import backup, restore  # noqa: E402
from bot.bootstrap import Services, build  # noqa: E402
from bot.directory_commands import FORMATS, export_directory, import_directory, place_errors  # noqa: E402
from bot.domain.conversation import MAX_LENGTH, IncomingMessage, Understood, as_free_text  # noqa: E402
from bot.domain.errors import KnowledgeUnusable, PlanningRefused, StorageUnavailable  # noqa: E402
from bot.domain.french import day_of, say_moment  # noqa: E402
from bot.domain.redaction import redact  # noqa: E402
from bot.key_commands import ACTS as KEY_ACTS  # noqa: E402
from bot.key_commands import key  # noqa: E402
from bot.planning_commands import add_actions, agenda, planning  # noqa: E402
from bot.question_commands import questions  # noqa: E402
from bot.services.privacy_notice import Responsible  # noqa: E402
from bot.settings import ROOT, Settings, version  # noqa: E402
from bot.settings_checks import problems  # noqa: E402
from bot.telegram_commands import WAYS, telegram  # noqa: E402
from bot.town_commands import town  # noqa: E402


def main(arguments: list[str] | None = None) -> None:
    """Parse the command line and run one command; its return value is the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument("--version", action="version", version=f"Repère {version()}")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, (function, options) in _COMMANDS.items():
        command = commands.add_parser(name, help=(function.__doc__ or "").splitlines()[0])
        command.set_defaults(function=function)
        for option, settings in options.items():
            command.add_argument(option, **settings)
    add_actions(commands.choices["planning"])
    chosen = parser.parse_args(arguments)
    wrong = problems(os.environ)
    if wrong:
        print("\n".join([_REFUSED, *wrong]), file=sys.stderr)
        sys.exit(2)
    try:
        sys.exit(chosen.function(chosen))
    except StorageUnavailable as trouble:
        sys.exit(f"La base de données ne répond pas ({trouble}). Vérifiez qu'elle est lancée, qu'il reste de la place, et "
                 "REPERE_DATABASE_URL. Puis recommencez.")
    except (KnowledgeUnusable, PlanningRefused, FileNotFoundError, ValueError) as error:
        sys.exit(f"{error}")


def run(options: argparse.Namespace) -> None:
    """Start the assistant: web page, widget, conversations. Answers with keywords until Rasa is loaded."""
    from aiohttp import web

    from bot.assistant import assistant
    from bot.channels.access_lines import ACCESS, AccessLines
    from bot.channels.connections import IDLE_SECONDS
    from bot.log_lines import configure

    settings = Settings.from_environment()
    configure(settings.logs)
    if settings.logs == "texte":
        print(f"Repère : http://{settings.host}:{settings.port}", flush=True)
    web.run_app(assistant(settings), host=settings.host, port=settings.port, print=None, access_log_class=AccessLines,
                access_log=ACCESS, shutdown_timeout=_LAST_REQUESTS, keepalive_timeout=IDLE_SECONDS)


def understand(options: argparse.Namespace) -> None:
    """Read {"text": …} lines, write what is understood of each, one JSON line for one line."""
    from bot.late_rasa import load_rasa

    with _temporary_settings() as settings:
        services = build(settings)
        asyncio.run(_understand_lines(load_rasa(settings, services), services))


async def _understand_lines(rasa: Any, services: Services) -> None:
    for shape in _json_lines():
        text: Any = shape.get("text")
        if "error" not in shape and not isinstance(text, str):
            shape = {**shape, "error": "« text » is missing or is not a string"}
        if "error" not in shape:
            visible = redact(as_free_text(text))[:MAX_LENGTH]
            understood = await rasa.understand(visible) if visible else Understood()
            shape = {**shape, **_with_urgence(services, text, understood)}
        _print_json(shape)


def talk(options: argparse.Namespace) -> None:
    """Hold conversations read as JSON lines, on a temporary database with the demonstration agenda."""
    from bot.channels.relay import Relay
    from bot.late_rasa import load_rasa

    with _temporary_settings() as settings:
        services = build(settings, SetClock(options.now) if options.now else SystemClock())
        rasa = load_rasa(settings, services)
        asyncio.run(_talk_lines(Relay(services.conversations, services.answers, rasa), services))


async def _talk_lines(relay: Any, services: Services) -> None:
    for shape in _json_lines():
        text: Any = shape.get("text")
        channel = shape.get("channel", "web")
        if "error" not in shape and (not isinstance(text, str) or channel not in _AS_READ):
            shape = {**shape, "error": "« text » must be a string, « channel » one of web, sms, telegram"}
        if "error" in shape:
            _print_json(shape)
            continue
        message = IncomingMessage(channel, str(shape.get("conversation", "")), text)
        begun = time.perf_counter()
        sent, reply = await relay.handle(message)
        spent = (time.perf_counter() - begun) * 1000
        answers = [{"text": _AS_READ[channel](one.answer), "choices": [c.label for c in one.answer.choices]}
                   for one in sent]
        understood = _with_urgence(services, text, reply.understood or Understood())
        _print_json({**shape, "channel": channel, "answers": answers, "understood": understood, "ms": round(spent, 1)})


def _as_read() -> dict[str, Callable[[Any], str]]:
    from bot.channels.sms.render import render as sms
    from bot.channels.telegram.render import as_text as telegram
    from bot.channels.web.render import as_text
    return {"web": as_text, "sms": sms, "telegram": telegram}


_AS_READ = _as_read()


def _with_urgence(services: Services, text: str, understood: Understood) -> dict[str, Any]:
    """What was understood, and the distress that was heard before; its own subject when nothing else was understood."""
    urgence = services.knowledge.urgences.detect(text) or understood.urgence
    shape = {**understood.to_dict(), "urgence": urgence}
    if urgence and understood.fiche is None and understood.decision == "answer":
        shape["fiche"] = next(iter(services.knowledge.urgences.categories[urgence].voir), None)
    return shape


def check(options: argparse.Namespace) -> int:
    """Tell the authors of knowledge/, in French, what is missing and how to mend it."""
    from bot.adapters.knowledge.checks import check_knowledge, report

    settings = Settings.from_environment()
    problems, fiches = check_knowledge(settings.knowledge)
    print("\n".join([report(problems, fiches), *Responsible(settings.dpo, settings.hosting).missing]))
    return 1 if problems else 0


def reload(options: argparse.Namespace) -> int:
    """Have the running assistant take the files and the model that have changed; nothing if they are not in order."""
    status = check(options)
    if status == 0:
        asked = Settings.from_environment().reload_file
        asked.parent.mkdir(parents=True, exist_ok=True)
        asked.touch()
        print("Le programme prend ces changements dans la minute. S'il les refuse, son journal et « Contenu » disent "
              "pourquoi.")
    return status


def couverture(options: argparse.Namespace) -> int:
    """Write docs/couverture.md: each fact of the founding documents, and where it is answered."""
    from bot.adapters.knowledge.couverture import write_couverture

    problems = write_couverture(Settings.from_environment().knowledge, ROOT / "docs" / "couverture.md",
                                day_of(SystemClock().now()))
    print("\n".join(map(str, problems)) or "docs/couverture.md")
    return 1 if problems else 0


def train(options: argparse.Namespace) -> None:
    """Compile what is taught and train Rasa, unless the model is up to date."""
    from bot.adapters.training import train_if_needed

    settings = Settings.from_environment()
    train_if_needed(ROOT, settings.models, settings.model_key_file, force=options.force)


def compile_(options: argparse.Namespace) -> None:
    """Write nlu_data/generated/ from knowledge/ and nlu_data/, for Rasa's own tools."""
    from bot.adapters.compile_nlu import compile_nlu

    for path in compile_nlu(ROOT):
        print(path.relative_to(ROOT))


def evaluate(options: argparse.Namespace) -> None:
    """Measure what is understood, on sentences that were never taught; write docs/evaluation.md."""
    from bot.adapters.compile_nlu import taught, witnesses
    from bot.nlu.evaluation import evaluate as measure

    print(measure(ROOT, taught(ROOT), witnesses(ROOT)).relative_to(ROOT))


def ecoute(options: argparse.Namespace) -> None:
    """Learn what distress sounds like; write knowledge/ecoute.json, which needs no model to be read."""
    from bot.adapters.compile_nlu import lookalikes, taught
    from bot.nlu.labels import DISTRESS, family, member
    from bot.nlu.listening import CALM, fingerprint, learn, write

    examples = [(one.text, member(one.label) or CALM if family(one.label) == DISTRESS else CALM) for one in taught(ROOT)]
    examples += [(text, CALM) for text in lookalikes(ROOT)]
    texts, labels = zip(*examples)
    path = Settings.from_environment().knowledge / "ecoute.json"
    write(path, learn(texts, labels), fingerprint(ROOT / "nlu_data"))
    print(path.relative_to(ROOT))


def messages(options: argparse.Namespace) -> None:
    """Print the messages that failed for good, and those that were perhaps sent when the program stopped."""
    settings = Settings.from_environment()
    services = build(settings)
    trouble = services.outbox.in_trouble()
    for one in trouble:
        state = "peut-être parti" if one.perhaps_sent else "pas parti"
        print(f"{say_moment(one.at)}  {one.channel}  {one.kind.value}  {state}  {one.why}")
    print(f"{len(trouble)} message{'s' if len(trouble) > 1 else ''} à vérifier")
    print(f"SMS partis aujourd'hui : {services.sms_ledger.spent_today()}, limite : {settings.sms_cap}")


def rdv_service_public(options: argparse.Namespace) -> int:
    """Print the page where an agent of the town lets us in at RDV Service Public; good for ten minutes."""
    authorisation = build(Settings.from_environment()).authorisation
    if authorisation is None:
        print("Donnez d'abord l'accès : REPERE_RDV_SERVICE_PUBLIC_… (docs/exploitation.md).")
        return 1
    print(authorisation.page())
    return 0


class _temporary_settings:
    """Settings over a folder that disappears: a fresh database, a fresh key, the demonstration agenda."""

    def __enter__(self) -> Settings:
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        key_of(folder / "key")
        return replace(Settings.from_environment(), database_url=f"sqlite:///{folder / 'talk.db'}",
                       key_file=folder / "key", demo=True)

    def __exit__(self, *error: Any) -> None:
        self._folder.cleanup()


def _json_lines() -> Iterator[dict[str, Any]]:
    """Each line of standard input as an object; a line that is none becomes {"error": …}."""
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        try:
            shape = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield {"error": f"not a JSON line: {error}"}
            continue
        yield shape if isinstance(shape, dict) else {"error": "not a JSON object"}


def _print_json(shape: dict[str, Any]) -> None:
    # Lone surrogates have no UTF-8: they leave as the JSON escapes they came as.
    line = json.dumps(shape, ensure_ascii=False).encode("utf-8", errors="backslashreplace")
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


_REFUSED = "Des réglages sont à corriger avant de démarrer (voir docs/exploitation.md) :"
_LAST_REQUESTS = 5.0  # seconds left to what is under way when the program is asked to stop: widgets stay connected
_JSONL = {"--jsonl": {"action": "store_true", "required": True, "help": "one JSON object a line, in and out"}}
_COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], Any], dict[str, dict[str, Any]]]] = {
    "run": (run, {}),
    "train": (train, {"--force": {"action": "store_true", "help": "even if nothing changed"}}),
    "compile": (compile_, {}),
    "check": (check, {}),
    "reload": (reload, {}),
    "couverture": (couverture, {}),
    "understand": (understand, _JSONL),
    "talk": (talk, {**_JSONL, "--now": {"help": "the time it is, in Paris: 2026-11-21T10:00"}}),
    "evaluate": (evaluate, {}),
    "ecoute": (ecoute, {}),
    "import-directory": (import_directory, {
        "file": {"help": "the file as it was published"},
        "--source": {"required": True, "choices": sorted(SOURCES), "help": "whose directory it is"},
        "--date": {"help": "the day of the file (2022-12-01), for records without a date of their own"},
        "--replace": {"action": "store_true", "help": "forget what the source publishes no longer"}}),
    "export-directory": (export_directory, {
        "file": {"help": "where to write"},
        "--format": {"choices": FORMATS, "default": "structures", "help": "two of data·inclusion v1, or HSDS 3"}}),
    "signalements": (place_errors, {}),
    "agenda": (agenda, {"--jour": {"default": "aujourd'hui", "help": "aujourd'hui, demain, mardi, 2026-11-24, 24/11/2026"}}),
    "planning": (planning, {}),
    "agent": (agent, {
        "act": {"choices": ACTS, "help": "add an account, give a new link, close an account, list them"},
        "login": {"nargs": "?", "help": "prenom.nom"},
        "--nom": {"help": "the name that colleagues see"},
        "--role": {"choices": ROLES, "default": "accueil", "help": "what they may do"}}),
    "messages": (messages, {}),
    "backup": (backup, {"file": {"nargs": "?", "help": "where to write"},
                        "--folder": {"help": "where to write one named after the day, and to erase those of over 30 days"}}),
    "restore": (restore, {"file": {"help": "a backup"},
                          "--replace": {"action": "store_true", "help": "instead of what the database holds"}}),
    "key": (key, {"act": {"choices": KEY_ACTS, "help": "encrypt with a new key; throw the old ones away"}}),
    "questions": (questions, {
        "file": {"nargs": "?", "default": "exemples.tsv", "help": "where to write the examples"},
        "--fiches": {"help": "where to write which fiches are asked for, in Markdown"}}),
    "town": (town, {
        "act": {"choices": ("new",), "help": "lay out a knowledge folder for another town"},
        "slug": {"help": "its name in lower case, without accents, with dashes: saint-flour"},
        "--insee": {"required": True, "help": "its INSEE code, five signs"},
        "--nom": {"help": "its name, as one writes it"},
        "--code-postal": {"help": "its main postcode"},
        "--lat": {"type": float, "help": "latitude of its town hall, in degrees"},
        "--lon": {"type": float, "help": "longitude of its town hall, in degrees"},
        "--folder": {"help": "where to write (villes/<slug>)"}}),
    "telegram": (telegram, {"way": {"choices": WAYS, "help": "how Telegram's messages reach us"}}),
    "rdv-service-public": (rdv_service_public, {}),
}
