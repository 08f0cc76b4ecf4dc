"""Registry of the fields of segments, from this subject and from those that register more."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

from .choices import Choices, FixedChoices
from .scope import Scope

Text = str | Promise
Condition = Callable[[str, Any, Scope], Q]
Expressions = Callable[[Scope], list[Combinable]]
NamedFilters = Callable[[], Iterable[tuple[str, tuple[Any, ...]]]]

PRODUCT = _("Product")


@dataclass(frozen=True)
class Parameter:
    """What narrows a field, such as the language of a value; always optional.

    `open_label` says what an open one means.
    """

    name: str
    label: Text
    open_label: Text
    choices: Choices


@dataclass(frozen=True)
class SegmentField:
    """A field of the filter language.

    `kind` decides the operators, `input` the widget of the value (the kind, where it is empty).
    `condition` makes the SQL condition of an operator that is no opposite, and a read value.
    `expressions`, where given, are what other conditions and formulas may compare with.
    `permission`, where given, is what a person needs who asks for it. `named_filters`, where its
    values stand for filters of their own, gives these by value: who asks for one needs what they
    need. `after` is the field of a subject below behind which it is listed; without one it comes
    behind those of the sources before its own.
    """

    name: str
    label: Text
    kind: str
    condition: Condition
    group: Text = PRODUCT
    input: str = ""
    parameters: tuple[Parameter, ...] = ()
    choices: Choices | None = None
    expressions: Expressions | None = None
    unit: str = ""
    permission: str = ""
    named_filters: NamedFilters | None = None
    after: str = ""

    def may_be_asked_by(self, user: User | None) -> bool:
        """Whether `user` may ask for it; without a user it is the site itself that asks."""
        return user is None or not self.permission or user.has_perm(self.permission)


Source = Callable[[], Iterable[SegmentField]]

_sources: list[Source] = []


def register_segment_fields(source: Source) -> None:
    """Add the fields that `source` gives, asked anew for each filter; call it in `ready()`.

    A source gives `SegmentField`s with names of their own, the same ones as long as the schema
    stays; each compiles to a condition with every operator of its kind.
    """
    if source not in _sources:
        _sources.append(source)


def segment_fields(user: User | None = None) -> dict[str, SegmentField]:
    """Every field by name, as the schema is now: those that `user`, if given, may ask."""
    listed: dict[str, list[SegmentField]] = defaultdict(list)
    for source in _sources:
        for field in source():
            listed[field.after].append(field)
    return {one.name: one for one in _behind("", listed) if one.may_be_asked_by(user)}


def _behind(name: str, listed: dict[str, list[SegmentField]]) -> Iterator[SegmentField]:
    """The fields that are listed behind the one of that name, each with what is behind it."""
    for field in listed.get(name, ()):
        yield field
        yield from _behind(field.name, listed)


def language_parameter() -> Parameter:
    """The language of a value."""
    pairs = FixedChoices(lambda: settings.LANGUAGES)
    return Parameter("language", _("Language"), _("any language"), pairs)
