"""Take out of a message what only looks like a wish: durations, ages, prices, past days, the appointment one has."""
from __future__ import annotations

import re

from bot.nlu.moment_words import MONTH, WEEKDAY

_PAST = "(?:dernier|derniere|passee?|precedente?)"
_HOUR = r"\d{1,2}h(?:\d\d)?"
_DATE = rf"\d{{1,2}}(?: {MONTH}|/\d\d?)"
_RDV = "(?:rdv|rendez vous|entretien)"

_NOT_MOMENTS = re.compile("|".join((
    r"(?<!\d)0\d(?:[ .-]?\d\d){4}(?!\d)",
    r"\d+(?:[.,]\d+)? ?(?:€|euros?\b|balles\b|ans?\b|enfants?\b|pieces?\b)",
    r"\b(?:24h? ?/ ?24|24h sur 24|7j? ?/ ?7|7j? sur 7)\b",
    r"(?<!le )\b(?:1/[234]|[23]/4|2/3)(?![/\d])",
    r"(?<!\d)(?:2[4-9]|[3-9]\d)h(?!\d)",
    rf"\bdepuis (?:(?:le|la|l|ce|cette|environ|plus de|au moins|presque|quelques) )*\S+(?: {MONTH})?(?: \d{{4}})?"
    r"(?: (?:jours?|semaines?|mois|dernier|derniere))?",
    r"\bil y a (?:\w+ ){1,4}?(?:jours?|semaines?|mois)\b",
    rf"\b(?:pendant|durant|toutes? les|dure|durera|fait|dans|y a|moins de|plus de) {_HOUR}",
    rf"\b{_HOUR} ?(?:par |/ ?(?:semaine|jour|j\b|mois)|(?:de|d) (?!l |pref|apremidi|matin|\d)[a-z])",
    rf"\b(?:avant ?)?hier(?: (?:au )?(?:matin|soir|apremidi))?\b(?: (?:a |vers )?{_HOUR})?",
    rf"\b(?:le |la |l )?(?:semaine|mois|an|annee|finsemaine|{WEEKDAY}|(?:\d+ )?{MONTH}) {_PAST}\b",
    rf"\b{_PAST} (?:semaine|mois|{WEEKDAY})\b",
    rf"\bnee? (?:le|en) (?:\d[\d/. -]*)?(?:{MONTH})?(?: \d{{2,4}})?",
    r"(?<!\ba )(?<!\bvers )(?<!\bapres )(?<!\bavant )(?<!\bdes )\b1h(?:\d\d)?\b(?! (?:de l |l )?apremidi)",
    rf"\b(?:travaill|bosse|pass|dor|attend|rest|donn|enlev|perd)\w* {_HOUR}",
    # What happens of itself: a letter has a date, wages come on a day, a helpline is a number.
    rf"\b(?:lettre|courrier|facture|decision|mail|avis|loi|date|dossier|demande|rue|avenue|place|boulevard) du {_DATE}",
    rf"\b(?:recue?s?|depose\w*|envoye\w*|signe\w*|arrive par la poste) le {_DATE}",
    rf"\b(?:pay\w+|paie|verse\w*|preleve\w*|touche|tombe\w*|expire) (?:le|au) \d{{1,2}}\b(?: {MONTH})?(?!h)",
    r"\b(?:appel\w+|faut faire|compose\w*) le 1[578]\b(?! ?[a-z]+bre\b)",
    r"\b(?:boucler|finir|tenir|arriver|terminer) (?:jusqu a |a )?(?:la |les )?fins? d[eu] mois\b",
    r"\bfin de mois (?:diff|dur)\w+",
    r"\b(?:semaine|finsemaine|mois|jour) sur (?:2|deux|3|trois)\b",
    r"\b(?:mardi gras|vendredi (?:saint|noir)|lundi de (?:paques|pentecote)|jeudi de l ascension)\b",
    r"(?<!est )(?<!\bc )\bbo?n{1,2}e? (?:fin de )?(?:matin|apremidi|soir|finsemaine|semaine|journee)\b",
    rf"(?<!est )(?<!\bc )\bbo?n{{1,2}} {WEEKDAY} a (?:vous|toi|tous)\b",
    rf"\b(?:on est|nous sommes) (?:le )?{WEEKDAY}\b",
    r"\bce(?:tte|t)? (?:jour|matin|soir|apremidi|semaine|mois) la\b",
    rf"\b{_HOUR} (?:(?:c )?est )?trop (?:tot|tard)|\btrop (?:tot|tard) (?:a |pour )?{_HOUR}",
)))
_FAREWELL = re.compile(
    r"(?:(?:ok|oui|merci|allez|bon|alors|donc|et|je vous dis|on se dit|d accord|au revoir)[ ,.!]*)*"
    rf"\b(?:a (?:demain|surlendemain|la semaine prochain|{WEEKDAY}(?: prochain)?)(?: matin| apremidi| soir)?|bon {WEEKDAY})"
    r"[ ,.!]*(?:(?:merci|alors|donc|insh?alla?h?)[ ,.!]*)*")
# The day of the appointment one has is not the day one wants: « mon rdv de mardi », « décaler de lundi à mercredi ».
_NAMED = (rf"(?:{_HOUR}|(?:demain|surlendemain|aujourdhui|ce soir|(?:la |cette )semaine|le matin|l apremidi"
          rf"|\d{{1,2}}/\d{{1,2}}|\d{{1,2}}(?![\dh/])|{WEEKDAY}(?: \d{{1,2}}(?![\dh/]))?)(?: {MONTH})?(?: prochain)?"
          rf"(?: matin| apremidi)?(?: (?:(?:a|de) )?{_HOUR})?)")
_MINE = f"(?:mon|notre|son|leur) {_RDV}"
_APPOINTMENT_ONE_HAS = re.compile(
    rf"\b(?:(?:{_MINE}|au lieu|a la place) (?:de|du|d|le|prevu le) ?|plutot (?:que|qu|ke) (?:de |d |le )*"
    rf"|(?:{_MINE} (?:c )?(?:est|etait|tombe)|c ?etait|j ?ai (?:deja )?(?:un )?{_RDV}) (?:(?:de|du|le|a|pour) )*){_NAMED}"
    rf"|\b(?:(?<!peux )(?<!pourrais )pass|chang|echang|decal|deplac|report|boug|avanc|repouss|bascul)\w*"
    rf"(?: \w+){{0,4}}? (?:de|du|d) {_NAMED}(?= (?:a|au|vers|pour|sur|contre)\b)")


def without_noise(words: str) -> str:
    """`moment_words` where all that cannot be a wish has become « ; »."""
    if _FAREWELL.fullmatch(words):
        return ""
    return _APPOINTMENT_ONE_HAS.sub(" ; ", _NOT_MOMENTS.sub(" ; ", words))
