from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from audit.history import History
from catalog.products.models.product import Product
from catalog.schema.models.fields import NameField, NumberField, normalized_number_field
from catalog.schema.models.kinds import KindField, RelationKind
from catalog.schema.queries.kinds import relation_kinds


class ProductRelation(Orderable, models.Model):
    """A link of a kind from one product to another.

    Where the kind takes the place of a product, or is made of it, it runs in one direction: a
    trigger refuses to close a circle.
    """

    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="relations")
    kind = KindField(_("relation"), of=RelationKind, choices=relation_kinds)
    target = models.ForeignKey(
        Product, verbose_name=_("product"), on_delete=models.CASCADE, related_name="related_from"
    )
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    history = History()

    class Meta(Orderable.Meta):
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        indexes = [models.Index(fields=["kind"], name="relation_kind")]
        constraints = [
            models.UniqueConstraint(fields=["product", "kind", "target"], name="relation_once"),
            models.CheckConstraint(
                condition=~Q(product=F("target")), name="relation_is_not_to_itself"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1), name="relation_quantity_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.target_id}"


class Interchange(models.Model):
    """Another maker's number for the same part."""

    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="interchanges")
    brand_name = NameField(_("other brand"), max_length=100)
    number = NumberField(_("number"), max_length=64)
    normalized_number = normalized_number_field("number")
    history = History()

    class Meta:
        ordering = ["brand_name", "number"]
        verbose_name = _("interchange number")
        verbose_name_plural = _("interchange numbers")
        indexes = [models.Index(fields=["normalized_number"], name="interchange_normalized")]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "brand_name", "number"], name="interchange_once"
            ),
            models.CheckConstraint(condition=~Q(number=""), name="interchange_has_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.brand_name} {self.number}"
