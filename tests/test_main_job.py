"""The main job, from end to end, by clicks: a supplier's file comes in, a feed goes out."""

import csv
import hashlib

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import EDITOR, REVIEWER
from accounts.services.roles import permissions_named
from catalog.models import Product
from feeds.models import Feed, FeedColumn, FeedRun
from imports.models import ImportColumn, ImportProfile
from jobs.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.queue,
    pytest.mark.django_db(transaction=True),
]

SUPPLIER_FILE = """Artikelnummer;Bezeichnung;EAN;Dicke
AB-1234/5;Bremsbelag vorne;4006381333931;12.70
AB-1235;Bremsbelag hinten;4006381333948;11.5
AB-1236;Ohne Maß;4006381333955;dick
"""


@pytest.fixture
def editor():
    user = UserFactory(username="editor")
    # Whoever imports right into the public catalog needs the right to publish as well.
    user.user_permissions.set(permissions_named({*EDITOR.permissions, *REVIEWER.permissions}))
    return user


@pytest.fixture
def profile():
    family = FamilyFactory(label="Brake pads")
    thickness = AttributeFactory(code="thickness", label="Thickness", type="number")
    FamilyAttributeFactory(family=family, attribute=thickness)
    profile = ImportProfile.objects.create(
        code="acme",
        name="Acme",
        key=ImportProfile.Key.BRAND_PART_NUMBER,
        default_brand=BrandFactory(name="Acme", slug="acme"),
        default_family=family,
    )
    for order, (header, target) in enumerate(
        [
            ("Artikelnummer", "part_number"),
            ("Bezeichnung", "name"),
            ("EAN", "gtin"),
            ("Dicke", "values.thickness"),
        ]
    ):
        ImportColumn.objects.create(profile=profile, header=header, target=target, sort_order=order)
    return profile


@pytest.fixture
def feed():
    feed = Feed.objects.create(code="shop", name="Shop", channel=ChannelFactory(code="web"))
    for order, source in enumerate(["sku", "part_number", "name", "values.thickness"]):
        FeedColumn.objects.create(feed=feed, header=source, source=source, sort_order=order)
    return feed


def test_a_suppliers_file_comes_in_and_a_feed_goes_out(
    worker, open_page, editor, profile, feed, tmp_path
):
    page = open_page(editor, accept_downloads=True)
    supplier_file = tmp_path / "acme.csv"
    supplier_file.write_text(SUPPLIER_FILE, encoding="cp1252")

    page.goto(reverse("imports_importrun:index"))
    page.get_by_role("link", name="New import").first.click()
    page.set_input_files("input[type=file]", supplier_file)
    page.get_by_label("Profile", exact=True).select_option(label="Acme")
    page.get_by_role("button", name="Upload and preview").click()
    expect(page.get_by_role("button", name="Apply")).to_be_visible()
    assert not Product.objects.exists()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("link", name="Download the rejected rows")).to_be_visible()
    expect(page.get_by_text("Applied").first).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Download the rejected rows").click()
    rejected = list(csv.reader(download.value.path().open(encoding="utf-8-sig")))
    assert len(rejected) == 2
    assert "AB-1236" in rejected[1]
    assert "Dicke" in rejected[1][1]

    values = Product.objects.order_by("part_number").values_list("part_number", "values")
    assert list(values) == [
        ("AB-1234/5", {"thickness": "12.70"}),
        ("AB-1235", {"thickness": "11.5"}),
    ]

    visitor = open_page()
    for _attempt in range(20):
        visitor.goto("/catalog/?q=ab12345")
        if visitor.get_by_text("Bremsbelag vorne").count():
            break
        visitor.wait_for_timeout(500)
    visitor.get_by_text("Bremsbelag vorne").first.click()
    expect(visitor.get_by_role("heading", name="AB-1234/5")).to_be_visible()
    expect(visitor.get_by_text("12.70")).to_be_visible()

    page.goto(reverse("feeds_feed:inspect", args=[feed.pk]))
    page.get_by_role("button", name="Run now").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download", exact=True).click()
    content = download.value.path().read_bytes()
    rows = list(csv.DictReader(content.decode().splitlines()))
    assert [(row["part_number"], row["values.thickness"]) for row in rows] == [
        ("AB-1234/5", "12.70"),
        ("AB-1235", "11.5"),
    ]
    run = FeedRun.objects.get()
    assert (run.rows, run.sha256) == (2, hashlib.sha256(content).hexdigest())
    assert set(Job.objects.values_list("state", flat=True)) == {"succeeded"}
