"""Write what was measured as a page that one can read."""
from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, Callable, Iterable, Mapping, Sequence

from bot.nlu.labels import ANSWER, DISTRESS, FICHE, NOTHING, OUT_OF_SCOPE, SUGGEST, SUITE
from bot.nlu.noise import AS_TYPED

if TYPE_CHECKING:
    from bot.nlu.evaluation import Reading

_SUGGESTED = 3
_WORST = 20
_KINDS = {"fiches": FICHE, "out of scope": OUT_OF_SCOPE, "distress": DISTRESS, "follow-ups": SUITE, "acts": None}
_TRADE_OFFS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
Readings = Sequence["Reading"]


def report(day: date, taught: int, witnesses: Readings, folded: Readings, done: Mapping[str, str]) -> str:
    """The whole page. `done` says what was done about a pair of subjects that are confused (« aspa, rsa »)."""
    exams = {"témoins": witnesses, "folds": folded}
    sizes = [len(_typed(readings)) for readings in exams.values()]
    return "\n".join([
        "# What is understood, measured", "",
        f"*{day.isoformat()}, written by `make evaluate`. {taught} sentences are taught. Two exams: the **témoins**,",
        f"which are never taught ({sizes[0]} sentences), and **folds** of the taught sentences, each read by a",
        f"model that did not see it ({sizes[1]}). Every subject counts as a label, its fiche written or not.*", "",
        "`top 1`: the right label comes first. `top 3`: it is among the first three. Percentages.", "",
        *_by_kind(exams), *_by_noise(exams), *_by_register(exams), *_decisions(exams), *_trade_off(folded),
        *_rubriques(exams), *_confused(folded, done), *_by_label(witnesses, folded)])


def _by_kind(exams: dict[str, Readings]) -> list[str]:
    lines = [[name, exam, *_scores([r for r in _typed(readings) if _is_kind(r, kind)])]
             for name, kind in _KINDS.items() for exam, readings in exams.items()]
    lines += [["**all**", exam, *_scores(_typed(readings))] for exam, readings in exams.items()]
    return _table("By kind", ["what is said", "exam", "sentences", "top 1", "top 3"], lines)


def _by_noise(exams: dict[str, Readings]) -> list[str]:
    noises = list(dict.fromkeys(r.noise for readings in exams.values() for r in readings))
    lines = [[noise, exam, *_scores([r for r in readings if r.noise == noise and r.family == FICHE])]
             for noise in noises for exam, readings in exams.items()]
    return _table("Fiches, with noise added", ["written", "exam", "sentences", "top 1", "top 3"], lines,
                  "« as SMS »: accents, ends and long forms dropped as often as in 88,522 real messages. "
                  "« by ear »: one word in three spelt as it sounds.")


def _by_register(exams: dict[str, Readings]) -> list[str]:
    registers = sorted({r.registre for readings in exams.values() for r in readings if r.family == FICHE})
    lines = [[register, exam, *_scores([r for r in _typed(readings) if r.family == FICHE and r.registre == register])]
             for register in registers for exam, readings in exams.items()]
    return _table("Fiches, by register", ["register", "exam", "sentences", "top 1", "top 3"], lines)


def _decisions(exams: dict[str, Readings]) -> list[str]:
    lines = []
    for exam, readings in exams.items():
        for kind, name, holds in _DONE:
            asked = [r for r in _typed(readings) if kind is _ANY or _is_kind(r, kind)]
            lines.append([exam, name, _share(asked, holds)])
    return _table("What the assistant then does", ["exam", "of all", "%"], lines, "With the thresholds of `config.yml`.")


def _trade_off(folded: Readings) -> list[str]:
    fiches = [r for r in _typed(folded) if r.family == FICHE]
    others = [r for r in _typed(folded) if r.family == OUT_OF_SCOPE]
    slugs = {r.wanted for r in fiches}

    def given(threshold: float, readings: Readings) -> list["Reading"]:
        return [r for r in readings if r.ranking[0][0] in slugs and r.ranking[0][1] >= threshold]

    lines = []
    for threshold in _TRADE_OFFS:
        answered = given(threshold, fiches)
        right = sum(r.rank == 0 for r in answered)
        lines.append([f"{threshold:.1f}", _percent(right, len(fiches)), _percent(len(answered) - right, len(fiches)),
                      _percent(len(given(threshold, others)), len(others))])
    return _table("The threshold above which a fiche is given", ["threshold", "right", "wrong", "out of scope answered"],
                  lines, "On the folds.")


def _rubriques(exams: dict[str, Readings]) -> list[str]:
    lines = []
    for exam, readings in exams.items():
        asked = [r for r in _typed(readings) if r.rubrique is not None]
        some = [r for r in asked if r.rubrique != NOTHING]
        given = [r for r in asked if r.rubrique_found != NOTHING]
        lines.append([exam, str(len(asked)), _share(asked, lambda r: r.rubrique_found == r.rubrique),
                      _share(some, lambda r: r.rubrique_found == r.rubrique),
                      _share(given, lambda r: r.rubrique_found == r.rubrique)])
    return _table("Rubriques", ["exam", "sentences", "right", "found when one is asked for", "right when one is given"],
                  lines)


def _confused(folded: Readings, done: Mapping[str, str]) -> list[str]:
    wrong = [r for r in _typed(folded) if r.family == FICHE and r.rank > 0]
    pairs = Counter(", ".join(sorted((r.wanted, r.ranking[0][0]))) for r in wrong)
    lines = [[pair, str(count), done.get(pair, "–")] for pair, count in pairs.most_common(_WORST)]
    return _table("The pairs most often confused", ["pair", "times", "what was done"], lines, "On the folds, either way.")


def _by_label(witnesses: Readings, folded: Readings) -> list[str]:
    by_label: dict[str, tuple[list["Reading"], list["Reading"]]] = defaultdict(lambda: ([], []))
    for place, readings in enumerate((witnesses, folded)):
        for reading in _typed(readings):
            by_label[reading.wanted][place].append(reading)
    lines = [[label, *_scores(exam), *_scores(folds), _most_confused(folds)] for label, (exam, folds) in by_label.items()]
    return _table("By label", ["label", "témoins", "top 1", "top 3", "folds", "top 1", "top 3", "mostly taken for"],
                  sorted(lines, key=lambda line: float(line[5].replace("–", "0"))))


def _most_confused(readings: Iterable["Reading"]) -> str:
    taken: dict[str, int] = defaultdict(int)
    for reading in readings:
        if not reading.is_right:
            taken[reading.ranking[0][0]] += 1
    return ", ".join(f"{label} ({count})" for label, count in sorted(taken.items(), key=lambda item: -item[1])[:2])


def _typed(readings: Readings) -> list["Reading"]:
    return [r for r in readings if r.noise == AS_TYPED]


def _is_kind(reading: "Reading", kind: str | None) -> bool:
    return reading.family == kind if kind else reading.family not in (FICHE, OUT_OF_SCOPE, DISTRESS, SUITE)


def _answers_well(reading: "Reading") -> bool:
    return reading.decision == ANSWER and reading.is_right


def _offers(reading: "Reading") -> bool:
    return reading.decision == SUGGEST and reading.rank < _SUGGESTED


def _scores(readings: Sequence["Reading"]) -> list[str]:
    return [str(len(readings)), _share(readings, lambda r: r.is_right), _share(readings, lambda r: r.rank < _SUGGESTED)]


def _share(readings: Sequence["Reading"], holds: Callable[["Reading"], bool]) -> str:
    return _percent(sum(map(holds, readings)), len(readings))


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def _table(title: str, head: list[str], lines: Iterable[list[str]], note: str = "") -> list[str]:
    rows = [f"| {' | '.join(line)} |" for line in lines]
    return [f"## {title}", "", *([note, ""] if note else []), f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *rows, ""]


_ANY = "any"
_DONE: Sequence[tuple[str | None, str, Callable[["Reading"], bool]]] = [
    (FICHE, "question on a fiche: the right answer", _answers_well),
    (FICHE, "… or the right one among three suggestions (served)", lambda r: _answers_well(r) or _offers(r)),
    (FICHE, "… a wrong answer, confidently", lambda r: r.decision == ANSWER and not _answers_well(r)),
    (FICHE, "… « I am not sure »", lambda r: r.decision not in (ANSWER, SUGGEST)),
    (OUT_OF_SCOPE, "out of scope: answered with a fiche (false accept)",
     lambda r: r.decision == ANSWER and r.intent == FICHE),
    (OUT_OF_SCOPE, "… taken for an act or distress", lambda r: r.decision == ANSWER and r.intent != FICHE),
    (None, "act: done", _answers_well),
    (None, "… another one done, or a fiche given", lambda r: r.decision == ANSWER and not _answers_well(r)),
    (_ANY, "distress raised on something else", lambda r: r.intent == DISTRESS != r.family),
]
