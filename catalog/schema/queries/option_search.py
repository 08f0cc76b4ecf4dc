"""Finds the options of an attribute by words."""

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from catalog.schema.models.attribute import Attribute, AttributeOption

LONGEST_SEARCH = 100


def matching_options(attribute: Attribute, text: str) -> QuerySet[AttributeOption]:
    """The options whose code or label in any language holds every word of `text`."""
    options = AttributeOption.objects.filter(attribute=attribute).annotate(
        labels_text=Cast("labels", TextField())
    )
    for word in text.replace("\x00", "")[:LONGEST_SEARCH].split():
        options = options.filter(
            Q(label__icontains=word) | Q(code__icontains=word) | Q(labels_text__icontains=word)
        )
    return options.order_by("sort_order", "label", "pk")
