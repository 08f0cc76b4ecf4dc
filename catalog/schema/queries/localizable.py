"""Which attributes have a value in each language."""

from catalog.schema.models.attribute import Attribute


def localizable_codes() -> set[str]:
    """Their codes, read anew: what is written must not go by what a process remembers."""
    found = Attribute.objects.filter(is_localizable=True).order_by()
    return set(found.values_list("code", flat=True))
