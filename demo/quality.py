"""Quality rules, as an editor would write them in the browser."""

from django.db import transaction

from catalog.models import Brand, Channel, QualityRule

# The shape of the part numbers of some brands.
PATTERNS = {"veldrath": r"VB[A-Z]{2}-\d{3,6}", "morvale": r"MF-\d{3,6}/[A-Z]{2}"}


def _all(*conditions: dict) -> dict:
    return {"match": "all", "conditions": list(conditions)}


def _ask(field: str, operator: str, value: object = None) -> dict:
    return {"field": field, "operator": operator, "value": value}


# Code: the fields of the rule, and the channels that it blocks.
RULES = {
    "pad_thickness": (
        {
            "name": "Brake pads have a thickness between 5 and 25 mm",
            "severity": QualityRule.Severity.ERROR,
            "message": "A brake pad is between 5 and 25 mm thick; {part_number} has "
            "{values.pad_thickness}.",
            "about": _all(_ask("family", "is", "brake_pad")),
            "requirement": _all(_ask("values.pad_thickness", "between", ["5", "25"])),
        },
        ["web", "marketplace"],
    ),
    "description_reads_well": (
        {
            "name": "The description has 80 characters and does not shout",
            "severity": QualityRule.Severity.WARNING,
            "message": "The description is shorter than 80 characters or written in capitals.",
            "about": {},
            "requirement": _all(
                _ask("description", "longer", 80), _ask("description", "not_in_capitals")
            ),
        },
        [],
    ),
    "short_name": (
        {
            "name": "The name fits the marketplace",
            "severity": QualityRule.Severity.WARNING,
            "message": "The marketplace cuts names after 32 characters: “{name}”.",
            "about": {},
            "requirement": _all(_ask("name", "shorter", 32)),
        },
        [],
    ),
    "part_number_fits_brand": (
        {
            "name": "The part number matches the pattern of its brand",
            "severity": QualityRule.Severity.ERROR,
            "message": "{part_number} is no part number as {brand} writes them.",
            "about": _all(_ask("brand_pattern", "not_empty")),
            "requirement": _all(_ask("part_number", "matches", {"field": "brand_pattern"})),
        },
        ["marketplace"],
    ),
}


@transaction.atomic
def create_quality() -> None:
    """Give brands their pattern, and create the rules that are not there yet."""
    for slug, pattern in PATTERNS.items():
        Brand.objects.filter(slug=slug, part_number_pattern="").update(part_number_pattern=pattern)
    for code, (fields, channels) in RULES.items():
        rule, created = QualityRule.objects.get_or_create(code=code, defaults=fields)
        if created:
            rule.blocks.set(Channel.objects.filter(code__in=channels))
            rule.save()
