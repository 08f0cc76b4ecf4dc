"""Child process: looks at one picture, and draws others of it.

Runs with the limits of `console.limited_process`, without Django and without anything of this
project, so that a picture made to exhaust its decoder exhausts this process only. Its argument is
one JSON object (see `media_library.pictures.reading`); it prints another: what the picture is, or
a code that says why it is refused.
"""

import json
import math
import sys
import traceback
import warnings
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms

ORIENTATION = 0x0112
LYING = (5, 6, 7, 8)
# Bytes that a decoder needs for each pixel, itself and Pillow together; JPEG is decoded smaller.
BYTES_OF_A_PIXEL = {"JPEG": 2, "MPO": 2, "PNG": 5, "GIF": 6, "WEBP": 17, "AVIF": 14}
# So many rows are turned into eight bits and made smaller at a time.
BAND = 64
HEAD = 4096
SIXTEEN_TO_EIGHT = 1 / 256
# What Pillow does not know by itself, by a mark at the file's beginning.
OTHER_FORMATS = {b"<svg": "SVG", b"ftyphei": "HEIC", b"ftypmif1": "HEIF", b"%pdf": "PDF"}


class RefusedError(Exception):
    """The picture is not taken; the code is for the parent to say in words."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.answer = {"refused": code, **facts}


def open_picture(path: Path, formats: list[str]) -> Image.Image:
    """The picture with its header read, if it has one of `formats`."""
    if path.stat().st_size == 0:
        raise RefusedError("empty")
    # How many pixels are too many is asked below, of what the header says.
    Image.MAX_IMAGE_PIXELS = None
    try:
        return Image.open(path, formats=formats)
    except Image.UnidentifiedImageError:
        raise RefusedError(*_unknown(path)) from None


def _unknown(path: Path) -> tuple[str, ...]:
    """Why the file is none of the formats that are taken."""
    with path.open("rb") as file:
        head = file.read(HEAD).lower()
    for mark, name in OTHER_FORMATS.items():
        if mark in head:
            raise RefusedError("format", format=name)
    try:
        with Image.open(path) as picture:
            name = picture.format or ""
    except Exception:  # every decoder fails in its own way
        return ("unknown",)
    raise RefusedError("format", format=name)


def upright_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height as the picture is to be seen."""
    width, height = picture.size
    return (height, width) if _orientation(picture) in LYING else (width, height)


def _orientation(picture: Image.Image) -> int:
    if picture.format == "PNG" and "exif" not in picture.info:
        return 1  # Pillow would decode the picture to look for a note behind it
    try:
        return picture.getexif().get(ORIENTATION, 1)
    except Exception:  # what a camera wrote there may be anything
        return 1


def check_size(picture: Image.Image, request: dict) -> None:
    """Refuse what has more pixels than are allowed, or than its decoder has memory for."""
    width, height = picture.size
    if width < 1 or height < 1:
        raise RefusedError("damaged")
    needed = BYTES_OF_A_PIXEL[picture.format]
    most = min(request["pixels"], request["memory"] // needed)
    if width * height > most:
        raise RefusedError("pixels", width=width, height=height, most=most)


def decode(picture: Image.Image, coarseness: int) -> None:
    """Decode all of it; a JPEG no finer than 1/`coarseness`, which its decoder is quick at."""
    if picture.format in ("JPEG", "MPO") and coarseness > 1:
        picture.draft(None, tuple(math.ceil(side / coarseness) for side in picture.size))
    picture.load()


def draw(picture: Image.Image, request: dict, form: str) -> list[dict]:
    """Draw the wanted pictures into the current folder, from one decoded copy of the source."""
    size = upright_size(picture)
    orientation, full_width = _orientation(picture), picture.width
    wanted = [_scaled(output, size, request["basis"]) for output in request["outputs"]]
    # Twice as fine as the finest of them is fine enough for all.
    coarseness = max(1, int(min(map(_shrinking, wanted)) / 2))
    decode(picture, coarseness)
    done = full_width / picture.width
    small = _reduced(picture, max(1, int(coarseness / done)))
    small = _upright(_in_srgb(small, picture.info.get("icc_profile")), orientation)
    return [_write(small, output, size, form, str(number)) for number, output in enumerate(wanted)]


def _scaled(output: dict, size: tuple[int, int], basis: list[int]) -> dict:
    """The output with its part of the picture in true pixels, whatever was believed of the size."""
    across, down = size[0] / basis[0], size[1] / basis[1]
    left, top, right, bottom = output["part"]
    part = (
        max(0, left * across),
        max(0, top * down),
        min(size[0], right * across),
        min(size[1], bottom * down),
    )
    return {**output, "part": part}


def _shrinking(output: dict) -> float:
    left, top, right, bottom = output["part"]
    width, height = output["size"]
    return min((right - left) / width, (bottom - top) / height)


def _reduced(picture: Image.Image, factor: int) -> Image.Image:
    """The picture in eight bits a channel and 1/`factor` as large, a band of rows at a time.

    Turned whole, it would need the memory of two pictures.
    """
    width, height = picture.size
    result = None
    for top in range(0, height, BAND * factor):
        bottom = min(height, top + BAND * factor)
        band = _in_eight_bits(picture.crop((0, top, width, bottom)), picture).reduce(factor)
        if result is None:
            result = Image.new(band.mode, (band.width, math.ceil(height / factor)))
        result.paste(band, (0, top // factor))
    return result


def _in_eight_bits(band: Image.Image, picture: Image.Image) -> Image.Image:
    """Rows in a mode that can be made smaller and written: L, RGB, RGBA or CMYK."""
    if band.mode in ("RGB", "RGBA", "L", "CMYK") and "transparency" not in picture.info:
        return band
    if band.mode[0] in "IF":
        return band.convert("F").point(lambda value: value * SIXTEEN_TO_EIGHT).convert("L")
    if band.mode in ("LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        return band.convert("RGBA")
    return band.convert("L" if band.mode == "1" else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours of screens, by the picture's own profile where it has one that can be read."""
    if profile and picture.mode in ("RGB", "CMYK"):
        # A profile may be broken, or be made for another mode.
        with suppress(Exception):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return picture.transpose(turns[orientation]) if orientation in turns else picture


def _write(
    source: Image.Image, output: dict, size: tuple[int, int], source_format: str, name: str
) -> dict:
    """Write one output as the file `name`; what it became."""
    across, down = source.width / size[0], source.height / size[1]
    left, top, right, bottom = output["part"]
    box = (left * across, top * down, right * across, bottom * down)
    drawn = source.resize(tuple(output["size"]), Image.Resampling.LANCZOS, box=box)
    form = output["format"] or {"GIF": "PNG"}.get(source_format, source_format)
    background = output["background"] or ((255, 255, 255) if form == "JPEG" else None)
    if drawn.mode == "RGBA" and background:
        paper = Image.new("RGBA", drawn.size, (*background, 255))
        drawn = Image.alpha_composite(paper, drawn).convert("RGB")
    if drawn.mode == "L" and form in ("WEBP", "AVIF"):
        drawn = drawn.convert("RGB")
    with Path(name).open("wb") as file:
        drawn.save(file, form, **output["options"].get(form, {}))
    return {"format": form, "width": drawn.width, "height": drawn.height}


def answer_to(request: dict) -> dict:
    """What the picture is, and what was drawn of it."""
    with open_picture(Path(request["file"]), request["formats"]) as picture:
        check_size(picture, request)
        # Several JPEGs in one file, as cameras write them, are taken for the first of them.
        form = "JPEG" if picture.format == "MPO" else picture.format
        facts = {"format": form, "mode": picture.mode}
        facts["width"], facts["height"] = upright_size(picture)
        if request["outputs"]:
            facts["drawn"] = draw(picture, request, form)
        elif picture.width * picture.height <= request["decoded_up_to"]:
            decode(picture, 8)
    return facts


def main() -> None:
    """Answer the one request; whatever a decoder stumbles over is said in one word."""
    warnings.simplefilter("ignore")
    try:
        answer = answer_to(json.loads(sys.argv[1]))
    except RefusedError as error:
        answer = error.answer
    except MemoryError:
        answer = {"refused": "resources"}
    except Exception as error:  # every decoder fails in its own way
        traceback.print_exc()
        is_cut = isinstance(error, EOFError) or "truncated" in str(error).lower()
        answer = {"refused": "cut_off" if is_cut else "damaged"}
    print(json.dumps(answer))  # noqa: T201


if __name__ == "__main__":
    main()
