"""Text as people type it, made comparable: what every reader of messages starts from."""
import re
import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})


def clean(text: str) -> str:
    """The same message without what nobody can see: control, zero-width and bidi characters, lone surrogates.

    Full-width forms become ordinary ones (NFKC); all white space, line ends included, becomes one space.
    """
    spaced = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(_APOSTROPHES))
    visible = "".join(c for c in spaced if unicodedata.category(c) not in _INVISIBLE)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", visible)).strip()


def fold(text: str) -> str:
    """`clean`, then lower case, without accents or ligatures, and « helloooo » brought back to « helloo ».

    Two equal letters stay (« elle »), so that folding never makes one word out of two different ones.
    """
    decomposed = unicodedata.normalize("NFD", clean(text).translate(_LIGATURES).lower())
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return re.sub(r"([a-z!?.])\1{2,}", r"\1\1", bare)
