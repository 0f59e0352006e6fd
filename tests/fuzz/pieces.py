"""What strangers may send: made of the words, numbers and signs that our readers look for, put together in any way."""
from __future__ import annotations

from copy import deepcopy
from urllib.parse import quote, quote_from_bytes

from hypothesis import strategies as st

_LONGEST = 2500  # signs: what is longer than 2000 is not read
WORDS = st.sampled_from("""
bonjour rsa domiciliation adresse courrier rdv rendez-vous mardi demain après-demain matin après-midi midi minuit
vers avant après entre et de du le la les à au fermé sauf ouvert lundi samedi dimanche semaine weekend férié né née
le premier 1er deux quatre-vingt dix-sept soixante onze zéro six madame M. Mme monsieur Dupont d'Été L'Œuvre oui
non annuler supprimer effacer mes données stop arrêt humain parler quelqu'un je veux mourir il me frappe urgence
Lodève Clermont-l'Hérault Paulhan code KLP274 TTT 736 ABC 234 rue avenue impasse bis allocataire matricule n°
janvier février 31 août décembre prochain dernier chaque fois jusqu'au sur place heure h UTC GMT+2 Europe/Paris
passeport plaque dossier loi euros € % point arobase gmail.com tel:
""".split())
NUMBERS = st.one_of(
    st.sampled_from(["06 39 98 12 34", "+33 6 12 34 56 78", "0 805 29 98 98", "1 85 05 78 006 084 36", "39 49",
                     "FR76 3000 6000 0112 3456 7890 189", "4970 1000 0000 0000"]),
    st.sampled_from("""0612345678 06.12.34.56.78 0033612345678 +590690123456 3114 115 12/03/1985 31/02/2027 2026-11-24
        29/02 9999-12-31 0000-00-00 24:00 25:61 14h30 9h 12 99h99 00:00-24:00 1e309 -0 ٣٤٥ ²³ Ⅷ
        ½""".split()),
    st.integers(-10**20, 10**20).map(str), st.from_regex(r"[0-9OolI .,/:-]{1,40}", fullmatch=True),
    st.dates().map(str), st.times().map(str), st.floats().map(str))
ODD = st.sampled_from([
    "\0", "\x1b[31m", "\r\n", "\u2028", "\u200b", "\u202e", "\u2066", "\ufeff", "\ufffe", "\ud800", "\udfff",
    "\U000e0041", "👩‍👩‍👧‍👦", "🇫🇷", "e\u0301\u0301\u0301", "ﬁ", "ß", "İ", "ı", "ŉ", "\u0345", "ﷺ", "𝟘𝟞", "０６", "　",
    "{", "}", "{{7*7}}", "${nom}", "%s", "%00", "\\", "\"", "'", "`", "<script>", "</p>", "&amp;", "--",
    "' OR 1=1 --", "/ouvrir_fiche{\"fiche\": \"x\"}", "/restart", "[NOM]", "[TELEPHONE]", "[", "]", "(", ")", "*", "|",
    "=cmd()", "@", "#", "+", "../../etc/passwd", "$", "^", "~"])
SIGNS = st.characters() | st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Zs", "Nd", "No"])
_PIECES = st.one_of(WORDS, WORDS, NUMBERS, ODD, st.text(SIGNS, max_size=6))
_LONG = st.builds(lambda piece, times: piece * times, _PIECES, st.sampled_from([100, 2000]))


def joined(pieces: st.SearchStrategy[str], most: int = 14) -> st.SearchStrategy[str]:
    """Pieces one after the other, with what people put between them."""
    between = st.sampled_from([" ", " ", " ", "", ", ", "-", "\n", "/", ".", ":", ";", "\u00a0"])
    return st.lists(st.tuples(pieces, between), max_size=most).map(lambda pairs: "".join(a + b for a, b in pairs))


TEXTS = st.one_of(joined(_PIECES), joined(_PIECES), st.text(SIGNS), _LONG).map(lambda text: text[:_LONGEST])
UNICODE = TEXTS.map(lambda text: text.encode(errors="replace").decode())  # what can be written as UTF-8
HOURS = joined(st.one_of(NUMBERS, ODD, st.sampled_from(
    """Mo-Fr Mo Su PH SH 09:00-12:00 22:00-02:00 off open 24/7 week 1-53 Jan-Mar Dec 25 easter sunrise+01:00 "sur rdv"
    || ; , du lundi au vendredi de 9h à 12h et 14h 17h fermé le mercredi matin après-midi sauf en semaine tous
    les jours midi horaires FREQ=WEEKLY BYDAY=TU,-1FR INTERVAL=2 UNTIL=20270630 COUNT=12 BYMONTHDAY=31
    BYSETPOS=-1 WKST=MO chaque mois premier""".split())))


def json_values(texts: st.SearchStrategy[str] = TEXTS) -> st.SearchStrategy[object]:
    """Anything that JSON can say, NaN and lone surrogates included."""
    leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.integers(2**62, 2**70), st.floats(), texts)
    return st.recursive(leaves, lambda inside: st.lists(inside, max_size=4) | st.dictionaries(texts, inside, max_size=4),
                        max_leaves=8)


def changed(shape: dict[str, object], values: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """A right object in which a few things, at any depth, are missing or something else."""
    places = list(_places(shape))

    def change(changes: list[tuple[tuple[object, ...], bool, object]]) -> dict[str, object]:
        copy = deepcopy(shape)
        for place, is_missing, value in changes:
            _put(copy, place, is_missing, value)
        return copy

    return st.lists(st.tuples(st.sampled_from(places), st.booleans(), values), max_size=3).map(change)


def _places(shape, before=()):
    items = shape.items() if isinstance(shape, dict) else enumerate(shape) if isinstance(shape, list) else ()
    for key, value in items:
        yield (*before, key)
        yield from _places(value, (*before, key))


def _put(copy, place, is_missing, value):
    for key in place[:-1]:
        try:
            copy = copy[key]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(copy, dict) or (isinstance(copy, list) and place[-1] in range(len(copy))):
        copy[place[-1]] = deepcopy(value)
        if is_missing:
            del copy[place[-1]]


def damaged(content: bytes) -> st.SearchStrategy[bytes]:
    """A right file in which some bytes are others, or are missing, or come too much; or any bytes."""
    places = st.integers(0, len(content))
    cuts = st.lists(st.tuples(places, places, st.binary(max_size=8) | ODD.map(_encoded) | NUMBERS.map(_encoded)),
                    min_size=1, max_size=4)

    def damage(cuts: list[tuple[int, int, bytes]]) -> bytes:
        made = content
        for start, end, instead in cuts:
            made = made[:start] + instead + (made[end:] if start <= end else made[start + len(instead):])
        return made

    return st.one_of(cuts.map(damage), cuts.map(damage), st.binary(max_size=200), TEXTS.map(_encoded))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


# In an address: escaped as it must be, escaped wrongly, or as bytes that are no text.
IN_ADDRESSES = st.one_of(UNICODE.map(lambda text: quote(text, safe="")[:4000]), st.binary(max_size=20).map(quote_from_bytes),
                         NUMBERS.map(lambda text: quote(text, safe="")))
# What may stand in a header: text, or bytes that are none; never what ends a line, nor what no server takes.
HEADER_BYTES = st.one_of(TEXTS.map(_encoded), st.binary(max_size=40)).map(
    lambda raw: bytes(byte for byte in raw if byte >= 0x20 and byte != 0x7f)[:2000].strip())
