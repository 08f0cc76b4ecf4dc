"""Renditions without decoding: those that are there, and placeholders for those that are not."""

from collections.abc import Iterable

from django.urls import reverse
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.images.utils import generate_signature

from .recipes import ORIGINAL, drawn_size


class DecodedInAChildOnlyError(RuntimeError):
    """Something asked for a picture's pixels outside of the child process that may hold them."""

    def __init__(self) -> None:
        super().__init__("Pictures are decoded by media_library.pictures.reading only")


class FoundRenditions:
    """Wagtail's renditions of an image, answered without opening its file.

    What is missing is answered by a placeholder of the right size, which is not saved; its address
    has the rendition made when somebody looks at it.
    """

    def get_rendition(self, filter: Filter | str) -> AbstractRendition:
        """The rendition that `filter` asks for, or a placeholder for it."""
        return next(iter(self.get_renditions(filter).values()))

    def get_renditions(self, *filters: Filter | str) -> dict[str, AbstractRendition]:
        """The renditions by specification, in the order of `filters`."""
        wanted = list(dict.fromkeys(self.clean_filter_for_svg(_filter(one)) for one in filters))
        found = self.find_existing_renditions(*wanted)
        self._remember(found)
        return {one.spec: found.get(one) or placeholder_of(self, one) for one in wanted}

    def generate_rendition_file(self, *args: object, **kwargs: object) -> None:
        """Refuse; `media_library.services.rendering` makes renditions."""
        raise DecodedInAChildOnlyError

    def get_willow_image(self) -> None:
        """Refuse; nothing of this process may decode the file."""
        raise DecodedInAChildOnlyError

    def _remember(self, found: dict[Filter, AbstractRendition]) -> None:
        model = self.get_rendition_model()
        additions = {
            model.construct_cache_key(self, one.get_cache_key(self), one.spec): rendition
            for one, rendition in found.items()
            if not getattr(rendition, "_from_cache", False)
        }
        if additions:
            model.cache_backend.set_many(additions)


def placeholder_of(image: AbstractImage, image_filter: Filter) -> AbstractRendition:
    """An unsaved rendition with the size that the real one will have.

    The original is its own rendition. Raises InvalidFilterSpecError.
    """
    is_original = image_filter.spec == ORIGINAL
    width, height = drawn_size(image, image_filter)
    return image.get_rendition_model()(
        image=image,
        filter_spec=image_filter.spec,
        focal_point_key=image_filter.get_cache_key(image),
        file=image.file.name if is_original else "",
        width=width,
        height=height,
    )


def making_address(image_id: int, spec: str) -> str:
    """The address that shows a rendition once it is made, and has it made until then."""
    return reverse(
        "media_library:picture", args=[generate_signature(image_id, spec), image_id, spec]
    )


def missing_of(image: AbstractImage, specs: Iterable[str]) -> list[Filter]:
    """The filters of `specs` for which the database has no rendition of the image."""
    filters = {one: one.get_cache_key(image) for one in map(_filter, dict.fromkeys(specs))}
    rows = image.renditions.model.objects.filter(image=image, filter_spec__in=list(specs))
    made = set(rows.values_list("filter_spec", "focal_point_key"))
    return [
        one for one, key in filters.items() if one.spec != ORIGINAL and (one.spec, key) not in made
    ]


def _filter(wanted: Filter | str) -> Filter:
    return Filter(spec=wanted) if isinstance(wanted, str) else wanted
