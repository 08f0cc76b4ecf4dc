"""The fields of quality: what a product lacks, which rules it breaks, its brand's pattern."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from catalog.attribute_types.addresses import ValueAddress
from catalog.quality.models.completeness import Completeness
from catalog.quality.models.quality import QualityIssue, QualityRule
from catalog.quality.queries.rule_rights import closed_rules
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.kinds import AssetRole
from catalog.schema.queries.kinds import asset_roles
from catalog.segments.choices import FixedChoices, RowChoices
from catalog.segments.conditions import listed, not_blank, on_expression, on_rows
from catalog.segments.filter_paths import FilterPath
from catalog.segments.registry import SegmentField, language_parameter
from catalog.segments.relation_fields import channel_parameter
from catalog.segments.scope import Scope

_COMPLETENESS = _("Completeness")
_QUALITY = _("Quality")


def quality_fields() -> Iterator[SegmentField]:
    """What can be asked of the completeness and the quality of a product."""
    yield from _completeness()
    yield from _rules()


def _completeness() -> Iterator[SegmentField]:
    scoped = (channel_parameter(), language_parameter())
    yield SegmentField(
        "completeness",
        _("Completeness"),
        "number",
        on_rows(_calculated, F("percent")),
        _COMPLETENESS,
        parameters=scoped,
        unit="%",
        after="related_to",
    )
    yield SegmentField(
        "missing",
        _("Is missing"),
        "presence",
        _lacks,
        _COMPLETENESS,
        parameters=scoped,
        choices=FixedChoices(_required_things),
        after="completeness",
    )


def _calculated(scope: Scope) -> QuerySet:
    found = Completeness.objects.all()
    if channel := scope.parameter("channel"):
        found = found.filter(channel__code=channel)
    if language := scope.parameter("language"):
        found = found.filter(locale=language)
    return found


def _lacks(operator: str, value: Any, scope: Scope) -> Q:
    rows = _calculated(scope).filter(missing__overlap=listed(operator, value))
    return Q(pk__in=rows.order_by().values("product_id"))


def _required_things() -> list[tuple[str, str]]:
    """What a channel may require, by the names that completeness keeps."""
    attributes = Attribute.objects.order_by("label").values_list("code", "label")
    return [
        *((str(ValueAddress(code)), label) for code, label in attributes),
        *((f"asset.{role}", label) for role, label in asset_roles()),
    ]


def role_path(role: AssetRole) -> FilterPath:
    """A role of assets: as the value or the parameter that it is, and among what may be missing."""
    path = """$.** ? ((@.field == "asset_role" && @.value == $role)
        || (@.field == "assets" && @.role == $role)
        || (@.field == "missing" && @.value == $missing))"""
    return path, {"role": role.code, "missing": f"asset.{role.code}"}


def _rules() -> Iterator[SegmentField]:
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
        _("Has a quality issue with severity"),
        "presence",
        _breaks_of_severity,
        _QUALITY,
        choices=FixedChoices(lambda: QualityRule.Severity.choices),
    )
    pattern = not_blank(F("brand__part_number_pattern"))
    yield SegmentField(
        "brand_pattern",
        _("Part number pattern of the brand"),
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
    issues = QualityIssue.objects.reported().filter(rule__code__in=listed(operator, value))
    user = scope.filter.user
    return _with(issues if user is None else issues.exclude(rule__in=closed_rules(user)))


def _breaks_of_severity(operator: str, value: Any, scope: Scope) -> Q:
    """Rules that need a right count for those who have it, and never in what the site sends."""
    issues = QualityIssue.objects.reported().filter(rule__severity__in=listed(operator, value))
    return _with(issues.exclude(rule__in=closed_rules(scope.filter.user)))


def _with(issues: QuerySet[QualityIssue]) -> Q:
    return Q(pk__in=issues.order_by().values("product_id"))
