"""The price fields of feeds and imports."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from catalog.pricing.models import PriceList
from catalog.pricing.queries import PRICE_SQL, SEES_PRICES, price_parameters
from exchange.registry import Field, FieldContext, FieldType, Join


def price_fields(context: FieldContext) -> Iterator[Field]:
    """The public price, and the price on each list there is."""
    group = _("Prices")
    public = Join(
        "public_price",
        SQL("LEFT JOIN ({}) public_price ON public_price.product_id = product.id").format(
            SQL(mogrify(PRICE_SQL, price_parameters(None), connection))
        ),
    )
    yield Field(
        code="price",
        label=_("Public price"),
        group=group,
        expression=_exact_price("public_price"),
        type=FieldType.NUMBER,
        joins=(public,),
        permission=_permission(is_public=True),
    )
    yield Field(
        code="price_currency",
        label=_("Currency of the public price"),
        group=group,
        expression=SQL("public_price.currency"),
        joins=(public,),
        permission=_permission(is_public=True),
    )
    day = price_parameters(None)["day"]
    for price_list in PriceList.objects.all():
        alias = f"price_list_{price_list.pk}"
        yield Field(
            code=f"price.{price_list.code}",
            label=_("Price of the list %(name)s") % {"name": price_list},
            group=group,
            expression=_exact_price(alias),
            type=FieldType.NUMBER,
            joins=(_list_price(alias, price_list, day),),
            permission=_permission(is_public=price_list.is_public),
        )


def _permission(*, is_public: bool) -> str:
    """What a person needs who reads a price: nothing, where the site shows it to everybody."""
    return "" if is_public and settings.PUBLIC_PRICES else SEES_PRICES


def _list_price(alias: str, price_list: PriceList, day: object) -> Join:
    """The price of one piece on a list, on a day; the database refuses two that overlap."""
    return Join(
        alias,
        SQL(
            "LEFT JOIN catalog_price {alias} ON {alias}.product_id = product.id"
            " AND {alias}.price_list_id = {key} AND {alias}.minimum_quantity = 1"
            " AND daterange({alias}.valid_from, {alias}.valid_until, '[]') @> {day}::date"
        ).format(alias=Identifier(alias), key=Literal(price_list.pk), day=Literal(day)),
    )


def _exact_price(alias: str) -> Composable:
    """An amount with two decimals, or with as many as it really has."""
    return SQL(
        "CASE WHEN {amount} = round({amount}, 2) THEN round({amount}, 2)::text"
        " ELSE trim_scale({amount})::text END"
    ).format(amount=Identifier(alias, "amount"))
