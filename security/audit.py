"""What is known against the packages of requirements.lock: `make audit`.

Asks an advisory service through pip-audit. What it finds must be in accepted.toml, with the reason why it cannot be reached
here. Where no service answers, the list is checked for itself, and the output says that nothing else was.
"""
from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

from packaging.specifiers import SpecifierSet

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.M)
_FIELDS = {"package", "id", "affected", "what", "why", "review"}


def locked(text: str) -> dict[str, str]:
    """The version of each package of a lock file, by its name in lower case."""
    return {name.lower(): version for name, version in _LOCKED.findall(text)}


def faults_of_the_list(accepted: Sequence[Mapping[str, Any]], versions: Mapping[str, str]) -> Iterator[str]:
    """Entries that say too little, or no longer apply."""
    for entry in accepted:
        missing = _FIELDS - {name for name, value in entry.items() if value}
        if missing:
            yield f"{entry.get('id', '?')}: {', '.join(sorted(missing))} is missing in accepted.toml"
        elif entry["package"] not in versions:
            yield f"{entry['id']}: {entry['package']} is not installed any more: take the entry out"
        elif versions[entry["package"]] not in SpecifierSet(entry["affected"]):
            yield f"{entry['id']}: {entry['package']} {versions[entry['package']]} does not have it: take the entry out"


def not_accepted(found: Sequence[Mapping[str, Any]], accepted: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What pip-audit found that nobody has looked at."""
    known = {(entry["package"], entry["id"]) for entry in accepted}
    for package in found:
        for hole in package.get("vulns", ()):
            names = {hole["id"], *hole.get("aliases", ())}
            if not any((package["name"].lower(), name) in known for name in names):
                mended = ", ".join(hole.get("fix_versions", ())) or "no version"
                yield f"{package['name']} {package['version']}: {hole['id']} (mended in {mended})"


def to_review(accepted: Sequence[Mapping[str, Any]], today: date) -> list[str]:
    """The entries whose day has come."""
    return [f"{one['id']}: to be looked at again since {one['review']}" for one in accepted if one["review"] <= today]


def _asked(lock: Path) -> list[Mapping[str, Any]] | None:
    """What pip-audit says of each package; None if no service answered."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(lock), "--disable-pip", "--require-hashes", "-f", "json"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=300)
    try:
        packages = json.loads(told.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    # A mirror that keeps no advisories knows no package at all.
    return packages if any("vulns" in one for one in packages) else None


def main() -> int:
    """The exit status: 1 if something must be done."""
    lock = HERE.parent / "requirements.lock"
    accepted = tomllib.loads((HERE / "accepted.toml").read_text(encoding="utf-8"))["accepted"]
    faults = list(faults_of_the_list(accepted, locked(lock.read_text(encoding="utf-8"))))
    found = _asked(lock)
    if found is None:
        print("No advisory service could be reached: only accepted.toml was checked.")
    else:
        faults += not_accepted(found, accepted)
        print(f"{len(found)} packages were looked up.")
    for line in to_review(accepted, date.today()):
        print(f"warning: {line}")
    for line in faults:
        print(line)
    print(f"{len(accepted)} accepted, {len(faults)} to be dealt with.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
