from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from audit.history import History
from catalog.models import Brand, Family
from catalog.schema.models.fields import CodeField
from exchange.transforms.blocks import TransformsBlock


class ImportProfile(ClusterableModel, models.Model):
    """How the files of one supplier are read: the key, what new products get, the columns."""

    class Key(models.TextChoices):
        SKU = "sku", _("SKU")
        BRAND_PART_NUMBER = "brand_part_number", _("Brand and part number")

    class Mode(models.TextChoices):
        UPSERT = "upsert", _("Create and update")
        CREATE = "create", _("Create only")
        UPDATE = "update", _("Update only")

    code = CodeField()
    name = models.CharField(_("name"), max_length=100)
    key = models.CharField(_("key"), max_length=20, choices=Key.choices, default=Key.SKU)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode.choices, default=Mode.UPSERT)
    default_brand = models.ForeignKey(
        Brand,
        verbose_name=_("brand of new products"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Used if the file has no brand column."),
    )
    default_family = models.ForeignKey(
        Family,
        verbose_name=_("family of new products"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Used if the file has no family column."),
    )
    publish = models.BooleanField(_("publish new products"), default=True)
    history = History()

    class Meta:
        ordering = ["name"]
        verbose_name = _("import profile")
        verbose_name_plural = _("import profiles")

    def __str__(self) -> str:
        return self.name


class ImportColumn(Orderable, models.Model):
    """One column of the file: its header, the field it fills, transforms in order."""

    profile = ParentalKey(ImportProfile, on_delete=models.CASCADE, related_name="columns")
    header = models.CharField(_("header"), max_length=200)
    target = models.CharField(
        _("field"), max_length=100, blank=True, help_text=_("Leave empty to ignore the column.")
    )
    transforms = StreamField(TransformsBlock(), verbose_name=_("transforms"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("column")
        verbose_name_plural = _("columns")
        constraints = [
            models.UniqueConstraint(fields=["profile", "header"], name="import_header_once"),
        ]

    def __str__(self) -> str:
        return self.header
