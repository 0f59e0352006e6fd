"""Names that a message introduces: « je m'appelle Fatima Benali », « Mme Durand », « ma voisine Malika »."""
from __future__ import annotations

import re

from bot.domain.need import meaningful
from bot.domain.normalisation import fold

NAME = "[NOM]"
_PARTICLE = r"(?:de la|de|du|des|el|al|ben|bin|van|von|le|la|d'|abd)"
_WORD = r"[^\W\d_][^\W\d_'-]*(?:['-][^\W\d_]+)*"
_CAPITAL = r"[A-ZÀ-Ý][^\W\d_]*(?:['-][^\W\d_]+)*"
_FULL = rf"(?:(?i:{_PARTICLE})\s+)*{_CAPITAL}(?:\s+(?:(?i:{_PARTICLE})\s+)*{_CAPITAL}){{0,2}}"
_TITLE = r"monsieur|madame|mademoiselle|mme|mlle|melle|mr|m\.|docteur|dr|ma[iî]tre|famille"
_CALLED = re.compile(
    r"(?P<lead>\b(?i:(?:je?\s?)?(?:m|s)\s?'?\s?app?el+e?s?|je me (?:nomme|pr[ée]nomme)|my name is|me llamo|mi nombre es|"
    r"(?:mon|son|le|ton) (?:pr[ée])?nom(?: de (?:famille|jeune fille))?(?:\s?(?:c'?\s?est|c|est))?|"
    r"nom de (?:famille|jeune fille)(?: c'?est)?|au nom de|cordialement|cdlt|cdt|sign[ée]e?|moi,? c(?:'?\s?est)?)"
    r"\s*[:,]?\s+)"
    rf"(?P<title>(?:(?i:{_TITLE})\s+)?)"
    rf"(?P<name>(?:(?i:{_PARTICLE})\s+)*{_WORD})(?P<more>(?:\s+(?:(?i:{_PARTICLE})\s+)*{_WORD})?)")
_FIELD = re.compile(rf"(?P<lead>\b(?i:(?:pr[ée])?nom)\s*:\s*)(?P<name>{_WORD})"
                    rf"|(?P<lead2>\b(?:NOM|(?i:pr[ée]nom))\s+)(?P<name2>{_CAPITAL})")
_TITLED = re.compile(rf"(?P<lead>(?<!\w)(?i:{_TITLE})\.?\s+)(?P<name>(?:(?i:{_PARTICLE})\s+)*{_WORD})"
                     rf"(?P<more>(?:\s+{_CAPITAL}){{0,2}})")
_GREETED = re.compile(r"(?i)\b(?:bonjour|bjr|bonsoir|salut|slt|coucou|merci|oui|non|svp)\W*$")
_PRESENTED = re.compile(
    r"(?P<lead>\b(?i:je suis|moi c'?est|ici|n[ée]e|c'est|(?:ma|mon|mes|sa|son|notre|nos) (?:grande?s?[- ]|petite?s?[- ])?"
    r"(?:m[eè]re|p[eè]re|maman|papa|mari|femme|fils|fille|enfant|fr[eè]re|s(?:œ|oe)ur|tante|oncle|cousine?|voisine?|amie?|"
    r"compagn(?:on|e)|conjointe?|b[ée]b[ée]|copain|copine|propri[ée]taire))\s+)"
    rf"(?P<name>{_FULL})")
_NEAR = 20  # signs before a title where somebody is greeted
# Words without a need of their own that are surnames too.
_SURNAMES = frozenset({"petit", "grand", "gros", "beau", "vieux", "samedi"})
_SENTENCE_WORDS = frozenset("""
    noel pole france caf rsa ccas paej cpam msa mdph apl aah ehpad mairie dieu paris pacs
""".split())
_NATIONALITIES = frozenset("""
    francais francaise algerien algerienne marocain marocaine tunisien tunisienne turc turque syrien syrienne afghan afghane
    ukrainien ukrainienne russe roumain roumaine bulgare portugais portugaise espagnol espagnole italien italienne belge
    allemand allemande anglais anglaise polonais polonaise suisse malien malienne senegalais senegalaise ivoirien ivoirienne
    guineen guineenne congolais congolaise camerounais camerounaise comorien comorienne malgache haitien haitienne bresilien
    bresilienne colombien colombienne georgien georgienne armenien armenienne albanais albanaise kosovar kosovare serbe kurde
    irakien irakienne iranien iranienne pakistanais pakistanaise bangladais indien indienne chinois chinoise vietnamien
    vietnamienne egyptien egyptienne libyen libyenne soudanais soudanaise erythreen ethiopien somalien nigerian nigeriane
    musulman musulmane catholique protestant juif juive gitan gitane rom clermontais clermontaise
""".split())
_NOT_CALLED = frozenset("""
    comment quoi pareil pour mal bien pas plus trop tout urgent moi lui elle qui que ou toi vous nous la le les un une
    des de du au aux ca cela ici encore complique grave important dur difficile ecrit change perdu faux bon bonne
    aussi toujours jamais tres assez l
""".split())


def mask_names(text: str) -> str:
    """`text` with the names that it introduces replaced; a word that says something of a need stays."""
    masked = text
    for pattern, mask in ((_CALLED, _called), (_FIELD, _field), (_TITLED, _titled), (_PRESENTED, _presented)):
        masked = pattern.sub(mask, masked)
    return _again(text, masked) if NAME in masked else masked


def _again(text: str, masked: str) -> str:
    """A name that was introduced once is masked wherever it comes again."""
    left = set(re.findall(_CAPITAL, masked))
    gone = {word for word in re.findall(_CAPITAL, text) if len(word) > 2 and masked.count(word) < text.count(word)} & left
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, gone))})\b", NAME, masked) if gone else masked


def _called(found: re.Match[str]) -> str:
    name = fold(found["name"])
    of_something = re.search(r"(?i)\bnom\s+$", found["lead"]) and re.match(r"(?:de|du|des|la|le|l)\b", name)
    of_something = of_something or re.match(r"(?:le|la|les) [a-z]", found["name"])
    if name in _NOT_CALLED or of_something or not _may_be_a_name(found["name"]):
        return found[0]
    more = found["more"]
    also = more and _may_be_a_name(more) and (any(map(str.isupper, more)) or found["name"][0].islower())
    return found["lead"] + found["title"] + NAME + ("" if also else more)


def _field(found: re.Match[str]) -> str:
    name = found["name"] or found["name2"]
    return (found["lead"] or found["lead2"]) + NAME if fold(name) not in _NOT_CALLED else found[0]


def _titled(found: re.Match[str]) -> str:
    """« Mme Dupont », « mr dupont »; not « bonjour madame inscription », « monsieur le maire »."""
    name, before = found["name"], found.string[max(0, found.start() - _NEAR):found.start()]
    is_spoken_to = _GREETED.search(before) and not name[0].isupper()
    is_a_family = fold(found["lead"]).startswith("famille") and not name[0].isupper()
    is_an_office = re.match(r"(?:le|la|les|l)\b", fold(name)) or fold(name) in _NOT_CALLED
    if is_spoken_to or is_a_family or is_an_office or not _may_be_a_name(name):
        return found[0]
    return found["lead"] + NAME


def _presented(found: re.Match[str]) -> str:
    first = fold(found["name"].split()[0])
    is_a_name = first not in _SENTENCE_WORDS | _NATIONALITIES and _may_be_a_name(found["name"])
    return found["lead"] + NAME if is_a_name else found[0]


def _may_be_a_name(words: str) -> bool:
    """Whether no word of it says something else: « perdu », « le maire », « qui »."""
    said = [word for word in re.findall(r"[^\W\d_]+", words)
            if (len(word) > 2 or word.islower()) and not _is_particle(word)]
    return all(meaningful(word) or (word[0].isupper() and fold(word) in _SURNAMES) for word in said)


def _is_particle(word: str) -> bool:
    return re.fullmatch(_PARTICLE, fold(word)) is not None
