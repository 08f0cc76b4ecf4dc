"""The part of the product form that asks about numbers in another spelling."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from catalog.products.models.product import Product
from catalog.products.queries.spellings import part_number_spelt_otherwise, sku_spelt_otherwise
from console.spelling import clean_number


class SpellingForm(WagtailAdminModelForm):
    """A number that another product has in another spelling is taken once that was seen."""

    keep_spelling = forms.BooleanField(
        required=False,
        label=gettext_lazy("They are different products: keep both"),
        help_text=gettext_lazy("Their numbers differ only in how they are written."),
    )
    asks_to_keep = False

    def clean(self) -> dict:
        """Ask about what is written anew."""
        cleaned = super().clean()
        number, sku = (clean_number(cleaned.get(name) or "") for name in ("part_number", "sku"))
        brand, but = cleaned.get("brand"), self.instance.pk
        if brand and number and {"brand", "part_number"} & set(self.changed_data):
            self._ask(
                "part_number",
                part_number_spelt_otherwise(brand_id=brand.pk, part_number=number, but=but),
            )
        if sku and "sku" in self.changed_data:
            self._ask("sku", sku_spelt_otherwise(sku=sku, but=but))
        return cleaned

    def _ask(self, name: str, other: Product | None) -> None:
        if other is None or self.cleaned_data.get("keep_spelling"):
            return
        self.asks_to_keep = True
        self.add_error(
            name,
            format_html(
                _(
                    "There is {number} already, which is the same in another spelling. Open "
                    "{product}, or tick the box below to keep both."
                ),
                number=getattr(other, name),
                product=format_html(
                    '<a href="{}">{}</a>', reverse("catalog_product:edit", args=[other.pk]), other
                ),
            ),
        )
