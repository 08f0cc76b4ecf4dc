"""Inspects and resizes pictures in a child process; nothing is decoded in this one."""

import json
import re
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from wagtail.images.utils import get_allowed_image_extensions

from console.limited_process import Finished, Limits, run_limited

from .refusals import refusal

PROGRAM = Path(__file__).with_name("picture_process.py")
# While somebody waits for the answer of a form.
CHECK = Limits(memory=640_000_000, seconds=10)
# In a worker: a picture with all its pixels, and what the programs themselves take.
WORK = Limits(memory=800_000_000, seconds=120, is_nice=True)
PROGRAM_MEMORY = 200_000_000
# Up to so many pixels a form decodes the whole picture, to see whether it is whole; the job that
# draws what pages show sees it of larger ones.
DECODED_UP_TO = 25_000_000
# How many are looked at for forms at a time, and how long another one waits for its turn: threads
# of the web process that others need.
_checks = threading.BoundedSemaphore(2)
TURN_SECONDS = 5

# The file's formats by the suffixes that Wagtail may be told to allow.
FORMATS = {
    "avif": ("AVIF",),
    "gif": ("GIF",),
    "jpg": ("JPEG",),
    "jpeg": ("JPEG",),
    "png": ("PNG",),
    "webp": ("WEBP",),
}
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture to be drawn of another: which part, how large, in which format.

    `part` is left, top, right and bottom of the upright source; without `format` it is the
    source's. `options` are those of Pillow's writer by format.
    """

    part: tuple[float, float, float, float]
    size: tuple[int, int]
    format: str = ""
    background: tuple[int, int, int] | None = None
    options: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn."""

    format: str
    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture is; width and height are those of the upright one."""

    format: str
    mode: str
    width: int
    height: int
    drawn: tuple[Drawn, ...] = ()


def allowed_formats() -> list[str]:
    """Pillow's names of the formats that Wagtail's suffixes allow."""
    allowed = get_allowed_image_extensions()
    return list(dict.fromkeys(form for suffix in allowed for form in FORMATS.get(suffix, ())))


def check_upload(file: File, *, name: str, side: int = 0) -> Picture:
    """What an uploaded picture is, with its suffix checked, while its form waits.

    With `side`, it is drawn anew with sides of at most so many pixels. Raises PictureRefusedError.
    """
    suffix = Path(name).suffix.lower().removeprefix(".")
    if not _checks.acquire(timeout=TURN_SECONDS):
        raise refusal("busy", name=name)
    try:
        found = read_picture(file, name=name, limits=CHECK)
        if found.format not in FORMATS.get(suffix, ()):
            raise refusal("suffix", name=name, suffix=suffix, format=found.format)
        if side:
            found = read_picture(
                file, name=name, limits=CHECK, basis=found, drawings=[_within(found, side)]
            )
        return found
    finally:
        _checks.release()


def read_picture(
    file: File,
    *,
    name: str,
    limits: Limits = WORK,
    basis: Picture | None = None,
    drawings: Sequence[Drawing] = (),
) -> Picture:
    """What a picture is, and `drawings` of it, whose parts are those of `basis`.

    Without drawings a picture that is not too large is decoded once, to see whether it is whole.
    Raises PictureRefusedError.
    """
    formats = allowed_formats()
    with tempfile.TemporaryDirectory(prefix="picture-") as place:
        folder = Path(place)
        request = {
            "file": str(put_into(folder, file)),
            "formats": formats,
            "pixels": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS,
            "memory": WORK.memory - PROGRAM_MEMORY,
            "decoded_up_to": DECODED_UP_TO,
            "basis": (basis.width, basis.height) if basis else None,
            "outputs": [asdict(drawing) for drawing in drawings],
        }
        command = [sys.executable, "-I", str(PROGRAM), json.dumps(request)]
        answer = _answer(run_limited(command, limits, folder=folder))
        if code := answer.pop("refused", ""):
            raise refusal(code, name=name, formats=readable_formats(), **answer)
        drawn = tuple(
            Drawn(**one, content=(folder / str(number)).read_bytes())
            for number, one in enumerate(answer.pop("drawn", ()))
        )
        return Picture(**answer, drawn=drawn)


def put_into(folder: Path, file: File) -> Path:
    """The content of `file` in `folder`, under a name of our own; linked where that is enough."""
    suffix = Path(file.name or "").suffix.lower()
    place = folder / f"source{suffix if _SUFFIX.fullmatch(suffix) else ''}"
    path = _path_of(file)
    if path:
        path.stat()  # a file that is lost is told as one
        place.symlink_to(path)
        return place
    with _from_the_start(file), place.open("wb") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
    return place


def suffix_of(form: str) -> str:
    """The suffix of files of Pillow's format `form`."""
    return {"JPEG": "jpg"}.get(form, form.lower())


def readable_formats() -> str:
    """The formats that are taken, for people."""
    return ", ".join(allowed_formats())


def _within(picture: Picture, side: int) -> Drawing:
    scale = min(1, side / max(picture.width, picture.height))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return Drawing(part=(0, 0, picture.width, picture.height), size=size)


def _path_of(file: File) -> Path | None:
    """Where the content lies on this machine's disk, if it lies there as a whole."""
    if hasattr(file, "temporary_file_path"):
        return Path(file.temporary_file_path())
    if getattr(file, "_committed", False):
        try:
            return Path(file.path)
        except NotImplementedError:
            return None
    return None


@contextmanager
def _from_the_start(file: File) -> Iterator[None]:
    """Read the file from its beginning, and leave it there for whoever reads it next."""
    was_closed = file.closed
    if was_closed:
        file.open("rb")
    file.seek(0)
    try:
        yield
    finally:
        if was_closed:
            file.close()
        else:
            file.seek(0)


def _answer(finished: Finished) -> dict[str, Any]:
    """What the child printed; one that its limits ended, or that died, asked for too much."""
    if finished.code:
        return {"refused": "resources"}
    try:
        return json.loads(finished.output)
    except ValueError:
        return {"refused": "damaged"}
