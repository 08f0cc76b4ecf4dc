"""The catalog's pages under load, against bare Django views on the same server and data."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from unittest import mock

from django.core.management import call_command
from django.db import connection
from django.template.base import Template
from django.template.context import Context
from django.test import Client
from django.test.utils import override_settings

from bench.data import make_products
from bench.load import Load, run_load
from bench.server import serve
from catalog.models import Attribute, Brand, Category, Product, VehicleMake, VehicleModel
from catalog.storefront.views import listing
from search import engine

CLIENTS = 8
SECONDS = 8.0
ROUNDS = 3
WARM_SECONDS = 45.0

# What a real catalog's pages show beside values and a price: two fitments and an interchange number
# for each product, and facets to choose from.
_FITMENTS = """
    INSERT INTO catalog_fitment (product_id, make_id, model_id, year_from, year_to, submodel,
        engine, drive, body, qualifiers, position, quantity, note)
    SELECT p.id, m.make_id, m.id, 2000 + p.id % 10, 2010 + p.id % 10, '', '', '', '', '{}', 'Front',
        1, ''
    FROM catalog_product p CROSS JOIN generate_series(0, 1) AS k
    JOIN (
        SELECT id, make_id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS models
        FROM catalog_vehiclemodel
    ) AS m ON m.place = (p.id * 7 + k) % m.models
    WHERE p.sku LIKE 'BENCH-%'
"""
_INTERCHANGES = """
    INSERT INTO catalog_interchange (product_id, brand_name, number)
    SELECT id, 'Other maker', 'OM ' || id FROM catalog_product WHERE sku LIKE 'BENCH-%'
"""
_FACETS = ("bench_material", "bench_position", "bench_origin", "bench_finish", "bench_coated")


def run(products: int) -> list[dict]:
    """Requests a second of list and product page, uncached and cached, and where the time goes."""
    make_products(products)
    _make_pages_full()
    call_command("rebuild_search_index", verbosity=0)
    lists, details, bare_lists, bare_details = _paths()
    bare = {"lists": [], "details": []}
    here = {"lists": [], "details": []}
    # The engine compiles what it does often while it does it: the first pages are not its speed.
    with _solidus(page_cache_seconds=0) as port:
        run_load(port, lists, clients=CLIENTS, seconds=WARM_SECONDS)
    for _ in range(ROUNDS):
        with serve(
            "bench.bare_wsgi:application", settings="bench.bare_settings", environment={}
        ) as port:
            bare["lists"].append(_measure(port, bare_lists))
            bare["details"].append(_measure(port, bare_details))
        with _solidus(page_cache_seconds=0) as port:
            here["lists"].append(_measure(port, lists))
            here["details"].append(_measure(port, details))
    with _solidus(page_cache_seconds=300) as port:
        cached = _measure(port, lists[:5] + details[:5])
    return [
        *_rows("catalog list, uncached", products, here["lists"], bare["lists"], 0.4),
        *_rows("product page, uncached", products, here["details"], bare["details"], 0.2),
        {
            "name": "anonymous pages from the cache, requests/s",
            "rows": products,
            "text": f"{cached.per_second:.0f}/s",
            "ratio": cached.per_second,
            "limit": 1500,
            "at_least": True,
            "errors": cached.errors,
        },
        *_shares("catalog list", products, lists),
        *_shares("product page", products, details),
    ]


def _make_pages_full() -> None:
    """Give the measured products fitments, interchange numbers and facets."""
    make, _created = VehicleMake.objects.get_or_create(name="Bench motors")
    VehicleModel.objects.bulk_create(
        (VehicleModel(make=make, name=f"Bench {number}") for number in range(200)),
        ignore_conflicts=True,
    )
    Attribute.objects.filter(code__in=_FACETS).update(is_facet=True)
    with connection.cursor() as cursor:
        cursor.execute(_FITMENTS)
        cursor.execute(_INTERCHANGES)
        cursor.execute("ANALYZE catalog_fitment, catalog_interchange")


@contextmanager
def _solidus(*, page_cache_seconds: int) -> Iterator[int]:
    environment = {"PAGE_CACHE_SECONDS": str(page_cache_seconds)}
    with serve("solidus.wsgi:application", settings="bench.settings", environment=environment) as p:
        yield p


def _paths() -> tuple[list[str], list[str], list[str], list[str]]:
    """What is asked for: a mix of pages, categories, brands and sorts; a spread of products."""
    categories = [f"/catalog/c/{slug}/" for slug in Category.objects.values_list("slug", flat=True)]
    brands = [
        f"/catalog/?brand={slug}" for slug in Brand.objects.values_list("slug", flat=True)[:8]
    ]
    lists = [
        *("/catalog/", "/catalog/?page=2", "/catalog/?page=40", "/catalog/?sort=name"),
        *categories[:8],
        *(f"{path}?page=3" for path in categories[:4]),
        *brands,
    ]
    step = max(1, Product.objects.count() // 200)
    chosen = list(Product.objects.select_related("brand").order_by("pk")[::step][:200])
    bare_lists = [f"/list/{page}/" for page in range(0, 400, 7)]
    return (
        lists,
        [product.get_absolute_url() for product in chosen],
        bare_lists,
        [f"/detail/{product.pk}/" for product in chosen],
    )


def _measure(port: int, paths: Sequence[str]) -> Load:
    run_load(port, paths, clients=CLIENTS, seconds=2.0)
    return run_load(port, paths, clients=CLIENTS, seconds=SECONDS)


def _rows(
    name: str, products: int, here: list[Load], bare: list[Load], limit: float
) -> Iterator[dict]:
    """The ratio of requests a second (median of the rounds), the latency and the errors."""
    ratio = statistics.median(
        ours.per_second / theirs.per_second for ours, theirs in zip(here, bare, strict=True)
    )
    yield {
        "name": f"{name}, requests/s",
        "rows": products,
        "text": f"{statistics.median(load.per_second for load in here):.0f}/s",
        "baseline_text": f"{statistics.median(load.per_second for load in bare):.0f}/s",
        "ratio": ratio,
        "limit": limit,
        "at_least": True,
        "errors": sum(load.errors for load in here + bare),
    }
    p95 = statistics.median(load.percentile(0.95) for load in here)
    yield {
        "name": f"{name}, p95 with {CLIENTS} clients (ms)",
        "rows": products,
        "text": f"{p95:.0f} ms",
        "baseline_text": f"{statistics.median(load.percentile(0.95) for load in bare):.0f} ms",
        "ratio": p95,
        "limit": 120,
    }
    yield {
        "name": f"{name}, answers that were errors",
        "rows": products,
        "text": str(sum(load.errors for load in here)),
        "ratio": sum(load.errors for load in here),
        "limit": 0,
    }


def _shares(name: str, products: int, paths: Sequence[str]) -> Iterator[dict]:
    """The share of one process's time in SQL, in the search engine and in templates."""
    spent = {"SQL": 0.0, "search": 0.0, "templates": 0.0}
    part_of: list[str] = []  # what is under way, the innermost last

    def timed(part: str, function: Callable, *arguments: object, **named: object) -> object:
        """Call `function`, whose time counts for `part` and no longer for what is around it."""
        begin, before = time.perf_counter(), sum(spent.values())
        part_of.append(part)
        try:
            return function(*arguments, **named)
        finally:
            part_of.pop()
            within = sum(spent.values()) - before
            if part not in part_of and "search" not in part_of:
                spent[part] += time.perf_counter() - begin - within

    def timed_sql(execute: Callable, *arguments: object) -> object:
        return timed("SQL", execute, *arguments)

    real_render = Template.render

    def timed_render(template: Template, context: Context) -> str:
        return timed("templates", real_render, template, context)

    # No page may come from the cache here: only the work that makes it is of interest.
    with override_settings(PAGE_CACHE_SECONDS=0):
        client = Client(HTTP_HOST="127.0.0.1")
        for path in paths:
            client.get(path)
        with (
            connection.execute_wrapper(timed_sql),
            mock.patch.object(engine, "search", partial(timed, "search", engine.search)),
            mock.patch.object(Template, "render", timed_render),
            mock.patch.object(listing, "compiled", partial(timed, "templates", listing.compiled)),
        ):
            begin = time.perf_counter()
            for path in paths:
                client.get(path)
            total = time.perf_counter() - begin
    for part, seconds in spent.items():
        yield {
            "name": f"{name}, share of the time in {part}",
            "rows": products,
            "text": f"{seconds / total:.0%}",
            "ratio": None,
        }
