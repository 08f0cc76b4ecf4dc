from django.db import models
from django.utils.translation import gettext_lazy as _


class UniqueValue(models.Model):
    """A value of a unique attribute, and the product that has it.

    Triggers of the tables of products and attributes write these rows, whoever writes the products;
    nothing else does. The keys are plain numbers, so that Django neither follows nor guards them.
    `value` is normalised for comparison by the function catalog_unique_key of the database.
    """

    attribute_id = models.BigIntegerField()
    channel = models.CharField(_("channel"), max_length=64, blank=True)
    locale = models.CharField(_("language"), max_length=10, blank=True)
    value = models.CharField(_("value"), max_length=200)
    product_id = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("unique value")
        verbose_name_plural = _("unique values")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["attribute_id", "channel", "locale", "value"], name="unique_value_once"
            ),
        ]

    def __str__(self) -> str:
        return self.value
