from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.schema.models.fields import NameField
from console.spelling import NameKey

FIRST_YEAR = 1886  # Benz Patent-Motorwagen
LAST_YEAR = 2100


class VehicleMake(models.Model):
    """A maker of vehicles, such as Honda."""

    name = NameField(_("name"), max_length=100)
    vcdb_id = models.PositiveIntegerField(_("VCdb make ID"), null=True, blank=True, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("vehicle make")
        verbose_name_plural = _("vehicle makes")
        constraints = [
            models.UniqueConstraint(
                NameKey("name"),
                name="vehicle_make_once",
                violation_error_message=_(
                    "A make with this name already exists, possibly spelled differently."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


class VehicleModel(models.Model):
    """A model of a make, such as Civic."""

    make = models.ForeignKey(
        VehicleMake, verbose_name=_("make"), on_delete=models.PROTECT, related_name="models"
    )
    name = NameField(_("name"), max_length=100)
    vcdb_id = models.PositiveIntegerField(_("VCdb model ID"), null=True, blank=True, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("vehicle model")
        verbose_name_plural = _("vehicle models")
        constraints = [
            models.UniqueConstraint(
                "make",
                NameKey("name"),
                name="vehicle_model_once",
                violation_error_message=_(
                    "This make already has a model with this name, possibly spelled differently."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


class BaseVehicle(models.Model):
    """A model in one year: what ACES calls a base vehicle."""

    model = models.ForeignKey(
        VehicleModel,
        verbose_name=_("model"),
        on_delete=models.CASCADE,
        related_name="base_vehicles",
    )
    year = models.PositiveSmallIntegerField(_("year"))
    vcdb_id = models.PositiveIntegerField(
        _("VCdb base vehicle ID"), null=True, blank=True, unique=True
    )
    label_relations = ("model__make",)

    class Meta:
        ordering = ["-year", "model__make__name", "model__name"]
        verbose_name = _("base vehicle")
        verbose_name_plural = _("base vehicles")
        constraints = [
            models.UniqueConstraint(fields=["year", "model"], name="base_vehicle_once"),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="base_vehicle_year_is_sensible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.model.make.name} {self.model.name}"
