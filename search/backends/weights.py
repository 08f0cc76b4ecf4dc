"""The words of a document by weight, the same in both backends."""

from typing import NamedTuple

from console.spelling import folded
from search.registry import Document
from search.text import words_of


class WeightedWords(NamedTuple):
    """Folded words with single spaces between them, the weightiest first."""

    title: str
    keywords: str
    attributes: str
    description: str


def weighted_words(document: Document) -> WeightedWords:
    """Title and all numbers, whole and in pieces; then the texts of less weight."""
    return WeightedWords(
        title=" ".join(
            [
                *words_of(document.title),
                *(folded(number) for number in document.numbers),
                *(folded(number) for number in document.other_numbers),
                *words_of(document.number),
            ]
        ),
        keywords=" ".join(words_of(document.keywords)),
        attributes=" ".join(words_of(document.attributes)),
        description=" ".join(words_of(document.description)),
    )
