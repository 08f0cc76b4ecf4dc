from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from catalog.schema.code_uses.fields import code_fields
from console.postgresql.statement_timeout import StatementTimeoutError, statement_timeout
from console.signed_in import User
from console.visibility import visible_to

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Code:
    """What others may know a record by: the text in one of its fields.

    `record` is as the database has it, whatever a form is about to make of it.
    """

    record: Model
    field: str

    @property
    def text(self) -> str:
        """The code itself."""
        return getattr(self.record, self.field)

    def record_as(self, model: type[M], field: str) -> M | None:
        """The record, where it is a `model` and the code is in its `field`."""
        return self.record if isinstance(self.record, model) and self.field == field else None


@dataclass(frozen=True, slots=True)
class CodeUse:
    """The records of one kind that know a code.

    `nouns` are what one and what several of them are called. `is_value` says that values of
    products hold the code, which a change of the schema writes; `is_binding` that the record stays
    while they know it. `condition` finds them in the listing of products.
    """

    nouns: tuple[str, str]
    queryset: QuerySet
    is_value: bool = False
    is_binding: bool = True
    condition: dict[str, Any] | None = None

    def shown_to(self, user: User | None) -> QuerySet:
        """Those that `user` may be told of; all of them where a command asks."""
        return self.queryset if user is None else visible_to(user, self.queryset)

    def is_probable(self) -> bool:
        """Whether there is any; what cannot be said in time counts as one."""
        try:
            with statement_timeout(LONGEST_LOOK):
                return self.queryset.exists()
        except StatementTimeoutError:
            return True


LONGEST_LOOK = 300  # milliseconds
Find = Callable[[Code], Iterable[CodeUse]]

_finders: list[Find] = []


def register_code_uses(find: Find) -> None:
    """Let a room tell which of its records know a code; once, from `AppConfig.ready()`.

    `find` is asked for every code there is, and gives nothing for those that are none of its
    business. Its querysets are lazy, and answered by an index or from few rows.
    """
    if find not in _finders:
        _finders.append(find)


def uses_of(code: Code) -> Iterator[CodeUse]:
    """Whatever may know `code`, also where nothing does."""
    if code.text:
        for find in _finders:
            yield from find(code)


def code_uses(code: Code) -> list[CodeUse]:
    """Everything that knows `code`, a kind at a time."""
    return [use for use in uses_of(code) if use.queryset.exists()]


def binding_uses(code: Code) -> list[CodeUse]:
    """What forbids to delete the record that it knows by `code`."""
    return [use for use in code_uses(code) if use.is_binding]


def references_by_code(code: Code) -> list[CodeUse]:
    """The same beside the values of products, which a change of the schema can take along."""
    return [use for use in binding_uses(code) if not use.is_value]


def probable_uses(code: Code) -> list[CodeUse]:
    """The same as `code_uses`, quickly: what cannot be said in time counts as a use."""
    uses = list(uses_of(code))
    try:
        with statement_timeout(LONGEST_LOOK):
            return [use for use in uses if use.queryset.exists()]
    except StatementTimeoutError:
        return [use for use in uses if use.is_probable()]


def codes_of(record: Model) -> list[Code]:
    """The codes of a record."""
    return [Code(record, name) for name in code_fields(type(record))]
