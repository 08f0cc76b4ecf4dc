from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from audit.history import History
from catalog.products.gtin import read_gtin
from catalog.products.models.product import Product
from catalog.schema.models.kinds import KindField, PackageLevel
from catalog.schema.queries.kinds import first_package_level, package_levels


class Package(models.Model):
    """How a product is packed at one level (PIES: PackageUOM, weights and dimensions)."""

    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="packages")
    level = KindField(
        _("level"), of=PackageLevel, choices=package_levels, default=first_package_level
    )
    quantity = models.PositiveIntegerField(
        _("pieces"), default=1, validators=[MinValueValidator(1)]
    )
    gtin = models.CharField(_("GTIN"), max_length=14, blank=True)
    length = models.DecimalField(
        _("length (mm)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    width = models.DecimalField(
        _("width (mm)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    height = models.DecimalField(
        _("height (mm)"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    weight = models.DecimalField(
        _("weight (kg)"), max_digits=10, decimal_places=3, null=True, blank=True
    )
    history = History()

    class Meta:
        ordering = ["quantity"]
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        indexes = [
            models.Index(fields=["level"], name="package_level"),
            models.Index(fields=["gtin"], name="package_gtin", condition=~Q(gtin="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["product", "level"], name="package_level_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="package_holds_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} × {self.quantity}"

    def clean(self) -> None:
        """Refuse what is no GTIN."""
        super().clean()
        try:
            self.gtin = read_gtin(self.gtin)
        except ValidationError as error:
            raise ValidationError({"gtin": error}) from error
