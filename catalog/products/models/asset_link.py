from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from audit.history import History
from catalog.products.models.product import Product
from catalog.schema.models.kinds import AssetRole, KindField
from catalog.schema.queries.kinds import asset_roles, usual_asset_role
from media_library.models import Asset


class ProductAsset(Orderable, models.Model):
    """An asset of a product, in a role."""

    product = ParentalKey(Product, on_delete=models.CASCADE, related_name="asset_links")
    asset = models.ForeignKey(
        Asset, verbose_name=_("asset"), on_delete=models.PROTECT, related_name="product_links"
    )
    role = KindField(_("role"), of=AssetRole, choices=asset_roles, default=usual_asset_role)
    history = History()

    class Meta(Orderable.Meta):
        verbose_name = _("product asset")
        verbose_name_plural = _("product assets")
        indexes = [models.Index(fields=["role"], name="product_asset_role")]
        constraints = [
            models.UniqueConstraint(fields=["product", "asset", "role"], name="asset_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.asset_id}"
