"""The filters of quality rules, for what the filters name."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.quality.models.quality import QualityRule
from catalog.schema.code_uses.registry import Code
from catalog.schema.models.attribute import Attribute
from catalog.segments.filter_holders import FilterHolder


def _named_in_message(code: Code) -> Q:
    """An attribute in the message of a rule."""
    if code.record_as(Attribute, "code"):
        return Q(message__contains=f"{{values.{code.text}}}")
    return Q(pk__in=[])


QUALITY_RULES = FilterHolder(
    QualityRule.objects.all,
    ("about", "requirement"),
    (_("quality rule"), _("quality rules")),
    named_beside=_named_in_message,
)
