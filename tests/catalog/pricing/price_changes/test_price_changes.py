"""Many prices are checked, saved as one change, and undone exactly."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import translation

from catalog.models import Price, PriceChange, PriceChangeRow, Product
from catalog.pricing.pasted_cells import read_pasted
from catalog.pricing.services.price_changes.applying import (
    PriceChangeError,
    apply_price_change,
    undo_price_change,
)
from catalog.pricing.services.price_changes.checking import check_prices
from catalog.pricing.services.price_changes.naming import names_of_lists
from console.site_day import site_day
from tests.factories.accounts import UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory

pytestmark = pytest.mark.django_db
Outcome = PriceChangeRow.Outcome


@pytest.fixture
def manager():
    return UserFactory(is_superuser=True)


@pytest.fixture
def retail():
    return PriceListFactory(code="retail", name="Retail", currency="USD")


def check(user, text, *, day=None, quantity=1, ends_former=False):
    return check_prices(
        cells=read_pasted(text, lists=names_of_lists()),
        quantity=quantity,
        day=day or site_day(),
        ends_former=ends_former,
        user=user,
    )


def save(user, text, **options) -> PriceChange:
    return apply_price_change(change_id=check(user, text, **options).pk, user=user)


def stored() -> list[tuple]:
    rows = Price.objects.order_by("product__sku", "price_list__code", "valid_from")
    return list(
        rows.values_list("product__sku", "price_list__code", "amount", "valid_from", "valid_until")
    )


def reasons(change) -> list[tuple[int, int, str]]:
    refused = change.rows.filter(outcome=Outcome.REFUSED).order_by("place")
    return [(row.line, row.column, " ".join(row.reasons)) for row in refused]


def test_a_block_changes_adds_and_removes_and_says_how_many(manager, retail):
    trade = PriceListFactory(code="trade", name="Trade")
    for sku, amount in [("A1", "5"), ("A2", "6")]:
        PriceFactory(product=ProductFactory(sku=sku), price_list=retail, amount=amount)
    change = check(manager, "Part\tRetail\ttrade\nA1\t7.50\t7\nA2\t-\t\n")
    assert not Price.objects.filter(price_list=trade).exists()
    assert change.counts == {
        "changed": 1, "added": 1, "removed": 1, "unchanged": 0, "refused": 0,
    }  # fmt: skip
    apply_price_change(change_id=change.pk, user=manager)
    assert [row[:3] for row in stored()] == [
        ("A1", "retail", 7.5),
        ("A1", "trade", 7),
    ]


def test_what_is_wrong_is_named_by_row_and_cell_and_the_rest_is_saved(manager, retail):
    yen = PriceListFactory(code="yen", name="Yen", currency="JPY")
    product = ProductFactory(sku="A1")
    text = (
        "number\tlist\tamount\n"
        "A1\tRetail\t0\nA1\tyen\t1.5\nB9\tRetail\t5\nA1\tNowhere\t5\n"
        "A1\tRetail\tfive\nA1\tRetail\t-5\nA1\tRetail\t1.23456\nA1\tRetail\t8\nA1\tRetail\t7\t0\n"
    )
    change = check(manager, text)
    told = reasons(change)
    assert [line for line, _column, _words in told] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert {column for _line, column, _words in told} == {3}
    words = [words for _line, _column, words in told]
    assert words[0] == "JPY has no decimals. Enter a whole amount."
    assert words[1] == "No product has this number."
    assert words[2] == "This price list does not exist."
    assert words[3].startswith("“five” is not a number. Enter it like 1,234.50.")
    assert words[4].startswith("A price is not less than zero.")
    assert words[5].startswith("A price has at most four decimals.")
    assert words[6] == "Row 2 has the same product, list and quantity already."
    assert words[7].startswith("“0” is not a quantity. Enter a whole number.")
    apply_price_change(change_id=change.pk, user=manager)
    assert [(row[0], row[1], row[2]) for row in stored()] == [("A1", "retail", 0)]
    assert not product.prices.filter(price_list=yen).exists()


@pytest.mark.parametrize(
    ("language", "typed", "amount"),
    [("en", "1,234.5", "1234.5"), ("de", "1.234,5", "1234.5"), ("de", "1.234", "1234"),
     ("fr", "1 234,5", "1234.5"), ("fr", "1\u202f234,5", "1234.5")],
)  # fmt: skip
def test_amounts_are_read_as_the_person_writes_numbers(manager, retail, language, typed, amount):
    ProductFactory(sku="A1")
    with translation.override(language):
        save(manager, f"A1\tretail\t{typed}")
    assert str(Price.objects.get().amount.normalize()) == amount


def test_one_of_another_language_is_not_guessed_at(manager, retail):
    ProductFactory(sku="A1")
    with translation.override("de"):
        assert len(reasons(check(manager, "A1\tretail\t12.70"))) == 1
    with translation.override("en"):
        assert len(reasons(check(manager, "A1\tretail\t12,70"))) == 1


def test_undo_brings_back_every_row_as_it_was(manager, retail):
    day = date(2026, 6, 10)
    for sku in ("A1", "A2", "A3"):
        PriceFactory(product=ProductFactory(sku=sku), price_list=retail, amount="5")
    ProductFactory(sku="A4")
    before, keys = stored(), set(Price.objects.values_list("pk", flat=True))
    change = save(manager, "A1\tretail\t6\nA2\tretail\t-\nA3\tretail\t5\nA4\tretail\t9", day=day)
    assert stored() != before
    undo_price_change(change_id=change.pk, user=manager)
    assert stored() == before
    assert set(Price.objects.values_list("pk", flat=True)) == keys
    with pytest.raises(PriceChangeError):
        undo_price_change(change_id=change.pk, user=manager)


def test_a_new_price_can_end_the_former_the_day_before(manager, retail):
    day = date(2026, 7, 1)
    PriceFactory(
        product=ProductFactory(sku="A1"), price_list=retail, amount="5", valid_until="2026-12-31"
    )
    before = stored()
    change = save(manager, "A1\tretail\t6", day=day, ends_former=True)
    assert stored() == [
        ("A1", "retail", 6, day, date(2026, 12, 31)),
        ("A1", "retail", 5, None, day - timedelta(days=1)),
    ]
    undo_price_change(change_id=change.pk, user=manager)
    assert stored() == before


def test_a_price_where_there_is_none_holds_until_the_next_begins(manager, retail):
    product = ProductFactory(sku="A1")
    PriceFactory(product=product, price_list=retail, amount="9", valid_from="2026-08-01")
    save(manager, "A1\tretail\t6", day=date(2026, 7, 1))
    assert stored()[0] == ("A1", "retail", 6, date(2026, 7, 1), date(2026, 7, 31))


def test_what_somebody_changed_since_is_left_and_named_by_save_and_undo(manager, retail):
    prices = [
        PriceFactory(product=ProductFactory(sku=sku), price_list=retail, amount="5")
        for sku in ("A1", "A2", "A3")
    ]
    ProductFactory(sku="A4")
    text = "A1\tretail\t6\nA2\tretail\t6\nA3\tretail\t6\nA4\tretail\t6"
    change = check(manager, text)
    Price.objects.filter(pk=prices[0].pk).update(amount="5.5")
    other = PriceFactory(product__sku="x", price_list=retail)
    other.product = type(other.product).objects.get(sku="A4")
    other.save()
    apply_price_change(change_id=change.pk, user=manager)
    assert [(line, words) for line, _column, words in reasons(change)] == [
        (1, "Someone has changed this price since you opened it."),
        (4, "Someone has entered a price for the same days."),
    ]
    Price.objects.filter(pk=prices[1].pk).update(amount="7")
    undone = undo_price_change(change_id=change.pk, user=manager)
    assert (undone.counts["undone"], undone.counts["conflicts"]) == (1, 1)
    assert change.rows.get(outcome=Outcome.CONFLICT).number == "A2"
    assert Price.objects.get(pk=prices[1].pk).amount == 7
    assert Price.objects.get(pk=prices[2].pk).amount == 5


def test_history_and_change_log_name_the_change(manager, retail):
    price = PriceFactory(product=ProductFactory(sku="A1"), price_list=retail, amount="5")
    change = save(manager, "A1\tretail\t6")
    row = price.history.first()
    assert (row.amount, row.history_user, row.history_change_reason) == (
        6, manager, f"price change {change.pk}",
    )  # fmt: skip
    undo_price_change(change_id=change.pk, user=manager)
    assert price.history.first().history_change_reason == f"undo of price change {change.pk}"


def test_an_open_draft_takes_the_new_price(manager, retail):
    product = ProductFactory(sku="A1", live=True)
    price = PriceFactory(product=product, price_list=retail, amount="5")
    product.refresh_from_db()
    product.name = "Draft"
    product.save_revision()
    save(manager, "A1\tretail\t6")
    product.refresh_from_db()
    draft = product.latest_revision.as_object()
    assert [(one.pk, one.amount) for one in draft.prices.all()] == [(price.pk, 6)]


def test_a_closed_product_and_a_person_without_the_right_are_refused_by_words(manager, retail):
    locked = ProductFactory(sku="A1", locked=True, locked_by=UserFactory(username="ann"))
    ProductFactory(sku="A2")
    change = check(manager, "A1\tretail\t6\nA2\tretail\t6")
    assert "ann has locked this product" in reasons(change)[0][2]
    assert locked.prices.count() == 0
    stranger = check(UserFactory(), "A2\tretail\t6")
    assert "do not have permission" in reasons(stranger)[0][2]


def test_rights_are_asked_again_of_who_saves_and_undoes(manager, retail):
    PriceFactory(product=ProductFactory(sku="A1"), price_list=retail, amount="5")
    ProductFactory(sku="A2")
    changes_only = UserFactory()
    changes_only.user_permissions.set(Permission.objects.filter(codename="change_price"))
    change = check(manager, "A1\tretail\t-\nA2\tretail\t6")
    apply_price_change(change_id=change.pk, user=changes_only)
    told = " ".join(words for _line, _column, words in reasons(change))
    assert "do not have permission to delete prices" in told
    assert "do not have permission to add prices" in told
    assert [row[:3] for row in stored()] == [("A1", "retail", 5)]


@pytest.mark.parametrize("undo", [False, True])
def test_the_number_of_statements_does_not_depend_on_that_of_prices(
    manager, retail, undo, django_assert_max_num_queries
):
    ProductFactory.create_batch(60)
    skus = list(Product.objects.values_list("sku", flat=True))

    def statements(count):
        text = "\n".join(f"{sku}\tretail\t{count}" for sku in skus[:count])
        with django_assert_max_num_queries(60) as captured:
            change = save(manager, text)
            if undo:
                undo_price_change(change_id=change.pk, user=manager)
        return len(captured)

    statements(1)
    assert statements(3) == statements(60)
