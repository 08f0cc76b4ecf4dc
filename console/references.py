"""What refers to records, read from the database: what their deletion would break.

Wagtail's own reference index follows single saves only, behind a queue; imports write thousands of
rows at once and leave it behind. So usage and deletion ask the foreign keys, the pages, the open
drafts, and the finders that rooms register for uses without a foreign key.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from treebeard.mp_tree import MP_Node

from console.signed_in import User

from .effects import Effect
from .labels import with_labels
from .listings import address_of_bulk_edit, address_of_list
from .postgresql.foreign_keys import ForeignUse, foreign_uses
from .visibility import visible_to

EXAMPLES = 5


@dataclass(frozen=True)
class Use:
    """Records that name another one without a foreign key.

    `label` says where they name it, `address` leads to the list of them.
    """

    records: models.QuerySet
    label: str = ""
    effect: Effect = Effect.FORBIDS
    address: str = ""


@dataclass(frozen=True, eq=False)
class Reference:
    """The records of one model that refer to others in one way.

    `asks`: whoever deletes what they refer to is asked to type its name.
    """

    records: models.QuerySet
    field_name: str
    effect: Effect
    address: str = ""
    asks: bool = False

    @property
    def model(self) -> type[models.Model]:
        """The model of the records that refer."""
        return self.records.model

    @property
    def model_name(self) -> str:
        """What the records are, in words."""
        return str(capfirst(self.model._meta.verbose_name_plural))

    @cached_property
    def count(self) -> int:
        """How many records refer."""
        return self.records.order_by().count()

    @cached_property
    def examples(self) -> Sequence[models.Model]:
        """The first few records that refer."""
        return with_labels(list(self.records[:EXAMPLES]))

    @property
    def consequence(self) -> str:
        """What a deletion does to the records that refer."""
        return self.effect.label

    @property
    def move_address(self) -> str:
        """Where these records are given another one, many at once."""
        return address_of_bulk_edit(self.model, self.address)


@dataclass(frozen=True)
class Uses:
    """What refers to the records in question, as far as a person may see it.

    `hidden` are the effects on records that the person may not see. `rows` counts what a deletion
    would take along, seen or not.
    """

    references: tuple[Reference, ...]
    hidden: frozenset[Effect]
    rows: int

    @property
    def refuses(self) -> bool:
        """Whether they cannot be deleted; nobody takes along what they may not see."""
        forbidden = any(one.effect is Effect.FORBIDS for one in self.references)
        return forbidden or bool(self.hidden & {Effect.FORBIDS, Effect.ALONG})

    @property
    def asks_name(self) -> bool:
        """Whether the deletion has to be confirmed by a name."""
        asked = any(one.asks for one in self.references) or Effect.CLEARED in self.hidden
        return asked and not self.refuses

    @property
    def hides(self) -> bool:
        """Whether there are records that the person may not see and that matter."""
        return bool(self.hidden - {Effect.PART})

    @property
    def blockers(self) -> list[Reference]:
        """The references that forbid the deletion."""
        return [one for one in self.references if one.effect is Effect.FORBIDS]

    def count(self) -> int:
        """How many records use them; their own parts are no uses."""
        return sum(one.count for one in self.references if one.effect is not Effect.PART)


Find = Callable[[models.Model], Iterable[models.QuerySet | Use]]
Read = Callable[[type[models.Model], Sequence[Any]], Iterable[Use]]

_finders: dict[type[models.Model], list[Find]] = {}
_readers: list[Read] = []


def register_uses(model: type[models.Model], find: Find) -> None:
    """Tell who uses a record of `model` without a foreign key; call it in `ready()`.

    `find` gives querysets, which forbid the deletion, or `Use`s, which say more.
    """
    known = _finders.setdefault(model, [])
    if find not in known:
        known.append(find)


def register_use_reader(read: Read) -> None:
    """Tell who names records of any model, given the model and some keys, without a foreign key."""
    if read not in _readers:
        _readers.append(read)


def uses_of(*records: models.Model, user: User | None) -> Uses:
    """What refers to `records`, all of one model, as `user` may see it (without one: all)."""
    return seen_uses(references_to(*records), user)


def seen_uses(references: Iterable[Reference], user: User | None) -> Uses:
    """Those of `references` that lead anywhere, as `user` may see them (without one: all)."""
    found = [one for one in references if one.count]
    rows = sum(one.count for one in found if one.effect in (Effect.ALONG, Effect.PART))
    if user is None:
        return Uses(tuple(found), frozenset(), rows)
    seen: list[Reference] = []
    hidden = set()
    for one in found:
        records = visible_to(user, one.records)
        # Who sees all of them has them counted once.
        visible = one if records is one.records else replace(one, records=records)
        if visible.count:
            seen.append(visible)
        if visible.count < one.count and (one.asks or one.effect is not Effect.CLEARED):
            hidden.add(one.effect)
    return Uses(tuple(seen), frozenset(hidden), rows)


def use_counts(model: type[models.Model], keys: Sequence[Any], user: User) -> Counter:
    """How many records that `user` may see use each of these, by key: as `Uses.count`."""
    counts: Counter = Counter()
    if not keys:
        return counts
    owners = {model: {key: key for key in keys}}
    for use in foreign_uses(model, keys):
        if use.is_shown and use.effect is not Effect.PART:
            counts.update(use.count_by_key(visible_to(user, use.records)))
        if use.stands_for_it:
            owners[use.field.model] = dict(use.rows.order_by().values_list("pk", use.path))
    for named, owner_of in owners.items():
        _count_read(named, owner_of, counts, user)
    return counts


def _count_read(
    model: type[models.Model],
    owner_of: Mapping[Any, Any],
    counts: Counter,
    user: User,
) -> None:
    """Add what the readers find; one by one only where they find anything."""
    for read in _readers:
        if any(use.records.exists() for use in read(model, list(owner_of))):
            for key, owner in owner_of.items():
                seen = (visible_to(user, use.records) for use in read(model, [key]))
                counts[owner] += sum(records.count() for records in seen)


def references_to(*records: models.Model) -> Iterator[Reference]:
    """Whatever may refer to `records`, all of one model, also where nothing does."""
    model = type(records[0])
    below = list(_below(records))
    if below:
        nodes = model._default_manager.filter(pk__in=[node.pk for node in below])
        yield Reference(nodes, _("below it"), Effect.ALONG, asks=True)
    gone = [*records, *below]
    yield from _others(gone)
    only = records[0] if len(gone) == 1 else None
    for use in foreign_uses(model, [record.pk for record in gone]):
        if use.is_shown:
            yield _reference(use, only)
        if use.stands_for_it:
            yield from _others(list(use.rows))


def _others(records: Sequence[models.Model]) -> Iterator[Reference]:
    """Uses without a foreign key."""
    if not records:
        return
    for read in _readers:
        for use in read(type(records[0]), [record.pk for record in records]):
            yield reference_of(use)
    for record in records:
        for cls in type(record).__mro__:
            for find in _finders.get(cls, ()):
                for use in find(record):
                    yield reference_of(use, str(record._meta.verbose_name))


def reference_of(found: models.QuerySet | Use, label: str = "") -> Reference:
    """The reference of a use without a foreign key."""
    use = found if isinstance(found, Use) else Use(found)
    return Reference(
        use.records,
        use.label or label,
        use.effect,
        use.address,
        asks=use.effect in (Effect.ALONG, Effect.CLEARED),
    )


def _reference(use: ForeignUse, target: models.Model | None) -> Reference:
    is_direct = target is not None and use.target is type(target)
    address = address_of_list(use.records.model, use.field_name, target) if is_direct else ""
    # Who did something is a note; taking it away does not ask.
    is_note = not use.is_cascade and issubclass(use.target, AbstractBaseUser)
    asks = use.effect in (Effect.ALONG, Effect.CLEARED) and not is_note
    return Reference(use.records, use.label, use.effect, address, asks)


def _below(records: Sequence[models.Model]) -> Iterator[models.Model]:
    """What stands below nodes of a tree, and goes with them."""
    chosen = {record.pk for record in records}
    for record in records:
        if isinstance(record, MP_Node):
            for node in record.get_descendants():
                if node.pk not in chosen:
                    chosen.add(node.pk)
                    yield node
