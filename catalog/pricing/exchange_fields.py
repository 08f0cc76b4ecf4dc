"""The price fields of feeds and imports."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Identifier

from catalog.pricing.holding import PriceQuestion, holding_sql
from catalog.pricing.models import PriceList
from catalog.pricing.money import amount_text_sql
from catalog.pricing.queries import SEES_PRICES
from exchange.registry import Field, FieldContext, FieldType, Join

Text = str | Promise


def price_fields(context: FieldContext) -> Iterator[Field]:
    """The public price, and the price on each list there is, of one piece or of the fewest."""
    yield from _fields(
        PriceQuestion.of_today(),
        alias="public_price",
        codes=("price", "price_currency", "price_from_quantity"),
        labels=(
            _("Public price"),
            _("Currency of the public price"),
            _("Minimum quantity for the public price"),
        ),
        is_public=True,
    )
    for price_list in PriceList.objects.all():
        code, name = f"price.{price_list.code}", {"name": price_list}
        yield from _fields(
            PriceQuestion.of_today(price_list=price_list.code),
            alias=f"price_list_{price_list.pk}",
            codes=(code, "", f"{code}.from_quantity"),
            labels=(
                _("Price in the list %(name)s") % name,
                "",
                _("Minimum quantity for the price in the list %(name)s") % name,
            ),
            is_public=price_list.is_public,
        )


def _fields(
    question: PriceQuestion,
    *,
    alias: str,
    codes: tuple[str, str, str],
    labels: tuple[Text, Text, Text],
    is_public: bool,
) -> Iterator[Field]:
    """The amount, the currency and the quantity of the price that holds; one without a code not."""
    held = SQL("LEFT JOIN ({held}) {alias} ON {alias}.product_id = product.id").format(
        held=SQL(mogrify(holding_sql(question), question.parameters, connection)),
        alias=Identifier(alias),
    )
    amount, currency, quantity = (
        Identifier(alias, column) for column in ("amount", "currency", "minimum_quantity")
    )
    expressions = (
        (amount_text_sql(amount, currency), FieldType.NUMBER),
        (SQL("{}").format(currency), FieldType.TEXT),
        (SQL("{}::text").format(quantity), FieldType.NUMBER),
    )
    for code, label, (expression, type_) in zip(codes, labels, expressions, strict=True):
        if code:
            yield Field(
                code=code,
                label=str(label),
                group=_("Prices"),
                expression=expression,
                type=type_,
                joins=(Join(alias, held),),
                permission=_permission(is_public=is_public),
            )


def _permission(*, is_public: bool) -> str:
    """What a person needs who reads a price: nothing, where the site shows it to everybody."""
    return "" if is_public and settings.PUBLIC_PRICES else SEES_PRICES
