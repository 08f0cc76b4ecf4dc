"""Wagtail's image, document and media models, ours from the first migration."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    WagtailImageField,
    get_rendition_storage,
    get_rendition_upload_to,
    get_upload_to,
)
from wagtail.images.models import Image as WagtailImage
from wagtailmedia.models import AbstractMedia

from media_library.pictures.renditions import (
    DecodedInAChildOnlyError,
    FoundRenditions,
    making_address,
)

from .places import media_place, secret_place, thumbnail_place


class BecomesAsset(models.Model):
    """A file that is saved is an asset from then on, whichever form or program saved it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the file and the asset that stands for it together."""
        from media_library.services.assets import ensure_asset  # noqa: PLC0415 - services import the models

        with transaction.atomic():
            super().save(*args, **kwargs)
            ensure_asset(file_object=self)


class ImageFile(BecomesAsset, FoundRenditions, AbstractImage):
    """A picture file; `width` and `height` are those of the upright picture."""

    # The names of width and height are not told to the field: it would open the file for them.
    file = WagtailImageField(_("file"), upload_to=get_upload_to)
    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("The author and source, as displayed.")
    )

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        indexes = [models.Index(fields=["file"], name="image_by_file")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the file with its size, which is looked for where nobody told it."""
        from media_library.services.assets import measure_picture  # noqa: PLC0415 - services import the models

        measure_picture(image=self)
        super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        """Where Wagtail puts the file, in a folder of its own."""
        return secret_place(super().get_upload_to(filename))


class ImageRendition(AbstractRendition):
    """A picture in another size or format; one without a file is a placeholder."""

    file = WagtailImageField(upload_to=get_rendition_upload_to, storage=get_rendition_storage)
    image = models.ForeignKey(ImageFile, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]

    @property
    def url(self) -> str:
        """Where the picture is, or has itself made when somebody looks."""
        return self.file.url if self.file else making_address(self.image_id, self.filter_spec)

    def get_willow_image(self) -> None:
        """Refuse; nothing of this process may decode the file."""
        raise DecodedInAChildOnlyError

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
        indexes = [
            models.Index(fields=["file"], name="media_by_file"),
            models.Index(fields=["thumbnail"], name="media_by_thumbnail"),
        ]
