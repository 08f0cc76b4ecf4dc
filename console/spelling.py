"""When two spellings are the same name, the same number or the same word, in Python and in SQL.

There are three levels:

- `name_key`: the same name. Capitals, what cannot be seen, kinds of blanks and dashes, and ways to
  encode the same letter do not count; the letters of every script do.
- `number_key`: the same number of a part, a SKU or the like. Nothing but letters and digits counts,
  and a letter of the Cyrillic or the Greek script that looks like a Latin one is that letter.
- `folded`: the same word of a search. As a name, in small letters, and accents do not count.

`clean_number` and `clean_name` are what is stored of a number and of a name that somebody writes;
`trimmed` is what is read of any other text.

Names are compared in capitals: PostgreSQL has no folding of case before its version 18. So "ß" is
"SS", a final sigma is a sigma, and a dotless "ı" is an "i"; "İ" keeps its dot in names and numbers.

The SQL is that of functions of the database, which console/migrations makes: indexes and generated
columns stand on them. Both sides stand on the tables of characters of this module, so that they
agree whatever version of Unicode each of them knows. Plain letters, which most texts have
only, take a short way.
"""

import re
import unicodedata

from django.db import models
from psycopg.sql import SQL, Composable, Literal

# Every kind of blank, and what controls devices. PostgreSQL has no text with a zero byte.
_BLANKS = r"\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000"
# Without width or ink, such as a soft hyphen, the mark of a direction or that of a byte order.
_NEVER_SEEN = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
# Not seen either, but words of Persian and of Indian languages are spelt with them, and emoji.
_JOINING = r"\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
_DASHES = r"\u02d7\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u2212\u2796\u2e3a\u2e3b"
# Blanks, punctuation and symbols: they part words, and do not count in a number.
_SEPARATORS = (
    r"\u0001-/:-@\[-`\{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02c2-\u02c5"
    r"\u02d2-\u02df\u037e\u0387\u0482\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05f3\u05f4"
    r"\u0600-\u060f\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0e3f\u1400\u1680\u1800-\u180a"
    r"\u2000-\u206f\u20a0-\u20cf\u2104\u2108\u2114\u2116-\u2118\u211e-\u2120\u2123\u2190-\u245f"
    r"\u2500-\u2775\u2794-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30a0"
    r"\u30fb\ue000-\uf8ff\ufe10-\ufe1f\ufe30-\ufe6f\ufff0-\uffff\U0001f000-\U0001f0ff"
    r"\U0001f300-\U0001faff"
)
# Whether a letter has one of these does not count in a search. The marks of Indian scripts and of
# kana make other letters.
_ACCENTS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f"
    r"\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
# Capitals that look like these of the Latin script: on a box nobody can tell them apart.
_LOOK_ALIKE = (
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
)
_LATIN = "ABEKMHOPCTYXIJSABEZHIKMNOPTYX"
# Letters that no rule of Unicode takes apart; the last is the sigma at the end of a word.
_LIGATURES = {"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"}
_STROKED, _PLAIN = "øłđς", "oldσ"


def _any_of(characters: str) -> re.Pattern[str]:
    """A class of characters, with the zero byte among those that control devices."""
    return re.compile(f"[{characters.replace(chr(92) + 'u0001', chr(92) + 'u0000')}]+")


_UNSEEN_RE = _any_of(_NEVER_SEEN + _JOINING)
_NEVER_SEEN_RE = _any_of(_NEVER_SEEN)
_BLANKS_RE = _any_of(_BLANKS)
_DASHES_RE = re.compile(f"[{_DASHES}]")
_NOT_IN_WORDS_RE = _any_of(_NEVER_SEEN + _JOINING + _ACCENTS)
_AT_THE_ENDS_RE = re.compile(f"^{_BLANKS_RE.pattern}|{_BLANKS_RE.pattern}\\Z")
# Halves of pairs of surrogates, as a zero byte, come from hostile texts; no text stores them.
_BETWEEN_WORDS_RE = _any_of(_SEPARATORS + r"\ud800-\udfff")
_CAPITALS = str.maketrans({"ẞ": "SS"})
_LATIN_BY_LOOKS = _CAPITALS | str.maketrans(_LOOK_ALIKE, _LATIN)
_PLAIN_LETTERS = str.maketrans(dict(zip(_STROKED, _PLAIN, strict=True)) | _LIGATURES)
# The blanks one by one; no text that PostgreSQL is given holds a zero byte.
BLANKS = "".join(_BLANKS_RE.findall("".join(map(chr, range(1, 0x3001)))))


def trimmed(text: str) -> str:
    """The text without blanks at its ends."""
    return text.strip(BLANKS)


def trimmed_sql(text: Composable) -> Composable:
    """SQL of `trimmed`."""
    return SQL("btrim({}, {})").format(text, Literal(BLANKS))


def clean_number(text: str) -> str:
    """A number as it is stored: without what cannot be seen."""
    return _AT_THE_ENDS_RE.sub("", _UNSEEN_RE.sub("", text))


def clean_name(text: str) -> str:
    """A name as it is stored: the same, but what joins the letters of a word stays."""
    return _AT_THE_ENDS_RE.sub("", _NEVER_SEEN_RE.sub("", text))


def name_key(text: str) -> str:
    """What two names have in common that are the same."""
    if text.isascii() and text.isprintable():
        # Most names, of which there may be very many: the blank is the only one of its kind.
        return " ".join(text.split()).upper()
    if not text.isascii():
        text = _DASHES_RE.sub("-", unicodedata.normalize("NFKC", _UNSEEN_RE.sub("", text)))
    one_blank = _BLANKS_RE.sub(" ", text).strip(" ")
    return unicodedata.normalize("NFKC", one_blank.upper().translate(_CAPITALS))


def number_key(text: str) -> str:
    """What two spellings of a number have in common: "AB-1234/5" and "ab 12345" are "AB12345"."""
    if text.isascii():
        return _BETWEEN_WORDS_RE.sub("", text).upper()
    shown = unicodedata.normalize("NFKC", _UNSEEN_RE.sub("", text))
    counting = _BETWEEN_WORDS_RE.sub("", shown)
    return unicodedata.normalize("NFKC", counting.upper().translate(_LATIN_BY_LOOKS))


def folded(text: str) -> str:
    """Small letters without accents, as words are searched for."""
    if text.isascii():
        return text.lower()
    letters = _NOT_IN_WORDS_RE.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", letters.upper().lower().translate(_PLAIN_LETTERS))


def words(text: str) -> str:
    """The folded words of a text with one blank between them, and none of its punctuation."""
    return _BETWEEN_WORDS_RE.sub(" ", folded(text)).strip(" ")


class NumberKey(models.Func):
    """`number_key` of a column or an expression."""

    function = "console_number_key"
    output_field = models.TextField()


class NameKey(models.Func):
    """`name_key` of a column or an expression."""

    function = "console_name_key"
    output_field = models.TextField()


def _without(given: str, characters: str) -> str:
    return f"regexp_replace({given}, '[{characters}]+', '', 'g')"


def _capitals_sql(given: str) -> str:
    return f"""replace(upper({given} COLLATE "und-x-icu"), 'ẞ', 'SS')"""


def _trimmed_sql(given: str) -> str:
    return f"regexp_replace({given}, '^[{_BLANKS}]+|[{_BLANKS}]+$', '', 'g')"


def _trimmed_ascii_sql(given: str) -> str:
    """Nearly every text has none, which two characters tell in a third of the time of a pattern."""
    ends = f"ascii({given}) BETWEEN 33 AND 126 AND ascii(right({given}, 1)) BETWEEN 33 AND 126"
    return f"CASE WHEN {ends} THEN {given} ELSE {_trimmed_sql(given)} END"


def _function(name: str, plain: str, other: str) -> str:
    """A function of a text; `plain` is the short way, of texts with nothing but ASCII."""
    return (
        f"CREATE FUNCTION {name}(given text) RETURNS text\n"
        "LANGUAGE sql IMMUTABLE PARALLEL SAFE\n"
        "RETURN CASE WHEN octet_length(given) = char_length(given)\n"
        f"""    THEN ({plain}) COLLATE "default"\n    ELSE ({other}) COLLATE "default" END"""
    )


def _folded_sql() -> str:
    letters = _without("normalize(given, NFKD)", _NEVER_SEEN + _JOINING + _ACCENTS)
    small = f"""lower(upper({letters} COLLATE "und-x-icu"))"""
    plain = f"translate({small}, '{_STROKED}', '{_PLAIN}')"
    for ligature, apart in _LIGATURES.items():
        plain = f"replace({plain}, '{ligature}', '{apart}')"
    return f"normalize({plain}, NFC)"


_SHOWN = f"normalize({_without('given', _NEVER_SEEN + _JOINING)}, NFKC)"
_OF_A_NAME = f"regexp_replace({_SHOWN}, '[{_DASHES}]', '-', 'g')"
_ONE_BLANK = "btrim(regexp_replace({}, '[" + _BLANKS + "]+', ' ', 'g'))"
_OF_A_NUMBER = (
    f"translate({_capitals_sql(_without(_SHOWN, _SEPARATORS))}, '{_LOOK_ALIKE}', '{_LATIN}')"
)

# By the signature of each.
FUNCTIONS = {
    "console_clean_number(text)": _function(
        "console_clean_number",
        _trimmed_ascii_sql("given"),
        _trimmed_sql(_without("given", _NEVER_SEEN + _JOINING)),
    ),
    "console_clean_name(text)": _function(
        "console_clean_name",
        _trimmed_ascii_sql("given"),
        _trimmed_sql(_without("given", _NEVER_SEEN)),
    ),
    "console_name_key(text)": _function(
        "console_name_key",
        f"""upper({_ONE_BLANK.format("given")} COLLATE "C")""",
        f"normalize({_capitals_sql(_ONE_BLANK.format(_OF_A_NAME))}, NFKC)",
    ),
    "console_number_key(text)": _function(
        "console_number_key",
        """upper(regexp_replace(given, '[^A-Za-z0-9]+', '', 'g') COLLATE "C")""",
        f"normalize({_OF_A_NUMBER}, NFKC)",
    ),
    # Stands before what calls it.
    "console_folded(text)": _function(
        "console_folded", """lower(given COLLATE "C")""", _folded_sql()
    ),
    "console_words(text)": (
        "CREATE FUNCTION console_words(given text) RETURNS text\n"
        "LANGUAGE sql IMMUTABLE PARALLEL SAFE\n"
        f"RETURN btrim(regexp_replace(console_folded(given), '[{_SEPARATORS}]+', ' ', 'g'))"
    ),
}
