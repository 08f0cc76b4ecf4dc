"""Completeness of a whole catalog, for two channels in two languages each, and of one product."""

import statistics
import time
from collections.abc import Callable

from django.db import connection

from catalog.models import Channel, Completeness, FamilyAttribute, Product
from catalog.quality.services.completeness import recalculate_completeness, recalculate_everything
from jobs.progress import JobProgress

CHANNELS = ("bench", "bench_market")
LOCALES = ["en", "de"]
REQUIRED = 8
LIMIT = 180.0
# The limit is for this many products.
LIMIT_PRODUCTS = 1_000_000
LIMIT_ONE = 1.0
SAVES = 20


def measure(products: int) -> list[dict]:
    """Time to calculate everything anew, again without a change, and after one save."""
    channels = [_channel(code) for code in CHANNELS]
    try:
        _require(channels)
        Completeness.objects.filter(channel__in=channels).delete()
        first = _seconds(_everything)
        _vacuum()
        rows = Completeness.objects.filter(channel__in=channels).count()
        again = _seconds(_everything)
        one = statistics.median(_seconds(_one_save, number) for number in range(SAVES))
    finally:
        Completeness.objects.filter(channel__in=channels).delete()
        Channel.objects.filter(code=CHANNELS[1]).delete()
        FamilyAttribute.required_for.through.objects.filter(channel__in=channels).delete()
    return [
        _row(f"completeness of all, {rows:,} rows written", products, first, LIMIT),
        _row("completeness of all, nothing changed", products, again, LIMIT),
        _row("completeness of one saved product", products, one, LIMIT_ONE),
    ]


def _row(name: str, products: int, seconds: float, limit: float) -> dict:
    """The ratio is the time in seconds; a whole catalog is judged at the size of its limit."""
    judged = limit == LIMIT_ONE or products >= LIMIT_PRODUCTS
    return {
        "name": name,
        "rows": products,
        "seconds": seconds,
        "ratio": seconds,
        "limit": limit if judged else None,
    }


def _channel(code: str) -> Channel:
    channel, _created = Channel.objects.get_or_create(code=code, defaults={"name": code.title()})
    channel.locales, channel.required_asset_roles = LOCALES, ["primary"]
    channel.save()
    return channel


def _require(channels: list[Channel]) -> None:
    """Some attributes of every family are required by both channels; one has no value."""
    owners = FamilyAttribute.objects.filter(
        family__code__startswith="bench_", sort_order__lt=REQUIRED
    )
    through = FamilyAttribute.required_for.through
    through.objects.bulk_create(
        through(familyattribute_id=owner.pk, channel_id=channel.pk)
        for owner in owners
        for channel in channels
    )


def _everything() -> None:
    recalculate_everything(progress=JobProgress())


def _one_save(number: int) -> None:
    product = Product.objects.order_by("-pk")[number]
    product.values = {**product.values, "bench_title": ""}
    product.save()
    recalculate_completeness(product_ids=[product.pk])


def _seconds(work: Callable, *arguments: int) -> float:
    begin = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begin


def _vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE catalog_completeness")
