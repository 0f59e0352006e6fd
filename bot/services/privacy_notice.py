"""What everybody may read of their data: who is responsible, why, how long, who receives them, what to ask (GDPR, art. 13).

The words are in `messages.yml`. The table is made of the very durations that `Forgetting` applies.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Collection

from bot.domain.joining import JOINING_CODE_HOLDS
from bot.domain.own_data import TICKET_HOLDS
from bot.services import forgetting
from bot.services.answers import Answers
from bot.services.counter import LEFT

_DAY = timedelta(days=1)
_DAYS_OF_SIX_MONTHS = range(182, 185)


@dataclass(frozen=True)
class Kept:
    """One kind of data, and how long it is kept."""

    what: str
    how_long: str


@dataclass(frozen=True)
class NoticeSection:
    """A heading, and its text in paragraphs separated by a blank line; `- ` begins the lines of a list."""

    titre: str
    text: str


@dataclass(frozen=True)
class Responsible:
    """What a town must fill in: how to write to its data protection officer, and who hosts the program."""

    dpo: str = ""
    hosting: str = ""

    @property
    def missing(self) -> list[str]:
        """What is not filled in yet, a French sentence each, for who runs the program."""
        named = (("REPERE_DPO", self.dpo, "comment écrire au délégué à la protection des données"),
                 ("REPERE_HOSTING", self.hosting, "qui héberge le programme, et dans quel pays"))
        return [f"À remplir, {name} : {what}. La page /donnees-personnelles le dit aux habitants."
                for name, value, what in named if not value]


def said_duration(kept: timedelta) -> str:
    """« 24 heures », « 15 minutes », « 6 mois »."""
    if kept < timedelta(hours=1):
        return f"{kept // timedelta(minutes=1)} minutes"
    if kept <= _DAY:
        hours = kept // timedelta(hours=1)
        return f"{hours} heure{'s' if hours > 1 else ''}"
    return "6 mois" if kept.days in _DAYS_OF_SIX_MONTHS else f"{kept.days} jours"


KEPT = (
    Kept("Les messages de votre discussion, vos numéros cachés",
         f"{said_duration(forgetting.CONVERSATIONS)} sans message de vous"),
    Kept("Un appel à l'aide", "rien n'est gardé, sauf si vous parlez à l'accueil"),
    Kept("Ce que vous dites à une personne de l'accueil", "comme la discussion"),
    Kept("Votre numéro de téléphone ou votre compte Telegram, pour vous répondre", "comme la discussion"),
    Kept("Un rendez-vous, avec votre prénom et votre numéro",
         f"{said_duration(forgetting.APPOINTMENTS)} après le rendez-vous"),
    Kept("Votre place sur une liste d'attente, ou votre demande d'être rappelé",
         f"jusqu'à la réponse, {said_duration(forgetting.WAITING)} au plus"),
    Kept("Un message que nous vous envoyons",
         f"jusqu'à son départ ; {said_duration(forgetting.MESSAGES)} s'il ne part pas"),
    Kept("Un message reçu par SMS ou Telegram",
         f"jusqu'à la réponse ; son identifiant, {said_duration(forgetting.RECEIVED)}"),
    Kept("Une question que le programme n'a pas comprise, sans votre nom",
         f"{said_duration(forgetting.DECIDED)} une fois traitée, {said_duration(forgetting.UNDECIDED)} au plus"),
    Kept("Ce qui est demandé pour vous au comptoir", f"jusqu'à votre départ, {said_duration(LEFT)} au plus"),
    Kept("Un code pour relier deux appareils", said_duration(JOINING_CODE_HOLDS)),
    Kept("Le lien qui montre vos données", f"{said_duration(TICKET_HOLDS)}, une seule fois"),
    Kept("Votre refus de recevoir des messages", "jusqu'à ce que vous écriviez « reprendre »"),
    Kept("Le journal de ce que font les agents, sans votre nom", said_duration(forgetting.JOURNAL)),
    Kept("Les connexions des agents et leurs erreurs de mot de passe", said_duration(forgetting.ENTRIES)),
    Kept("Les copies de secours, chiffrées", "30 jours au plus"),
    Kept("Le nombre de questions par sujet, sans personne",
         f"l'année en cours et les {forgetting.ASKED_YEARS} d'avant"),
)

# What each partner receives, when the town works with it.
_PARTNERS = {"ovhcloud": "donnees_page_ovhcloud", "twilio": "donnees_page_twilio", "telegram": "donnees_page_telegram",
             "rdv_service_public": "donnees_page_rdv_service_public"}


class PrivacyNotice:
    """`partners` are the others who receive what people write, by name, among those of `_PARTNERS`."""

    def __init__(self, answers: Answers, responsible: Responsible = Responsible(), partners: Collection[str] = ()) -> None:
        self._answers = answers
        self._responsible = responsible
        self._partners = [key for name, key in _PARTNERS.items() if name in partners]

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The table of durations."""
        return KEPT

    def before_the_table(self) -> list[NoticeSection]:
        """Who, why, and by what right."""
        return [NoticeSection("Qui est responsable", self._say("donnees_page_qui") + " " + self._dpo()),
                NoticeSection("Pourquoi nous avons besoin de vos données", self._say("donnees_page_pourquoi")),
                NoticeSection("Ce que dit la loi", self._say("donnees_page_loi"))]

    def after_the_table(self) -> list[NoticeSection]:
        """Who receives them, how they are guarded, what to ask, and where to complain."""
        receive = [self._say("donnees_page_agents"), self._hosting(), *map(self._say, self._partners)]
        listed = "\n".join(f"- {one}" for one in receive)
        return [NoticeSection("Qui les reçoit", f"{listed}\n\n" + self._say("donnees_page_personne_d_autre")),
                NoticeSection("Comment elles sont gardées", self._say("donnees_page_securite")),
                NoticeSection("Vos droits", self._say("donnees_page_droits")),
                NoticeSection("Se plaindre", self._say("donnees_page_plainte"))]

    def _dpo(self) -> str:
        dpo = self._responsible.dpo
        return self._say("donnees_page_dpo", dpo=dpo) if dpo else self._say("donnees_page_sans_dpo")

    def _hosting(self) -> str:
        named = self._responsible.hosting
        return self._say("donnees_page_hebergeur", nom=named) if named else self._say("donnees_page_sans_hebergeur")

    def _say(self, key: str, **words: str) -> str:
        return self._answers.say(key, (), **words).text
