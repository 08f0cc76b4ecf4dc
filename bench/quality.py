"""A check of a whole catalog against the demo's quality rules, and a search for duplicates."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from catalog.duplicates.services.finding import find_duplicates
from catalog.models import Brand, DuplicateCandidate, QualityCheck, QualityIssue, QualityRule
from catalog.quality.services.checking import check_everything
from demo.quality import RULES
from jobs.progress import JobProgress

# Of the demo's rules, one asks for a family and an attribute that are not in this catalog.
OF_THIS_CATALOG = {
    "pad_thickness": {
        "about": {"conditions": [{"field": "family", "operator": "is", "value": "bench_family_1"}]},
        "requirement": {
            "conditions": [
                {"field": "values.bench_length", "operator": "between", "value": ["5", "250"]}
            ]
        },
        "message": "It is {values.bench_length} long.",
    }
}
PATTERN = r"BENCH-\d{1,5}/[0-4]"

# Every hundredth product has the GTIN of the one before it, and every product a name of its own
# without a number, of words that many share.
_TWINS = """
UPDATE catalog_product twin SET gtin = one.gtin FROM catalog_product one
WHERE twin.sku LIKE 'BENCH-%00' AND one.sku = 'BENCH-' || lpad((substr(twin.sku, 7)::int - 1)::text,
    8, '0')
"""
_NAMES = """
UPDATE catalog_product SET name = 'Bench part ' || translate(substr(sku, 7), '0123456789',
    'abcdefghij') WHERE sku LIKE 'BENCH-%'
"""


def measure(products: int) -> list[dict]:
    """Time to check everything, again without a change, and to look for duplicates."""
    with _rules() as keys:
        checked = _seconds(check_everything, rules=keys)
        stopped = QualityCheck.objects.filter(rule__in=keys).exclude(problem="")
        if stopped.exists():
            raise RuntimeError(f"A rule was stopped: {stopped[0].problem}")
        issues = QualityIssue.objects.filter(rule__in=keys).count()
        again = _seconds(check_everything, rules=keys)
    numbered, (worded, pairs) = _duplicates(), _duplicates_of_words()
    return [
        _row(f"quality check of all, {len(RULES)} rules, {issues:,} issues", products, checked),
        _row("quality check of all, nothing changed", products, again),
        _row("duplicates of all, names with numbers", products, numbered),
        _row(f"duplicates of all, names of words, {pairs:,} pairs", products, worded),
    ]


@contextmanager
def _rules() -> Iterator[list[int]]:
    """The demo's rules for as long as they are measured."""
    brands = Brand.objects.filter(slug__startswith="bench-")
    brands.update(part_number_pattern=PATTERN)
    rules = [
        QualityRule.objects.create(**fields | OF_THIS_CATALOG.get(code, {}), code=f"bench_{code}")
        for code, (fields, _channels) in RULES.items()
    ]
    keys = [rule.pk for rule in rules]
    try:
        yield keys
    finally:
        QualityIssue.objects.filter(rule__in=keys).order_by()._raw_delete(using="default")
        QualityRule.objects.filter(pk__in=keys).delete()
        brands.update(part_number_pattern="")


def _duplicates() -> float:
    """Time for the catalog as it is, which has none."""
    with transaction.atomic():
        seconds = _seconds(find_duplicates)
        transaction.set_rollback(True)
    return seconds


def _duplicates_of_words() -> tuple[float, int]:
    """Time, and pairs found, where a hundredth are twins and no name has a number."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_TWINS)
            cursor.execute(_NAMES)
            cursor.execute("ANALYZE catalog_product")
        seconds = _seconds(find_duplicates)
        pairs = DuplicateCandidate.objects.filter(state=DuplicateCandidate.State.OPEN).count()
        transaction.set_rollback(True)
    return seconds, pairs


def _seconds(work: Callable, **arguments: list[int]) -> float:
    begin = time.perf_counter()
    work(progress=JobProgress(), **arguments)
    return time.perf_counter() - begin


def _row(name: str, products: int, seconds: float) -> dict:
    return {"name": name, "rows": products, "seconds": seconds, "ratio": None}
