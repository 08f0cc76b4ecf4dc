from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from audit.history import History
from console.site_day import site_day
from media_library.querysets import AssetQuerySet

from .files import DocumentFile, ImageFile, MediaFile


class Asset(index.Indexed, models.Model):
    """One record for whatever file it stands for: exactly one image, document or media file."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("Image")
        DOCUMENT = "document", _("Document")
        MEDIA = "media", _("Video or audio")

    class Status(models.TextChoices):
        NEW = "new", _("New")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be read")
        ARCHIVED = "archived", _("Archived")

    title = models.CharField(_("title"), max_length=255)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    image = models.OneToOneField(
        ImageFile, verbose_name=_("image"), null=True, blank=True, on_delete=models.CASCADE
    )
    document = models.OneToOneField(
        DocumentFile, verbose_name=_("document"), null=True, blank=True, on_delete=models.CASCADE
    )
    media = models.OneToOneField(
        MediaFile, verbose_name=_("media"), null=True, blank=True, on_delete=models.CASCADE
    )
    status = models.CharField(
        _("status"), max_length=16, choices=Status.choices, default=Status.NEW
    )
    status_message = models.CharField(_("status message"), max_length=500, blank=True)
    checksum = models.CharField(_("SHA-256"), max_length=64, blank=True, db_index=True)
    size = models.BigIntegerField(_("size in bytes"), null=True, blank=True)
    metadata = models.JSONField(_("metadata"), default=dict, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    licence_expires_on = models.DateField(_("licence expires"), null=True, blank=True)
    territories = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("territories"),
        default=list,
        blank=True,
        help_text=_("ISO 3166 country codes, separated by commas. Leave empty for all countries."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    objects = AssetQuerySet.as_manager()
    history = History()

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("title"),
        index.FilterField("kind"),
        index.FilterField("status"),
        index.FilterField("size"),
        index.FilterField("updated_at"),
    ]

    class Meta:
        ordering = ["-id"]
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="image", image__isnull=False, document=None, media=None)
                    | Q(kind="document", document__isnull=False, image=None, media=None)
                    | Q(kind="media", media__isnull=False, image=None, document=None)
                ),
                name="asset_has_exactly_one_file",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_showable(self) -> bool:
        """Whether it may be shown at all, as `AssetQuerySet.showable` says of many."""
        in_licence = self.licence_expires_on is None or self.licence_expires_on >= site_day()
        return in_licence and self.status != self.Status.ARCHIVED

    @property
    def file_object(self) -> ImageFile | DocumentFile | MediaFile:
        """The Wagtail record that holds the file."""
        return getattr(self, self.kind)
