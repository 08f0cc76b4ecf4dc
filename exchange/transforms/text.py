"""Transforms of any text."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable, Literal
from wagtail import blocks

from console.spelling import trimmed, trimmed_sql
from exchange.registry import FieldType

from .base import LONGEST_TEXT, Transform, check_text, check_whole_number, emptied, literal

LONGEST_RESULT = 100_000


class VerbatimBlock(blocks.CharBlock):
    """A line of text in which blanks at the ends count."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=LONGEST_TEXT, **kwargs)
        self.field.strip = False


def text_block(label: str | Promise, *, required: bool = True) -> blocks.Block:
    """The form of a text that is a setting."""
    return VerbatimBlock(label=label, required=required)


@dataclass(frozen=True, slots=True)
class Upper(Transform):
    """Capital letters, by Unicode's rules whatever the locale of the database."""

    code = "upper"
    label = gettext_lazy("Uppercase")

    def sql(self, value: Composable) -> Composable:
        return SQL('(upper({} COLLATE "und-x-icu") COLLATE "C")').format(value)

    def apply(self, value: str) -> str:
        return value.upper()


@dataclass(frozen=True, slots=True)
class Lower(Transform):
    """Small letters, by Unicode's rules whatever the locale of the database."""

    code = "lower"
    label = gettext_lazy("Lowercase")

    def sql(self, value: Composable) -> Composable:
        return SQL('(lower({} COLLATE "und-x-icu") COLLATE "C")').format(value)

    def apply(self, value: str) -> str:
        return value.lower()


@dataclass(frozen=True, slots=True)
class Trim(Transform):
    """Without blanks at both ends."""

    code = "trim"
    label = gettext_lazy("Trim spaces")

    def sql(self, value: Composable) -> Composable:
        return emptied(trimmed_sql(value))

    def apply(self, value: str) -> str:
        return trimmed(value)


@dataclass(frozen=True, slots=True)
class OneText(Transform):
    """A transform whose only setting is a text."""

    text: str

    @classmethod
    def setting_blocks(cls):
        return [("text", text_block(gettext_lazy("Text")))]

    def check(self) -> None:
        check_text(self.text, _("Text"))


@dataclass(frozen=True, slots=True)
class Prefix(OneText):
    """A text put before a value; nothing stays nothing."""

    code = "prefix"
    label = gettext_lazy("Prepend")

    def sql(self, value: Composable) -> Composable:
        return SQL("({} || {})").format(literal(self.text), value)

    def apply(self, value: str) -> str:
        return self.text + value


@dataclass(frozen=True, slots=True)
class Suffix(OneText):
    """A text put after a value; nothing stays nothing."""

    code = "suffix"
    label = gettext_lazy("Append")

    def sql(self, value: Composable) -> Composable:
        return SQL("({} || {})").format(value, literal(self.text))

    def apply(self, value: str) -> str:
        return value + self.text


@dataclass(frozen=True, slots=True)
class Default(OneText):
    """A text for what is empty."""

    code = "default"
    label = gettext_lazy("Default if empty")

    def sql(self, value: Composable) -> Composable:
        return SQL("coalesce({}, {})").format(value, literal(self.text))

    def apply(self, value: str) -> str:
        return value

    def of_nothing(self) -> str:
        return self.text

    def result_type(self, given: FieldType) -> FieldType:
        return FieldType.NUMBER if given == FieldType.NUMBER else FieldType.TEXT


@dataclass(frozen=True, slots=True)
class Replace(Transform):
    """Every occurrence of one text replaced by another."""

    search: str
    replacement: str = ""

    code = "replace"
    label = gettext_lazy("Replace")

    @classmethod
    def setting_blocks(cls):
        return [
            ("search", text_block(gettext_lazy("Search for"))),
            ("replacement", text_block(gettext_lazy("Replace with"), required=False)),
        ]

    def check(self) -> None:
        check_text(self.search, _("Search for"))
        check_text(self.replacement, _("Replace with"), required=False)

    def sql(self, value: Composable) -> Composable:
        return emptied(
            SQL("replace({}, {}, {})").format(
                value, literal(self.search), literal(self.replacement)
            )
        )

    def apply(self, value: str) -> str:
        return value.replace(self.search, self.replacement)


@dataclass(frozen=True, slots=True)
class Truncate(Transform):
    """The first characters."""

    length: int

    code = "truncate"
    label = gettext_lazy("Truncate")

    @classmethod
    def setting_blocks(cls):
        label = gettext_lazy("Characters")
        block = blocks.IntegerBlock(label=label, min_value=1, max_value=LONGEST_RESULT)
        return [("length", block)]

    def check(self) -> None:
        check_whole_number(self.length, _("Characters"), lowest=1, highest=LONGEST_RESULT)

    def sql(self, value: Composable) -> Composable:
        return SQL("left({}, {})").format(value, Literal(self.length))

    def apply(self, value: str) -> str:
        return value[: self.length]
