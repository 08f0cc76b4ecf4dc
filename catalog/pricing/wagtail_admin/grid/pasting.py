"""The page on which many prices are pasted from a spreadsheet."""

import csv
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from catalog.pricing.pasted_cells import TypedCell, read_pasted
from catalog.pricing.services.price_changes.checking import MOST_CELLS, check_prices
from catalog.pricing.services.price_changes.naming import names_of_lists
from catalog.pricing.wagtail_admin.grid.asked import ChangeFieldsForm
from catalog.pricing.wagtail_admin.grid.view import PricePage
from console.signed_in import SignedInRequest
from console.site_day import site_day

LONGEST_TEXT = 2_000_000


class PasteForm(ChangeFieldsForm):
    """A text of prices, and what becomes of those that hold on the day."""

    field_order = ["text", "quantity", "day", "ends_former"]

    text = forms.CharField(
        label=_("Prices"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "wrap": "off"}),
        help_text=_(
            "A block with part numbers in its first column and price lists in its first row, or"
            " rows of part number, price list, amount and, if you like, quantity. An empty cell"
            " leaves the price as it is; - removes it; 0 is a price."
        ),
    )
    ends_former = forms.BooleanField(
        label=_("The prices that hold on that day end the day before"),
        required=False,
        help_text=_("Otherwise their amounts change, for all days on which they hold."),
    )

    def clean_text(self) -> list[TypedCell]:
        """The prices of the text."""
        try:
            cells = read_pasted(self.cleaned_data["text"], lists=names_of_lists())
        except csv.Error:
            raise ValidationError(
                _("This was not copied from a spreadsheet: a quoted cell is not closed.")
            ) from None
        if not cells:
            raise ValidationError(_("There is no price in this text."))
        if len(cells) > MOST_CELLS:
            raise ValidationError(
                _("These are %(count)s prices. Paste at most %(most)s at a time.")
                % {"count": f"{len(cells):,}", "most": f"{MOST_CELLS:,}"}
            )
        return cells


class PastePricesView(PricePage, FormView):
    """Takes a text of prices and shows what it would change."""

    request: SignedInRequest
    template_name = "catalog/pricing/paste.html"
    page_title = _("Paste prices")
    header_icon = "clipboard-list"
    form_class = PasteForm

    def get_initial(self) -> dict[str, Any]:
        """Today's prices of one piece."""
        return {"quantity": 1, "day": site_day()}

    def form_valid(self, form: PasteForm) -> HttpResponse:
        """Keep what it would do, and show that."""
        asked = form.cleaned_data
        change = check_prices(
            cells=asked["text"],
            quantity=asked["quantity"],
            day=asked["day"],
            ends_former=asked["ends_former"],
            user=self.request.user,
        )
        return redirect("catalog_pricechange:inspect", change.pk)
