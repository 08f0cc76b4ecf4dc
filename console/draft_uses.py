"""Which open drafts name records that the rows themselves may not name."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import BigIntegerField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import DraftStateMixin, Page, Revision

from .effects import Effect
from .postgresql.foreign_keys import PROTECTING
from .postgresql.json_paths import JsonPathExists
from .references import Use


def drafts_naming(model: type[models.Model], keys: Sequence[Any]) -> Iterator[Use]:
    """Records with a version that may be published next, and that names one of these records."""
    for source in _models_with_drafts():
        paths = defaultdict(list)
        for path, field in _paths(source):
            if issubclass(model, field.related_model):
                forbids = field.remote_field.on_delete in PROTECTING if field.many_to_one else False
                paths[Effect.FORBIDS if forbids else Effect.CLEARED].append(path)
        for effect, asked in paths.items():
            records = waiting_with(source, lambda column, asked=asked: _named(column, asked, keys))
            if source is model:
                records = records.exclude(pk__in=keys)
            yield Use(records, _("unpublished draft"), effect)


def waiting_with(source: type[models.Model], condition: Any) -> models.QuerySet:
    """Records of `source` whose open draft or scheduled version meets `condition`.

    `condition` makes a Q of the name of the column with the content.
    """
    scheduled = Revision.objects.filter(
        condition("content"),
        approved_go_live_at__isnull=False,
        base_content_type=ContentType.objects.get_for_model(source),
    ).annotate(key=Cast("object_id", BigIntegerField()))
    records = source._default_manager
    is_open = Q(has_unpublished_changes=True) & condition("latest_revision__content")
    # Both by themselves: an index answers each, and none their disjunction.
    keys = records.filter(is_open).order_by().values("pk").union(scheduled.values("key"))
    return records.filter(pk__in=keys)


def _named(column: str, paths: Sequence[str], keys: Sequence[Any]) -> Q:
    found = Q()
    for path in paths:
        found |= Q(JsonPathExists(column, f"{path} ? (@ == $keys[*])", {"keys": list(keys)}))
    return found


@cache
def _models_with_drafts() -> list[type[models.Model]]:
    """Those whose versions hold keys as they are; pages are read as pages."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]


@cache
def _paths(source: type[models.Model]) -> list[tuple[str, models.Field]]:
    """Where a version of `source` holds keys of other records, with the field that they are of."""
    own = [(f"$.{field.name}", field) for field in _fields(source) if field.many_to_one]
    lists = [(f"$.{field.name}[*]", field) for field in _fields(source) if field.many_to_many]
    parts = [
        (f"$.{relation.get_accessor_name()}[*].{field.name}", field)
        for relation in get_all_child_relations(source)
        for field in _fields(relation.related_model)
        if field.many_to_one and field is not relation.field
    ]
    return [*own, *lists, *parts]


def _fields(model: type[models.Model]) -> list[models.Field]:
    """The fields that name records and are content."""
    return [
        field
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if field.is_relation
        and field.related_model
        and not getattr(field, "wagtail_reference_index_ignore", False)
        and not issubclass(field.related_model, Revision)
    ]
