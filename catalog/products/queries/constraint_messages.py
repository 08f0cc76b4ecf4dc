"""What the database has against a product or what a trigger forbids, in words for people."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.errors import Diagnostic

from catalog.products.models.product import Product
from catalog.schema.models.units import UNIT_KEEPS_MEANING
from console.postgresql.database_reasons import TAKEN

KIND_KEEPS_CIRCLES = gettext_lazy(
    "Existing relations of this kind may be circular, which this setting forbids. Add a new "
    "kind, or remove the relations of this kind first."
)
# What triggers refuse; the other constraints are declared with their words.
_WORDS_OF_TRIGGERS = {
    "relation_kind_in_use_keeps_circles": KIND_KEEPS_CIRCLES,
    "unit_in_use_keeps_its_meaning": UNIT_KEEPS_MEANING,
}


def reason_of_products(diagnostic: Diagnostic) -> str:
    """Which product has the number that is taken, or what a trigger forbids; else empty."""
    return _holder(diagnostic) or str(_WORDS_OF_TRIGGERS.get(diagnostic.constraint_name or "", ""))


def _holder(diagnostic: Diagnostic) -> str:
    """Which product has the number; empty where the clash is about something else."""
    found = TAKEN.match(diagnostic.message_detail or "")
    if diagnostic.table_name != Product._meta.db_table or not found:
        return ""
    if found["columns"] == "sku":
        return _belongs(_("SKU"), found["values"], Product.objects.filter(sku=found["values"]))
    if found["columns"] == "brand_id, part_number":
        brand, _sep, number = found["values"].partition(", ")
        same = Product.objects.filter(brand_id=brand, part_number=number)
        return _belongs(_("part number"), number, same)
    return ""


def _belongs(what: str, value: str, products: QuerySet[Product]) -> str:
    other = products.select_related("brand").first()
    return _("The %(what)s “%(value)s” already belongs to the product “%(other)s”.") % {
        "what": what,
        "value": value,
        "other": other or "",
    }
