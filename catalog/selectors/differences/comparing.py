"""Compares two revisions of a product field by field, value by value, row by row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from catalog.models import Category, Channel, Product
from catalog.selectors.history.paths import CHANNEL_VALUES, VALUES, flattened
from catalog.selectors.values import value_text
from catalog.selectors.vocabulary import Vocabulary, vocabulary

from .names import ReferenceNames, field_text
from .parts import PART_MODELS, changed_columns, part_label, part_text

Content = Mapping[str, Any]
# Wagtail's book-keeping on the row.
_LEFT_OUT = {
    "live",
    "has_unpublished_changes",
    "latest_revision",
    "live_revision",
    "first_published_at",
    "last_published_at",
    "expired",
    "locked",
    "locked_at",
    "locked_by",
    "created_at",
    "updated_at",
    "normalized_part_number",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not the same in two versions.

    `path` names it: "name", "values.title.de" (see `catalog.selectors.history.paths`), or
    "prices.12" for a row. `before` and `after` are texts for people, empty for nothing.
    """

    path: str
    label: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """ "added", "removed" or "changed"."""
        if not self.before:
            return "added"
        return "changed" if self.after else "removed"


def content_differences(before: Content, after: Content) -> list[Difference]:
    """Every difference between two revisions' contents, fields first, then values, then rows.

    What one of the two does not record at all is left out. The number of queries depends on the
    kinds of records that are referred to, not on how many differ.
    """
    words = vocabulary()
    localizable = {code for code, one in words.attributes.items() if one.is_localizable}
    old, new = flattened(before, localizable), flattened(after, localizable)
    paths = [
        path for path in dict.fromkeys([*old, *new]) if _differs(path, old, new, before, after)
    ]
    rows = list(_changed_rows(before, after))
    names = _names([before, after], rows)
    reader = _Reader(words, names)
    return [
        *reader.columns(paths, old, new),
        *_categories(before, after),
        *reader.values(paths, old, new),
        *(_row_difference(*row, names) for row in rows),
    ]


def part_of_path(path: str) -> str:
    """The part that a path leads into ("prices"), or an empty text."""
    first = path.partition(".")[0]
    return first if first in PART_MODELS else ""


def _differs(path: str, old: Content, new: Content, before: Content, after: Content) -> bool:
    top = path.partition(".")[0]
    if top in _LEFT_OUT or top not in before or top not in after:
        return False
    return (old.get(path) or None) != (new.get(path) or None)


class _Reader:
    """Writes fields and values in words."""

    def __init__(self, words: Vocabulary, names: ReferenceNames) -> None:
        self._words, self._names = words, names
        self._channels = dict(Channel.objects.values_list("code", "name"))
        self._languages = {code: str(name) for code, name in settings.LANGUAGES}

    def columns(self, paths: Iterable[str], old: Content, new: Content) -> Iterator[Difference]:
        columns = {field.name: field for field in Product._meta.fields}
        for path in paths:
            if path in columns:
                label = capfirst(str(columns[path].verbose_name))
                texts = (
                    field_text(Product, path, side.get(path), self._names) for side in (old, new)
                )
                yield Difference(path, label, *texts)

    def values(self, paths: Iterable[str], old: Content, new: Content) -> Iterator[Difference]:
        for path in paths:
            if path.startswith((f"{VALUES}.", f"{CHANNEL_VALUES}.")):
                before, after = (self._value(path, side.get(path)) for side in (old, new))
                yield Difference(path, self._label(path), before, after)

    def _value(self, path: str, value: Any) -> str:
        _channel, code, _locale = split_path(path)
        attribute = self._words.attributes.get(code)
        if attribute:
            return value_text(attribute, value)
        return "" if value is None else str(value)

    def _label(self, path: str) -> str:
        channel, code, locale = split_path(path)
        attribute = self._words.attributes.get(code)
        narrower = [
            self._languages.get(locale, locale),
            self._channels.get(channel, channel),
        ]
        label = attribute.label if attribute else code
        text = ", ".join(filter(None, narrower))
        return f"{label} ({text})" if text else label


def split_path(path: str) -> tuple[str, str, str]:
    """Channel, attribute code and language of a value's path; empty where it has none."""
    top, *keys = path.split(".")
    channel = keys.pop(0) if top == CHANNEL_VALUES else ""
    code, locale = [*keys, "", ""][:2]
    return channel, code, locale


def _categories(before: Content, after: Content) -> Iterator[Difference]:
    name = "additional_categories"
    if name not in before or name not in after or set(before[name]) == set(after[name]):
        return
    known = dict(
        Category.objects.filter(pk__in=[*before[name], *after[name]]).values_list("pk", "name")
    )
    texts = (
        ", ".join(sorted(known.get(key, _("(deleted)")) for key in side[name]))
        for side in (before, after)
    )
    yield Difference(name, _("Further categories"), *texts)


Row = tuple[str, int | str, Content | None, Content | None]


def _changed_rows(before: Content, after: Content) -> Iterator[Row]:
    """(part, key, row before, row after) of every row that is new, gone or different."""
    for part in PART_MODELS:
        if part not in before or part not in after:
            continue
        old, new = _by_key(before[part]), _by_key(after[part])
        for key in dict.fromkeys([*old, *new]):
            one, other = old.get(key), new.get(key)
            if one is None or other is None or changed_columns(part, one, other):
                yield part, key, one, other


def _by_key(rows: Iterable[Content]) -> dict[int | str, Content]:
    """Rows by their key; those that were never saved by their place."""
    return {row.get("pk") or f"new-{place}": row for place, row in enumerate(rows)}


def _row_difference(
    part: str, key: int | str, before: Content | None, after: Content | None, names: ReferenceNames
) -> Difference:
    texts = (part_text(part, row, names) if row else "" for row in (before, after))
    return Difference(f"{part}.{key}", part_label(part), *texts)


def _names(contents: Iterable[Content], rows: Iterable[Row]) -> ReferenceNames:
    records: list[tuple[type[Model], Content]] = [(Product, content) for content in contents]
    for part, _key, *sides in rows:
        records += [(PART_MODELS[part], side) for side in sides if side]
    return ReferenceNames(records)
