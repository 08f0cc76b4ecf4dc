"""The base class of transforms, each of which changes a text: in SQL, specified in Python.

Feeds and imports run the SQL. The Python says what it has to do: the tests hold both to the same
results.
"""

from collections.abc import Container
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal
from wagtail.blocks import Block

from exchange.registry import FieldType

LONGEST_TEXT = 1000


class TransformError(ValueError):
    """A transform is set up wrongly; the message is shown to people as it is."""


@dataclass(frozen=True, slots=True)
class Transform:
    """One step. A subclass's fields are its settings, under the names of the stored JSON.

    A value is a text or nothing: NULL in SQL, None in Python, and an empty text counts as nothing
    before and after each step. `sql` is given the value; `apply` with a text, and `of_nothing`
    without one, must agree with it.
    """

    code: ClassVar[str]
    label: ClassVar[str | Promise]

    @classmethod
    def setting_blocks(cls) -> list[tuple[str, Block]]:
        """The form of the settings for the admin, by the names of the fields."""
        return []

    @classmethod
    def build(cls, settings: dict[str, Any]) -> Self:
        """A checked transform of its settings by name; raises TransformError."""
        given = {field.name: settings.get(field.name) for field in fields(cls)}
        for field in fields(cls):
            if given[field.name] is None and field.default is not MISSING:
                given[field.name] = field.default
        transform = cls(**given)
        transform.check()
        return transform

    def check(self) -> None:
        """Raise TransformError if the settings make no sense."""

    def sql(self, value: Composable) -> Composable:
        """SQL that changes the text expression `value`."""
        raise NotImplementedError

    def apply(self, value: str) -> str | None:
        """The same in Python, which the tests compare the SQL with."""
        raise NotImplementedError

    def of_nothing(self) -> str | None:
        """What becomes of nothing in Python: nothing, unless the transform fills it."""
        return None

    def result_type(self, given: FieldType) -> FieldType:
        """What the result means, where `given` is what the value meant."""
        return FieldType.TEXT


def check_text(text: object, name: str, *, required: bool = True) -> None:
    """Raise TransformError unless `text` is a text that PostgreSQL can hold."""
    if text in (None, "") and required:
        raise TransformError(_("“%(name)s” is empty. Fill it in.") % {"name": name})
    if not isinstance(text, str):
        raise TransformError(_("“%(name)s” must be text.") % {"name": name})
    if "\x00" in text:
        raise TransformError(_("“%(name)s” contains a NUL character.") % {"name": name})
    if len(text) > LONGEST_TEXT:
        raise TransformError(
            _("“%(name)s” is longer than %(limit)d characters.")
            % {"name": name, "limit": LONGEST_TEXT}
        )


def check_whole_number(number: object, name: str, *, lowest: int, highest: int) -> None:
    """Raise TransformError unless `number` is a whole number within the bounds."""
    if not isinstance(number, int) or isinstance(number, bool) or not lowest <= number <= highest:
        raise TransformError(
            _("“%(name)s” must be a whole number from %(lowest)d to %(highest)d.")
            % {"name": name, "lowest": lowest, "highest": highest}
        )


def check_choice(choice: object, name: str, known: Container[str]) -> None:
    """Raise TransformError unless `choice` is one of `known`."""
    if not isinstance(choice, str) or choice not in known:
        raise TransformError(_("“%(name)s” is not one of the choices.") % {"name": name})


def evaluated_once(value: Composable, template: str, **parts: Composable) -> Composable:
    """SQL of `template` over `given.value`, which is worked out once however often it is named.

    Without this the text of a chain of steps would double with each of them.
    """
    body = SQL(template).format(**parts)
    return SQL("(SELECT {} FROM (SELECT {} AS value OFFSET 0) AS given)").format(body, value)


def emptied(expression: Composable) -> Composable:
    """The expression with an empty text made NULL."""
    return SQL("nullif({}, '')").format(expression)


def literal(text: str) -> Composable:
    """A text constant, quoted by the database driver."""
    return SQL("{}::text").format(Literal(text))
