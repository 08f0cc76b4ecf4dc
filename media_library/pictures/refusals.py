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
    return _("the file is empty. Upload it again from where it came.")


def _unknown(facts: Mapping) -> str:
    return _(
        "this is no picture that can be read. Taken are %(formats)s; open it in a picture program "
        "and save it as one of them."
    ) % {"formats": facts["formats"]}


def _format(facts: Mapping) -> str:
    return _("%(format)s pictures are not taken. Save it as %(formats)s and upload that.") % facts


def _suffix(facts: Mapping) -> str:
    words = {"right": facts["format"].lower(), **facts}
    if not facts["suffix"]:
        text = _(
            "the name does not say what kind of file it is. Rename it to end with .%(right)s and "
            "upload it again."
        )
        return text % words
    text = _(
        "the name says .%(suffix)s, but it is a %(format)s picture. Rename it to end with "
        ".%(right)s, or save it anew, and upload it again."
    )
    return text % words


def _pixels(facts: Mapping) -> str:
    return _(
        "the picture has %(width)d × %(height)d pixels, %(has)s million; at most %(most)s million "
        "are taken. Save it smaller and upload that."
    ) % {
        "width": facts["width"],
        "height": facts["height"],
        "has": round(facts["width"] * facts["height"] / MEGA, 1),
        "most": facts["most"] // MEGA,
    }


def _bytes(facts: Mapping) -> str:
    return _(
        "the file is too large (%(size)s); at most %(most)s are taken. Save it smaller or with "
        "more compression and upload that."
    ) % dict(facts)


def _cut_off(_facts: Mapping) -> str:
    return _("the file breaks off before its end. Copy or export it again and upload that.")


def _damaged(_facts: Mapping) -> str:
    return _("the picture is damaged. Open it in a picture program, save it anew and upload that.")


def _resources(_facts: Mapping) -> str:
    return _(
        "the picture takes too much memory or time to read. Save it smaller, best as JPEG, and "
        "upload that."
    )


def _busy(_facts: Mapping) -> str:
    return _("too many pictures are being looked at just now. Upload it again in a minute.")


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
