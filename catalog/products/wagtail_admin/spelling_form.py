"""The part of the product form that asks about numbers in another spelling."""

from django.utils.translation import gettext as _

from catalog.products.queries.spellings import part_number_spelt_otherwise, sku_spelt_otherwise
from catalog.schema.wagtail_admin.other_spellings import SpellingForm
from console.spelling import clean_number, name_key, number_key


class NumbersForm(SpellingForm):
    """A number that another product has in another spelling is taken once that was seen."""

    def clean(self) -> dict:
        """Ask about what is written anew."""
        cleaned = super().clean()
        number, sku = (clean_number(cleaned.get(name) or "") for name in ("part_number", "sku"))
        brand, but = cleaned.get("brand"), self.instance.pk
        if brand and number and {"brand", "part_number"} & set(self.changed_data):
            self.ask_to_keep(
                "part_number",
                part_number_spelt_otherwise(brand_id=brand.pk, part_number=number, but=but),
            )
        if sku and "sku" in self.changed_data:
            self.ask_to_keep("sku", sku_spelt_otherwise(sku=sku, but=but))
        if "interchanges" in self.formsets:
            self._ask_about_interchanges()
        return cleaned

    def _ask_about_interchanges(self) -> None:
        """Of the numbers of other brands each once; two spellings of one would be found alike."""
        # Not by `deleted_forms`, which is empty as long as any row is wrong.
        rows = [form for form in self.formsets["interchanges"].forms if form.is_valid()]
        rows = [form for form in rows if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        known: dict[tuple[str, str], str] = {}
        # What stands there already comes first: the question is put to what is written anew.
        for form in sorted(rows, key=lambda form: form.has_changed()):
            brand, number = form.cleaned_data["brand_name"], form.cleaned_data["number"]
            spelling = f"{brand} {number}"
            first = known.setdefault((name_key(brand), number_key(number)), spelling)
            if first != spelling and form.has_changed():
                message = _(
                    "%(known)s is already in this list and is the same number, spelled "
                    "differently. Remove one of the two, or tick “%(answer)s” below the part "
                    "number on the Content tab."
                )
                answer = self.fields["keep_spelling"].label
                self.ask_about(form, "number", message % {"known": first, "answer": answer})
