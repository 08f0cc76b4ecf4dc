"""Pages from memory: fast for anonymous visitors, and never somebody else's."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from audit.followers import followers
from audit.services import follow_batch
from solidus.middleware import page_cache
from solidus.middleware.page_cache import MARK, PageCacheMiddleware
from solidus.middleware.page_store import PageStore, StoredPage
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_pages(settings):
    """The page cache at work, empty at first."""
    settings.PAGE_CACHE_SECONDS = 300
    return page_cache.store


def is_kept(client: Client, address: str, **headers: str) -> bool:
    """Whether the second of two equal requests is answered from memory."""
    client.get(address, headers=headers)
    return client.get(address, headers=headers).headers.get(MARK) == "hit"


@pytest.fixture
def product(indexed):
    """A product for 100.00, for which two customers agreed on 80.00 and 60.00."""
    product = ProductFactory(part_number="AB-1")
    PriceFactory(product=product, price_list=PriceListFactory(is_public=True), amount="100.00")
    indexed()
    return product


def test_no_visitor_sees_the_prices_of_another_whatever_the_order(product):
    readers = {"$100.00": Client()}
    for amount in ("80.00", "60.00"):
        customer = CustomerFactory()
        PriceFactory(product=product, customer=customer, amount=amount)
        client = Client()
        client.force_login(UserFactory(customer=customer))
        readers[f"${amount}"] = client
    addresses = ["/catalog/", product.get_absolute_url(), "/catalog/suggest/?q=AB-1"]
    for order in (list(readers), list(reversed(readers)), list(readers)):
        for address in addresses:
            for own in order:
                page = readers[own].get(address).content.decode()
                assert {price for price in readers if price in page} == {own}


def test_answers_to_somebody_signed_in_are_kept_nowhere(product):
    client = Client()
    client.force_login(UserFactory(customer=CustomerFactory()))
    for address in ("/catalog/", product.get_absolute_url()):
        assert not is_kept(client, address)
        assert client.get(address)["Cache-Control"] == "private, no-store"
    assert len(page_cache.store) == 0


def test_an_anonymous_page_is_kept_without_asking_for_products(client, product):
    client.get("/catalog/")
    answer = client.get("/catalog/")
    assert answer.headers[MARK] == "hit"
    assert "AB-1" in answer.content.decode()


def test_an_edit_shows_at_once(client, product):
    address = product.get_absolute_url()
    assert is_kept(client, address)
    product.name = "Renamed part"
    product.save()
    assert "Renamed part" in client.get(address).content.decode()


def test_a_price_edit_shows_at_once(client, product):
    address = product.get_absolute_url()
    assert is_kept(client, address)
    product.prices.update(amount="55.55")
    assert "$55.55" in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("search_backend", ["postgresql"], indirect=True)
def test_a_list_made_before_the_index_caught_up_is_made_anew(client, search_backend):
    follower = followers()["search_postgresql"]
    follow_batch(follower)
    ProductFactory(name="Just published")
    assert is_kept(client, "/catalog/")
    assert "Just published" not in client.get("/catalog/").content.decode()
    assert follow_batch(follower)
    assert "Just published" in client.get("/catalog/").content.decode()
    assert is_kept(client, "/catalog/")


@pytest.mark.parametrize(
    "difference",
    [
        {"accept-language": "de"},
        {"host": "other.example"},
        {"hx-request": "true"},
        {"cookie": "theme=dark"},
        {"cookie": "view=list"},
        {"cookie": "vehicle=year%3D2015"},
        {"cookie": "django_language=de"},
    ],
)
def test_what_changes_the_page_keeps_pages_apart(client, product, difference):
    client.get("/catalog/")
    assert MARK not in client.get("/catalog/", headers=difference).headers


def test_the_price_setting_keeps_pages_apart(client, product, settings):
    assert is_kept(client, "/catalog/")
    settings.PUBLIC_PRICES = False
    page = client.get("/catalog/")
    assert MARK not in page.headers
    assert "$100.00" not in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/catalog/?utm_source=mail",
        "/catalog/?brand=unknown",
        "/catalog/?a.unknown=1",
        "/catalog/?page=7",
        "/catalog/c/unknown/",
        "/catalog/product/999999/x/",
        "/catalog/?q=" + "x" * 600,
        "/accounts/sign-in/",
        "/health/",
    ],
)
def test_strange_addresses_and_errors_are_not_kept(client, product, address):
    assert not is_kept(client, address)


def test_a_session_or_credentials_go_past_the_memory(client, product):
    assert is_kept(client, "/catalog/")
    assert MARK not in client.get("/catalog/", headers={"cookie": "sessionid=forged"}).headers
    assert MARK not in client.get("/catalog/", headers={"authorization": "Basic eA=="}).headers


def test_a_refused_host_is_refused_by_django(client, product, settings):
    settings.ALLOWED_HOSTS = ["good.example"]
    assert client.get("/catalog/", headers={"host": "evil.example"}).status_code == 400


def test_head_is_answered_without_a_body(client, product):
    length = client.get("/catalog/").headers["Content-Length"]
    answer = client.head("/catalog/")
    assert (answer.headers[MARK], answer.headers["Content-Length"]) == ("hit", length)
    assert answer.content == b""


def test_an_answer_that_sets_a_cookie_is_not_kept():
    def view(request):
        response = HttpResponse("page")
        response.is_shareable = True
        response.set_cookie("a", "b")
        return response

    middleware = PageCacheMiddleware(view)
    for _ in range(2):
        assert MARK not in middleware(RequestFactory().get("/catalog/")).headers


def test_the_store_stays_within_its_bytes_and_pages():
    store = PageStore(most_bytes=1000, most_pages=5)
    page = StoredPage(content=b"x" * 300, headers=(), kept_until=float("inf"))
    store.get("1", "first")
    for number in range(10):
        store.put("1", number, page)
    assert [number for number in range(10) if store.get("1", number)] == [7, 8, 9]
    store.put("1", "huge", StoredPage(b"x" * 1001, (), float("inf")))
    assert store.get("1", "huge") is None


def test_the_store_forgets_with_the_generation_and_refuses_late_pages():
    store = PageStore(most_bytes=1000, most_pages=5)
    page = StoredPage(content=b"x", headers=(), kept_until=float("inf"))
    store.get("1", "a")
    store.put("1", "a", page)
    assert store.get("1", "a") is page
    assert store.get("2", "a") is None
    store.put("1", "a", page)
    assert store.get("2", "a") is None


def test_the_store_forgets_what_is_over_its_time():
    store = PageStore(most_bytes=1000, most_pages=5)
    store.get("1", "a")
    store.put("1", "a", StoredPage(content=b"x", headers=(), kept_until=0))
    assert store.get("1", "a") is None


def test_a_forged_header_of_htmx_reaches_only_itself(product):
    """A whole page kept for "HX-Request: 1" would stand in the fragments of everybody else."""
    address = "/catalog/vehicle/"
    Client().get(address, headers={"HX-Request": "1"})
    fragment = Client().get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
