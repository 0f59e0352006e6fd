"""Hours that somebody gives in another time zone: hours here are those of Paris, and a guess would make people late."""
from __future__ import annotations

import re

from bot.domain.normalisation import clean

# Where clocks do not always show the hour of Paris: the overseas, where people of the town come from, what they watch.
_PLACES = """
    guadeloupe martinique guyane cayenne antilles mayotte tahiti polynesie nouvelle-caledonie noumea
    saint-pierre-et-miquelon maroc rabat casablanca tanger fes algerie alger oran tunisie tunis libye tripoli egypte
    caire mauritanie nouakchott senegal dakar mali bamako niger niamey guinee conakry cote-d'ivoire abidjan burkina
    ouagadougou togo lome benin cotonou cameroun yaounde douala gabon libreville congo kinshasa brazzaville tchad
    comores moroni madagascar antananarivo maurice cap-vert angola nigeria lagos ghana accra soudan ethiopie
    addis-abeba erythree somalie kenya nairobi angleterre royaume-uni grande-bretagne londres london ecosse irlande
    dublin portugal lisbonne lisboa porto acores madere canaries grece athenes chypre roumanie bucarest bulgarie sofia
    moldavie ukraine kiev kyiv odessa russie moscou bielorussie finlande helsinki turquie istanbul ankara georgie
    tbilissi armenie erevan azerbaidjan bakou syrie damas alep liban beyrouth israel tel-aviv palestine gaza jordanie
    irak bagdad iran teheran arabie-saoudite riyad qatar doha emirats dubai afghanistan kaboul pakistan inde new-delhi
    bangladesh sri-lanka chine pekin shanghai hong-kong vietnam hanoi cambodge laos thailande bangkok philippines
    manille indonesie singapour japon tokyo coree seoul australie sydney nouvelle-zelande etats-unis usa amerique
    new-york washington boston miami chicago houston los-angeles californie san-francisco floride canada montreal
    quebec ottawa toronto vancouver mexique mexico colombie bogota perou lima bresil brasilia sao-paulo argentine
    buenos-aires chili haiti port-au-prince cuba
""".split()
_NATIONS = ("anglaise|britannique|irlandaise|portugaise|marocaine|alg[ée]rienne|tunisienne|turque|grecque|russe|ukrainienne|"
            "am[ée]ricaine|canadienne|qu[ée]b[ée]coise|br[ée]silienne|chinoise|japonaise|indienne")
_SPELT = str.maketrans({"a": "[aàâã]", "c": "[cç]", "e": "[eéèê]", "i": "[iîï]", "o": "[oóô]", "u": "[uùû]", "-": "[ -]"})
_PLACE = "(?:" + "|".join(name.translate(_SPELT) for name in _PLACES) + "|(?-i:R[ée]union))"  # « la réunion » is a meeting

_HOUR = (r"(?:\d{1,2}\s?(?:h(?:eures?)?\b(?:\s?[0-5]\d\b)?|h[0-5]\d\b|:[0-5]\d\b|[ap]\.?\s?m\b\.?)|midi\b|minuit\b)"
         r"(?:\s(?:du matin|du soir|de l'apr[eè]s[ -]midi))?")
_BEFORE = r"(?:\b(?:plut[oô]t|pas|vers|avant|apr[eè]s|d[eè]s|[aà]|de|entre|pour|environ)\s){0,4}"
_HOURS = rf"{_BEFORE}{_HOUR}(?:\s?(?:et|ou|[aà]|-|jusqu'[aà])\s?{_HOUR}){{0,3}}"
_UNIVERSAL = r"\b(?:utc|gmt)\b(?:\s?[+-]\s?\d{1,2}(?::\d\d)?)?"
_OF = r"(?:de\s|du\s|des\s|d'|en\s|[aà]\s|aux?\s)(?:la\s|le\s|les\s|l')?"
_ZONE = (rf"(?:(?:(?:[aà]\s)?\bl'|\b)heures?\s(?:locales?\s)?(?:{_OF}{_PLACE}\b|(?:{_NATIONS})\b|{_UNIVERSAL})|"
         rf"\b{_PLACE}\stime\b|{_UNIVERSAL})")
# Capitals that are words of French in a message that shouts: only beside an hour, « 15h EST » not even there.
_LETTERS = r"(?-i:[ECMP]DT|PST|BST|JST|MSK|WEST|EET)\b|(?<=m\s)(?-i:[ECM]ST)\b"

_TOGETHER = re.compile(rf"{_HOURS}[\s,(]*(?:{_ZONE}|{_LETTERS})\)?|{_ZONE}[\s,:]*{_HOURS}", re.I)
_APART = re.compile(_ZONE, re.I)
_ANY_HOUR = re.compile(_HOURS, re.I)


def without_other_zone(text: str) -> str | None:
    """A message without the hours that it gives in another zone (« à 15 h heure de New York »); None if it gives none.

    Empty if nothing else is said.
    """
    said = clean(text)
    rest = _TOGETHER.sub(" ", said)
    if rest == said and _APART.search(said) and _ANY_HOUR.search(said):
        rest = _ANY_HOUR.sub(" ", _APART.sub(" ", said))
    if rest == said:
        return None
    return clean(rest).strip(" ,.;:!?()-")
