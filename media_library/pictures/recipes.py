"""Wagtail's filter specifications as the operations that the child process carries out."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.image_operations import ImageTransform
from wagtail.images.models import AbstractImage, Filter

from .reading import Drawing

# What may be drawn; a larger picture is the original itself.
MOST_PIXELS = 50_000_000
ORIGINAL = "original"
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}
_QUALITIES = {"JPEG": ("jpeg", 76), "WEBP": ("webp", 80), "AVIF": ("avif", 61)}


@dataclass(slots=True)
class _Paper:
    """Stands where Wagtail's operations expect a picture, and notes the one thing they do to it."""

    colour: tuple[int, int, int] | None = None

    def set_background_color_rgb(self, colour: tuple[int, int, int]) -> "_Paper":
        self.colour = colour
        return self


def drawing_of(image: AbstractImage, image_filter: Filter) -> Drawing:
    """What `image_filter` makes of `image`, by the image's size and focal point.

    Raises InvalidFilterSpecError for what the filter cannot say.
    """
    transform = _transform(image, image_filter)
    width, height = (round(side) for side in transform.size)
    if width * height > MOST_PIXELS:
        raise InvalidFilterSpecError(f"{image_filter.spec} is larger than may be drawn")
    part = transform.get_rect()
    paper, output = _Paper(), {}
    for operation in image_filter.filter_operations:
        operation.run(paper, image, output)
    wanted = output.get("output-format", "")
    if wanted and wanted not in _FORMATS:
        raise InvalidFilterSpecError(f"{wanted} pictures are not drawn")
    return Drawing(
        part=(part.left, part.top, part.right, part.bottom),
        size=(max(1, width), max(1, height)),
        format=_FORMATS.get(wanted, ""),
        background=paper.colour,
        options=_options(output),
    )


def drawn_size(image: AbstractImage, image_filter: Filter) -> tuple[int, int]:
    """Width and height of what `image_filter` will make of `image`."""
    width, height = _transform(image, image_filter).size
    return max(1, round(width)), max(1, round(height))


def _transform(image: AbstractImage, image_filter: Filter) -> ImageTransform:
    try:
        return image_filter.get_transform(image)
    except (ValueError, TypeError, ZeroDivisionError, OverflowError) as error:
        raise InvalidFilterSpecError(image_filter.spec) from error


def _options(output: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each of Pillow's writers is told, by what the filter and the settings say."""
    options: dict[str, dict[str, Any]] = {"PNG": {"optimize": True}}
    lossless = "lossless" in output.get("output-format-options", ())
    for form, (name, usual) in _QUALITIES.items():
        default = getattr(settings, f"WAGTAILIMAGES_{form}_QUALITY", usual)
        options[form] = {"quality": output.get(f"{name}-quality", default)}
    options["JPEG"] |= {"progressive": True, "optimize": True}
    if lossless:
        options["WEBP"] = {"lossless": True}
        options["AVIF"] = {"quality": 100, "subsampling": "4:4:4"}
    return options
