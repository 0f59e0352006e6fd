"""How the days just named are meant: asked for, refused, or as the first or the last possible."""
from __future__ import annotations

import re

from bot.nlu.moment_words import WEEKDAY

_LINK = r"(?: (?:pour|le|la|l|du|de|d|en|au|a|les|ce|cette|dans|tous|que))* ?$"
_AWAY = (r"(?:absente?s?|pas (?:la|dispo|disponible|libre)|indisponible|en (?:vacances|conges?|deplacement)|hospitalisee?"
         r"|occupee?s?|suis (?:deja )?prise?|(?<!qui )(?:j?travaille|j?bosse|j?taff?e?))")
_REFUSED = rf"{_AWAY}|(?:pas|(?<!au )plus|sauf|ni|jamais)(?: possible| venir)?"
_OR = r" (?:(?:et|ou|ni) )?(?:les? )?"
_RELATIONS = tuple((re.compile(rf"\b(?:{words}){_LINK}"), relation) for words, relation in (
    (rf"(?:{_AWAY}) jusqu(?: a)?", "after"),
    (r"pas (?:trop )?avant|pas plus tot que|a partir|des|reviens|rentre|revient|de retour", "from"),
    (r"pas apres|jusqu(?: a)?|d ici|au plus tard|pas plus tard(?: que)?", "until"),
    (r"avant|plus tot que|pars|partons", "before"), (r"apres|plus tard que", "after"),
    (_REFUSED, "not"),
))
# « sauf lundi, mardi et jeudi » refuses the three; after « pas mardi, » comes what is wanted.
_IN_A_REFUSED_LIST = re.compile(
    rf"\b(?:(?:{_REFUSED}) (?:les? )?(?:{WEEKDAY}s?{_OR})+|sauf (?:les? )?(?:{WEEKDAY}s?,?{_OR})+)$")
_AGREED_AFTER = re.compile(r" (?:(?:je|j|oui|ok|c|ca) ?)+(?:suis|peux|est bon|va)\b(?! pas)")
_AND = rf"(?: (?:et|ou|ni) (?:le |les )?{WEEKDAY}s?)*"  # « mardi et jeudi je peux pas » refuses both
_UNTIL_AFTER = re.compile(r" ?(?:au plus tard)\b")
# What comes after a day or a part of the day that one cannot make.
CANNOT = (r"(?:(?:(?:je |on |moi |ca |il |elle |me |m |ne |n )*(?:peu[xt]?|suis|serai|sera|pourrai|pourra|viens|viendrai|va"
          r"|arrange|convient|fait|marche) (?:pas|plus)"
          r"|(?:(?:c|ce) (?:n )?(?:est )?)?(?:pas|non(?! ?[?])|mort|impossible|chaud|complique)(?! (?:avant|apres|trop)\b)"
          rf"|(?:je |moi )*(?:{_AWAY}|suis {_AWAY}|pars))\b(?! pas\b))")
_DENIED_AFTER = re.compile(rf"{_AND} ?(?:(?:au )?(?:matin|apremidi|soir) )?(?:finalement )?{CANNOT}")


def relation(words: str, start: int, end: int) -> str:
    """What the words around `words[start:end]` make of it: "on", "not", "from", "until", "before" or "after"."""
    before = words[:start]
    for pattern, meant in _RELATIONS:
        if pattern.search(before):
            return meant
    if _IN_A_REFUSED_LIST.search(before) and not _AGREED_AFTER.match(words, end):
        return "not"
    if _UNTIL_AFTER.match(words, end):
        return "until"
    return "not" if _DENIED_AFTER.match(words, end) else "on"
