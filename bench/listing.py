"""The product listing of the admin: each kind of page, from the request to the rendered page.

Measured through Django's test client, so that it is the time of the page and not of a busy server.
"""

import json
import time
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from accounts.models import User
from catalog.selectors.product_orders import FIELD_ORDERS

LIMIT = 0.4
REQUESTS = 20
PERSON = "bench-listing"


def _filter(field: str, operator: str, value: object) -> tuple[str, str]:
    return "f", json.dumps({"field": field, "operator": operator, "value": value})


MANY = _filter("values.bench_material", "in", ["option_3"])
SOME = _filter("values.bench_model", "is", "M5")
NONE = _filter("values.bench_model", "is", "M5000")
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
        return [_row(client, name, query, products) for name, query in PAGES.items()]
    finally:
        person.delete()


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
