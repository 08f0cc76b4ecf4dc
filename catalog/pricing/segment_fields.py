"""The fields of prices: what a product costs today."""

from collections.abc import Iterator

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.pricing.models import Price, PriceList
from catalog.pricing.queries import SEES_PRICES
from catalog.segments.choices import RowChoices
from catalog.segments.conditions import on_rows
from catalog.segments.registry import Parameter, SegmentField
from catalog.segments.relation_fields import PARTS
from catalog.segments.scope import Scope


def price_fields() -> Iterator[SegmentField]:
    """What can be asked of the prices of a product."""
    yield SegmentField(
        "price",
        _("Price of today"),
        "number",
        on_rows(_prices, F("amount")),
        PARTS,
        parameters=(_price_list_parameter(),),
        permission=SEES_PRICES,
        after="variants",
    )


def _price_list_parameter() -> Parameter:
    lists = RowChoices(PriceList.objects.order_by, "code", "name")
    return Parameter("price_list", _("Price list"), _("the public list"), lists)


def _prices(scope: Scope) -> QuerySet:
    """The prices of a list that hold today."""
    code, today = scope.parameter("price_list"), timezone.localdate()
    of_list = Q(price_list__code=code) if code else Q(price_list__is_public=True)
    return Price.objects.filter(
        of_list,
        Q(valid_from__isnull=True) | Q(valid_from__lte=today),
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
    )
