"""The tables of « Besoins »: which rows each has, what it shares out, and over what span of time.

Their shape is fixed beforehand, and no filter crosses two of them: see `bot.domain.small_counts`. The number of demands and
the channels are counted by month, everything else by quarter: the finer the detail, the longer the span. A year adds up
what its months and quarters show. Were a quarter counted again from its months, or a year from its quarters, a subtraction
would give what the shorter spans hide.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.answer import FICHES
from bot.domain.asked import WITHOUT_FICHE, Outcome
from bot.domain.civil_period import Period
from bot.domain.fiche import Rubrique
from bot.domain.french import JOURS, NBSP, capital
from bot.domain.knowledge import Knowledge
from bot.domain.small_counts import Counted, Figure, alone, conceal, hidden, together, within
from bot.services.asked_counts import ACTS
from bot.services.fiche_pages import Theme
from bot.services.ports import UnitOfWork

RETIRED, NO_SUBJECT, OTHER = "retire", "", "autre"
_MORNING, _EVENING = 8, 20
_CHANNELS = {"web": "Site internet", "sms": "SMS", "telegram": "Telegram", "bureau": "Au comptoir", OTHER: "Autre"}
_OUTCOMES = {
    Outcome.REPONDU.value: "Réponse d'une fiche", Outcome.ANNUAIRE.value: "Lieux et horaires", OTHER: "Autre service rendu",
    Outcome.RENDEZ_VOUS.value: "Rendez-vous confirmé", Outcome.HUMAIN.value: "Demande d'une personne",
    Outcome.PROPOSE.value: "Plusieurs sujets proposés", Outcome.SANS_REPONSE.value: "Question non comprise",
    WITHOUT_FICHE: "Sujet social sans fiche", Outcome.HORS_SUJET.value: "Hors sujet",
}
_ACTS = {
    "prendre_rdv": "Prendre un rendez-vous", "voir_mes_rdv": "Revoir ses rendez-vous",
    "deplacer_rdv": "Déplacer un rendez-vous", "annuler_rdv": "Annuler un rendez-vous",
    "definir_mot": "Un mot expliqué", "autre_langue": "Une autre langue",
    "aide_mode_d_emploi": "Le mode d'emploi", "mes_donnees": "Ses données", "effacer_mes_donnees": "Effacer ses données",
    "stop_desabonnement": "Ne plus recevoir de messages",
}
_HOURS = {"matin": f"Avant {_MORNING}{NBSP}h", **{str(hour): f"{hour}{NBSP}h" for hour in range(_MORNING, _EVENING)},
          "soir": f"{_EVENING}{NBSP}h et après"}
_DAYS = {str(number): capital(name) for number, name in enumerate(JOURS)}


@dataclass(frozen=True)
class Shape:
    """One table: its rows in a lasting order, and the companions of those that are hidden.

    `is_ranked`: shown from the most asked down. `themes`: the theme of each row, where rows have one.
    """

    slug: str
    titre: str
    column: str
    rows: Mapping[str, str]
    companions: tuple[str, ...]
    note: str = ""
    is_ranked: bool = True
    is_monthly: bool = False
    themes: Mapping[str, str] | None = None


class NeedsTables:
    """Counts them; `shapes` are in the order of the page."""

    def __init__(self, knowledge: Knowledge, themes: Sequence[Theme]) -> None:
        # The companions of a theme are its last two fiches: their names outlast their texts, and the guarantee needs that.
        self._from_the_last = sorted(knowledge.fiches, reverse=True)
        self.shapes = {shape.slug: shape for shape in _shapes(knowledge, themes, tuple(self._from_the_last[:2]))}
        self._themes = self.shapes["sujets"].themes or {}

    def month(self, uow: UnitOfWork, month: Period) -> dict[str, Counted]:
        """What is counted by month."""
        counts: Counter[str] = Counter()
        for (channel, outcome), number in uow.asked.by(("channel", "outcome"), month.start, month.end):
            if outcome != Outcome.URGENCE.value:
                counts[channel if channel in _CHANNELS else OTHER] += number
        return {"canaux": self._concealed("canaux", counts)}

    def quarter(self, uow: UnitOfWork, quarter: Period) -> dict[str, Counted]:
        """What is counted by quarter. All of it is hidden as long as the number of demands of one of its months is."""
        counts: dict[str, Counter[str]] = {slug: Counter() for slug in self.shapes if not self.shapes[slug].is_monthly}
        months: Counter[int] = Counter()
        self._count_subjects(uow, quarter, counts)
        for fields, slug, key in _BY_ONE_FIELD:
            for (value, outcome), number in uow.asked.by((fields, "outcome"), quarter.start, quarter.end):
                if outcome != Outcome.URGENCE.value:
                    counts[slug][key(value)] += number
                    months[value.month if fields == "day" else 0] += number
        for page, helped, number in uow.ratings.by_page(quarter.start, quarter.end):
            slug = page.removeprefix(FICHES)
            counts["utiles" if helped else "inutiles"][slug if slug in self._themes else RETIRED] += number
        if not all(alone(number).is_exact for month, number in months.items() if month):
            return {slug: hidden(self.shapes[slug].rows) for slug in counts}
        return self._tables(counts)

    def urgences(self, uow: UnitOfWork, quarter: Period) -> Figure:
        """The cries for help of a quarter, which are in no table."""
        found = dict(uow.asked.by(("outcome",), quarter.start, quarter.end))
        return alone(found.get((Outcome.URGENCE.value,), 0))

    def _count_subjects(self, uow: UnitOfWork, quarter: Period, counts: Mapping[str, Counter[str]]) -> None:
        fields = ("outcome", "subject", "rubrique")
        for (outcome, subject, rubrique), number in uow.asked.by(fields, quarter.start, quarter.end):
            if outcome == Outcome.URGENCE.value:
                continue
            made = OTHER if subject in ACTS and outcome == Outcome.REPONDU.value else outcome
            counts["suites"][WITHOUT_FICHE if subject == WITHOUT_FICHE else made] += number
            if made == OTHER:
                counts["services"][subject] += number
            elif made == Outcome.REPONDU.value:
                counts["sujets"][subject if subject in self._themes else RETIRED] += number
                counts["themes"][self._themes.get(subject, RETIRED)] += number
                counts["rubriques"][rubrique or Rubrique.PRESENTATION.value] += number
            elif made in counts:
                counts[made][self._themes.get(subject, NO_SUBJECT)] += number

    def _tables(self, counts: Mapping[str, Counter[str]]) -> dict[str, Counted]:
        shown = {slug: self._concealed(slug, found) for slug, found in counts.items() if slug not in (*_PARTS, "sujets")}
        outcomes = shown["suites"].rows
        for slug, row in _PARTS.items():
            shape = self.shapes[slug]
            shown[slug] = within(outcomes[row], {key: counts[slug][key] for key in shape.rows}, shape.companions)
        return {**shown, "sujets": self._subjects(shown["themes"], counts["sujets"])}

    def _subjects(self, themes: Counted, counts: Counter[str]) -> Counted:
        """Each theme is shared out by itself, since its own number is shown."""
        parts = []
        for theme, figure in themes.rows.items():
            named = [slug for slug in self._from_the_last if self._themes[slug] == theme] or [RETIRED]
            parts.append(within(figure, {slug: counts[slug] for slug in named}, named[:2]))
        return together(themes.whole, parts)

    def _concealed(self, slug: str, counts: Counter[str]) -> Counted:
        shape = self.shapes[slug]
        return conceal({key: counts[key] for key in shape.rows}, shape.companions)


def _hour(hour: int) -> str:
    return "matin" if hour < _MORNING else "soir" if hour >= _EVENING else str(hour)


# Field of a demand, table, and the row of a value of the field.
_BY_ONE_FIELD: tuple[tuple[str, str, Callable], ...] = (
    ("commune", "communes", str), ("hour", "heures", _hour), ("day", "jours", lambda day: str(day.weekday())))
# The tables that share out a row of « suites ».
_PARTS = {"themes": Outcome.REPONDU.value, "rubriques": Outcome.REPONDU.value, "services": OTHER,
          Outcome.HUMAIN.value: Outcome.HUMAIN.value, Outcome.RENDEZ_VOUS.value: Outcome.RENDEZ_VOUS.value}


def _shapes(knowledge: Knowledge, themes: Sequence[Theme], last: tuple[str, ...]) -> list[Shape]:
    subjects = {**{entry.slug: entry.titre for theme in themes for entry in theme.entries}, RETIRED: "Sujets retirés"}
    theme_of = {entry.slug: theme.nom for theme in themes for entry in theme.entries}
    by_theme = {**{theme.nom: theme.nom for theme in themes}, NO_SUBJECT: "Sans sujet précis"}
    rubriques = {one.value: one.bouton for one in Rubrique} | {Rubrique.PRESENTATION.value: "En général"}
    communes = sorted(knowledge.territoires.communes.values(), key=lambda one: one.slug)
    towns = {NO_SUBJECT: "Aucune commune citée", **{one.slug: one.nom for one in communes}}
    by_group = {**{theme.nom: theme.nom for theme in themes}, RETIRED: "Sujets retirés"}
    none = (NO_SUBJECT, next(iter(by_theme)))
    return [
        Shape("suites", "Ce que les demandes sont devenues", "Suite", _OUTCOMES, (OTHER, Outcome.PROPOSE.value)),
        Shape("themes", "Les grands thèmes", "Thème", by_group, tuple(by_theme)[-2:-4:-1],
              "Les réponses données par une fiche."),
        Shape("sujets", "Les sujets", "Sujet", subjects, last, "Chaque thème, sujet par sujet.", themes=theme_of),
        Shape("rubriques", "Ce que les gens veulent savoir", "Question", rubriques, tuple(rubriques)[:2],
              "La partie de la fiche qui était demandée."),
        Shape(Outcome.HUMAIN.value, "Demandes d'une personne, par thème", "Thème", by_theme, none),
        Shape(Outcome.RENDEZ_VOUS.value, "Rendez-vous confirmés, par thème", "Thème", by_theme, none,
              "Rendez-vous pris ou déplacés avec l'assistant."),
        Shape("services", "Autres services rendus", "Service", _ACTS, ("aide_mode_d_emploi", "prendre_rdv")),
        Shape("canaux", "Par où viennent les demandes", "Canal", _CHANNELS, ("telegram", OTHER), is_monthly=True),
        Shape("communes", "Les communes citées", "Commune", towns, (NO_SUBJECT, knowledge.territoires.home.slug),
              "La commune que la personne a citée. Ce n'est pas forcément la sienne."),
        Shape("heures", "À quelle heure", "Heure", _HOURS, ("matin", "soir"), is_ranked=False),
        Shape("jours", "Quel jour de la semaine", "Jour", _DAYS, ("6", "5"), is_ranked=False),
        Shape("utiles", "Réponses jugées utiles", "Sujet", subjects, last, "« Cette réponse vous a aidé ? » : oui."),
        Shape("inutiles", "Réponses jugées inutiles", "Sujet", subjects, last, "« Cette réponse vous a aidé ? » : non."),
    ]
