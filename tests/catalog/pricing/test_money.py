"""How amounts are written and read: currencies with two decimals, with three and with none."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given, seed
from hypothesis import strategies as st
from psycopg.sql import SQL, Literal

from catalog.models import Price
from catalog.pricing.money import amount_text, amount_text_sql, check_amount, money
from exchange.transforms import chain_sql, parse_transforms
from tests.factories.catalog import PriceListFactory, ProductFactory
from tests.soak import SEED
from tests.texts import exhaustive

CURRENCIES = ["USD", "EUR", "JPY", "KRW", "KWD", "CLF", "XYZ"]
amounts = st.decimals(0, 9_999_999_999, places=4) | st.sampled_from(
    [Decimal(text) for text in ("0", "0.0000", "0.5", "1500.5", "2.5", "1E+3", "0.00005")]
)


def evaluated(expression):
    with connection.cursor() as cursor:
        cursor.execute(SQL("SELECT {}").format(expression).as_string(cursor.connection))
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1234.5", "USD", "$1,234.50"),
        ("0", "USD", "$0.00"),
        ("0.0125", "USD", "$0.0125"),
        ("1500.0000", "JPY", "¥1,500"),
        ("1500.5", "JPY", "¥1,501"),
        ("0", "JPY", "¥0"),
        ("1.0050", "KWD", "KWD 1.005"),
        ("1.5", "KWD", "KWD 1.500"),
        ("12", "CHF", "CHF 12.00"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(amount, currency, text):
    assert money(Decimal(amount), currency) == text


@pytest.mark.django_db
@seed(SEED)
@exhaustive
@given(amounts, st.sampled_from(CURRENCIES))
def test_files_and_pages_write_the_same_amount(amount, currency):
    given_amount = SQL("{}::numeric").format(Literal(amount))
    text = amount_text(amount, currency)
    assert evaluated(amount_text_sql(given_amount, Literal(currency))) == text
    assert money(amount, currency).replace(",", "").endswith(text)


@pytest.mark.parametrize(
    ("amount", "currency", "is_taken"),
    [
        ("1500", "JPY", True),
        ("1500.0000", "JPY", True),
        ("1500.5", "JPY", False),
        ("0.0125", "USD", True),
        ("1.005", "KWD", True),
    ],
)
def test_half_a_yen_is_refused_and_parts_of_a_cent_are_not(amount, currency, is_taken):
    if is_taken:
        check_amount(Decimal(amount), currency)
    else:
        with pytest.raises(ValidationError, match=r"JPY has no decimals\. Enter a whole amount"):
            check_amount(Decimal(amount), currency)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("amount", "field"), [("1500.5", "amount"), ("0.00004", "amount"), ("-1", "amount")]
)
def test_a_price_says_at_its_amount_what_is_wrong(amount, field):
    yen = PriceListFactory(currency="JPY")
    price = Price(product=ProductFactory(), price_list=yen, amount=Decimal(amount))
    with pytest.raises(ValidationError) as refused:
        price.full_clean()
    assert list(refused.value.message_dict) == [field]


@pytest.mark.django_db
@pytest.mark.parametrize(("amount", "rounded"), [("1.005", "1.01"), ("2.675", "2.68")])
def test_a_feed_with_two_decimals_rounds_halves_up(amount, rounded):
    text = amount_text_sql(SQL("{}::numeric").format(Literal(amount)), Literal("EUR"))
    assert evaluated(text) == amount
    chain = parse_transforms([{"type": "number", "value": {"decimals": 2}}])
    assert evaluated(chain_sql(text, chain)) == rounded
