"""How texts and part numbers are read, the same for indexing and searching, in both backends."""

import re
from dataclasses import dataclass

from console.spelling import folded, number_key, words

# Nobody types more than this into a search box; longer input is pasted or hostile.
MAXIMUM_TEXT = 300
MAXIMUM_WORDS = 16
# Numbers and words are cut after so many characters.
MAXIMUM_LENGTH = 64
# Shorter beginnings of numbers match too much to be useful.
MINIMUM_PREFIX = 3

_MARKUP = re.compile(r"<[^>]*>")
_DIGITS = re.compile(r"\d+")
# Words that join the others and stand in no product's text reliably.
JOINING_WORDS = frozenset(
    {"a", "an", "and", "at", "by", "fit", "fits", "for", "from"}
    | {"in", "my", "of", "on", "or", "the", "to", "with"}
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a search: its pieces, and all of them as one number when it has a digit."""

    pieces: tuple[str, ...]
    joined: str = ""


@dataclass(frozen=True, slots=True)
class SearchText:
    """A search as both backends read it; `number` is the whole text as a part number or empty.

    `other_spellings` are other numbers that mean the same as `number`.
    """

    words: tuple[Word, ...]
    number: str = ""
    other_spellings: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing that can be searched is left."""
        return not self.words and not self.number


def words_of(text: str) -> list[str]:
    """The folded words of a text; markup and punctuation separate them."""
    return [word[:MAXIMUM_LENGTH] for word in words(_MARKUP.sub(" ", text)).split()]


def sort_key(text: str) -> str:
    """A key that orders texts as people expect: "PN 9" before "PN 10", accents ignored."""
    return _DIGITS.sub(lambda digits: digits[0].zfill(12), folded(text))[:200]


def read_search(text: str) -> SearchText:
    """Read what a person typed; whatever it is, the result is bounded and harmless."""
    text = text[:MAXIMUM_TEXT]
    typed = [word for word in map(_read_word, text.split()) if word.pieces]
    meaningful = [word for word in typed if word.pieces[0] not in JOINING_WORDS]
    number = number_key(text)
    is_number = MINIMUM_PREFIX <= len(number) <= MAXIMUM_LENGTH and _DIGITS.search(number)
    return SearchText(
        words=tuple((meaningful or typed)[:MAXIMUM_WORDS]), number=number if is_number else ""
    )


def _read_word(word: str) -> Word:
    """ "AB-1234" is the words ab and 1234, or the number AB1234."""
    pieces = tuple(words_of(word))[:MAXIMUM_WORDS]
    number = number_key(word)[:MAXIMUM_LENGTH]
    is_number = len(number) >= MINIMUM_PREFIX and _DIGITS.search(number)
    return Word(pieces=pieces, joined=folded(number) if is_number and len(pieces) > 1 else "")
