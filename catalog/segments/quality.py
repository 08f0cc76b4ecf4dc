"""The fields of quality: which rules a product breaks, and what its brand asks of numbers."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from catalog.models import QualityIssue, QualityRule

from .choices import FixedChoices, RowChoices
from .conditions import not_blank, on_expression
from .registry import Condition, SegmentField
from .scope import Scope

_QUALITY = _("Quality")


def quality_fields() -> Iterator[SegmentField]:
    """What can be asked of the quality of a product."""
    yield SegmentField(
        "quality_rule",
        _("Breaks quality rule"),
        "presence",
        _breaks("rule__code"),
        _QUALITY,
        choices=RowChoices(QualityRule.objects.order_by, "code", "name"),
    )
    yield SegmentField(
        "quality_severity",
        _("Has quality issue of severity"),
        "presence",
        _breaks("rule__severity"),
        _QUALITY,
        choices=FixedChoices(lambda: QualityRule.Severity.choices),
    )
    pattern = not_blank(F("brand__part_number_pattern"))
    yield SegmentField(
        "brand_pattern",
        _("Brand's pattern of part numbers"),
        "text",
        on_expression(pattern),
        _QUALITY,
        # The whole number matches, wherever the pattern is compared with one.
        expressions=lambda scope: [_whole(pattern)],
    )


def _whole(pattern: Combinable) -> Combinable:
    """The pattern of a whole text; none where there is no pattern."""
    framed = Concat(Value("^(?:"), pattern, Value(")$"), output_field=TextField())
    return Case(When(Q(IsNull(pattern, False)), then=framed))


def _breaks(asked: str) -> Condition:
    def condition(operator: str, value: Any, scope: Scope) -> Q:
        listed = value if operator == "in" else [value]
        issues = QualityIssue.objects.reported().filter(**{f"{asked}__in": listed})
        return Q(pk__in=issues.order_by().values("product_id"))

    return condition
