"""Reads the foreign keys and lists of keys that lead to records, and what a deletion does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey

from console.effects import Effect, registered_effect
from console.listings import has_page

Relation = models.ManyToOneRel | models.ManyToManyRel
PROTECTING = (models.PROTECT, models.RESTRICT, models.DO_NOTHING)


@dataclass(frozen=True, eq=False)
class ForeignUse:
    """Rows that refer to records of `target` by a field.

    `records` are what people know these rows as: themselves, or the records they are parts of.
    `path` leads from a row to the record that was asked for.
    """

    target: type[models.Model]
    relation: Relation
    rows: models.QuerySet
    records: models.QuerySet
    effect: Effect
    is_shown: bool
    path: str

    def count_by_key(self, among: models.QuerySet) -> dict[Any, int]:
        """How many of the records `among` these lead to each of those that were asked for."""
        owner = _owner(self.field.model) if self.records is not self.rows else None
        name = owner.attname if owner else "pk"
        rows = self.rows.filter(**{f"{name}__in": among.order_by().values("pk")})
        counted = models.Count(name, distinct=True)
        rows = rows.order_by().values_list(self.path).annotate(counted=counted)
        return dict(rows)

    @property
    def field(self) -> models.Field:
        """The field that refers."""
        return self.relation.field

    @property
    def field_name(self) -> str:
        """The field of the records that refers; empty where it is a field of their parts."""
        return self.field.name if self.records is self.rows else ""

    @property
    def label(self) -> str:
        """The field in words."""
        if self.records is self.rows:
            return str(self.field.verbose_name)
        return str(self.field.model._meta.verbose_name)

    @property
    def stands_for_it(self) -> bool:
        """Whether a row is there for the record alone, as an asset is for its file."""
        return isinstance(self.relation, models.OneToOneRel) and self.effect is Effect.PART

    @property
    def is_cascade(self) -> bool:
        """Whether the rows are deleted."""
        return getattr(self.relation, "on_delete", None) is models.CASCADE


def foreign_uses(
    model: type[models.Model],
    keys: Any,
    followed: frozenset[models.Field] = frozenset(),
    above: str = "",
) -> Iterator[ForeignUse]:
    """Every use of these records by a foreign key, and of what would be deleted with them."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, Relation) or not _is_reference(relation):
            continue
        field = relation.field
        if field in followed:
            continue
        path = f"{field.name}__{above}" if above else field.name
        use = _use(model, relation, keys, path)
        yield use
        if use.is_cascade and use.rows.exists():
            below = use.rows.order_by().values("pk")
            yield from foreign_uses(field.model, below, followed | {field}, path)


def _is_reference(relation: Relation) -> bool:
    """Not what the framework keeps for itself: history, indexes, parts of the tables of a model."""
    field, source = relation.field, relation.related_model
    if _is_link(source) or source.__name__.startswith("Historical"):
        return False
    if isinstance(relation, models.ManyToManyRel):
        return relation.through is not None and _is_link(relation.through)
    if relation.parent_link:
        return False
    if relation.on_delete in PROTECTING:
        return bool(field.db_constraint) or relation.on_delete is not models.DO_NOTHING
    return not (
        getattr(source, "wagtail_reference_index_ignore", False)
        or getattr(field, "wagtail_reference_index_ignore", False)
    )


def _is_link(source: type[models.Model]) -> bool:
    """Whether rows say nothing but which records belong together: their field is told of instead.

    It may have a model of its own, for the sake of a history.
    """
    if source._meta.auto_created:
        return True
    columns = [field for field in source._meta.concrete_fields if not field.primary_key]
    return all(field.is_relation for field in columns) and any(
        many.remote_field.through is source
        for field in columns
        for many in field.related_model._meta.many_to_many
    )


def _use(model: type[models.Model], relation: Relation, keys: Any, path: str) -> ForeignUse:
    field, source = relation.field, relation.related_model
    rows = source._default_manager.filter(**{f"{field.name}__in": keys})
    if isinstance(relation, models.ManyToManyRel):
        # Each row once, however many of the records it refers to.
        rows = source._default_manager.filter(pk__in=rows.order_by().values("pk"))
    effect, records, owner = _effect(relation), rows, _owner(source)
    if owner is not None and not isinstance(field, ParentalKey) and not has_page(source):
        whole = owner.related_model
        records = whole._default_manager.filter(pk__in=rows.order_by().values(owner.attname))
        effect = Effect.CLEARED if effect is Effect.ALONG else effect
    is_known = records is not rows or has_page(source)
    if not is_known and effect is not Effect.FORBIDS:
        effect = Effect.PART
    is_shown = is_known or effect is Effect.FORBIDS
    return ForeignUse(model, relation, rows, records, effect, is_shown, path)


def _effect(relation: Relation) -> Effect:
    field, source = relation.field, relation.related_model
    if known := registered_effect(source, field.name):
        return known
    on_delete = getattr(relation, "on_delete", None)
    if on_delete in PROTECTING:
        return Effect.FORBIDS
    if on_delete is not models.CASCADE:
        return Effect.CLEARED
    is_part = isinstance(field, ParentalKey) or isinstance(relation, models.OneToOneRel)
    return Effect.PART if is_part else Effect.ALONG


def _owner(source: type[models.Model]) -> ParentalKey | None:
    """The field of a part that names its whole."""
    fields = source._meta.concrete_fields
    return next((field for field in fields if isinstance(field, ParentalKey)), None)
