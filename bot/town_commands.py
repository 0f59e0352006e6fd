"""The command of `python -m bot` that lays out a knowledge folder for another town."""
from __future__ import annotations

import argparse
import os
import re
from datetime import date
from pathlib import Path
from string import Template

from bot.adapters.knowledge.folder import TOWNS, open_folder
from bot.adapters.knowledge.loading import load_knowledge
from bot.adapters.knowledge.territoires import load_territoires
from bot.domain.carried import Carrier
from bot.domain.departements import DEPARTEMENTS, departement_of, is_inside, region_of
from bot.domain.french import of_town
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import fold
from bot.settings import ROOT, Settings

_TEMPLATE = Path(__file__).parent / "town_template"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def town(options: argparse.Namespace) -> None:
    """Lay out a knowledge folder for another town: what holds in all of France is read in this one's."""
    folder = open_folder(Settings.from_environment().knowledge)[0]
    whole = folder.base or folder.own
    target = Path(options.folder) if options.folder else ROOT / "villes" / options.slug
    if not _SLUG.fullmatch(options.slug):
        raise ValueError(f"« {options.slug} » : écrivez le nom en minuscules, sans accent, avec des tirets (saint-flour).")
    if target.exists() and any(target.iterdir()):
        raise ValueError(f"{target} existe déjà. Choisissez un autre dossier avec --folder : rien n'est remplacé.")
    base = load_knowledge(whole)[0]
    words = {**_commune(options, base), "slug": options.slug, "base": os.path.relpath(whole, target), "folder": str(target),
             "today": str(date.today())}
    for template in sorted(path for path in _TEMPLATE.rglob("*") if path.is_file()):
        written = target / template.relative_to(_TEMPLATE)
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(Template(template.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
    towns = load_territoires(target / TOWNS)[0]
    if towns is None:
        raise ValueError(f"{target / TOWNS} ne peut pas être lu.")
    carrier = Carrier(base, towns)
    _copy_motifs(whole / "motifs", target, options.slug, carrier)
    print(_next_steps(target, base, carrier))


def _commune(options: argparse.Namespace, base: Knowledge) -> dict[str, str]:
    """What the templates say of the commune. ValueError, in French, when something cannot be."""
    departement = departement_of(options.insee)
    region = departement and region_of(departement)
    if departement is None or region is None:
        raise ValueError(f"« {options.insee} » n'est pas un code INSEE de commune (34032 pour Béziers). Voyez insee.fr.")
    known = base.territoires.by_insee(options.insee)
    given = {"nom": options.nom, "code_postal": options.code_postal, "lat": options.lat, "lon": options.lon}
    if known is not None:
        described = {"nom": known.nom, "code_postal": known.code_postal, "lat": known.latitude, "lon": known.longitude}
        given = {name: described[name] if value is None else value for name, value in given.items()}
    missing = [f"--{name.replace('_', '-')}" for name, value in given.items() if value is None]
    if missing:
        raise ValueError(f"Je ne connais pas cette commune. Ajoutez {', '.join(missing)}.")
    if not re.fullmatch(r"\d{5}", given["code_postal"]):
        raise ValueError(f"« {given['code_postal']} » n'est pas un code postal : il a cinq chiffres.")
    if '"' in given["nom"] or not given["nom"].isprintable():
        raise ValueError("Écrivez le nom de la commune sur une ligne, sans guillemets.")
    if not is_inside(given["lat"], given["lon"], departement):
        raise ValueError(f"Ce point n'est pas dans le département {departement}. Vérifiez --lat et --lon.")
    named = DEPARTEMENTS[departement].nom
    return {**{name: str(value) for name, value in given.items()}, "de": of_town(given["nom"]), "insee": options.insee,
            "departement": re.sub(r"[^a-z0-9]+", "-", fold(named)), "departement_nom": named,
            "departement_code": departement, "region": region}


def _copy_motifs(motifs: Path, target: Path, slug: str, carrier: Carrier) -> None:
    """The kinds of appointment that name nothing of the first town, to be had at the new one's CCAS."""
    for path in sorted(motifs.glob("*.yml")):
        text = re.sub(r"(?m)^lieu: .*$", f"lieu: ccas-{slug}", path.read_text(encoding="utf-8"))
        if "collectif: true" not in text and not carrier.is_named_in(text.replace(f"ccas-{slug}", "")):
            (target / "motifs").mkdir(exist_ok=True)
            (target / "motifs" / path.name).write_text(text, encoding="utf-8")


def _next_steps(target: Path, base: Knowledge, carrier: Carrier) -> str:
    carried = carrier.fiches()
    local = sorted(set(base.fiches) - set(carried))
    return "\n".join([
        f"Le dossier {target} est prêt : {len(carried)} fiches valent aussi dans cette ville.",
        "Commencez par lire LISEZMOI.md. Il reste à remplir :",
        "- annuaire/commune.yml : adresses, téléphones et horaires (l'assistant dit qu'il ne les connaît pas encore) ;",
        "- territoires.yml : le nom des habitants et les communes voisines ;",
        f"- {len(local)} fiches qui parlent d'une ville : {', '.join(local)}.",
        f"Vérifiez : REPERE_KNOWLEDGE={target} python -m bot check"])
