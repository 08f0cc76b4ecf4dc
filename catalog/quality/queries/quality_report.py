"""Which rules are broken most, where, and which products break most of them."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from accounts.models import User
from catalog.products.models.product import Product
from catalog.quality.models.quality import QualityCount, QualityIssue, QualityRule
from catalog.quality.queries.rule_rights import closed_rules

MOST = 20
DAYS = 30
# What the picture of a trend measures.
WIDTH, HEIGHT = 96, 24


@dataclass(slots=True)
class RankedRule:
    """A rule with the number of its issues, and how that has changed from day to day."""

    rule: QualityRule
    issues: int
    products: int | None
    trend: list[tuple[date, int]] = field(default_factory=list)

    @property
    def percent(self) -> int:
        """How many of the products that the rule is about meet it."""
        if not self.products:
            return 100
        return max(self.products - self.issues, 0) * 100 // self.products

    @property
    def points(self) -> str:
        """The trend as the points of an SVG line; nothing for a single day."""
        if len(self.trend) < 2:
            return ""
        highest = max(count for _day, count in self.trend) or 1
        step = (WIDTH - 4) / (len(self.trend) - 1)
        return " ".join(
            f"{2 + number * step:.1f},{HEIGHT - 2 - count / highest * (HEIGHT - 4):.1f}"
            for number, (_day, count) in enumerate(self.trend)
        )


@dataclass(frozen=True, slots=True)
class QualityReport:
    """Rules by the number of issues, and the brands, families and products that have most."""

    rules: list[RankedRule]
    families: list[dict]
    brands: list[dict]
    products: list[Product]
    total: int


def quality_report(user: User) -> QualityReport:
    """The report, in a number of queries that does not depend on rules or products.

    Rules that `user` may not know are neither named nor counted.
    """
    closed = closed_rules(user)
    rules = _ranked_rules(QualityRule.objects.exclude(pk__in=closed))
    issues = QualityIssue.objects.reported().exclude(rule__in=closed).order_by()
    return QualityReport(
        rules,
        _by(issues, "product__family", "product__family__label"),
        _by(issues, "product__brand", "product__brand__name"),
        _worst_products(issues),
        sum(ranked.issues for ranked in rules),
    )


def _ranked_rules(rules: QuerySet[QualityRule]) -> list[RankedRule]:
    ranked = [
        RankedRule(rule, rule.found, getattr(getattr(rule, "check_state", None), "products", None))
        for rule in rules.select_related("check_state").annotate(found=Count("issues"))
    ]
    trends = {one.rule.pk: one.trend for one in ranked}
    newest = (
        QualityCount.objects.filter(rule__in=list(trends))
        .order_by("-day")
        .values_list("rule", "day", "issues")
    )
    for rule, day, issues in newest[: DAYS * len(ranked)]:
        trends[rule].insert(0, (day, issues))
    return sorted(ranked, key=lambda one: (-one.issues, one.rule.name))


def _by(reported: QuerySet[QualityIssue], key: str, label: str) -> list[dict]:
    """The parts of the catalog with most issues."""
    errors = Count("pk", filter=Q(rule__severity=QualityRule.Severity.ERROR))
    counted = reported.values(key=F(key), label=F(label))
    return list(
        counted.annotate(issues=Count("pk"), errors=errors).order_by("-issues", "label")[:MOST]
    )


def _worst_products(reported: QuerySet[QualityIssue]) -> list[Product]:
    """The products with most errors, then most issues, with these numbers on them."""
    errors = Count("pk", filter=Q(rule__severity=QualityRule.Severity.ERROR))
    worst = (
        reported.values_list("product")
        .annotate(errors=errors, issues=Count("pk"))
        .order_by("-errors", "-issues", "product")[:MOST]
    )
    products = Product.objects.select_related("brand").in_bulk([key for key, *_rest in worst])
    found = []
    for key, products_errors, issues in worst:
        if product := products.get(key):
            product.errors, product.issues = products_errors, issues
            found.append(product)
    return found
