"""Wagtail's image, document and media models, ours from the first migration."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage
from wagtailmedia.models import AbstractMedia

from .places import media_place, secret_place, thumbnail_place


class BecomesAsset(models.Model):
    """A file that is saved is an asset from then on, whichever form or program saved it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the file and the asset that stands for it together."""
        from media_library.services.assets import ensure_asset

        with transaction.atomic():
            super().save(*args, **kwargs)
            ensure_asset(file_object=self)


class ImageFile(BecomesAsset, AbstractImage):
    """A picture file."""

    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Author and source, as shown.")
    )

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename: str) -> str:
        """Where Wagtail puts the file, in a folder of its own."""
        return secret_place(super().get_upload_to(filename))


class ImageRendition(AbstractRendition):
    """A picture in another size or format."""

    image = models.ForeignKey(ImageFile, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        """Where Wagtail puts the file, in a folder of its own, as its name follows from others."""
        return secret_place(super().get_upload_to(filename))


class DocumentFile(BecomesAsset, AbstractDocument):
    """A document file, such as an installation guide or a safety data sheet."""

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")


class MediaFile(BecomesAsset, AbstractMedia):
    """A video or audio file."""

    file = models.FileField(_("file"), upload_to=media_place)
    thumbnail = models.FileField(_("thumbnail"), upload_to=thumbnail_place, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "duration",
        "width",
        "height",
        "thumbnail",
        "tags",
    )

    class Meta(AbstractMedia.Meta):
        verbose_name = _("media")
        verbose_name_plural = _("media")
