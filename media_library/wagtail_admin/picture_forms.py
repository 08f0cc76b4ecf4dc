"""Forms that take pictures: each is looked at by a child process before it is let in."""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm
from wagtailmedia.models import ALLOWED_EXTENSIONS_THUMBNAIL

from media_library.pictures.reading import check_upload, suffix_of
from media_library.pictures.refusals import PictureRefusedError, refusal

AVATAR_SIDE = 400


def checked_picture(file: File, *, side: int = 0) -> File:
    """`file` with what it is noted as `picture`; drawn anew within `side` where one is given.

    Raises ValidationError that names the file and says why and what to do.
    """
    name = Path(file.name).name
    try:
        if file.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            most = filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
            raise refusal("bytes", name=name, size=filesizeformat(file.size), most=most)
        found = check_upload(file, name=name, side=side)
    except PictureRefusedError as error:
        raise ValidationError(str(error), code=error.code) from error
    if side:
        drawn = found.drawn[0]
        stem = Path(name).stem
        return ContentFile(drawn.content, name=f"{stem}.{suffix_of(drawn.format)}")
    file.picture = found
    return file


class PictureUploadField(WagtailImageField):
    """Wagtail's field for a picture's file, which opens nothing itself."""

    def to_python(self, data: Any) -> File | None:
        """The file, once the child has looked at it."""
        file = forms.FileField.to_python(self, data)
        return None if file is None else checked_picture(file)


class CheckedImageForm(BaseImageForm):
    """Wagtail's form for images, with the field that has files checked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _check_pictures_of(self, "file")


def _check_pictures_of(form: forms.ModelForm, name: str) -> None:
    """Put our field in the place of one that Wagtail makes by a callback nobody can replace."""
    if given := form.fields.get(name):
        form.fields[name] = PictureUploadField(
            label=given.label, required=given.required, widget=given.widget
        )


class CheckedMediaForm(BaseMediaForm):
    """The form for films and sounds; the picture that stands for one is checked as others are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _check_pictures_of(self, "thumbnail")

    def clean_thumbnail(self) -> File | bool | None:
        """Refuse by its name what wagtailmedia's model would refuse without."""
        thumbnail = self.cleaned_data["thumbnail"]
        found = getattr(thumbnail, "picture", None)
        if found and suffix_of(found.format) not in ALLOWED_EXTENSIONS_THUMBNAIL:
            formats = ", ".join(sorted({*map(str.upper, ALLOWED_EXTENSIONS_THUMBNAIL)} - {"JPG"}))
            name = Path(thumbnail.name).name
            error = refusal("format", name=name, format=found.format, formats=formats)
            raise ValidationError(str(error), code=error.code)
        return thumbnail


class CheckedAvatarForm(AvatarPreferencesForm):
    """The profile picture, made small by the child that looks at it."""

    avatar = forms.FileField(
        label=_("Upload a profile picture"),
        required=False,
        widget=forms.ClearableFileInput,
    )

    def clean_avatar(self) -> File | bool | None:
        """The small picture; the one there was where none was given."""
        given = self.cleaned_data.get("avatar")
        is_new = given and given != self._original_avatar
        return checked_picture(given, side=AVATAR_SIDE) if is_new else given
