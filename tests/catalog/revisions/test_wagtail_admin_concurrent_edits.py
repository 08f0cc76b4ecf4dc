"""Two people edit one product at once: nothing is lost, and the same field is asked about."""

from contextlib import suppress
from functools import partial
from itertools import cycle
from unittest import mock

import pytest
from django.urls import reverse
from playwright.sync_api import Response, TimeoutError, expect

from catalog.models import Attribute, FamilyAttribute, OpenedForm, Product
from catalog.revisions.services.concurrent_edits.forms import take_turn
from catalog.revisions.services.concurrent_edits.saving import changed_by_others
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, PriceListFactory, ProductFactory
from tests.jobs.worker import wait_for

JSON = {"HTTP_ACCEPT": "application/json"}


def edit_url(product) -> str:
    return reverse("catalog_product:edit", args=[product.pk])


def draft(product) -> Product:
    return Product.objects.get(pk=product.pk).get_latest_revision_as_object()


@pytest.fixture
def product():
    bore = AttributeFactory(code="bore", label="Bore", type=Attribute.Type.NUMBER)
    product = ProductFactory(live=True, name="Pad", description="Short")
    FamilyAttribute.objects.create(family=product.family, attribute=bore)
    return product


@pytest.fixture
def people(client, client_class):
    """Two clients, each signed in as somebody else."""
    return [signed_in(client_class()), signed_in(client)]


@pytest.fixture
def client_class(client):
    return type(client)


def signed_in(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.mark.django_db
def test_the_form_reads_the_draft_that_it_shows_once(people, product):
    product.name = "Pad, drafted"
    product.save_revision()
    read = Product.get_latest_revision_as_object
    with mock.patch.object(Product, read.__name__, autospec=True, side_effect=read) as reads:
        shown = people[0].get(edit_url(product))
    assert "Pad, drafted" in shown.text
    assert reads.call_count == 1


@pytest.mark.django_db
def test_autosaves_by_turns_keep_what_each_has_written(people, product):
    one, two = people
    mine, theirs = (client.get(edit_url(product)) for client in people)
    first = one.post(edit_url(product), posted(mine, name="Brake pad"), **JSON).json()
    second = two.post(edit_url(product), posted(theirs, values__bore="12.70"), **JSON).json()
    assert second["success"]
    assert "Name" in second["merged"]
    again = posted(mine, name="Brake pad, front")
    third = one.post(
        edit_url(product), again | {"overwrite_revision_id": first["revision_id"]}, **JSON
    ).json()
    assert "Bore" in third["merged"]
    assert (draft(product).name, draft(product).values) == ("Brake pad, front", {"bore": "12.70"})


@pytest.mark.django_db
def test_the_same_field_asks_and_the_answer_is_saved(people, product):
    one, two = people
    mine, theirs = (client.get(edit_url(product)) for client in people)
    one.post(edit_url(product), posted(mine, name="Theirs", description="Long"), **JSON)
    refused = two.post(edit_url(product), posted(theirs, name="Mine"), **JSON).json()
    assert not refused["success"]
    assert "Name" in refused["conflict"]
    assert draft(product).name == "Theirs"
    asked = two.post(edit_url(product), posted(theirs, name="Mine", values__bore="5"), follow=True)
    page = asked.content.decode()
    assert [page.count(text) > 0 for text in ("Pad", "Theirs", "Mine")] == [True] * 3
    address = asked.redirect_chain[-1][0]
    unanswered = two.post(address, {})
    assert "Choose one of the two" in unanswered.content.decode()
    two.post(address, {"keep-name": "mine"})
    saved = draft(product)
    assert (saved.name, saved.description, saved.values) == ("Mine", "Long", {"bore": "5"})


@pytest.mark.django_db
def test_an_autosave_that_arrives_late_gives_way_to_what_was_saved_after_it(people, product):
    one, _two = people
    form = posted(one.get(edit_url(product)))
    later = form | {"name": "Brake pad", "opened-form-number": "1700000000002"}
    one.post(edit_url(product), later | {"action-publish": ""})
    late = form | {"name": "Brake", "opened-form-number": "1700000000001"}
    answer = one.post(edit_url(product), late, **JSON).json()
    assert not answer["success"]
    assert "later version of your changes has already been saved" in answer["error_message"]
    assert draft(product).name == "Brake pad"
    assert not OpenedForm.objects.filter(pending__isnull=False).exists()


@pytest.mark.django_db
def test_nobody_is_asked_about_what_the_same_form_saved_a_moment_ago(product, people):
    one, _two = people
    page = one.get(edit_url(product))
    form = OpenedForm.objects.get()  # as a request has read it that waits for the next one's lock
    one.post(edit_url(product), posted(page, name="Brake"), **JSON)
    take_turn(form=form, number=0, gives_way=False)
    assert not changed_by_others(form=form)


@pytest.mark.django_db
def test_nobody_else_reads_or_decides_what_waits(people, product):
    one, two = people
    mine, theirs = (client.get(edit_url(product)) for client in people)
    one.post(edit_url(product), posted(mine, name="Theirs"), **JSON)
    two.post(edit_url(product), posted(theirs, name="Mine"), **JSON)
    waiting = OpenedForm.objects.get(pending__isnull=False)
    address = reverse("catalog_product:conflict", args=[product.pk, waiting.pk])
    assert one.get(address).status_code == 404
    assert two.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x", "9" * 50])
def test_a_form_that_is_not_known_saves_nothing_over_a_newer_version(people, product, key):
    one, two = people
    one.post(edit_url(product), posted(one.get(edit_url(product)), name="First"), **JSON)
    old = posted(two.get(edit_url(product)), name="Old") | {"opened-form": key}
    one.post(edit_url(product), posted(one.get(edit_url(product)), name="Second"), **JSON)
    assert "Nothing was saved" in two.post(edit_url(product), old).content.decode()
    assert draft(product).name == "Second"


@pytest.mark.django_db
def test_a_value_that_became_different_by_language_meanwhile_is_not_emptied(people, product):
    one, _two = people
    Product.objects.filter(pk=product.pk).update(values={"bore": "5"})
    form = posted(one.get(edit_url(product)), name="Renamed")
    Attribute.objects.update(is_localizable=True, label="Inner diameter")
    one.post(edit_url(product), form, **JSON)
    assert (draft(product).name, draft(product).values) == ("Renamed", {"bore": "5"})


@pytest.mark.django_db
def test_an_attribute_that_is_renamed_meanwhile_keeps_its_value_or_says_where_it_went(
    people, product
):
    one, two = people
    form = posted(one.get(edit_url(product)), name="Renamed", values__bore="12.70")
    bore = Attribute.objects.get()
    address = reverse("catalog_attribute:edit", args=[bore.pk])

    def rename(**changes):
        return two.post(address, posted(two.get(address), **changes))

    # Another label is only another label.
    assert rename(label="Inner diameter").status_code == 302
    assert one.post(edit_url(product), form, **JSON).json()["success"]
    assert draft(product).values == {"bore": "12.70"}
    # What has values keeps its code.
    Product.objects.filter(pk=product.pk).update(values={"bore": "5"})
    refused = rename(code="inner").content.decode()
    assert "it is used by 1 product. Change these first." in refused
    # Without values it may change; what was typed into the old form meanwhile is given back.
    Product.objects.filter(pk=product.pk).update(
        values={}, latest_revision=None, has_unpublished_changes=False
    )
    old = posted(one.get(edit_url(product)), name="Again", values__bore="9")
    assert rename(code="inner").status_code == 302
    answer = one.post(edit_url(product), old, **JSON).json()
    assert "no longer has this attribute: bore: 9. Copy the text" in answer["merged"]
    assert draft(product).name == "Again"
    assert "Inner diameter" in one.get(edit_url(product)).content.decode()


@pytest.mark.django_db
def test_an_attribute_that_was_removed_meanwhile_is_told_with_what_was_written(people, product):
    one, _two = people
    form = posted(one.get(edit_url(product)), name="Renamed", values__bore="12.70")
    FamilyAttribute.objects.all().delete()
    Attribute.objects.all().delete()
    answer = one.post(edit_url(product), form, **JSON).json()
    assert "no longer has this attribute: bore: 12.70" in answer["merged"]
    page = one.post(edit_url(product), form, follow=True).content.decode()
    assert "bore: 12.70" in page
    assert draft(product).name == "Renamed"


@pytest.mark.django_db
def test_an_attribute_that_became_a_measure_meanwhile_keeps_its_value(people, product):
    one, _two = people
    Product.objects.filter(pk=product.pk).update(values={"bore": "5"})
    form = posted(one.get(edit_url(product)), name="Renamed")
    Attribute.objects.update(type=Attribute.Type.MEASURE, unit="mm")
    measure = {"bore": {"amount": "5", "unit": "mm"}}
    Product.objects.filter(pk=product.pk).update(values=measure)
    one.post(edit_url(product), form, **JSON)
    assert (draft(product).name, draft(product).values) == ("Renamed", measure)


@pytest.mark.django_db
def test_a_family_that_another_changed_meanwhile_stays_with_ones_own_edit(people, product):
    one, _two = people
    form = posted(one.get(edit_url(product)), values__bore="12.70")
    other = ProductFactory().family
    Product.objects.filter(pk=product.pk).update(family=other)
    assert "Family" in one.post(edit_url(product), form, **JSON).json()["merged"]
    assert (draft(product).family, draft(product).values) == (other, {"bore": "12.70"})


@pytest.mark.django_db
def test_a_product_locked_meanwhile_saves_nothing_and_says_so(people, product):
    one, _two = people
    form = posted(one.get(edit_url(product)), name="Renamed")
    locker = UserFactory(first_name="Lena", last_name="Lock")
    Product.objects.filter(pk=product.pk).update(
        locked=True, locked_by=locker, locked_at="2026-01-02T03:04Z"
    )
    answer = one.post(edit_url(product), form, **JSON).json()
    assert (answer["success"], answer["error_code"]) == (False, "locked")
    page = one.get(edit_url(product)).content.decode()
    assert "Lena Lock" in page
    assert draft(product).name == "Pad"


@pytest.mark.django_db
@pytest.mark.parametrize("live", [True, False])
def test_prices_for_the_same_days_are_told_with_both_and_nothing_is_lost(people, product, live):
    one, two = people
    Product.objects.update(live=live)
    price_list = PriceListFactory(name="Retail")
    mine, theirs = (client.get(edit_url(product)) for client in people)
    one.post(edit_url(product), posted(mine, **price(price_list, "11.10")), **JSON)
    sent = posted(theirs, **price(price_list, "22.20", valid_from="2026-03-01"))
    refused = two.post(edit_url(product), sent, **JSON).json()
    assert not refused["success"]
    assert all(amount in refused["error_message"] for amount in ("11.1", "22.2"))
    page = two.post(edit_url(product), sent).content.decode()
    assert "a price for the same dates" in page
    assert 'value="22.20"' in page
    assert [float(row.amount) for row in draft(product).prices.all()] == [11.1]

    later = sent | {"prices-0-valid_from": ["2027-01-01"], "prices-0-valid_until": [""]}
    assert two.post(edit_url(product), later, **JSON).json()["success"]
    assert draft(product).prices.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("live", [True, False])
def test_a_package_of_one_level_that_both_enter_is_told_and_nothing_is_lost(people, product, live):
    one, two = people
    Product.objects.update(live=live)
    mine, theirs = (client.get(edit_url(product)) for client in people)
    assert one.post(edit_url(product), posted(mine, **package(4)), **JSON).json()["success"]
    sent = posted(theirs, **package(6))
    refused = two.post(edit_url(product), sent, **JSON).json()
    assert not refused["success"]
    assert "has just entered the same: “Each × 4” and “Each × 6”" in refused["error_message"]
    assert [row.quantity for row in draft(product).packages.all()] == [4]
    assert two.post(edit_url(product), sent | {"packages-0-quantity": ["4"]}, **JSON).json()[
        "success"
    ]
    assert [row.quantity for row in draft(product).packages.all()] == [4]


def package(quantity) -> dict:
    """The inputs of one new package."""
    row = {"level": "EA", "quantity": str(quantity), "ORDER": "1"}
    return {"packages__TOTAL_FORMS": "1"} | {
        f"packages__0__{key}": value for key, value in row.items()
    }


def price(price_list, amount, valid_from="2026-01-01") -> dict:
    """The inputs of one new row of prices, which ends with the year 2026."""
    row = {
        "price_list": str(price_list.pk),
        "minimum_quantity": "1",
        "amount": amount,
        "valid_from": valid_from,
        "valid_until": "2026-12-31",
        "ORDER": "1",
    }
    return {"prices__TOTAL_FORMS": "1"} | {f"prices__0__{key}": value for key, value in row.items()}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_form_of_a_locked_product_is_read_and_not_written(open_page, product):
    locker = UserFactory(first_name="Lena", last_name="Lock")
    Product.objects.filter(pk=product.pk).update(locked=True, locked_by=locker)
    page = open_page(UserFactory(is_superuser=True))
    page.goto(reverse("catalog_product:list"))
    expect(page.get_by_title("Locked by Lena Lock").first).to_be_visible()
    page.goto(f"{edit_url(product)}#id_values-bore")
    for field in ("#id_values-bore", "#id_name", "#id_additional_categories input"):
        for place in page.locator(field).all():
            expect(place).to_have_attribute("aria-disabled", "true")
    bore = page.locator("#id_values-bore")
    bore.focus()
    page.keyboard.type("5")
    expect(bore).to_have_value("")
    page.get_by_role("button", name="Explain this value").and_(
        page.locator("label:has-text('Bore') + button")
    ).click()
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_two_people_in_two_browsers(open_page, product):
    anna, ben = (
        UserFactory(is_superuser=True, first_name=name, last_name="Smith")
        for name in ("Anna", "Ben")
    )
    hers, his = (open_page(user) for user in (anna, ben))
    for page in (hers, his):
        page.goto(edit_url(product))
        expect(page.locator("#id_name")).to_have_value("Pad")
    write(hers, "#id_name", "Pad of Anna")
    write(his, "#id_description", "Text of Ben")
    expect(his.locator("#concurrent-edits")).to_contain_text("Name")
    assert (draft(product).name, draft(product).description) == ("Pad of Anna", "Text of Ben")

    write(his, "#id_name", "Pad of Ben")
    expect(his.locator("#concurrent-edits")).to_contain_text("Your text has been kept")
    his.get_by_role("button", name="Compare and choose").click()
    expect(his.get_by_role("row", name="Name")).to_contain_text("Pad of Anna")
    his.get_by_role("radio", name="Pad of Ben").check()
    his.get_by_role("button", name="Save choices").click()
    expect(his.get_by_text("Saved as a draft with your choices.")).to_be_visible()
    expect(his.locator("#id_name")).to_have_value("Pad of Ben")
    assert (draft(product).name, draft(product).description) == ("Pad of Ben", "Text of Ben")


def write(page, selector: str, text: str) -> None:
    """Type as a person does, until the form has sent itself.

    What stands there before Wagtail has looked at the form for the first time is no edit to it.
    """
    tries = cycle([text, f"{text}…"])

    def is_sent() -> bool:
        typed = next(tries)
        # On a busy machine the answer to what was typed before may be the one that comes.
        with suppress(TimeoutError), page.expect_response(partial(_is_of, typed), timeout=4_000):
            page.locator(selector).fill(typed)
            return typed == text
        return False

    wait_for(is_sent, "the form that sends itself")


def _is_of(typed: str, response: Response) -> bool:
    field = f"\r\n\r\n{typed}\r\n".encode()
    return "/edit/" in response.url and field in (response.request.post_data_buffer or b"")
