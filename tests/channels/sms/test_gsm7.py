"""The alphabet of SMS, written here from the standard, code by code, and how many SMS a text makes."""
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms.gsm7 import segments, to_gsm7, unfinished

# 3GPP TS 23.038, table 6.2.1, one row of sixteen codes a line, as Unicode code points; 0x1B is the escape, no character.
TABLE = """
    0040 00A3 0024 00A5 00E8 00E9 00F9 00EC 00F2 00C7 000A 00D8 00F8 000D 00C5 00E5
    0394 005F 03A6 0393 039B 03A9 03A0 03A8 03A3 0398 039E ESC  00C6 00E6 00DF 00C9
    0020 0021 0022 0023 00A4 0025 0026 0027 0028 0029 002A 002B 002C 002D 002E 002F
    0030 0031 0032 0033 0034 0035 0036 0037 0038 0039 003A 003B 003C 003D 003E 003F
    00A1 0041 0042 0043 0044 0045 0046 0047 0048 0049 004A 004B 004C 004D 004E 004F
    0050 0051 0052 0053 0054 0055 0056 0057 0058 0059 005A 00C4 00D6 00D1 00DC 00A7
    00BF 0061 0062 0063 0064 0065 0066 0067 0068 0069 006A 006B 006C 006D 006E 006F
    0070 0071 0072 0073 0074 0075 0076 0077 0078 0079 007A 00E4 00F6 00F1 00FC 00E0
""".split()
# Table 6.2.1.1: page break, ^ { } \ [ ~ ] | €.
EXTENSION = "000C 005E 007B 007D 005C 005B 007E 005D 007C 20AC".split()
BASIC_CHARACTERS = [chr(int(code, 16)) for code in TABLE if code != "ESC"]
EXTENSION_CHARACTERS = [chr(int(code, 16)) for code in EXTENSION]


def test_the_table_of_the_standard_has_128_codes():
    assert len(TABLE) == 128
    assert len(set(BASIC_CHARACTERS)) == 127


@pytest.mark.parametrize("character", BASIC_CHARACTERS, ids=lambda c: f"U+{ord(c):04X}")
def test_each_character_of_the_alphabet_is_kept_and_counts_once(character):
    assert to_gsm7(character) == character
    assert segments(character * 160) == 1
    assert segments(character * 161) == 2


@pytest.mark.parametrize("character", EXTENSION_CHARACTERS, ids=lambda c: f"U+{ord(c):04X}")
def test_each_character_of_the_extension_is_kept_and_counts_twice(character):
    assert to_gsm7(character) == character
    assert segments(character * 80) == 1
    assert segments(character * 81) == 2


@pytest.mark.parametrize(("letters", "sent"), [
    ("àâäæçéèêëîïôöœùûüÿñ", "àaäæcéèeeiioöoeùuüyñ"), ("ÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸÑ", "AAÄÆÇÉEEEIIOÖOEUUÜYÑ"),
    (string.ascii_letters + string.digits, string.ascii_letters + string.digits), ("e\u0301 e\u0302 c\u0327", "é e c"),
    ("ŁłøŠžĀ", "??øSzA"),
])
def test_every_letter_of_french_becomes_the_nearest(letters, sent):
    assert to_gsm7(letters) == sent


@pytest.mark.parametrize(("text", "sent"), [
    ("C’est « gratuit »…", "C'est \"gratuit\"..."), ("«\u00a0oui\u00a0»", '"oui"'),
    ("“oui” „non‟ ‹a› ‘b’", '"oui" "non" \'a\' \'b\''),
    ("14\u00a0h\u202f30\u2009min", "14 h 30 min"), ("lundi – mardi — 3−2 ‑", "lundi - mardi - 3-2 -"),
    ("• un\n· deux", "- un\n- deux"),
    ("651,69 €", "651,69 €"), ("20 m² à 5 %", "20 m2 à 5 %"), ("n° 1, 1º, 2ᵉ, Mᵐᵉ", "no 1, 1o, 2e, Mme"),
    ("½ × 2 → ≥ 1", "1/2 x 2 -> >= 1"),
    ("ﬁn\u00ad\u200b\ufeff ici\t!", "fin ici !"), ("№ 5 ™ ① Ⅳ", "No 5 TM 1 IV"), ("👍", "?"), ("Здравствуй", "??????????"),
    ("\u202eabc\x00\x1b", "abc"), ("", ""),
])
def test_every_sign_of_our_texts_is_written_otherwise(text, sent):
    assert to_gsm7(text) == sent


@given(st.text())
def test_whatever_is_sent_is_in_the_alphabet_and_stays_so(text):
    sent = to_gsm7(text)

    assert set(sent) <= {*BASIC_CHARACTERS, *EXTENSION_CHARACTERS}
    assert to_gsm7(sent) == sent


@pytest.mark.parametrize(("text", "count"), [
    ("", 1), ("a", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("a" * 459, 3), ("a" * 460, 4),
    ("a" * 158 + "€", 1), ("a" * 159 + "€", 2),
    # A pair stays whole: after 152, « € » goes to the next SMS, and the last letter of 306 to a third.
    ("a" * 152 + "€" + "a" * 152, 3), ("a" * 151 + "€" + "a" * 153, 2), ("€" * 76 + "€" * 76, 2), ("€" * 153, 3),
    ("ç" * 70, 1), ("ç" * 71, 2), ("ç" * 134, 2), ("ç" * 135, 3), ("👍" * 35, 1), ("👍" * 36, 2), ("👍" * 66, 2),
    ("👍" * 67, 3),
    ("a" * 66 + "👍" + "a" * 66, 3),
])
def test_segments_are_counted_as_they_are_billed(text, count):
    assert segments(text) == count


@pytest.mark.parametrize(("text", "looks_cut"), [
    ("a" * 153, True), ("a" * 160, True), ("a" * 152, True), ("€" * 76, True), ("a" * 154, False), ("a" * 150, False),
    ("ê" * 67, True), ("ê" * 70, True), ("👍" * 33, True), ("ê" * 68, False), ("ê" * 153, False), ("a" * 67, True),
    ("je n'ai plus de logement", False), ("", False), ("a" * 161, False), ("a" * 306, False),
])
def test_a_full_part_of_a_longer_sms_is_recognised_by_its_length(text, looks_cut):
    assert unfinished(text) is looks_cut
