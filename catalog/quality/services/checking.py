"""Holds rules against products, one statement a rule, and keeps the table of issues.

A rule that cannot be checked (it asks for an attribute that is no more, or takes too long) is
stopped with the reason, and the others are checked all the same.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from catalog.products.services.key_ranges import product_spans
from catalog.quality.models.quality import QualityCheck, QualityIssue, QualityRule
from catalog.quality.queries.broken_rules import broken_by, explain, time_limit
from catalog.segments.compilation import segment_products
from jobs.progress import JobProgress

logger = logging.getLogger(__name__)

SPAN = 20_000
# What one rule may take for the products of one call.
LONGEST = 20_000  # milliseconds

# NOT IN is answered by a hash whatever the planner expects; where it has not yet learnt how many
# issues there are, NOT EXISTS compares each with each.
_KEEP_ISSUES = """
WITH broken AS MATERIALIZED ({broken}), mended AS (
    DELETE FROM catalog_qualityissue issue WHERE issue.id IN ({known})
    AND issue.product_id NOT IN (SELECT id FROM broken)
)
INSERT INTO catalog_qualityissue (product_id, rule_id, found_at)
SELECT broken.id, %s, now() FROM broken
ON CONFLICT (product_id, rule_id) DO NOTHING
"""


# Some products: lookups of their key, such as {"gte": 1, "lte": 100}.
Scope = Mapping[str, Any]


def _on(field: str, scope: Scope) -> dict[str, Any]:
    """The conditions on `field`, which holds the key of a product."""
    return {f"{field}__{lookup}": value for lookup, value in scope.items()}


def check_products(*, product_ids: Sequence[int]) -> None:
    """Hold every active rule against the products of these keys."""
    for rule in QualityRule.objects.checkable():
        _check(rule, {"in": list(product_ids)}, JobProgress())


def check_everything(*, progress: JobProgress, rules: Sequence[int] | None = None) -> None:
    """Hold all rules, or those with the keys `rules`, against every product.

    Goes by ranges of keys, each in short transactions; safe to repeat after an interruption.
    """
    chosen = _taken_up(rules)
    for first, last in product_spans(progress, span=SPAN):
        for rule in chosen:
            _check(rule, {"gte": first, "lte": last}, progress)
    for rule in QualityRule.objects.checkable().filter(pk__in=[rule.pk for rule in chosen]):
        _finish(rule)


@transaction.atomic
def _taken_up(keys: Sequence[int] | None) -> list[QualityRule]:
    """The rules to check from the start: none is stopped any more, and idle ones have no issues."""
    rules = QualityRule.objects.all() if keys is None else QualityRule.objects.filter(pk__in=keys)
    for rule in rules:
        QualityCheck.objects.update_or_create(rule=rule, defaults={"problem": ""})
    QualityIssue.objects.filter(rule__in=rules.filter(is_active=False)).delete()
    return list(rules.filter(is_active=True))


def _check(rule: QualityRule, scope: Scope, progress: JobProgress) -> None:
    """Hold one rule against the products of `scope`, or stop it where that cannot be done."""
    progress.check_cancelled()
    try:
        with time_limit(LONGEST), connection.cursor() as cursor:
            cursor.execute(*_statement(rule, scope))
    except ValidationError as error:
        _stop(rule, " ".join(error.messages))
    except DatabaseError as error:
        # A cancelled job interrupts its statement too, for which the rule is not to blame.
        progress.check_cancelled()
        _stop(rule, explain(error))


def _statement(rule: QualityRule, scope: Scope) -> tuple[str, list]:
    broken, parameters = broken_by(rule, **_on("pk", scope))
    known = QualityIssue.objects.filter(rule=rule, **_on("product_id", scope)).values("pk")
    known_sql, known_parameters = known.query.sql_with_params()
    statement = _KEEP_ISSUES.replace("{broken}", broken).replace("{known}", known_sql)
    return statement, [*parameters, *known_parameters, rule.pk]


def _stop(rule: QualityRule, problem: str) -> None:
    logger.warning("Quality rule %s is stopped: %s", rule.code, problem)
    QualityCheck.objects.update_or_create(rule=rule, defaults={"problem": problem})


def _finish(rule: QualityRule) -> None:
    """Note when the rule was checked, and how many products it is about."""
    products = segment_products(rule.about).count()
    QualityCheck.objects.update_or_create(
        rule=rule, defaults={"checked_at": timezone.now(), "products": products}
    )
