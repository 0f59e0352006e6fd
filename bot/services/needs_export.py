"""The same tables for a spreadsheet: cells that are numbers where they are known, and a note on what is hidden."""
from __future__ import annotations

from datetime import date

from bot.domain.french import say_date
from bot.domain.small_counts import SMALL
from bot.services.needs_report import Needs, Table

Cell = str | int | float
Grid = list[list[Cell]]

METHOD = (
    "Une demande est un message qui pose une question ou demande un service. Une même personne peut en envoyer plusieurs : "
    "ce ne sont pas des personnes.",
    "Les politesses, les « oui » et les étapes d'une demande déjà comptée ne sont pas comptées.",
    "Aucun message, aucun nom et aucun numéro n'est gardé dans ces comptes.",
    f"Un nombre de 1 à {SMALL - 1} n'est jamais affiché, et ne se retrouve pas par soustraction. Il est écrit « moins de "
    f"{SMALL} ». Il est compté avec une autre ligne, choisie d'avance, dont le nombre n'est pas affiché non plus.",
    "Le nombre de demandes et les canaux se comptent par mois terminé. Le reste se compte par trimestre terminé. Une année "
    "additionne ses trimestres affichés : « 15 à 23 » veut dire que certains trimestres avaient moins de 5 demandes.",
    "La commune est celle que la personne a citée. Elle n'est pas forcément la sienne. L'heure est celle de Paris.",
    "Les appels à l'aide sont comptés par mois, sans heure, sans commune et sans canal. Ils ne sont pas dans les tableaux.",
    "Ces nombres ne disent pas qui n'a pas demandé : des personnes sans téléphone, ou qui ne lisent pas, n'y sont pas. Ils "
    "disent ce qui a été demandé à l'assistant, pas tous les besoins de la commune.",
)


def grid(table: Table) -> Grid:
    """A line of headings, then every row: its number if it is known, and its limits."""
    themed = ["Thème"] if table.shape.themes else []
    made: Grid = [[table.shape.column, *themed, "Nombre", "Au moins", "Au plus", "Période d'avant", "Évolution en %"]]
    for row in table.rows:
        theme = [row.theme] if themed else []
        figure, before, change = row.figure, row.before, row.change
        made.append([row.label, *theme, figure.low if figure.is_exact else figure.said, figure.low,
                     "" if figure.high is None else figure.high, before.low if before.is_exact else before.said,
                     round(change.percent, 1) if change else ""])
    if table.grouped:
        made.append(["Lignes non affichées, ensemble", *[""] * len(themed), *[table.grouped] * 3, "", ""])
    return made


def note(needs: Needs, town: str, today: date) -> Grid:
    """What the numbers are, up to when, and what is hidden."""
    about: Grid = [["Ce que les habitants demandent", town], ["Période", needs.period.nom],
                   ["Compté jusqu'au", say_date(needs.until.last)], ["Écrit le", say_date(today)]]
    if needs.is_uneven and needs.detailed:
        about.append(["Tableaux par trimestre, jusqu'au", say_date(needs.detailed.last)])
    about.extend(["Méthode", line] for line in METHOD)
    return about
