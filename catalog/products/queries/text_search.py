"""Finds products by what a person types, in the database itself.

The search engine holds published products and follows a moment behind; editors look for drafts
too, and for what an import wrote just now. The words of a product stand in an index over
`ProductWords`; other brands' numbers and the names of brands are looked up first.
"""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery, SearchVectorExact
from django.db.models import Q

from catalog.products.gtin import other_spellings
from catalog.products.models.package import Package
from catalog.products.models.product_words import ProductWords
from catalog.products.models.relation import Interchange
from catalog.schema.models.brand import Brand
from console.spelling import folded
from search.text import MINIMUM_PREFIX, SearchText, Word, read_search, words_of

# So many products may have a number of another brand that begins as was typed, or a package.
MOST_NUMBERS = 1000
CONFIGURATION = "simple"


def search_condition(text: str) -> Q:
    """The condition that each word of `text` is in a product, or all of it is a number.

    A word is found by its beginning, in the name, the description, the brand or a number; a
    number in any spelling. A text without a word or a number finds nothing.
    """
    read = read_search(text)
    if read.is_empty:
        return Q(pk__in=[])
    return _every_word(read.words) | _whole_number(read)


def _every_word(words: Sequence[Word]) -> Q:
    if not words:
        return Q(pk__in=[])
    brands = [(pk, words_of(name)) for pk, name in Brand.objects.values_list("pk", "name")]
    plain, condition = [], Q()
    for word in words:
        named = [pk for pk, name in brands if _is_named(name, word)]
        if named:
            condition &= Q(brand_id__in=named) | _holds(_expression(word))
        else:
            plain.append(_expression(word))
    return condition & _holds(" & ".join(plain)) if plain else condition


def _is_named(name: Sequence[str], word: Word) -> bool:
    """Whether a brand has a word that begins with each piece of what was typed."""
    return all(any(part.startswith(piece) for part in name) for piece in word.pieces)


def _whole_number(read: SearchText) -> Q:
    """The text as one number: the product's own, of a package, or of another brand's same part."""
    if not read.number:
        return Q(pk__in=[])
    spellings = other_spellings(read.number)
    others = Interchange.objects.filter(normalized_number__startswith=read.number)
    packages = Package.objects.filter(gtin__in=[read.number, *spellings])
    keys = [
        *others.order_by().values_list("product_id", flat=True)[:MOST_NUMBERS],
        *packages.order_by().values_list("product_id", flat=True)[:MOST_NUMBERS],
    ]
    condition = _holds(" | ".join([f"{folded(read.number)}:*", *map(folded, spellings)]))
    return condition | Q(pk__in=keys) if keys else condition


def _expression(word: Word) -> str:
    """The word in the language of tsquery; its pieces hold letters and digits only."""
    *whole, last = word.pieces
    pieces = " & ".join([*whole, _beginning(last)])
    return f"(({pieces}) | {word.joined}:*)" if word.joined else f"({pieces})"


def _beginning(piece: str) -> str:
    """A shorter beginning than three letters fits too much to be looked for."""
    return f"{piece}:*" if len(piece) >= MINIMUM_PREFIX else piece


def _holds(expression: str) -> Q:
    query = SearchQuery(expression, config=CONFIGURATION, search_type="raw")
    return Q(SearchVectorExact(ProductWords(), query))
