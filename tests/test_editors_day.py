"""A day with the catalog, by clicks: model, complete, change in bulk, approve, browse, restore."""

import re

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from accounts.roles import EDITOR, REVIEWER, Role
from accounts.services.roles import permissions_named
from catalog.models import Product, ReviewTask
from catalog.quality.services.completeness import recalculate_completeness
from search.services.rebuilding import rebuild_index
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeGroupFactory,
    BrandFactory,
    CategoryFactory,
    ChannelFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.queue,
    pytest.mark.django_db(transaction=True),
]
PADS = 205
LISTING = "/admin/catalog/product/"


def member(role: Role, username: str):
    group, _created = Group.objects.get_or_create(name=role.name)
    group.permissions.set(permissions_named(role.permissions))
    user = UserFactory(username=username)
    user.groups.add(group)
    return user


@pytest.fixture
def people():
    """An editor and a reviewer; products pass through one review."""
    editor, reviewer = member(EDITOR, "editor"), member(REVIEWER, "reviewer")
    task = ReviewTask.objects.create(name="Product review", days_to_review=3)
    task.groups.add(Group.objects.get(name=REVIEWER.name))
    workflow = Workflow.objects.create(name="Product approval")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowContentType.objects.create(
        workflow=workflow, content_type=ContentType.objects.get_for_model(Product)
    )
    return editor, reviewer


@pytest.fixture
def pads(settings):
    """Published brake pads without any attribute, complete for the web, and the search's index."""
    settings.ELASTICSEARCH_URL = ""
    ChannelFactory(code="web", name="Web", locales=["en"])
    AttributeGroupFactory(label="Braking")
    common = {
        "brand": BrandFactory(name="Acme"),
        "family": FamilyFactory(code="brake_pad", label="Brake pads"),
        "category": CategoryFactory(name="Brakes"),
        "live": True,
    }
    pads = [
        ProductFactory(part_number=f"BP-{number:03}", sku=f"PAD{number:03}", name="Pad", **common)
        for number in range(PADS)
    ]
    recalculate_completeness()
    rebuild_index(index="products", backend="postgresql")
    return pads


def test_a_day_of_an_editor_and_a_reviewer(worker, open_page, people, pads):
    editor, reviewer = (open_page(person) for person in people)
    add_attribute(editor)
    require_it(editor, pads[0])
    fill_in_bulk(editor, open_page(UserFactory(is_superuser=True)))
    for pad in pads[:5]:
        submit(editor, pad)
    approve_all(reviewer)
    browse(open_page())
    roll_back(reviewer, pads[0])


def add_attribute(page: Page) -> None:
    """A single choice with four options."""
    page.goto("/admin/catalog/attribute/new/")
    page.locator("#id_label").fill("Friction material")
    page.locator("#id_code").fill("friction_material")
    page.locator("#id_type").select_option("choice")
    page.locator("#id_group").select_option(label="Braking")
    page.get_by_label("Facet in the catalog").check()
    page.get_by_role("tab", name="Options and columns").click()
    for number, label in enumerate(["Ceramic", "Organic", "Sintered", "Low metal"]):
        page.get_by_role("button", name=re.compile("Add option", re.I)).click()
        page.locator(f"#id_options-{number}-code").fill(label.lower().replace(" ", "_"))
        page.locator(f"#id_options-{number}-label").fill(label)
    page.get_by_role("button", name=re.compile("^(Save|Create)$")).click()
    expect(page.get_by_text("created.")).to_be_visible()


def require_it(page: Page, pad: Product) -> None:
    """Of every brake pad, for the web: from then on the pads are incomplete."""
    assert pad.completeness.get().percent == 100
    page.goto(f"/admin/catalog/family/edit/{pad.family_id}/#tab-attributes")
    page.get_by_label("Find an attribute").fill("fric")
    page.get_by_label("Attributes to add").select_option(label="Friction material")
    page.get_by_role("button", name="Add to the family").click()
    page.get_by_label("Friction material is required for Web").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("updated.")).to_be_visible()
    for _attempt in range(40):
        page.goto(f"/admin/catalog/product/edit/{pad.pk}/")
        if page.get_by_role("button", name="Toggle completeness and quality").count():
            page.get_by_role("button", name="Toggle completeness and quality").click()
        if page.get_by_role("link", name="Friction material").count():
            break
        page.wait_for_timeout(500)
    expect(page.get_by_role("link", name="Friction material").first).to_be_visible()


def fill_in_bulk(editor: Page, publisher: Page) -> None:
    """All pads at once; what is published waits for somebody who may publish."""
    editor.goto(LISTING)
    editor.locator("thead input[type=checkbox]").check()
    editor.get_by_role("button", name="Select all snippets in listing").click()
    editor.get_by_role("link", name="Edit the selected products").click()
    expect(editor.get_by_role("heading", name="Edit products")).to_be_visible()
    editor.locator("#id_change-0-target").select_option(label="Friction material")
    expect(editor.locator("#id_change-0-value")).to_be_visible()
    editor.locator("#id_change-0-value").select_option(label="Ceramic")
    editor.get_by_role("button", name="Preview changes").click()
    expect(editor.get_by_text("205").first).to_be_visible()
    publisher.goto(editor.url)
    publisher.get_by_role("button", name="Change 205 products").click()
    expect(publisher.get_by_role("button", name="Undo")).to_be_visible()
    assert Product.objects.filter(values__friction_material="ceramic").count() == PADS


def submit(page: Page, pad: Product) -> None:
    """Change the name and the material, and hand the draft to the reviewers."""
    page.goto(f"/admin/catalog/product/edit/{pad.pk}/")
    page.locator("#id_name").fill("Better pad")
    page.get_by_role("tab", name="Attributes").click()
    page.locator("#id_values-friction_material").select_option(label="Organic")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit to Product approval").click()
    expect(page.get_by_text("submitted for moderation")).to_be_visible()


def approve_all(page: Page) -> None:
    """Five drafts in one go, each with its difference in the list."""
    page.goto(reverse("console_inbox:list"))
    boxes = page.get_by_role("checkbox", name=re.compile("^Choose "))
    expect(boxes).to_have_count(5)
    for box in boxes.all():
        box.check()
    page.get_by_role("button", name="Approve selected").click()
    expect(page.get_by_text("5 drafts approved.")).to_be_visible()


def browse(page: Page) -> None:
    """The facet is there, and narrows the list."""
    organic = page.locator("#filters label").filter(has_text="Organic")
    for _attempt in range(40):
        page.goto("/catalog/")
        if organic.count():
            break
        page.wait_for_timeout(500)
    organic.click()
    expect(page.locator(".toolbar__count")).to_have_text(re.compile("^5 parts"))
    expect(page.get_by_text("Better pad").first).to_be_visible()


def roll_back(page: Page, pad: Product) -> None:
    """The name of before comes back as a draft, and is published."""
    page.goto(reverse("catalog_product:history", args=[pad.pk]))
    row = page.get_by_role("row").filter(has_text="Better pad")
    expect(row.first).to_be_visible()
    page.get_by_role("button", name="Restore this version").first.click()
    expect(page.get_by_text("Restored as a draft.")).to_be_visible()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("published.")).to_be_visible()
    pad.refresh_from_db()
    assert pad.name == "Pad"
