"""What the grid of prices is asked for by its address: products, lists, quantity and day."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog.pricing.models import PriceList
from catalog.products.models.product import Product
from catalog.products.queries.text_search import search_condition
from catalog.products.querysets import ProductQuerySet
from catalog.segments.compilation import segment_products
from catalog.segments.models import Segment
from catalog.segments.rights import segments_known_to
from console.site_day import site_day
from console.spelling import NumberKey, number_key

ROWS_A_PAGE = 50
MOST_LISTS = 10
LARGEST_QUANTITY = 2_147_483_647
# An address holds so many; longer lists of numbers are pasted with their prices.
LONGEST_NUMBERS = 4_000
LONGEST_FILTER = 4_000
_PARTING = re.compile(r"[\t\r\n;,]+")


class ChangeFieldsForm(forms.Form):
    """For which quantity and day prices are, and what becomes of those that hold then."""

    quantity = forms.IntegerField(
        label=_("From quantity"), min_value=1, max_value=LARGEST_QUANTITY, required=False
    )
    day = forms.DateField(
        label=_("Day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_quantity(self) -> int:
        """One piece, where nothing is said."""
        return self.cleaned_data["quantity"] or 1

    def clean_day(self) -> date:
        """Today, where nothing is said."""
        return self.cleaned_data["day"] or site_day()


class GridForm(ChangeFieldsForm):
    """Which products stand in the rows of the grid, and which lists in its columns."""

    field_order = ["q", "segment", "lists", "quantity", "day", "numbers"]

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    segment = forms.ModelChoiceField(
        Segment.objects.none(), label=_("Segment"), required=False, empty_label=_("All products")
    )
    lists = forms.ModelMultipleChoiceField(
        PriceList.objects.none(),
        label=_("Price lists"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    numbers = forms.CharField(
        label=_("Part numbers or SKUs"),
        required=False,
        max_length=LONGEST_NUMBERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One per line, such as a column pasted from a spreadsheet."),
    )
    # A filter as the listing of products has it, which its button brings along.
    f = forms.CharField(required=False, max_length=LONGEST_FILTER, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, user: User):
        super().__init__(data)
        self._user = user
        fields: dict[str, Any] = self.fields
        fields["segment"].queryset = segments_known_to(user).order_by("name")
        fields["lists"].queryset = self._lists

    def clean_lists(self) -> list[PriceList]:
        """The first lists, the public one before the others, where none is chosen."""
        chosen = list(self.cleaned_data["lists"])
        if len(chosen) > MOST_LISTS:
            raise ValidationError(
                _("Choose at most %(count)d price lists at a time.") % {"count": MOST_LISTS}
            )
        return chosen or self.usual_lists

    def clean_f(self) -> dict[str, Any]:
        """The filter, or an error where there is none that this person may ask for."""
        text = self.cleaned_data["f"]
        if not text:
            return {}
        try:
            found = json.loads(text)
            segment_products(found, user=self._user)
        except (ValueError, RecursionError):
            raise ValidationError(_("The filter cannot be read.")) from None
        return found

    @property
    def _lists(self) -> QuerySet[PriceList]:
        return PriceList.objects.order_by("-is_public", "name")

    @cached_property
    def usual_lists(self) -> list[PriceList]:
        """The columns, where nothing is said."""
        return list(self._lists[: MOST_LISTS // 2])

    def products(self) -> ProductQuerySet:
        """The products that are asked for, by SKU; none where the form has errors."""
        if not self.is_valid():
            return Product.objects.none()
        asked = self.cleaned_data
        products = Product.objects.filter(merged_into=None)
        for segment_filter in self._filters():
            products = products.filter(
                pk__in=segment_products(segment_filter, user=self._user).order_by().values("pk")
            )
        if asked["q"]:
            products = products.filter(search_condition(asked["q"]))
        if numbers := self.spelt_numbers():
            products = products.alias(sku_key=NumberKey("sku")).filter(
                Q(normalized_part_number__in=numbers) | Q(sku_key__in=numbers)
            )
        return products.order_by("sku")

    def spelt_numbers(self) -> set[str]:
        """The numbers that were pasted, as they are compared."""
        texts = _PARTING.split(self.cleaned_data["numbers"])
        return {number_key(text) for text in texts} - {""}

    def _filters(self) -> Iterator[dict[str, Any]]:
        if self.cleaned_data["segment"]:
            yield self.cleaned_data["segment"].filter
        if self.cleaned_data["f"]:
            yield self.cleaned_data["f"]
