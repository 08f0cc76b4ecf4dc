"""Fetches the related records that `__str__` of a list of records reads."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, prefetch_related_objects

Record = TypeVar("Record", bound=Model)


def with_labels(records: Sequence[Record]) -> Sequence[Record]:
    """Read what the names of `records`, all of one model, are made of: a query for each relation.

    A model names these relations in `label_relations`; its `__str__` uses them where they are read.
    """
    if records:
        relations = getattr(type(records[0]), "label_relations", ())
        prefetch_related_objects(records, *relations)
    return records
