"""What refers to a record, read from the database.

Wagtail's own reference index follows single saves only; imports write thousands of rows at once
and leave it behind, so usage and deletion ask the foreign keys themselves.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

EXAMPLES = 5


@dataclass(frozen=True)
class Reference:
    """The records of one model that refer to another record by one field."""

    model_name: str
    field_name: str
    blocks_deletion: bool
    queryset: models.QuerySet
    shows_examples: bool = True

    @property
    def count(self) -> int:
        """How many records refer."""
        return self.queryset.count()

    @property
    def examples(self) -> list[models.Model]:
        """The first few records that refer."""
        return list(self.queryset[:EXAMPLES]) if self.shows_examples else []

    @property
    def consequence(self) -> str:
        """What a deletion does to the records that refer."""
        if self.blocks_deletion:
            return _("Prevents deletion")
        return _("Deleted with it or cleared")


Find = Callable[[models.Model], Iterable[models.QuerySet]]

_finders: dict[type[models.Model], Find] = {}


def register_uses(model: type[models.Model], find: Find) -> None:
    """Tell who uses a record of `model` without a foreign key; such uses forbid its deletion."""
    _finders[model] = find


def references_to(instance: models.Model) -> list[Reference]:
    """Every kind of record that refers to `instance`, where there is at least one."""
    return [found for found in _all_references(instance) if found.queryset.exists()]


def deletion_blockers(instance: models.Model) -> list[Reference]:
    """The references that forbid to delete `instance`."""
    found = _all_references(instance)
    return [one for one in found if one.blocks_deletion and one.queryset.exists()]


def _all_references(instance: models.Model) -> Iterator[Reference]:
    for relation in instance._meta.get_fields(include_hidden=True):
        if not _is_reference(relation):
            continue
        model, field = relation.related_model, relation.field
        if model._meta.auto_created:
            continue
        yield Reference(
            model_name=capfirst(model._meta.verbose_name_plural),
            field_name=str(field.verbose_name),
            blocks_deletion=getattr(relation, "on_delete", None) is models.PROTECT,
            queryset=model._default_manager.filter(**{field.name: instance.pk}),
        )
    yield from _other_uses(instance)


def _other_uses(instance: models.Model) -> Iterator[Reference]:
    find = _finders.get(type(instance))
    for queryset in find(instance) if find else ():
        yield Reference(
            model_name=capfirst(queryset.model._meta.verbose_name_plural),
            field_name=str(instance._meta.verbose_name),
            blocks_deletion=True,
            queryset=queryset,
        )


def _is_reference(relation: object) -> bool:
    """Foreign keys and lists of keys of other tables, but not the history tables."""
    if not isinstance(relation, models.ManyToOneRel | models.ManyToManyRel):
        return False
    return not relation.related_model.__name__.startswith("Historical")
