"""French by ear: « frappé », « frapper », « frape » and « frap » get the same key, so that spelling cannot hide a word."""
from __future__ import annotations

import re
from functools import lru_cache

from bot.domain.normalisation import fold

# What writers of SMS and of dictated French put for something else. Read before anything is compared.
WRITINGS: dict[str, str] = {
    "jai": "j ai", "g": "j ai", "jen": "j en", "jsuis": "je suis", "jsui": "je suis", "jsu": "je suis", "jss": "je suis",
    "chui": "je suis", "chuis": "je suis", "sui": "suis", "jme": "je me", "jte": "je te", "jle": "je le", "jfe": "je fais",
    "jfais": "je fais", "jpeux": "je peux", "jpp": "j en peux plus", "jveux": "je veux", "jve": "je veux", "ve": "veux",
    "c": "c est", "cest": "c est", "ces": "c est", "ya": "ilya", "yavait": "ilya", "ki": "qui", "ke": "que", "kil": "qu il",
    "quil": "qu il", "kel": "qu elle", "kelle": "qu elle", "kon": "qu on", "quon": "qu on", "kan": "quand", "qd": "quand",
    "pcq": "parce que", "psk": "parce que", "pck": "parce que", "paske": "parce que", "pk": "pourquoi", "iels": "ils",
    "pu": "plus", "pls": "plus", "pr": "pour", "ds": "dans", "dan": "dans", "ac": "avec", "avk": "avec", "ss": "sans",
    "che": "chez", "dvt": "devant", "apre": "apres", "ap": "apres", "aprem": "apres midi", "dps": "depuis", "ms": "mais",
    "dla": "de la", "dlo": "de l eau", "mtn": "maintenant", "auj": "aujourd hui", "aujourdhui": "aujourd hui",
    "ojourdui": "aujourd hui", "ojd": "aujourd hui", "ajd": "aujourd hui", "2main": "demain", "tjr": "toujours",
    "tjrs": "toujours", "jms": "jamais", "tt": "tout", "tte": "toute", "ts": "tous", "bcp": "beaucoup", "prtt": "partout",
    "partt": "partout", "qqn": "quelqu un", "qq1": "quelqu un", "kk1": "quelqu un", "kelkun": "quelqu un",
    "qqch": "quelque chose", "qqc": "quelque chose", "ri1": "rien", "r1": "rien", "ri": "rien", "bi1": "bien", "mm": "meme",
    "mn": "mon", "sn": "son", "ns": "nous", "vs": "vous", "tel": "telephone", "fon": "telephone", "msg": "message",
    "msgs": "messages", "rdv": "rendezvous", "bb": "bebe", "fis": "fils", "fiss": "fils", "meuf": "femme", "reuf": "frere",
    "frr": "frere", "frero": "frere", "reum": "mere", "daron": "pere", "daronne": "mere", "darons": "parents", "ru": "rue",
    "resto": "restaurant", "ossi": "aussi", "tkt": "t inquiete", "1": "un", "2": "deux", "3": "trois",
}
# Said without being meant: dropping them brings together what belongs together.
FILLERS = frozenset("euh heu beh ben bah hein genre voila pff bref bonjour bjr slt vraiment tellement".split())
SENTENCE_END = ""
PRONOUNCED = "'"  # the consonant before it is heard: the « m » of « femme » is not the « m » of « faim »

_SOFT = [(re.compile(pattern), by) for pattern, by in [
    (r"([a-z])\1+", r"\1"), (r"ph", "f"), (r"s?ch|sh", "C"), (r"h", ""), (r"c(?=[eiy])", "s"),
    (r"qu|q|ck|c", "k"), (r"k+", "k"), (r"gu(?=[eiy])", "G"), (r"ge(?=[ao])|g(?=[eiy])", "j"), (r"G", "g"), (r"z", "s"),
]]
_ENDING = re.compile(r"(?:aient|ait|ais|ai|ez|ers?|es|e)$")
_SILENT = re.compile(r"(?:(?<=[om])p|(?<=[uU])p)?[tdsx]*$")
_VOWELS = [(re.compile(pattern), by) for pattern, by in [
    (r"eau|au", "o"), (r"oeu|eu", "E"), (r"ien(?![aeiouynmE'])", "iI"),
    (r"(?:ain|aim|ein|eim|in|im|yn|ym|un|um)(?![aeiouynmE'])", "I"), (r"(?:an|am|en|em)(?![aeiouynmE'])", "A"),
    (r"(?:on|om)(?![aeiouynmE'])", "O"), (r"oua|oi|oy|wa", "wa"), (r"ou|ow", "U"), (r"ai|ei|ay|ey", "e"), (r"y", "i"),
]]


def tokens(text: str) -> list[str]:
    """The words of a message, folded, glued writings undone, fillers dropped; `SENTENCE_END` where a sentence ends."""
    folded = fold(text.replace("ç", "ss").replace("Ç", "ss"))
    found: list[str] = []
    for piece in re.findall(r"[a-z0-9]+|[.!?;]+", folded):
        if not piece[0].isalnum():
            found.append(SENTENCE_END)
        elif piece not in FILLERS:
            found.extend(WRITINGS.get(piece, piece).split())
    return _join_il_y_a(found)


def _join_il_y_a(words: list[str]) -> list[str]:
    """« y a » as one word: « il y a trois ans » is a date, « elle a trois ans » is an age."""
    joined: list[str] = []
    for word in words:
        if word == "a" and joined and joined[-1] == "y":
            joined[-1] = "ilya"
        else:
            joined.append(word)
    return joined


@lru_cache(maxsize=10_000)  # twenty passes over each word, twice a message, and people use the same words
def sound(word: str) -> str:
    """The key of one folded word."""
    return _by_ear(_without_ending(_softened(word)))


def stem_sounds(stem: str) -> list[str]:
    """The keys with which a word beginning by `stem` may begin: « forc » is heard in « force » and in « forcat »."""
    softened = _softened(stem).rstrip("e")
    last = {"c": ("k", "s"), "g": ("g", "j")}.get(stem[-1:], (softened[-1:],))
    return [_by_ear(softened[:-1] + letter + PRONOUNCED) for letter in last]


def bare_stem_sound(stem: str) -> str:
    """The key of a stem that is the whole word: « enfant » for « enfant* », where the t is not heard."""
    softened = _softened(stem)
    silent = re.sub(r"[tdsx]$", "", softened)
    return _by_ear(silent if len(silent) >= 4 else softened + PRONOUNCED)


def _softened(word: str) -> str:
    for pattern, by in _SOFT:
        word = pattern.sub(by, word)
    return word


def _by_ear(word: str) -> str:
    for pattern, by in _VOWELS:
        word = pattern.sub(by, word)
    return word.replace(PRONOUNCED, "")


def _without_ending(word: str) -> str:
    """« frapper, frappé, frappez, frappait » → « frap »; short words keep a vowel: « tuer, tué » → « tue »."""
    ending = _ENDING.search(word)
    if ending and ending.start() >= 3:
        return word[:ending.start()] + PRONOUNCED
    if ending and ending.start() == 2:
        return word[:2] + "e"
    short = _SILENT.sub("", word)
    return short if len(short) >= 2 else word
