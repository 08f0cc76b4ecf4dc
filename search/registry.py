"""Registry of search indexes: their documents and how their texts are understood."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Document:
    """What the index holds of one record.

    `numbers` are the record's own numbers and `other_numbers` those of other makers, both as
    `console.spelling.number_key` writes them. `facets` are counted and filtered by, `tokens` only
    filtered by, `measures` filtered by range; all three by field name. `price` is what visitors
    pay, and surely the one until the day `price_until` is over; without one it stays so.
    """

    object_id: int
    title: str
    label: str = ""
    keywords: str = ""
    attributes: str = ""
    description: str = ""
    number: str = ""
    numbers: tuple[str, ...] = ()
    other_numbers: tuple[str, ...] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tokens: Mapping[str, Sequence[str]] = field(default_factory=dict)
    measures: Mapping[str, Sequence[Decimal]] = field(default_factory=dict)
    newest: int = 0
    price: Decimal | None = None
    price_until: date | None = None


class Recognised(NamedTuple):
    """Something the text names that is a filter rather than a word, such as a vehicle."""

    kind: str
    label: str
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a text was understood: the words left to search, and the filters that the rest means."""

    text: str
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    recognised: tuple[Recognised, ...] = ()


@dataclass(frozen=True)
class IndexDefinition:
    """One index: where its documents come from and how its texts are understood.

    `documents(ids)` yields the documents of those records that belong in the index, with a number
    of queries that does not depend on `ids`. `identifiers()` streams every key in rising order.
    `interpret(text)` finds filters in the text, and `other_spellings(number)` the other numbers
    that mean the same record. `catching_up(backend)` surrounds a rebuild: what changes meanwhile
    must be indexed again afterwards. `amounts()` is SQL of (key, amount): what the documents of
    `{records}`, a query of keys, would have as `price` if they were written now.
    """

    name: str
    documents: Callable[[Sequence[int]], Iterable[Document]]
    identifiers: Callable[[], Iterator[int]]
    interpret: Callable[[str], Interpretation] = Interpretation
    other_spellings: Callable[[str], tuple[str, ...]] = lambda number: ()
    token_fields: frozenset[str] = frozenset()
    catching_up: Callable[[str], AbstractContextManager] = lambda backend: nullcontext()
    amounts: Callable[[], str] = lambda: "SELECT NULL::bigint, NULL::numeric WHERE false"


_indexes: dict[str, IndexDefinition] = {}


def register_index(definition: IndexDefinition) -> None:
    """Make an index known; call it from `AppConfig.ready()`."""
    _indexes[definition.name] = definition


def get_index(name: str) -> IndexDefinition:
    """The definition of an index; LookupError when no room registered it."""
    try:
        return _indexes[name]
    except KeyError:
        raise LookupError(f"No search index is named {name!r}.") from None


def registered_indexes() -> list[IndexDefinition]:
    """Every index, in the order of registration."""
    return list(_indexes.values())
