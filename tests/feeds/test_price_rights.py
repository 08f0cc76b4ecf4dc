"""Prices of a list that is not public go to nobody through a feed who may not see them."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from feeds.models import Feed, FeedColumn, FeedRun
from feeds.selectors import feeds_open_to, runs_visible_to
from feeds.services import create_feed_run, start_feed_run, write_feed
from jobs.models import Job
from jobs.progress import JobProgress
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory
from tests.factories.feeds import FeedFactory
from tests.feeds.test_admin import PAGES, address, form_data

pytestmark = pytest.mark.django_db

CLOSED_PAGES = ["form", "preview", "run", "download", "checksum"]


@pytest.fixture(autouse=True)
def prices():
    """A product for 100 on the public list and 60 on one that is not."""
    product = ProductFactory(live=True)
    for code, amount, is_public in [("list", "100", True), ("wholesale", "60", False)]:
        price_list = PriceListFactory(code=code, name=code.title(), is_public=is_public)
        PriceFactory(product=product, price_list=price_list, amount=amount)


def written(*sources: str) -> FeedRun:
    """A run of a feed with these columns beside the SKU."""
    feed = FeedFactory(columns=[("SKU", "sku"), *((source, source) for source in sources)])
    return write_feed(run=FeedRun.objects.create(feed=feed), progress=JobProgress())


def opened(client, run: FeedRun) -> list[str]:
    return [page for page in PAGES if client.get(address(page, run)).status_code == 200]


def test_a_feed_with_private_prices_is_there_for_who_sees_prices(client, sign_in):
    run = written("price.wholesale")
    sign_in("all")
    assert opened(client, run) == [page for page in PAGES if page not in CLOSED_PAGES]
    for page in ("list", "runs"):
        assert not client.get(address(page, run)).context["object_list"]
    sign_in("all and prices")
    assert opened(client, run) == PAGES
    assert "60.00" in client.get(address("preview", run)).content.decode()


def test_a_feed_with_private_prices_is_started_and_deleted_by_nobody_else(client, sign_in):
    run = written("price.wholesale")
    sign_in("all")
    start = reverse("feeds_feed:run", args=[run.feed_id])
    assert client.post(start).status_code == 404
    client.post(reverse("feeds_feed:delete", args=[run.feed_id]))
    assert Feed.objects.exists()
    for page in ("history", "usage"):
        assert client.get(reverse(f"feeds_feed:{page}", args=[run.feed_id])).status_code == 404
        sign_in("all and prices")
        assert client.get(reverse(f"feeds_feed:{page}", args=[run.feed_id])).status_code == 200
        sign_in("all")
    assert not Job.objects.exists()
    sign_in("all and prices")
    client.post(start)
    assert Job.objects.count() == 1


def test_the_form_offers_and_takes_the_prices_that_the_person_sees(client, sign_in):
    column = {"header": "Net", "source": "price.wholesale"}
    sign_in("all")
    page = client.get(reverse("feeds_feed:add")).content.decode()
    assert 'value="price.list"' in page
    assert "Wholesale" not in page
    response = client.post(reverse("feeds_feed:add"), form_data(column))
    assert "The field “price.wholesale” no longer exists." in response.content.decode()
    assert not Feed.objects.exists()
    sign_in("all and prices")
    assert "Wholesale" in client.get(reverse("feeds_feed:add")).content.decode()
    client.post(reverse("feeds_feed:add"), form_data(column))
    assert FeedColumn.objects.get().source == "price.wholesale"


def test_who_does_not_see_prices_cannot_save_a_column_of_them_away(client, sign_in):
    run = written("price.wholesale")
    sign_in("all")
    form = reverse("feeds_feed:edit", args=[run.feed_id])
    assert client.post(form, form_data({"header": "SKU", "source": "sku"})).status_code == 404
    sources = run.feed.columns.values_list("source", flat=True)
    assert list(sources) == ["sku", "price.wholesale"]


def test_a_file_stays_closed_when_its_feed_has_lost_the_column(client, sign_in):
    run = written("price.wholesale")
    run.feed.columns.filter(source="price.wholesale").delete()
    newer = write_feed(run=FeedRun.objects.create(feed=run.feed), progress=JobProgress())
    user = sign_in("all")
    assert list(runs_visible_to(user)) == [newer]
    assert client.get(address("download", run)).status_code == 404
    assert client.get(address("download", newer)).status_code == 200


def test_a_run_is_closed_before_it_has_written_anything(sign_in):
    feed = FeedFactory(columns=[("Net", "price.wholesale")])
    start_feed_run(feed=feed)
    assert not runs_visible_to(sign_in("all")).exists()
    assert runs_visible_to(sign_in("all and prices")).exists()
    assert runs_visible_to(UserFactory(is_superuser=True)).exists()


@pytest.mark.parametrize("are_public", [True, False])
def test_public_prices_are_no_secret_where_the_site_shows_them(sign_in, settings, are_public):
    settings.PUBLIC_PRICES = are_public
    runs = [written("price"), written("price_currency"), written("price.list")]
    user = sign_in("all")
    assert feeds_open_to(user).count() == runs_visible_to(user).count() == 3 * are_public
    assert feeds_open_to(sign_in("all and prices")).count() == len(runs)


def test_workers_and_commands_write_all_prices(capsysbinary):
    run = written("price.wholesale")
    assert create_feed_run(feed=run.feed).permissions == ["catalog.change_price"]
    Job.objects.update(state=Job.State.FAILED)
    call_command("run_feed", run.feed.code, output="-")
    assert b"60.00" in capsysbinary.readouterr().out
