"""What `make check` tells the authors of knowledge/: in French, with file, line and remedy."""
from __future__ import annotations

from datetime import date
from pathlib import Path
from statistics import median
from typing import Iterator

from bot.adapters.knowledge.loading import load_knowledge, texts_of
from bot.adapters.knowledge.reading import Problem
from bot.domain.fiche import Fiche, Rubrique
from bot.domain.knowledge import Knowledge
from bot.domain.parametre import PLACEHOLDER
from bot.domain.plain_language import officialese, readability, share_of_long, too_long, unexplained_acronyms, words

_LOWEST_READABILITY = 50
_SHARE_OF_LONG = 0.10
# Two joined GSM-7 segments of 153 signs.
_TWO_SMS = 306


def check_knowledge(root: Path, today: date | None = None) -> tuple[list[Problem], dict[str, float]]:
    """Every problem of the folder's own files, and the readability of each of its fiches (the higher the easier)."""
    return checked_knowledge(root, today)[1:]


def checked_knowledge(root: Path, today: date | None = None) -> tuple[Knowledge, list[Problem], dict[str, float]]:
    """The same, and what was read."""
    knowledge, problems = load_knowledge(root)
    day = today or date.today()
    scores = {}
    own = {path.stem: path for path in root.glob("fiches/*/*.md")}
    for fiche in (knowledge.fiches[slug] for slug in own if slug in knowledge.fiches):
        path = own[fiche.slug]
        problems += _links(path, fiche, knowledge, root)
        problems += _numbers_in_prose(path, fiche)
        problems += _plainness(path, fiche, knowledge, day)
        scores[fiche.slug] = readability("\n".join(knowledge.fill(text, day) for text in texts_of(fiche)))
    path = root / "messages.yml"
    for key, text in knowledge.messages.items() if path.exists() else ():
        problems += _wording(path, _line_of_text(path, f"{key}:"), knowledge.fill(text, day))
    if (root / "glossaire.yml").exists():
        problems += _glossaire(root / "glossaire.yml", knowledge, day)
    return knowledge, problems, scores


def report(problems: list[Problem], scores: dict[str, float]) -> str:
    """What to print: the problems, then the fiches from the hardest to the easiest to read."""
    lines = [str(problem) for problem in problems]
    lines += ["", f"{'fiche':<28} lisibilité (Kandel–Moles : 65 et plus, c'est clair)"]
    lines += [f"{slug:<28} {score:5.1f}" for slug, score in sorted(scores.items(), key=lambda item: item[1])]
    lines.append(f"{len(scores)} fiches, lisibilité médiane {median(scores.values()):.1f}." if scores else "Aucune fiche.")
    lines.append(f"{len(problems)} problème(s) à corriger." if problems else "Tout est en ordre.")
    return "\n".join(lines)


def _links(path: Path, fiche: Fiche, knowledge: Knowledge, root: Path) -> Iterator[Problem]:
    """What a fiche names must exist."""
    for structure in fiche.structures:
        if structure not in knowledge.structures:
            yield Problem(path, 2, f"Je ne connais pas la structure « {structure} ».",
                          "Ajoutez-la dans annuaire/ ou corrigez son nom.")
    for territoire in (fiche.territoire, *fiche.ailleurs):
        if not knowledge.territoires.knows(territoire):
            yield Problem(path, 2, f"Je ne connais pas le territoire « {territoire} ».",
                          "Prenez un nom de territoires.yml, ou france.")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        name = line.partition(":")[0]
        if name in ("motif", "atelier") and getattr(fiche, name) is None:
            yield Problem(path, number, f"Je ne connais pas ce rendez-vous : « {line} ».",
                          f"Choisissez parmi {', '.join(sorted(knowledge.motifs))}.")
    if "utter_" in fiche.slug:
        yield Problem(path, 1, "Le nom du fichier ne peut pas contenir « utter_ ».", "Changez le nom du fichier.")


def _numbers_in_prose(path: Path, fiche: Fiche) -> Iterator[Problem]:
    """A number lives in parametres/, with its date and its source; « C2S » is a name."""
    for text in texts_of(fiche):
        for word in PLACEHOLDER.sub(" ", text).split():
            bare = word.strip(".,;:()« »")
            if any(c.isdigit() for c in bare) and not (bare[:1].isalpha() and bare.isalnum()):
                yield Problem(path, _line_of_text(path, word), f"Le nombre « {bare} » est écrit dans le texte.",
                              "Mettez-le dans parametres/ avec sa source, et écrivez {{ domaine.nom }}.")


def _plainness(path: Path, fiche: Fiche, knowledge: Knowledge, day: date) -> Iterator[Problem]:
    texts = [knowledge.fill(text, day) for text in texts_of(fiche)]
    for text in texts:
        yield from _wording(path, _line_of_text(path, text.split("\n")[0][:25]), text)
    everything = "\n".join(texts)
    if share_of_long(everything) > _SHARE_OF_LONG:
        yield Problem(path, 1, f"{share_of_long(everything):.0%} des phrases ont plus de quinze mots.",
                      "Coupez-en : une sur dix au plus.")
    if readability(everything) < _LOWEST_READABILITY:
        yield Problem(path, 1, f"Cette fiche est difficile à lire ({readability(everything):.0f}, il faut 50).",
                      "Prenez des mots plus courts et des phrases plus courtes.")
    if len(knowledge.fill(fiche.rubriques[Rubrique.PRESENTATION], day)) > _TWO_SMS:
        yield Problem(path, 4, "« en_bref » ne tient pas dans deux SMS.", f"Restez sous {_TWO_SMS} signes.")


def _glossaire(path: Path, knowledge: Knowledge, day: date) -> Iterator[Problem]:
    for slug, entree in knowledge.glossaire.entrees.items():
        said = knowledge.fill(f"{entree.terme}. {entree.explication}", day)
        line = _line_of_text(path, f"{slug}:")
        yield from _wording(path, line, said)
        if readability(said) < _LOWEST_READABILITY:
            yield Problem(path, line, f"« {slug} » est difficile à lire.", "Prenez des mots plus courts.")
        for fiche in entree.voir:
            if fiche not in knowledge.fiches:
                yield Problem(path, line, f"« {slug} » renvoie à une fiche inconnue : {fiche}.",
                              "Corrigez son nom, ou retirez-le de « voir ».")


def _wording(path: Path, line: int, text: str) -> Iterator[Problem]:
    """The words of one text that can come out, written at this line."""
    for sentence in too_long(text):
        yield Problem(path, line, f"Phrase de {len(words(sentence))} mots : « {sentence[:60]}… »",
                      "Coupez-la : vingt mots au plus.")
    for term in officialese(text):
        yield Problem(path, line, f"« {term} » est un mot d'administration.", "Dites-le avec des mots courants.")
    for acronym in unexplained_acronyms(text):
        yield Problem(path, line, f"Le sigle « {acronym} » n'est pas expliqué.",
                      f"La première fois, écrivez « {acronym} (ce que cela veut dire) ».")


def _line_of_text(path: Path, words_: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, start=1) if words_ and words_ in line), 1)
