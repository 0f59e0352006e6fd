"""Write docs/performance.md and its plots from what was measured last (var/bench); what was not measured is said.

What explains the rows that are missed is written by hand, in bench/what_remains.md.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import matplotlib
from measures import ROOT, kept

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.hashsalt": "repere", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3})
from matplotlib import pyplot  # noqa: E402

PLOTS = ROOT / "docs" / "performance"
OURS, STOCK, PLAIN = "#00539f", "#b34000", "#555555"  # told apart by all eyes, and by their marks
Row = tuple[str, str, str, bool | None]
"""What, the target, what was measured, whether it holds (None: not measured)."""


def ratio(part: str, key: str, most: float, target: str, label: str, unit: str) -> Callable[[], Row]:
    """A row that compares with stock Rasa: ours must be at most `most` times theirs (or as many times, above 1)."""
    def row() -> Row:
        found = kept(part)
        if found is None:
            return label, target, "not measured", None
        mine, theirs = (found["figures"][side][key] for side in ("Repère", "stock"))
        holds = mine / theirs >= most if most > 1 else mine / theirs <= most
        times = mine / theirs if most > 1 else theirs / mine
        return label, target, f"{mine:,.1f} {unit}, stock {theirs:,.1f} {unit}: {times:.1f} times better", holds
    return row


def accuracy() -> Row:
    found, label = kept("understanding"), "right first, same data, clean and noisy"
    target = "not below stock; above it on noise"
    if found is None:
        return label, target, "not measured", None
    mine, theirs = found["figures"]["Repère"], found["figures"]["stock"]
    exams = [key for key in mine if key.startswith("right first")]
    said = "; ".join(f"{key.split(', ')[1]} {mine[key]:.1f} %, stock {theirs[key]:.1f} %" for key in exams)
    return label, target, said, all(mine[key] >= theirs[key] for key in exams)


def long_conversation() -> Row:
    found, label, target = kept("against_stock"), "turn 300 of one conversation, times turn 10", "≤ 1.5"
    if found is None:
        return label, target, "not measured", None
    mine, theirs = (found["figures"][side]["growth"] for side in ("Repère", "stock"))
    return label, target, f"{mine:.1f}, stock {theirs:.1f}", mine <= 1.5


def largest(part: str, size: str, rank: int, most: float, label: str) -> Callable[[], Row]:
    """The worst of both databases at the size of the target, its rounds' median."""
    def row() -> Row:
        found, target = kept(part), f"≤ {most:.0f} ms"
        if found is None:
            return label, target, "not measured", None
        wanted = [one for one in found["figures"] if one[size] == TARGETS[part]]
        said = {one["database"]: _middle([rounds[rank] for rounds in next(iter(one["sides"].values()))]) for one in wanted}
        return (label, target, ", ".join(f"{name} {spent:.1f} ms" for name, spent in said.items()),
                bool(said) and max(said.values()) <= most)
    return row


def endurance(part: str, label: str) -> Callable[[], Row]:
    def row() -> Row:
        found = kept(part)
        if found is None:
            return label, "flat memory, no message lost", "not measured", None
        one = found["figures"]
        said = (f"{one['answers']:,} answers in {one['minutes']:.0f} min, {one['failures']} without an answer; p50 "
                f"{one['p50']:.0f}, p95 {one['p95']:.0f}, p99 {one['p99']:.0f} ms; second half: {one['smallest']:.0f} to "
                f"{one['largest']:.0f} MB")
        return label, "flat memory, no message lost", said, one["failures"] == 0 and one["largest"] <= 1.05 * one["smallest"]
    return row


def widget() -> Row:
    found, label, target = kept("widget"), "the widget, compressed; an answer shown after it came", "≤ 20 KB; ≤ 150 ms"
    if found is None:
        return label, target, "not measured", None
    one = found["figures"]
    return (label, target, f"{one['kilobytes']:.1f} KB; median {one['median']:.0f} ms, worst {one['worst']:.0f} ms",
            one["kilobytes"] <= 20 and one["worst"] <= 150)


TARGETS = {"directory": 100_000, "appointments": 50}
ROWS: tuple[Callable[[], Row], ...] = (
    accuracy,
    ratio("understanding", "one message, median, ms", 1 / 3, "≤ 1/3 of stock", "time to understand one message", "ms"),
    ratio("against_stock", "p50", 1 / 5, "≤ 1/5 of stock", "one full turn, median", "ms"),
    ratio("against_stock", "p95", 1 / 5, "≤ 1/5 of stock", "one full turn, p95", "ms"),
    ratio("against_stock", "best", 5, "≥ 5 times stock", "most turns in a second", "turns"),
    ratio("against_stock", "memory", 1 / 2, "≤ 1/2 of stock", "memory after everybody wrote", "MB"),
    ratio("understanding", "training, s", 1 / 5, "≤ 1/5 of stock", "training, the same examples", "s"),
    long_conversation,
    largest("directory", "services", 1, 10, "directory search, 100,000 services, p95"),
    largest("appointments", "agendas", 0, 10, "free times, 4 weeks, 50 agendas, 2,000 booked, median"),
    widget,
    endurance("soak", "under load for twenty minutes"),
    endurance("day", "a day of 50,000 inhabitants"),
)


def table(rows: Iterable[Row]) -> list[str]:
    marks = {True: "yes", False: "**no**", None: "—"}
    return ["| what | target | measured | holds |", "|---|---|---|---|",
            *(f"| {label} | {target} | {said} | {marks[holds]} |" for label, target, said, holds in rows)]


def plot_crowds(figures: Any) -> None:
    _, (many, slow) = pyplot.subplots(1, 2, figsize=(9, 3.2))
    for side, colour, mark in (("Repère", OURS, "o"), ("stock", STOCK, "s")):
        crowds = figures[side]["crowds"]
        sizes = [one["people"] for one in crowds]
        many.plot(sizes, [one["a second"] for one in crowds], mark + "-", color=colour, label=side)
        slow.plot(sizes, [one["p50"] for one in crowds], mark + "-", color=colour, label=f"{side}, p50")
        slow.plot(sizes, [one["p99"] for one in crowds], mark + ":", color=colour, label=f"{side}, p99")
    many.set(xlabel="people at once", ylabel="turns in a second", ylim=(0, None))
    slow.set(xlabel="people at once", ylabel="one turn, ms", yscale="log")
    many.legend()
    slow.legend()


def plot_long(figures: Any) -> None:
    _, axes = pyplot.subplots(figsize=(9, 2.8))
    for side, colour in (("stock", STOCK), ("Repère", OURS)):
        axes.plot(figures[side]["long"], color=colour, label=side, linewidth=0.8)
    axes.set(xlabel="turn of one conversation", ylabel="ms", yscale="log")
    axes.legend()


def plot_fiches(figures: Any) -> None:
    _, (spent, space) = pyplot.subplots(1, 2, figsize=(9, 2.8))
    sizes = [one["fiches"] for one in figures]
    for key, mark, label in (("understood, p50", "o-", "a message understood"),
                             ("found, p50", "s--", "fiches found by words")):
        spent.plot(sizes, [one[key] for one in figures], mark, color=OURS, label=label)
    space.plot(sizes, [one["training"] for one in figures], "o-", color=OURS, label="training, s")
    space.plot(sizes, [one["memory"] for one in figures], "s--", color=PLAIN, label="peak memory, MB")
    spent.set(xlabel="fiches", ylabel="median, ms", ylim=(0, None))
    space.set(xlabel="fiches", yscale="log")
    spent.legend()
    space.legend()


def plot_sizes(part: str, size: str, label: str) -> Callable[[Any], None]:
    def plot(figures: Any) -> None:
        names = sorted({one["database"] for one in figures}, reverse=True)
        _, drawn = pyplot.subplots(1, len(names), figsize=(9, 2.8), sharey=True, squeeze=False)
        for axes, name in zip(drawn[0], names):
            asked = [one for one in figures if one["database"] == name]
            for side, colour, mark in zip(asked[0]["sides"], (OURS, PLAIN, STOCK), ("o-", "s--", "^:")):
                axes.plot([one[size] for one in asked], [_middle(_medians(one["sides"][side])) for one in asked], mark,
                          color=colour, label=side)
            axes.set(title=name, xlabel=label, xscale="log", yscale="log")
            axes.legend()
        drawn[0][0].set(ylabel="median, ms")
    return plot


def plot_endurance(figures: Any) -> None:
    _, (memory, turns) = pyplot.subplots(2, 1, figsize=(9, 4), sharex=True)
    minutes = [row["s"] / 60 for row in figures["rows"]]
    memory.plot(minutes, [row["memory"] for row in figures["rows"]], color=OURS)
    memory.set(ylabel="memory, MB", ylim=(0, None))
    turns.plot(minutes, [row["turns"] for row in figures["rows"]], color=OURS, label="turns in a second")
    turns.plot(minutes, [row["median"] for row in figures["rows"]], color=STOCK, linestyle=":", label="median turn, ms")
    turns.set(xlabel="minutes", ylim=(0, None))
    turns.legend()


PLOTTED: tuple[tuple[str, str, str, Callable[[Any], None]], ...] = (
    ("crowds", "against_stock", "Turns in a second and time of a turn, from 1 to 200 people at once", plot_crowds),
    ("long", "against_stock", "The time of each turn of one conversation of 300 turns", plot_long),
    ("fiches", "fiches", "What more fiches cost, from 80 to 2,000", plot_fiches),
    ("directory", "directory", "A search in the directory, by its size, beside LIKE and full text",
     plot_sizes("directory", "services", "services")),
    ("appointments", "appointments", "The free times of four weeks, beside one question a time",
     plot_sizes("appointments", "agendas", "agendas")),
    ("soak", "soak", "Memory, turns and their time under load", plot_endurance),
    ("day", "day", "Memory, turns and their time through a day of 50,000 inhabitants", plot_endurance),
)


def plots() -> list[str]:
    PLOTS.mkdir(exist_ok=True)
    lines = []
    for name, part, title, draw in PLOTTED:
        found = kept(part)
        if found is None:
            continue
        draw(found["figures"])
        pyplot.tight_layout()
        pyplot.savefig(PLOTS / f"{name}.svg", metadata={"Date": None})
        pyplot.close()
        lines += [f"## {title}", "", f"![{title}]({PLOTS.name}/{name}.svg)", ""]
    return lines


def machines() -> list[str]:
    found = {part: kept(part) for part in sorted({part for _, part, _, _ in PLOTTED} | {"understanding", "widget"})}
    return [f"* {part}: {one['machine']['day']}, {one['machine']['cores']} cores, {one['machine']['processor']}, load "
            f"{one['machine']['load']} at the end" for part, one in found.items() if one]


def _medians(rounds: Sequence[Any]) -> list[float]:
    return [one[0] for one in rounds]


def _middle(given: Sequence[float]) -> float:
    return sorted(given)[len(given) // 2]


def main() -> None:
    lines = ["# Performance", "", "Written by `make bench`; each figure beside the alternative, measured in the same run.",
             "What each part does is said at the head of its file in `bench/`.", "", *table(row() for row in ROWS), "",
             (ROOT / "bench" / "what_remains.md").read_text(encoding="utf-8").strip(), "", *plots(),
             "## When and where", "", *machines(), ""]
    (ROOT / "docs" / "performance.md").write_text("\n".join(lines), encoding="utf-8")
    print("docs/performance.md")


if __name__ == "__main__":
    main()
