"""Messages for violated constraints: IntegrityError in words for people."""

import re

from django.apps import apps
from django.db import DatabaseError
from django.db.models import Field, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.products.models.product import Product
from catalog.schema.models.units import UNIT_KEEPS_MEANING

# How PostgreSQL tells which value stands there already.
_TAKEN = re.compile(r"^Key \((?P<columns>.+?)\)=\((?P<values>.*)\) already exists")
# How it tells that what a row names is not there.
_MISSING = re.compile(r"^Key \((?P<column>[^,]+?)\)=\(.*\) is not present in table")

KIND_KEEPS_CIRCLES = gettext_lazy(
    "Existing relations of this kind may be circular, which this setting forbids. Add a new "
    "kind, or remove the relations of this kind first."
)
# What triggers refuse; the other constraints are declared with their words.
_WORDS_OF_TRIGGERS = {
    "relation_kind_in_use_keeps_circles": KIND_KEEPS_CIRCLES,
    "unit_in_use_keeps_its_meaning": UNIT_KEEPS_MEANING,
}


def database_reason(error: DatabaseError) -> str:
    """Which value is taken and by which product, what is gone, else the words of the constraint.

    The database itself names attribute and products where a unique value or the axes of variants
    clash. Not to be called while the transaction is broken.
    """
    diagnostic = getattr(error.__cause__, "diag", None)
    if diagnostic is None or not diagnostic.message_primary:
        return str(error).partition("\n")[0]
    return (
        _holder(diagnostic.table_name, diagnostic.message_detail)
        or _deleted(diagnostic.table_name, diagnostic.message_detail)
        or _words_of_constraints().get(diagnostic.constraint_name)
        or " ".join(filter(None, (diagnostic.message_primary, diagnostic.message_detail)))
    )


def _holder(table: str | None, detail: str | None) -> str:
    """Which product has the number; empty where the clash is about something else."""
    found = _TAKEN.match(detail or "")
    if table != Product._meta.db_table or not found:
        return ""
    if found["columns"] == "sku":
        return _belongs(_("SKU"), found["values"], Product.objects.filter(sku=found["values"]))
    if found["columns"] == "brand_id, part_number":
        brand, _sep, number = found["values"].partition(", ")
        same = Product.objects.filter(brand_id=brand, part_number=number)
        return _belongs(_("part number"), number, same)
    return ""


def _deleted(table: str | None, detail: str | None) -> str:
    """Which field of which row names what is not there; empty where the error is another one."""
    found = _MISSING.match(detail or "")
    if not found:
        return ""
    fields = (
        field
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table == table
        for field in model._meta.concrete_fields
        if field.column == found["column"]
    )
    return next(map(_in_words, fields), "")


def _in_words(field: Field) -> str:
    return _("%(row)s: the %(field)s that was chosen has been deleted. Choose another one.") % {
        "row": capfirst(field.model._meta.verbose_name),
        "field": field.verbose_name,
    }


def _belongs(what: str, value: str, products: QuerySet[Product]) -> str:
    other = products.select_related("brand").first()
    return _("The %(what)s “%(value)s” already belongs to the product “%(other)s”.") % {
        "what": what,
        "value": value,
        "other": other or "",
    }


def _words_of_constraints() -> dict[str, str]:
    return {name: str(words) for name, words in _WORDS_OF_TRIGGERS.items()} | {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_app_config("catalog").get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }
