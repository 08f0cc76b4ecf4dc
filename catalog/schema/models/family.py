from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from audit.history import History
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel
from catalog.schema.models.fields import CodeField, NameField, labels_field


class Family(index.Indexed, ClusterableModel, models.Model):
    """A kind of product: which attributes it has and which of them each channel requires."""

    code = CodeField()
    label = NameField(_("label"), max_length=100)
    labels = labels_field()
    part_type = models.CharField(
        _("part terminology ID"),
        max_length=8,
        blank=True,
        help_text=_("The ID in the Auto Care part terminology, as used in ACES and PIES."),
    )
    history = History()

    search_fields = [
        index.SearchField("label"),
        index.AutocompleteField("label"),
        index.FilterField("label"),
    ]

    class Meta:
        ordering = ["label"]
        verbose_name = _("family")
        verbose_name_plural = _("families")
        permissions = [("exchange_model", "Can import and export the model")]

    def __str__(self) -> str:
        return self.label


class FamilyAttribute(Orderable, ClusterableModel, models.Model):
    """An attribute of a family, in the family's order."""

    family = ParentalKey(Family, on_delete=models.CASCADE, related_name="family_attributes")
    attribute = models.ForeignKey(
        Attribute,
        verbose_name=_("attribute"),
        on_delete=models.PROTECT,
        related_name="family_attributes",
    )
    required_for = ParentalManyToManyField(
        Channel,
        verbose_name=_("required for"),
        blank=True,
        related_name="+",
        help_text=_("Channels for which a product is incomplete without a value."),
    )
    is_variant_axis = models.BooleanField(_("variants differ in this"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("family attribute")
        verbose_name_plural = _("family attributes")
        constraints = [
            models.UniqueConstraint(
                fields=["family", "attribute"], name="family_has_an_attribute_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.family}: {self.attribute}"
