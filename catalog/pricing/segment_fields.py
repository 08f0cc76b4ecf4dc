"""The fields of prices: what a product costs today."""

from collections.abc import Iterator

from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from django.db.models import DecimalField
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from catalog.pricing.holding import PriceQuestion, joined_holding_sql
from catalog.pricing.models import PriceList
from catalog.pricing.queries import SEES_PRICES
from catalog.segments.choices import RowChoices
from catalog.segments.conditions import on_relation
from catalog.segments.registry import Parameter, SegmentField
from catalog.segments.relation_fields import PARTS
from catalog.segments.scope import Scope


def price_fields() -> Iterator[SegmentField]:
    """What can be asked of the prices of a product."""
    yield SegmentField(
        "price",
        _("Price today"),
        "number",
        on_relation(_prices, RawSQL("found.amount", (), output_field=DecimalField())),
        PARTS,
        parameters=(_price_list_parameter(),),
        permission=SEES_PRICES,
        after="variants",
    )


def _price_list_parameter() -> Parameter:
    lists = RowChoices(PriceList.objects.order_by, "code", "name")
    return Parameter("price_list", _("Price list"), _("the public list"), lists)


def _prices(scope: Scope) -> str:
    """The prices that hold today for one piece or for the fewest: public, or of a list."""
    question = PriceQuestion(price_list=scope.parameter("price_list"), day=scope.filter.today)
    return mogrify(joined_holding_sql(question), question.parameters, connection)
