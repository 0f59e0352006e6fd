"""Read a message in the light of what was said before: a follow-up question, an hour that was asked for."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.domain.fiche import Rubrique
from bot.domain.normalisation import fold
from bot.nlu.french import folded, substance, words
from bot.nlu.labels import ANSWER, COURTESIES, FICHE, MOMENT_GIVEN, OUT_OF_SCOPE, SUITE

_AND = re.compile(r"^(et|mais|ou alors|sinon|du coup|donc|alors)\b")
# « non, à Clermont-Ferrand », « et celle de Gignac, pour mon neveu ? »: a town follows what takes the question up again.
_ELSEWHERE = re.compile(
    r"^(?:(?:et|mais|non|si|sinon|ou|alors|donc|plutot|pardon|en fait|enfin|je parle|je parlais|je veux dire|c est|pour"
    r"|ceu?lles?|celui|ceux|l autre|pas ici|la bas|a|au|aux|en|dans|sur|vers|de|d|du cote|le|la|les|l|il|elle|vit|habite)"
    r"[ ,!.']*)*$")
_ANOTHER_AGE = re.compile(r"^(?:et|mais|ok|si|sinon|a|pour|des|avec|mon|ma|fils|fille|\W)*\d{1,2} ans\W*$")
_CORRECTS = re.compile(r"^(?:ah |euh |mais )*(?:non|pardon|plutot|en fait|enfaite|finalement|enfin|erreur|oups)\b")
_CORRECTS_ITS_SUBJECT = re.compile(rf"{_CORRECTS.pattern}.*\b(?:c'? ?est|plutot) pour ")
# What is wanted of a place rather than of a subject: near where, its address, its hours.
_NEAR = re.compile(
    r"\b(?:pres d\w*|proches?|proximite|(?:le|ce|du) coin|dans le secteur|canton|alentours?|environs?|autour|par ici|km"
    r"|kilometres?|(?<!m')(?<!s')adresse|numero|num|tel|telephone|coordonnees|horaires?|ouverte?s?|quelle rue|la liste"
    r"|ou (?:est|sont|se trouve))\b")
# « besoin d'une adresse », « j'ai plus d'adresse »: one's own, which is a subject and not a place.
_OWN_ADDRESS = re.compile(
    r"\b(?:besoin (?:d'? ?une?|d1|1)|(?:pas|plus|point) (?:d'? ?)?|sans|(?:avoir|ai|faut|veu[xt]?|voudrais|cherche|prendre"
    r"|demander|obtenir) (?:une?|1)) ?adresse\b")
# « rdv au ccas », « je veux un rendez-vous mairie »: a place or a subject after it, and no question.
_ASKS_TO_BE_RECEIVED = re.compile(
    r"(?!.*\b(?:ou|quand|comment|combien|quel\w*|quoi|pourquoi|papiers?|annul\w*|oubli\w*|deja|rat\w+|manqu\w+|sans"
    r"|ai (?:un )?rendez)\b)"
    r"(?:(?:je|j|ai|on|il|me|veu[xt]?|voudrais?|aimerais?|souhaite|demande|prendre|avoir|besoin|faut|de?|un|1) )*"
    r"(?:rendez vous|randevou|creneau|entretien)"
    r"(?: (?:au|aux|a|la|le|les|l|avec|chez|pour|de|du|des|en|dans|mon|ma|mes))*(?: \w+){1,2}")
# What only a place answers, when nothing else is plain: « qui peut m'aider à… », « où sont les impôts ».
_SOMEWHERE = re.compile(
    r"\bou (?:est|sont|se trouve|aller|trouver|s'adresser|puis-?je|(?:est-ce que )?je (?:peux|dois|vais)|on (?:peut|va|doit)"
    r"|faut[- ]il|il faut"
    r"|y a[- ]t[- ]il|il y a)\b|\bqui (?:peut|pourrait|va) m'?\s?(?:aider|aide)\b|\bqui m'?\s?aide"
    r"|\bquel (?:endroit|lieu|organisme|bureau|guichet)\b|\b\d{5}\b")
_CLOSE = re.compile(r"\b(?:pres d\w*|proches?|proximite|secteur|canton|alentours?|environs?|autour de|par ici|ouverte?s?)\b")
_NUMBERS_FIRST = ("hebergement-urgence", "violences")  # fiches that give a number, which a list of places would hide
# « quelle auto-école, du côté de Fontès », « y a un dentiste à Canet ? »: a place, once a town is named.
_WHICH = re.compile(r"\b(?:quels?|quelles?|kel|kelle|il y a|y a|ya|y'a|existe)\b")
# « ça ferme quand ? », « c'est ouvert samedi ? »: about the places just shown, when nothing else is named.
_OPENING = re.compile(r"\b(?:ouvre?|ouverte?s?|ouvrent|rouvr\w+|ferme|fermee?s?|ferment|fermeture|horaires?)\b")
_OPENING_ONLY = frozenset("""
    a alors apres aprem aujourd aussi avant c ca ce cet cette combien comment d de des demain dimanche donc du elle elles en
    encore est et euh fait ferie feries heure heures hui il ils j jeudi jour jours jusqu l la le les leur leurs lundi m
    maintenant mais mardi matin mercredi midi n ok on ou partir pas pendant pour qu quand que quel quelle quelles quels quoi
    s samedi se semaine sinon soir sont suis sur t tard tot toujours tous toute un vacances vendredi vous week weekend y
""".split())
_WRONG = re.compile(
    r"\b(?:(?:numero|tel|telephone|adresse|horaires?|infos?|informations?)\b.{0,25}\b(?:faux|fausses?|mauvais\w*|errone\w*"
    r"|plus bon\w*|pas (?:le |la |les )?bon\w*|marche (?:pas|plus)|repond (?:pas|plus)|existe (?:pas|plus)|attribue)"
    r"|(?:faux|mauvais) numero|mauvaise adresse|mauvais horaires|existe plus|est ferme definitivement|(?:a|ont) demenage"
    r"|signaler une erreur)\b")
_REPORT = "signaler_erreur"
_BOOK = "prendre_rdv"
_PLACE, _CANCEL, _MOVE, _LIST, _GO_ON = "trouver_structure", "annuler_rdv", "deplacer_rdv", "voir_mes_rdv", "continuer_rdv"
_MINE = frozenset({_CANCEL, _MOVE, _LIST})
_APPOINTMENT = re.compile(r"\b(?:rdv|rendez|rendevou|randevou|creneau|entretien|reserv|code)")
# What somebody says about his appointment while an hour is being chosen, and what a lone hour may be mistaken for.
_YIELDS_TO_A_MOMENT = COURTESIES | {_BOOK, _MOVE, _LIST, _PLACE, "oui", "non", SUITE, OUT_OF_SCOPE}
# What a short question about a price or a place is easily mistaken for, once its subject is left out.
_YIELDS_TO_A_SUBJECT = frozenset({"aide_mode_d_emploi", "hors_sujet", "au_revoir", "saluer"})
_SMALL_WORDS = frozenset(
    "et ou alors sinon du coup si c est ce a au aux en dans sur vers pour de d la le les l ville commune cote "
    "chez moi nous il elle on vient habite etait celle celui celles ceux".split())
_SHORT = 7
_SURE = 0.3  # of the part that is asked for
_PLAINLY, _OUT_OF_DOUBT, _PROBABLE = 0.6, 0.85, 0.5
_MAYBE = 0.1
_POSSIBLE = 0.003  # of a place, when the question is where


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ContextualIntent(GraphComponent):
    """Changes the intent of a message that only makes sense after another; last of the pipeline.

    Reads the slots `fiche` and `besoin` (the subject, or the place, under discussion) and the message's metadata
    `awaiting` (what a booking waits for).
    """

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "ContextualIntent":
        return cls()

    def process(self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None) -> List[Message]:
        slots = tracker.current_slot_values() if tracker is not None else {}
        subject = slots.get("besoin") or slots.get(FICHE)
        shown = bool(slots.get("besoin") or slots.get("lieux"))
        for message in messages:
            text, entities = message.get(TEXT) or "", _sure_values(message)
            intent = in_context(text, message.get("understood") or {}, entities,
                                (message.get("metadata") or {}).get("awaiting"), subject, shown)
            if intent is not None:
                message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
            if intent in (_PLACE, _BOOK):
                understood = {**(message.get("understood") or {}), "intent": intent, FICHE: None, "decision": ANSWER}
                message.set("understood", understood, add_to_output=True)
            if message.get(INTENT, {}).get("name") == SUITE and _moves_elsewhere(fold(text), entities):
                # Another place, the same question: whatever part was guessed, the one under discussion goes on.
                kept = [e for e in message.get(ENTITIES) if e["entity"] != "rubrique"]
                message.set(ENTITIES, kept, add_to_output=True)
        return messages


@dataclass(frozen=True)
class _Heard:
    """A message and what is known of it: `words` is its folded text, `share` the probability of its likeliest label."""

    words: str
    intent: Optional[str]
    sure: bool
    share: float
    ranking: Dict[str, float]
    entities: Dict[str, Any]
    awaiting: Optional[str]
    subject: Optional[str]
    shown: bool

    @property
    def is_short_answer(self) -> bool:
        """Whether it may only go on about the subject under discussion."""
        return self.subject is not None and self.is_short

    @property
    def is_short(self) -> bool:
        return len(re.findall(r"[a-z0-9]+", self.words)) <= _SHORT


def in_context(text: str, understood: Dict[str, Any], entities: Dict[str, Any], awaiting: Optional[str],
               subject: Optional[str], shown: bool = False) -> Optional[str]:
    """The intent that the conversation gives to a message, or None to leave it as it is.

    `entities` is what was found in it, by name; `awaiting` what a booking waits for; `subject` what is under discussion;
    `shown`: places have just been shown.
    """
    if not text or text.startswith("/"):
        return None
    heard = _Heard(fold(text), understood.get("intent"), understood.get("decision") == ANSWER,
                   float(understood.get("confidence") or 0.0), dict(understood.get("ranking") or ()), entities,
                   awaiting, subject, shown)
    if heard.intent == FICHE and heard.awaiting is None and _asks_to_be_received(text):
        return _BOOK
    return _while_booking(heard) or _about_places_shown(heard) or _towards_a_place(heard) or _about_the_subject(heard)


def _asks_to_be_received(text: str) -> bool:
    said = " ".join(folded(word.text) for word in substance(words(text)))
    return _ASKS_TO_BE_RECEIVED.fullmatch(said) is not None


def _while_booking(heard: _Heard) -> Optional[str]:
    if heard.awaiting is None:
        return None
    if heard.intent == FICHE and (heard.awaiting == "motif" or (heard.sure and _CORRECTS.match(heard.words))):
        return _BOOK
    if heard.intent == "non" and _CORRECTS_ITS_SUBJECT.match(heard.words):
        return _BOOK
    if "moment" in heard.entities and (heard.intent in _YIELDS_TO_A_MOMENT or not heard.sure):
        return MOMENT_GIVEN
    if heard.intent == _CANCEL and heard.share < _OUT_OF_DOUBT:
        # « je préfère ne pas le donner »; a booking is only given up when that is plainly said.
        return "non" if heard.awaiting == "telephone" and not _APPOINTMENT.search(heard.words) else _GO_ON
    return None


def _about_places_shown(heard: _Heard) -> Optional[str]:
    if not heard.shown or heard.awaiting is not None:
        return None
    if _WRONG.search(heard.words):
        return _REPORT
    if not _OPENING.search(heard.words):
        return None
    others = set(re.findall(r"[a-z]+", _OPENING.sub(" ", heard.words))) - _OPENING_ONLY
    return _PLACE if not others else None


def _towards_a_place(heard: _Heard) -> Optional[str]:
    """« un psy gratuit pour ado à Lodève »: the subject has a fiche, but it is a door somewhere that is looked for."""
    if heard.intent != FICHE and "structure" in heard.entities and (heard.intent == SUITE or not heard.sure):
        return _PLACE
    if not heard.sure and not heard.is_short_answer and _asks_for_a_door(heard):
        return _PLACE
    if heard.intent != FICHE:
        return None
    somewhere = "commune" in heard.entities or _NEAR.search(_OWN_ADDRESS.sub(" ", heard.words))
    asks_where = heard.entities.get("rubrique") == Rubrique.CONTACT.value and heard.ranking.get(_PLACE, 0.0) >= _POSSIBLE
    return _PLACE if somewhere and asks_where else None


def _asks_for_a_door(heard: _Heard) -> bool:
    if any(heard.ranking.get(fiche, 0.0) >= _MAYBE for fiche in _NUMBERS_FIRST):
        return False
    in_a_town = "commune" in heard.entities and _WHICH.search(heard.words)
    return bool(in_a_town or _CLOSE.search(heard.words) or _SOMEWHERE.search(heard.words))


def _about_the_subject(heard: _Heard) -> Optional[str]:
    """« et à Paulhan ? », « c'est payant ? », « on me l'a coupé »: a part of a question, whose subject was said before."""
    if heard.subject is None or (heard.intent == SUITE and heard.sure):
        return None
    goes_on = (_is_hardly_meant(heard) or _ANOTHER_AGE.match(heard.words)
               or (_moves_elsewhere(heard.words, heard.entities) and not (heard.sure and heard.intent == FICHE))
               or _leaves_its_subject_out(heard))
    return SUITE if goes_on else None


def _leaves_its_subject_out(heard: _Heard) -> bool:
    if heard.intent == FICHE and heard.share >= _PROBABLE:
        return False
    if heard.sure and heard.intent not in _YIELDS_TO_A_SUBJECT:
        return False
    if heard.entities.keys() & {"commune", "rubrique"} and heard.is_short:
        return True
    return not heard.sure and _AND.match(heard.words) is not None


def _is_hardly_meant(heard: _Heard) -> bool:
    """An act on an appointment that is not named, and guessed at that: « on me l'a coupé du jour au lendemain »."""
    return (heard.awaiting is None and heard.intent in _MINE and heard.share < _PLAINLY
            and "moment" not in heard.entities and not _APPOINTMENT.search(heard.words))


def _moves_elsewhere(words: str, entities: Dict[str, Any]) -> bool:
    """« et à Clermont-Ferrand, pour mon neveu ? », « celle de Gignac »: nothing but the place is new."""
    if "commune" not in entities:
        return False
    slug = str(entities["commune"])
    before, named, after = words.partition(slug.split("-")[0])
    takes_up = bool(named) and _ELSEWHERE.match(before) is not None and len(after.split()) <= _SHORT
    is_alone = not set(re.findall(r"[a-z0-9]+", words)) - _SMALL_WORDS - set(slug.split("-"))
    return takes_up or is_alone


def _sure_values(message: Message) -> Dict[str, Any]:
    """The entities, less a rubrique that was only guessed: nearly every sentence has one of those."""
    return {entity["entity"]: entity["value"] for entity in message.get(ENTITIES) or ()
            if entity.get("confidence_entity", 1.0) >= _SURE}
