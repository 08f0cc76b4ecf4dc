from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _

from catalog.products.models import Product
from catalog.schema.models import Channel


class ArrayLength(models.Func):
    """The number of elements of an array; 0 of an empty one."""

    function = "cardinality"
    output_field = IntegerField()


class Completeness(models.Model):
    """How complete a product is for one channel in one language; recalculated set-wise.

    `missing` names the required things that are not there: "values.<attribute code>" and
    "asset.<role>". `percent` is the share that is there, 100 where nothing is required.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="completeness")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    locale = models.CharField(_("language"), max_length=10)
    required = models.PositiveIntegerField(_("required"))
    missing = ArrayField(models.TextField(), verbose_name=_("missing"), default=list)
    percent = models.GeneratedField(
        verbose_name=_("percent"),
        expression=Case(
            When(required=0, then=Value(100)),
            default=(F("required") - ArrayLength("missing")) * 100 / F("required"),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("completeness")
        verbose_name_plural = _("completeness")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "channel", "locale"], name="completeness_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"
