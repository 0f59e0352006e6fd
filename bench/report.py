"""Write docs/performance.md and its plots from what was measured last (var/bench); what was not measured is said.

What explains the rows that are missed is written by hand, in bench/what_remains.md.
"""
from __future__ import annotations

from collections.abc import Callable
from statistics import median_high
from typing import Any

import matplotlib
from measures import ROOT, kept

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.hashsalt": "repere", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3})
from matplotlib import pyplot  # noqa: E402

PLOTS = ROOT / "docs" / "performance"
OURS, STOCK, PLAIN = "#00539f", "#b34000", "#555555"  # told apart by all eyes, and by their marks
Judged = tuple[str, bool]
"""What was measured, whether it holds."""


def ratio(key: str, most: float, unit: str) -> Callable[[Any], Judged]:
    """Ours must be at most `most` times stock Rasa's (or as many times, above 1)."""
    def judged(figures: Any) -> Judged:
        mine, theirs = (figures[side][key] for side in ("Repère", "stock"))
        holds = mine / theirs >= most if most > 1 else mine / theirs <= most
        times = mine / theirs if most > 1 else theirs / mine
        return f"{mine:,.1f} {unit}, stock {theirs:,.1f} {unit}: {times:.1f} times better", holds
    return judged


def accuracy(figures: Any) -> Judged:
    mine, theirs = figures["Repère"], figures["stock"]
    exams = [key for key in mine if key.startswith("right first")]
    said = "; ".join(f"{key.split(', ')[1]} {mine[key]:.1f} %, stock {theirs[key]:.1f} %" for key in exams)
    return said, all(mine[key] >= theirs[key] for key in exams)


def long_conversation(figures: Any) -> Judged:
    mine, theirs = (figures[side]["growth"] for side in ("Repère", "stock"))
    return f"{mine:.1f}, stock {theirs:.1f}", mine <= 1.5


def at_size(size: str, wanted: int, rank: int, most: float) -> Callable[[Any], Judged]:
    """Each database at the size of the target, its rounds' median; the worst of them decides."""
    def judged(figures: Any) -> Judged:
        asked = {one["database"]: next(iter(one["sides"].values())) for one in figures if one[size] == wanted}
        said = {name: median_high(given[rank] for given in rounds) for name, rounds in asked.items()}
        return (", ".join(f"{name} {spent:.1f} ms" for name, spent in said.items()),
                bool(said) and max(said.values()) <= most)
    return judged


def endurance(figures: Any) -> Judged:
    said = (f"{figures['answers']:,} answers in {figures['minutes']:.0f} min, {figures['failures']} without an answer; p50 "
            f"{figures['p50']:.0f}, p95 {figures['p95']:.0f}, p99 {figures['p99']:.0f} ms; second half: "
            f"{figures['smallest']:.0f} to {figures['largest']:.0f} MB")
    return said, figures["failures"] == 0 and figures["largest"] <= 1.05 * figures["smallest"]


def widget(figures: Any) -> Judged:
    return (f"{figures['kilobytes']:.1f} KB; median {figures['median']:.0f} ms, worst {figures['worst']:.0f} ms",
            figures["kilobytes"] <= 20 and figures["worst"] <= 150)


# What, the target, the part of the bench that measures it, and how its figures are judged.
ROWS: tuple[tuple[str, str, str, Callable[[Any], Judged]], ...] = (
    ("right first, same data, clean and noisy", "not below stock; above it on noise", "understanding", accuracy),
    ("time to understand one message", "≤ 1/3 of stock", "understanding", ratio("one message, median, ms", 1 / 3, "ms")),
    ("one full turn, median", "≤ 1/5 of stock", "against_stock", ratio("p50", 1 / 5, "ms")),
    ("one full turn, p95", "≤ 1/5 of stock", "against_stock", ratio("p95", 1 / 5, "ms")),
    ("most turns in a second", "≥ 5 times stock", "against_stock", ratio("best", 5, "turns")),
    ("memory after everybody wrote", "≤ 1/2 of stock", "against_stock", ratio("memory", 1 / 2, "MB")),
    ("training, the same examples", "≤ 1/5 of stock", "understanding", ratio("training, s", 1 / 5, "s")),
    ("turn 300 of one conversation, times turn 10", "≤ 1.5", "against_stock", long_conversation),
    ("directory search, 100,000 services, p95", "≤ 10 ms", "directory", at_size("services", 100_000, 1, 10)),
    ("free times, 4 weeks, 50 agendas, 2,000 booked, median", "≤ 10 ms", "appointments", at_size("agendas", 50, 0, 10)),
    ("the widget, compressed; an answer shown after it came", "≤ 20 KB; ≤ 150 ms", "widget", widget),
    ("under load for twenty minutes", "flat memory, no message lost", "soak", endurance),
    ("a day of 50,000 inhabitants", "flat memory, no message lost", "day", endurance),
)


def table() -> list[str]:
    lines = ["| what | target | measured | holds |", "|---|---|---|---|"]
    for label, target, part, judge in ROWS:
        found = kept(part)
        said, holds = judge(found["figures"]) if found else ("not measured", None)
        lines.append(f"| {label} | {target} | {said} | {'—' if holds is None else 'yes' if holds else '**no**'} |")
    return lines


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
                medians = [median_high(given[0] for given in one["sides"][side]) for one in asked]
                axes.plot([one[size] for one in asked], medians, mark, color=colour, label=side)
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
    parts = {part for _, part, _, _ in PLOTTED} | {part for _, _, part, _ in ROWS}
    found = {part: kept(part) for part in sorted(parts)}
    return [f"* {part}: {one['machine']['day']}, {one['machine']['cores']} cores, {one['machine']['processor']}, load "
            f"{one['machine']['load']} at the end" for part, one in found.items() if one]


def main() -> None:
    lines = ["# Performance", "", "Written by `make bench`; each figure beside the alternative, measured in the same run.",
             "What each part does is said at the head of its file in `bench/`.", "", *table(), "",
             (ROOT / "bench" / "what_remains.md").read_text(encoding="utf-8").strip(), "", *plots(),
             "## When and where", "", *machines(), ""]
    (ROOT / "docs" / "performance.md").write_text("\n".join(lines), encoding="utf-8")
    print("docs/performance.md")


if __name__ == "__main__":
    main()
