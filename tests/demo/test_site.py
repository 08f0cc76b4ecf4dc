"""What stands around the products of the demo: site, people, feeds, work in progress."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import Site

from accounts.models import User
from catalog.bulk.services.edits.editing import undo_bulk_edit
from catalog.models import BulkChange, Channel, PriceList, Product, Segment
from catalog.quality.services.completeness import recalculate_completeness
from catalog.revisions.queries.reviews import reviews_of, waiting_reviews
from catalog.segments.compilation import segment_products
from demo import build
from demo.people import ACCOUNTS
from exchange.registry import FieldContext, fields
from exchange.transforms.chain import parse_transforms
from feeds.models import Feed, FeedColumn
from feeds.selectors import feeds_open_to
from home.models.pages import HomePage
from imports.models import ImportColumn
from jobs.progress import JobProgress

pytestmark = pytest.mark.django_db

FIXTURE = "fixtures/initial_data.json"


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo with a few products, for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", FIXTURE, verbosity=0)
        build.create_demo_data(products=192, seed=1, pictures=False, say=lambda message: None)
        yield
        transaction.set_rollback(True)


def test_the_fixture_makes_the_site_and_may_be_loaded_twice():
    for _time in range(2):
        call_command("loaddata", FIXTURE, verbosity=0)
    home = Site.objects.get().root_page.specific
    assert isinstance(home, HomePage)
    assert (home.slug, home.live) == ("home", True)
    assert {block.block_type for block in home.body} >= {"hero"}
    assert list(Channel.objects.order_by("code").values_list("code", "locales")) == [
        ("marketplace", ["en", "es", "fr"]),
        ("web", ["en", "de"]),
    ]
    assert PriceList.objects.get(is_public=True).currency == "USD"


def test_the_home_page_stands_in_a_tree_without_faults():
    call_command("loaddata", FIXTURE, verbosity=0)
    assert not any(HomePage.find_problems())
    assert not HomePage.objects.filter(title__contains="Welcome").exists()


def test_products_have_an_approval_workflow():
    call_command("loaddata", FIXTURE, verbosity=0)
    assert Product(pk=1).get_workflow().name == "Product approval"


def test_the_fixture_names_no_keys_of_content_types():
    entries = json.loads(Path(FIXTURE).read_text(encoding="utf-8"))
    kinds = [entry["fields"].get("content_type") for entry in entries]
    assert all(isinstance(kind, list) for kind in kinds if kind is not None)


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_everybody_of_the_demo_can_sign_in(demo, client, account):
    assert client.login(username=account.username, password=account.password)
    user = User.objects.get(username=account.username)
    assert user.is_superuser == account.is_administrator
    assert [group.name for group in user.groups.all()] == ([account.group] if account.group else [])
    assert (user.active_customer.number if user.customer else "") == account.customer
    assert user.has_perm("wagtailadmin.access_admin") == (not account.customer)


def test_the_accounts_are_printed_as_an_aligned_table(demo):
    lines = printed_accounts()
    assert len(lines) == 1 + len(ACCOUNTS)
    column = lines[0].index("Password")
    assert all(line[column - 2 : column] == "  " for line in lines)


def test_a_changed_password_is_not_told(demo):
    user = User.objects.get(username="editor")
    user.set_password("something else")
    user.save()
    assert "(changed)" in "\n".join(printed_accounts())


def printed_accounts() -> list[str]:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("command", ["demo_accounts", "create_dev_data"])
def test_production_settings_refuse_known_passwords(monkeypatch, command):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "solidus.settings.production")
    before = User.objects.count(), Channel.objects.count()
    with pytest.raises(CommandError, match="production"):
        call_command(command, stdout=StringIO())
    assert (User.objects.count(), Channel.objects.count()) == before


@pytest.mark.parametrize(
    ("username", "codes"),
    [
        ("editor", ["web_catalog"]),
        ("marketing", ["web_catalog"]),
        ("pricing", ["marketplace_brakes", "web_catalog"]),
    ],
)
def test_each_feed_is_open_to_whose_work_it_is(demo, username, codes):
    user = User.objects.get(username=username)
    assert user.has_perm("feeds.view_feed")
    assert sorted(feed.code for feed in feeds_open_to(user)) == codes


def test_feeds_and_the_import_profile_name_fields_and_transforms_that_exist(demo):
    known = fields(FieldContext())
    assert set(Feed.objects.values_list("format", flat=True)) == {"csv", "jsonl"}
    for column in FeedColumn.objects.all():
        assert column.source in known or column.constant
        parse_transforms(column.transforms.get_prep_value())
    for column in ImportColumn.objects.exclude(target=""):
        assert known[column.target].is_writable


def test_every_segment_of_the_demo_finds_products(demo):
    recalculate_completeness()
    found = {one.code: segment_products(one.filter).count() for one in Segment.objects.all()}
    assert len(found) >= 5
    assert [code for code, count in found.items() if not count] == []


def test_some_products_are_in_the_middle_of_work(demo):
    assert Product.objects.filter(live=False, latest_revision__isnull=False).exists()
    changed = Product.objects.filter(live=True, has_unpublished_changes=True)
    assert changed.count() >= 2
    for product in changed:
        draft = product.latest_revision.as_object()
        assert (draft.name, draft.description) != (product.name, product.description)
    reviewer = User.objects.get(username="reviewer")
    reviews = reviews_of(waiting_reviews(reviewer))
    assert [review.is_overdue for review in reviews] == [True, False, False, False]
    assert all(review.differences for review in reviews)


def test_a_finished_bulk_edit_can_be_undone(demo):
    change = BulkChange.objects.get()
    changed = change.counts["changed"]
    assert (change.state, change.counts["refused"]) == ("applied", 0)
    assert 0 < changed <= 12
    undo_bulk_edit(change_id=change.pk, progress=JobProgress())
    change.refresh_from_db()
    assert change.counts["undone"] == changed
