from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from audit.history import History
from catalog.fitment.models.vehicle import FIRST_YEAR, LAST_YEAR, VehicleMake, VehicleModel
from catalog.products.models import Product


class Fitment(models.Model):
    """A statement that a product fits a range of vehicles, kept as a range of years.

    Without a model it fits every model of the make. `qualifiers` narrow it, by ACES' names:
    {"submodel": "EX", "engine": "1.8L L4", "drive": "FWD", "body": "Sedan"}.
    """

    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="fitments")
    make = models.ForeignKey(
        VehicleMake, verbose_name=_("make"), on_delete=models.PROTECT, related_name="fitments"
    )
    model = models.ForeignKey(
        VehicleModel,
        verbose_name=_("model"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="fitments",
    )
    year_from = models.PositiveSmallIntegerField(_("from year"))
    year_to = models.PositiveSmallIntegerField(_("to year"))
    submodel = models.CharField(_("submodel"), max_length=100, blank=True)
    engine = models.CharField(_("engine"), max_length=100, blank=True)
    drive = models.CharField(_("drive"), max_length=50, blank=True)
    body = models.CharField(_("body"), max_length=50, blank=True)
    qualifiers = models.JSONField(_("further qualifiers"), default=dict, blank=True)
    position = models.CharField(_("position"), max_length=50, blank=True)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    note = models.CharField(_("note"), max_length=255, blank=True)
    history = History()
    label_relations = ("make", "model")

    class Meta:
        ordering = ["make__name", "model__name", "year_from"]
        verbose_name = _("fitment")
        verbose_name_plural = _("fitments")
        indexes = [
            models.Index(fields=["model", "year_from", "year_to"], name="fitment_vehicle"),
            models.Index(fields=["make", "year_from", "year_to"], name="fitment_make_years"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(year_from__lte=F("year_to")), name="fitment_years_are_in_order"
            ),
            models.CheckConstraint(
                condition=Q(year_from__gte=FIRST_YEAR, year_to__lte=LAST_YEAR),
                name="fitment_years_are_sensible",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1), name="fitment_quantity_is_positive"
            ),
        ]

    def __str__(self) -> str:
        model = self.model.name if self.model else _("all models")
        return f"{self.year_from}–{self.year_to} {self.make.name} {model}"

    def clean(self) -> None:
        """The model belongs to the make, and the years are in order."""
        super().clean()
        if self.model and self.make_id and self.model.make_id != self.make_id:
            raise ValidationError({"model": _("This model does not belong to this make.")})
        if self.year_from and self.year_to and self.year_from > self.year_to:
            raise ValidationError({"year_to": _("The last year is before the first.")})
