"""Bulk edits in the admin: the form, the counted preview, applying, undoing, and who may."""

import json
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from lxml import html

from catalog.bulk.services.edits.editing import apply_bulk_edit
from catalog.models import ApprovalRule, Attribute, AttributeOption, BulkChange, Product
from tests.factories.accounts import UserFactory
from tests.factories.bulk_approvals import person, sent
from tests.factories.bulk_edits import applied, counted, finish, undone
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db
START = "/admin/bulk/catalog/product/edit/"


@pytest.fixture
def family():
    family = FamilyFactory()
    for code, settings in {
        "material": {"type": Attribute.Type.CHOICE, "label": "Material"},
        "positions": {"type": Attribute.Type.MULTIPLE_CHOICE, "label": "Positions"},
        "teeth": {"type": Attribute.Type.NUMBER, "label": "Teeth", "maximum": 9},
        "photo": {"type": Attribute.Type.ASSET, "label": "Photo"},
        "title": {"label": "Title", "is_localizable": True, "is_per_channel": True},
    }.items():
        attribute = AttributeFactory(code=code, **settings)
        FamilyAttributeFactory(family=family, attribute=attribute)
        for option in ("ceramic", "metal") if "choice" in attribute.type else ():
            AttributeOption.objects.create(attribute=attribute, code=option, label=option.title())
    return family


@pytest.fixture
def sign_in(client):
    def sign_in(*codenames, **user):
        user = UserFactory(**user)
        found = Permission.objects.filter(codename__in=["access_admin", *codenames])
        user.user_permissions.set(found)
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def admin(sign_in):
    return sign_in(is_superuser=True)


def send(client, query, *rows, press="count"):
    """Send the form with rows of inputs."""
    data = {"press": press, "row": list(range(len(rows)))}
    for number, row in enumerate(rows):
        data |= {f"change-{number}-{name}": value for name, value in row.items()}
    return client.post(f"{START}?{query}", data)


def test_the_inputs_follow_from_what_is_chosen(client, admin, family):
    ChannelFactory(code="web", name="Web", locales=["en", "de"])
    product = ProductFactory(family=family)
    page = client.get(f"{START}?id={product.pk}").content.decode()
    assert "1 product" in page
    assert "values.material" in page
    assert "change-0-action" not in page
    row = {"target": "values.title", "action": "replace_text"}
    page = send(client, f"id={product.pk}", row, press="show").content.decode()
    for name in ("locale", "channel", "sought", "value"):
        assert f'name="change-0-{name}"' in page
    assert "This field is required" not in page
    row = {"target": "values.positions", "action": "copy"}
    page = send(client, f"id={product.pk}", row, press="add").content.decode()
    assert '<option value="material">' in page
    assert '<option value="photo">' not in page
    assert 'name="change-1-target"' in page
    assert not BulkChange.objects.exists()


def test_inputs_keep_nothing_that_another_kind_of_input_has_sent(client, admin, family):
    """The editor of rich text sends "null" where it is empty."""
    care = AttributeFactory(code="care", label="Care", type=Attribute.Type.RICH_TEXT)
    FamilyAttributeFactory(family=family, attribute=care)
    query = f"id={ProductFactory(family=family).pk}"
    row = {"target": "values.care", "action": "set"}
    shown = form_of(send(client, query, row, press="show"))
    row = {**row, "kind": shown.fields["change-0-kind"], "value": "null", "action": "replace_text"}
    page = send(client, query, row, press="show")
    assert "Case-sensitive" in page.content.decode()
    asking = form_of(page)
    assert not asking.fields["change-0-value"]
    # What is typed stays while the form goes on.
    row |= {"kind": asking.fields["change-0-kind"], "sought": "b", "value": "B"}
    assert form_of(send(client, query, row, press="add")).fields["change-0-value"] == "B"
    send(client, query, row)
    assert BulkChange.objects.get().operations[0]["value"] == "B"


def form_of(response):
    [form] = html.fromstring(response.content).xpath("//form[.//fieldset]")
    return form


def test_why_a_unique_attribute_can_only_be_emptied_is_said(client, admin, family):
    AttributeFactory(code="serial", label="Serial", is_unique=True)
    query = f"id={ProductFactory(family=family).pk}"
    page = send(client, query, {"target": "values.serial"}, press="show").content.decode()
    assert "“Serial” must be unique for each product" in page
    assert '<option value="set"' not in page
    page = send(client, query, {"target": "values.teeth"}, press="show").content.decode()
    assert "No two products" not in page


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"target": "values.teeth", "action": "set", "value": "ten"}, "Teeth must be a number"),
        ({"target": "values.teeth", "action": "set", "value": "10"}, "Teeth must be at most 9"),
        ({"target": "values.teeth", "action": "set"}, "This field is required"),
        ({"target": "values.teeth", "action": "add", "value": "5"}, "not one of the available"),
        ({"target": "values.nothing", "action": "set"}, "not one of the available"),
        ({"target": "live", "action": "set"}, "not one of the available"),
        ({"target": "family", "action": "set", "value": "9" * 30}, "valid choice"),
        ({"target": "values.material", "action": "set", "value": "wood"}, "wood"),
    ],
)
def test_what_cannot_be_is_refused_in_the_form(client, admin, family, row, message):
    page = send(client, f"id={ProductFactory(family=family).pk}", row).content.decode()
    assert message in page
    assert not BulkChange.objects.exists()


def test_values_are_kept_as_products_store_them(client, admin, family):
    coated = AttributeFactory(code="coated", type=Attribute.Type.BOOLEAN)
    FamilyAttributeFactory(family=family, attribute=coated)
    ProductFactory(family=family)
    send(
        client,
        f"id={Product.objects.get().pk}",
        {"target": "values.coated", "action": "set", "value": "false"},
        {"target": "values.positions", "action": "replace", "sought": "metal", "value": "ceramic"},
        {"target": "name", "action": "replace_text", "sought": " ", "value": ""},
    )
    assert BulkChange.objects.get().operations == [
        {"action": "set", "target": "values.coated", "value": False},
        {
            "action": "replace", "target": "values.positions",
            "sought": "metal", "value": "ceramic",
        },
        {"action": "replace_text", "target": "name", "sought": " "},
    ]  # fmt: skip


def test_all_that_the_listing_shows_is_edited_counted_applied_and_undone(client, admin, family):
    first = ProductFactory(sku="A1", family=family, values={"positions": ["metal"]})
    other = ProductFactory(sku="B1")
    ProductFactory(sku="A2", family=family, values={"positions": ["ceramic"]})
    of_family = json.dumps({"field": "family", "operator": "is", "value": family.code})
    address = f"/admin/catalog/product/?{urlencode({'f': of_family})}"
    query = f"id=all&next={quote(address, safe='')}"
    row = {"target": "values.positions", "action": "add", "value": ["ceramic"]}
    response = send(client, query, row)
    change = BulkChange.objects.get()
    assert response.url == reverse("catalog_bulkchange:inspect", args=[change.pk])
    assert (change.title, change.selection) == ("Positions: Add “Ceramic”", "2 products")
    assert set(change.rows.values_list("product_id", flat=True)) == set(
        Product.objects.filter(sku__startswith="A").values_list("pk", flat=True)
    )
    change = counted(
        {"target": "values.positions", "action": "add", "value": ["ceramic"]},
        products=Product.objects.exclude(pk=other.pk), user=admin,
    )  # fmt: skip
    page = client.get(reverse("catalog_bulkchange:inspect", args=[change.pk])).content.decode()
    for text in ("Change 1 product", "<del>Metal</del>", "<ins>Metal, Ceramic</ins>"):
        assert text in page
    response = client.post(reverse("catalog_bulkchange:apply", args=[change.pk]))
    change.refresh_from_db()
    assert change.job.kind == "catalog.bulk_edit.apply"
    assert change.job.started_by == admin
    assert first.values == {"positions": ["metal"]}


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_the_shortcuts_of_the_listing_choose_in_the_form(client, admin, sign_in, family, action):
    product = ProductFactory(family=family, live=action != "publish")
    address = f"/admin/bulk/catalog/product/{action}/?id={product.pk}"
    page = client.get(address)
    [row] = page.context["form"].rows
    assert (row["target"].value(), row["action"].value()) == ("product", action)
    assert "1 product" in page.content.decode()
    sent = {"press": "count", "row": 0, "change-0-target": "product", "change-0-action": action}
    change_page = client.post(address, sent).url
    change = BulkChange.objects.get()
    assert change_page == reverse("catalog_bulkchange:inspect", args=[change.pk])
    assert change.operations == [{"action": action, "target": "product"}]
    assert Product.objects.filter(live=product.live).exists(), "nothing has changed yet"

    sign_in("change_product", "view_product")
    assert client.get(address).status_code == client.post(address, sent).status_code == 302
    assert BulkChange.objects.count() == 1


def test_conflicts_are_listed_and_downloaded(client, admin, family):
    product = ProductFactory(sku="=1+1", family=family)
    change = applied({"target": "values.teeth", "action": "set", "value": "5"}, user=admin)
    Product.objects.update(values={"teeth": "6"})
    undone(change)
    page = client.get(reverse("catalog_bulkchange:inspect", args=[change.pk])).content.decode()
    assert "Teeth was changed since then." in page
    response = client.get(reverse("catalog_bulkchange:left", args=[change.pk]))
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == f'"\'=1+1","{product.pk}","Not undone","Teeth was changed since then."'
    assert "1" in client.get(reverse("catalog_bulkchange:index")).content.decode()


def test_only_who_may_change_products_edits_many_of_them(client, sign_in, family):
    product = ProductFactory(family=family)
    change = counted({"target": "values.teeth", "action": "set", "value": "5"})
    page = reverse("catalog_bulkchange:inspect", args=[change.pk])
    sign_in("view_product", "view_bulkchange")
    row = {"target": "values.teeth", "action": "set", "value": "5"}
    assert send(client, f"id={product.pk}", row).status_code == 302
    for name in ("apply", "undo", "discard", "count"):
        client.post(reverse(f"catalog_bulkchange:{name}", args=[change.pk]))
    change.refresh_from_db()
    assert (change.state, BulkChange.objects.count()) == ("ready", 1)
    assert "Discard" not in client.get(page).content.decode()

    sign_in("change_product", "view_bulkchange")
    shown = client.get(page).content.decode()
    assert "you do not have permission to publish. Ask " in shown
    client.post(reverse("catalog_bulkchange:apply", args=[change.pk]))
    change.refresh_from_db()
    assert change.job.kind == "catalog.bulk_edit.count"
    client.post(reverse("catalog_bulkchange:discard", args=[change.pk]))
    change.refresh_from_db()
    assert (change.state, change.rows.count()) == ("discarded", 0)


def test_strange_keys_find_no_product(client, admin, family):
    ProductFactory(family=family)
    row = {"target": "values.teeth", "action": "set", "value": "5"}
    for keys in (f"id=x&id=-1&id={'9' * 40}", "", f"id={'9' * 18}"):
        assert send(client, f"{keys}&next=/admin/catalog/product/", row).status_code == 302
    assert not BulkChange.objects.exists()
    assert client.get(f"/admin/catalog/bulk-edit/{'9' * 18}/").status_code == 404


def test_a_product_can_be_deleted_so_that_it_can_be_undone(client, sign_in):
    sign_in(is_superuser=True)
    product = ProductFactory()
    page = client.get(reverse("catalog_product:delete", args=[product.pk]))
    [(_label, address)] = page.context["alternatives"]
    assert client.get(address).context["selection"] == "1 product"


def test_an_editor_sends_and_a_reviewer_decides_on_pages(client, family):
    editor, reviewer = person("editor", username="editor"), person("reviewer", username="boss")
    products = [ProductFactory(sku=f"S{n}", family=family) for n in range(3)]
    gloss = {"target": "values.teeth", "action": "set", "value": "5"}
    change = counted(gloss, user=editor)
    page = reverse("catalog_bulkchange:inspect", args=[change.pk])
    client.force_login(editor)
    assert "Send to review" in client.get(page).content.decode()
    client.post(reverse("catalog_bulkchange:send", args=[change.pk]), {"note": "Please"})
    change.refresh_from_db()
    assert (change.job.kind, change.job.parameters["note"]) == ("catalog.bulk_edit.send", "Please")

    change = sent(gloss, user=editor, note="Please look")
    page = reverse("catalog_bulkchange:inspect", args=[change.pk])
    review = reverse("catalog_bulkchange:review", args=[change.pk])
    assert client.get(page).url == review
    shown = client.get(review).content.decode()
    assert "boss can decide this step" in shown
    assert 'name="decision"' not in shown
    assert "Take it back to correct it" in shown

    client.force_login(reviewer)
    assert "Bulk edit to approve" in client.get("/admin/").content.decode()
    Product.objects.filter(sku="S1").update(values={"teeth": "7"})
    products[1].refresh_from_db()
    products[1].save()
    shown = client.get(review).content.decode()
    for text in ("Approve all 3 products", "Please look", "Teeth is “7” now.", "<ins>5</ins>"):
        assert text in shown
    assert "S0" not in client.get(f"{review}?which=changed").content.decode()
    assert "S1" in client.get(f"{review}?which=changed").content.decode()
    assert "S2" not in client.get(f"{review}?sought=s1").content.decode()

    decide = reverse("catalog_bulkchange:decide", args=[change.pk])
    client.post(decide, {"decision": "send_back_ticked", "row": [products[1].pk], "comment": ""})
    client.post(decide, {"decision": "approve_ticked"})
    assert BulkChange.objects.filter(split_from=change).count() == 0
    client.post(decide, {"decision": "send_back_ticked", "row": [products[1].pk], "comment": "No"})
    returned = BulkChange.objects.get(split_from=change)
    assert client.post(decide, {"decision": "approve"}).url == review
    change.refresh_from_db()
    assert (change.job.kind, change.job.started_by) == ("catalog.bulk_edit.apply", reviewer)

    client.force_login(editor)
    shown = client.get(reverse("catalog_bulkchange:inspect", args=[returned.pk])).content.decode()
    assert "Take it up: count again" in shown
    assert "No" in shown
    client.post(reverse("catalog_bulkchange:correct", args=[returned.pk]))
    returned.refresh_from_db()
    assert (returned.state, returned.job.kind) == ("preparing", "catalog.bulk_edit.count")


def test_an_administrator_says_in_the_browser_who_approves(client, admin, family):
    group = Group.objects.create(name="Chiefs")
    address = reverse("catalog_approvalrule:add")
    assert "Teeth" in client.get(address).content.decode()
    data = {
        "name": "Teeth", "sort_order": "1", "at_least": "10", "targets": ["values.teeth", "name"],
        "steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "0", "steps-MIN_NUM_FORMS": "1",
        "steps-MAX_NUM_FORMS": "1000", "steps-0-group": group.pk, "steps-0-ORDER": "1",
    }  # fmt: skip
    page = client.post(address, data).content.decode()
    assert "Chiefs cannot decide step 1" in page
    needed = ["view_bulkchange", "change_product", "publish_product"]
    group.permissions.set(Permission.objects.filter(codename__in=needed))
    client.post(address, data)
    rule = ApprovalRule.objects.get()
    assert (rule.targets, rule.steps.get().group) == (["values.teeth", "name"], group)


def test_the_list_says_what_would_change_and_what_has_changed(client, admin, family):
    ProductFactory(family=family)

    def row_of(change):
        page = html.fromstring(client.get(reverse("catalog_bulkchange:index")).content)
        link = reverse("catalog_bulkchange:inspect", args=[change.pk])
        cells = page.xpath(f"//tr[.//a[@href='{link}']]/td")
        return [" ".join(cell.text_content().split()) for cell in cells]

    operation = {"target": "values.teeth", "action": "set", "value": "3"}
    change = counted(operation)
    assert row_of(change)[2:6] == ["Ready to apply", "1", "1 would change", "0"]
    finish(change, apply_bulk_edit)
    assert row_of(change)[2:6] == ["Applied", "1", "1", "0"]
    BulkChange.objects.update(state=BulkChange.State.DISCARDED)
    assert row_of(change)[2:5] == ["Discarded", "1", ""]
