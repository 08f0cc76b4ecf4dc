"""Why a picture is not taken, in words: which file, why, and what to do."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

MEGA = 1_000_000


class PictureRefusedError(Exception):
    """The picture is not taken; the text of the error is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def refusal(code: str, *, name: str, **facts: Any) -> PictureRefusedError:
    """The refusal of the file `name`; `facts` are those that the child found."""
    reason = _REASONS.get(code, _damaged)(facts)
    return PictureRefusedError(code, f"“{name}”: {reason}")


def _empty(_facts: Mapping) -> str:
    return _("the file is empty. Upload the original file again.")


def _unknown(facts: Mapping) -> str:
    return _(
        "this picture cannot be read. Supported formats are %(formats)s; open it in an image "
        "editor and save it as one of them."
    ) % {"formats": facts["formats"]}


def _format(facts: Mapping) -> str:
    return (
        _("%(format)s pictures are not supported. Save it as %(formats)s and upload that.") % facts
    )


def _suffix(facts: Mapping) -> str:
    words = {"right": facts["format"].lower(), **facts}
    if not facts["suffix"]:
        text = _(
            "the file name has no extension. Rename it to end with .%(right)s and upload it again."
        )
        return text % words
    text = _(
        "the file name ends with .%(suffix)s, but it is a %(format)s picture. Rename it to end "
        "with .%(right)s, or save it again, and upload it again."
    )
    return text % words


def _pixels(facts: Mapping) -> str:
    return _(
        "the picture has %(width)d × %(height)d pixels, %(has)s million; at most %(most)s "
        "million are allowed. Reduce its size and upload it again."
    ) % {
        "width": facts["width"],
        "height": facts["height"],
        "has": round(facts["width"] * facts["height"] / MEGA, 1),
        "most": facts["most"] // MEGA,
    }


def _bytes(facts: Mapping) -> str:
    return _(
        "the file is too large (%(size)s); at most %(most)s are allowed. Reduce its size or "
        "compress it more, and upload it again."
    ) % dict(facts)


def _cut_off(_facts: Mapping) -> str:
    return _("the file is incomplete. Copy or export it again and upload that.")


def _damaged(_facts: Mapping) -> str:
    return _("the picture is damaged. Open it in an image editor, save it again and upload that.")


def _resources(_facts: Mapping) -> str:
    return _(
        "the picture takes too much memory or time to read. Reduce its size, preferably as JPEG, "
        "and upload it again."
    )


def _busy(_facts: Mapping) -> str:
    return _("too many pictures are being processed right now. Upload it again in a minute.")


_REASONS: dict[str, Callable[[Mapping], str]] = {
    "empty": _empty,
    "unknown": _unknown,
    "format": _format,
    "suffix": _suffix,
    "pixels": _pixels,
    "bytes": _bytes,
    "cut_off": _cut_off,
    "damaged": _damaged,
    "resources": _resources,
    "busy": _busy,
}
