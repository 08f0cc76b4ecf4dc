"""The part of the product form that holds variants and families together."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.products.models.product import Product
from catalog.products.queries.hidden_values import hidden_values
from catalog.products.queries.variants import same_sibling
from catalog.products.wagtail_admin.value_form import AttributeValuesForm
from catalog.schema.models.family import FamilyAttribute

LISTED = 10


class VariantRulesForm(AttributeValuesForm):
    """A variant has the family of its parent and axis values of its own.

    Another family is only taken once the person has seen which values it hides.
    """

    hide_values = forms.BooleanField(
        required=False,
        label=gettext_lazy("Change the family and hide these values"),
        help_text=gettext_lazy("They are kept and shown again if you switch back to the family."),
    )
    asks_to_hide = False

    def clean(self) -> dict:
        """Hold family, parent and axis values together."""
        cleaned = super().clean()
        parent = cleaned.get("parent")
        if parent and self._is_possible(parent):
            # Whatever the form says: the database holds that too.
            cleaned["family"] = parent.family
            self._check_axes(parent)
        self._check_family(cleaned)
        return cleaned

    def _is_possible(self, parent: Product) -> bool:
        message = ""
        if parent.parent_id:
            message = _("%(product)s is a variant itself. Choose its parent product.")
        elif self.instance.pk and parent.pk == self.instance.pk:
            message = _("A product cannot be a variant of itself.")
        elif self.instance.pk and self.instance.variants.exists():
            message = _("This product has variants, so it cannot become a variant of %(product)s.")
        if message:
            self.add_error("parent", message % {"product": parent.sku})
        return not message

    def _check_axes(self, parent: Product) -> None:
        axes = set(
            FamilyAttribute.objects.filter(
                family=parent.family_id, is_variant_axis=True
            ).values_list("attribute__code", flat=True)
        )
        slots = {
            name: slot for name, slot in self.value_slots.items() if slot.attribute.code in axes
        }
        draft = Product(values=self.instance.values, channel_values={})
        for name, slot in slots.items():
            if name in self._checked:
                slot.write(draft, self._checked[name])
            if slot.read(draft) is None and not self.is_deferred_validation and name in self.fields:
                self.add_error(
                    name,
                    _("Variants differ in %(label)s: give this one its own value.")
                    % {"label": slot.attribute.label},
                )
        other = same_sibling(parent_id=parent.pk, values=draft.values, but=self.instance.pk)
        if other:
            field = next(iter(slots), "parent")
            self.add_error(
                field,
                _("%(sku)s is a variant with the same values. Change one of them.")
                % {"sku": other},
            )

    def _check_family(self, cleaned: dict[str, Any]) -> None:
        """Before another family hides values, tell which."""
        family = cleaned.get("family")
        before = self.initial.get("family")
        if not family or not self.instance.pk or not before or family.pk == before:
            return
        shown_now = set(hidden_values(self.instance, before))
        hidden = [row for row in hidden_values(self.instance, family.pk) if row not in shown_now]
        if not hidden or cleaned.get("hide_values"):
            return
        self.asks_to_hide = True
        named = "; ".join(f"{label}: {text}" for label, text in hidden[:LISTED])
        more = " …" if len(hidden) > LISTED else ""
        self.add_error(
            "family",
            _(
                "The family “%(family)s” does not have these attributes, so their values would "
                "be hidden: %(values)s. Tick the box below to continue, or choose another "
                "family."
            )
            % {"family": family.label, "values": named + more},
        )
