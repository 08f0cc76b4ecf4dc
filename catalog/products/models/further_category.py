from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.history import History, HistoryQuerySet
from catalog.products.models.product import Product
from catalog.schema.models import Category


class FurtherCategory(models.Model):
    """A category in which a product stands beside its main one."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.CASCADE, related_name="+"
    )
    history = History()

    # Django writes rows of a many-to-many field by this.
    objects = HistoryQuerySet.as_manager()

    class Meta:
        db_table = "catalog_product_additional_categories"
        verbose_name = _("further category")
        verbose_name_plural = _("further categories")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["product", "category"], name="further_category_once"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.category_id}"
