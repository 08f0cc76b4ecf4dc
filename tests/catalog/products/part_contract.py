"""What each part of a product has to have; a part that lacks some of it is told what."""

from collections.abc import Iterator

from django.contrib.auth.models import Permission
from django.core.exceptions import FieldDoesNotExist
from django.db import connection
from django.db.models import ManyToManyField
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

from catalog.models import Product
from catalog.products.parts import ProductPart
from catalog.products.services.part_rows import part_tables
from catalog.products.wagtail_admin.form import ProductForm
from catalog.products.wagtail_admin.tabs import registered_rows

_TRIGGERS = """
SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass
    AND encode(tgargs, 'escape') = 'catalog.product\\000product_id\\000' || %s || '\\000'
"""


def lacks(part: ProductPart) -> list[str]:
    """What is missing for `part` to be content of a product everywhere."""
    return [name for name, is_there in _demands(part) if not is_there]


def _demands(part: ProductPart) -> Iterator[tuple[str, bool]]:
    model = part.model
    yield "a place in versions", _stands_in_versions(part)
    yield "a history", hasattr(model, "history")
    yield (
        "only columns",
        not any(isinstance(one, ManyToManyField) for one in model._meta.get_fields()),
    )
    yield (
        "a conflict key of its fields",
        bool(part.conflict_key) and all(_has_field(part, name) for name in part.conflict_key),
    )
    yield "a label", bool(part.label)
    yield "a right that there is", not part.permission or _is_permission(part.permission)
    yield "the change log", _logs_changes(part)
    yield "a place in what is deleted", model in {table.model for table in part_tables()}
    yield "a place on the form", _is_on_the_form(part)


def _stands_in_versions(part: ProductPart) -> bool:
    if part.many_to_many:
        held = {
            field.name: field.remote_field.through for field in get_all_child_m2m_relations(Product)
        }
        return held.get(part.name) is part.model
    children = {
        one.get_accessor_name(): one.related_model for one in get_all_child_relations(Product)
    }
    return children.get(part.name) is part.model and isinstance(
        part.model._meta.get_field("product"), ParentalKey
    )


def _has_field(part: ProductPart, name: str) -> bool:
    try:
        part.model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _is_permission(permission: str) -> bool:
    app, codename = permission.split(".")
    found = Permission.objects.filter(content_type__app_label=app, codename=codename)
    return found.exists()


def _logs_changes(part: ProductPart) -> bool:
    """Whether inserts, updates and deletions of rows are told as changes of this part."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS, [part.model._meta.db_table, part.name])
        return cursor.fetchone() == (3,)


def _is_on_the_form(part: ProductPart) -> bool:
    on_tabs = {rows.part for rows in registered_rows()}
    return part.name in on_tabs or part.name in ProductForm.base_fields
