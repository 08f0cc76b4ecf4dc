"""Which encoding a text file has."""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from .errors import ReadError

BLOCK = 1 << 20
SAMPLE = 64 * 1024

# In this order: the mark of UTF-32 LE begins with the mark of UTF-16 LE.
MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]

# Western files are told apart badly by statistics, so those are taken as Windows-1252. Only where
# a script is unmistakable does the guess count.
OTHER_SCRIPTS = {
    "big5", "big5hkscs", "cp932", "cp949", "cp950", "cp1251", "cp1253", "cp1255", "cp1256",
    "euc_jis_2004", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "iso8859_5", "iso8859_7",
    "koi8_r", "koi8_u", "mac_cyrillic", "shift_jis", "shift_jis_2004",
}  # fmt: skip


def detect_encoding(path: Path) -> str:
    """Name the encoding of the file for Python's codecs.

    A byte order mark decides; else UTF-16 shows by its zero bytes; else the whole file is tried
    as UTF-8, block by block; what is left is a single-byte or an Asian encoding.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    return _utf16_without_mark(head) or _utf8(path) or _legacy(path)


def known_encoding(name: str) -> str:
    """`name` when Python can decode it, otherwise ReadError."""
    try:
        codecs.lookup(name)
    except LookupError:
        raise ReadError(_("“{name}” is not the name of an encoding.").format(name=name)) from None
    return name


def _utf16_without_mark(head: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in (nearly) every second byte."""
    pairs = len(head) // 2
    if not pairs or (len(head) % 2 and len(head) < SAMPLE):
        return None
    high, low = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if max(high, low) < pairs * 0.6 or min(high, low) > pairs * 0.1:
        return None
    return "utf-16-be" if high > low else "utf-16-le"


def _utf8(path: Path) -> str | None:
    return "utf-8" if first_undecodable(path, "utf-8") is None else None


def first_undecodable(path: Path, encoding: str) -> int | None:
    """Offset of the first block that is not text in `encoding`, or None when all of it is."""
    decoder = codecs.getincrementaldecoder(encoding)()
    offset = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return offset + max(error.start, 0)
            offset += len(block)
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return max(offset - 1, 0)
    return None


def _legacy(path: Path) -> str:
    offset = first_undecodable(path, "utf-8") or 0
    with path.open("rb") as file:
        file.seek(max(0, offset - SAMPLE // 2))
        sample = file.read(SAMPLE)
    guess = from_bytes(sample).best()
    if (
        guess
        and guess.encoding in OTHER_SCRIPTS
        and guess.coherence > 0.2
        and first_undecodable(path, guess.encoding) is None
    ):
        return guess.encoding
    return "cp1252" if first_undecodable(path, "cp1252") is None else "latin-1"
