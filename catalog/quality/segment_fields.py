"""The fields of quality: which rules a product breaks, and what its brand asks of numbers."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from catalog.quality.models.quality import QualityIssue, QualityRule
from catalog.quality.queries.rule_rights import closed_rules
from catalog.segments.choices import FixedChoices, RowChoices
from catalog.segments.conditions import not_blank, on_expression
from catalog.segments.registry import SegmentField
from catalog.segments.scope import Scope

_QUALITY = _("Quality")


def quality_fields() -> Iterator[SegmentField]:
    """What can be asked of the quality of a product."""
    yield SegmentField(
        "quality_rule",
        _("Breaks quality rule"),
        "presence",
        _breaks_rule,
        _QUALITY,
        choices=RowChoices(QualityRule.objects.order_by, "code", "name"),
        named_filters=_filters_of_rules,
    )
    yield SegmentField(
        "quality_severity",
        _("Has quality issue of severity"),
        "presence",
        _breaks_of_severity,
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


def _filters_of_rules() -> Iterator[tuple[str, tuple[Any, ...]]]:
    for code, *filters in QualityRule.objects.values_list("code", "about", "requirement"):
        yield code, tuple(filters)


def _breaks_rule(operator: str, value: Any, scope: Scope) -> Q:
    """A rule that the user may not know finds nothing, as one that there is not."""
    listed = value if operator == "in" else [value]
    issues = QualityIssue.objects.reported().filter(rule__code__in=listed)
    user = scope.filter.user
    return _with(issues if user is None else issues.exclude(rule__in=closed_rules(user)))


def _breaks_of_severity(operator: str, value: Any, scope: Scope) -> Q:
    """Rules that need a right count for those who have it, and never in what the site sends."""
    listed = value if operator == "in" else [value]
    issues = QualityIssue.objects.reported().filter(rule__severity__in=listed)
    return _with(issues.exclude(rule__in=closed_rules(scope.filter.user)))


def _with(issues: QuerySet[QualityIssue]) -> Q:
    return Q(pk__in=issues.order_by().values("product_id"))
