"""The product listing of the admin: each kind of page, from the request to the rendered page.

Measured through Django's test client, so that it is the time of the page and not of a busy server.
"""

import json
import time
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from accounts.models import User
from bench.data import SORTABLE
from catalog.listing.queries.ordering import FIELD_ORDERS
from catalog.listing.services.sort_indexes import arrange_indexes
from jobs.progress import JobProgress

LIMIT = 0.4
REQUESTS = 20
PERSON = "bench-listing"


def _filter(field: str, operator: str, value: object) -> tuple[str, str]:
    return "f", json.dumps({"field": field, "operator": operator, "value": value})


MANY = _filter("values.bench_material", "in", ["option_3"])
SOME = _filter("values.bench_model", "is", "M5")
NONE = _filter("values.bench_model", "is", "M5000")
SOME_LENGTHS = _filter("values.bench_length", "between", ["12.7", "13.7"])
NO_LENGTH = _filter("values.bench_length", "gt", "5000")
MANY_WEIGHTS = _filter("values.bench_weight", "gte", "1")
NO_WEIGHT = _filter("values.bench_weight", "between", ["900", "901"])
ONE_BRAND = _filter("brand", "in", ["Bench brand 3"])

PAGES: dict[str, list[tuple[str, str]]] = {
    "default page": [],
    "deepest page": [("p", "100")],
    **{
        f"by {order}{', falling' if dash else ''}": [("ordering", f"{dash}{order}")]
        for order in FIELD_ORDERS
        for dash in ("", "-")
    },
    "deepest page by brand": [("ordering", "brand"), ("p", "100")],
    "attribute, one in eight": [MANY],
    "attribute, one in eight, deepest page": [MANY, ("p", "100")],
    "attribute, one in a thousand": [SOME],
    "attribute, no hits": [NONE],
    "brand and attribute, by name": [ONE_BRAND, MANY, ("ordering", "name")],
    "number, one in nine hundred": [SOME_LENGTHS],
    "number, no hits": [NO_LENGTH],
    "measure, four in five": [MANY_WEIGHTS],
    "measure, no hits": [NO_WEIGHT],
    **{
        f"by {code}{', falling' if dash else ''}": [("ordering", f"{dash}values.{code}")]
        for code in SORTABLE
        for dash in ("", "-")
    },
    "by bench_length, deepest page": [("ordering", "values.bench_length"), ("p", "100")],
    "attribute, one in eight, by bench_weight": [MANY, ("ordering", "values.bench_weight")],
    "search, a word of every product": [("q", "bench part")],
    "search, a number": [("q", "bench-77777/7")],
    "search, no hits": [("q", "nothing of it")],
    "search and attribute": [("q", "part"), SOME],
}


def measure(products: int) -> list[dict]:
    """The slowest but one of twenty requests of each kind: their 95th percentile."""
    person, _made = User.objects.get_or_create(username=PERSON, defaults={"is_superuser": True})
    client = Client(HTTP_HOST="localhost")
    client.force_login(person)
    try:
        return [
            _indexing(products),
            *(_row(client, name, query, products) for name, query in PAGES.items()),
        ]
    finally:
        person.delete()


def _indexing(products: int) -> dict:
    """How long the job takes that makes the indexes of four sortable attributes."""
    started = time.perf_counter()
    arrange_indexes(progress=JobProgress())
    seconds = round(time.perf_counter() - started, 3)
    return {"name": "indexes of four sortable attributes", "rows": products, "seconds": seconds}


def _row(client: Client, name: str, query: list[tuple[str, str]], products: int) -> dict:
    address = f"{reverse('catalog_product:list')}?{urlencode(query)}"
    client.get(address)
    seconds = sorted(_seconds(client, address) for _request in range(REQUESTS))[-2]
    return {
        "name": f"product listing, {name}, p95",
        "rows": products,
        "seconds": round(seconds, 3),
        "ratio": round(seconds, 3),
        "limit": LIMIT,
    }


def _seconds(client: Client, address: str) -> float:
    started = time.perf_counter()
    response = client.get(address)
    taken = time.perf_counter() - started
    if response.status_code != 200:
        raise AssertionError(f"{address} answered {response.status_code}")
    return taken
