"""Pictures as no honest program writes them, made by a seeded generator from whole ones."""

import os
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.soak import SEED

DATA = Path(
    os.environ.get("SOLIDUS_SHARED_DATA", Path(__file__).resolve().parents[3] / "shared" / "data")
)
SAMPLES = (DATA / "images", DATA.parent / "cases" / "27-pictures")
SIDES = (48, 32)


@dataclass(frozen=True)
class Broken:
    """A file for an upload: its name says what was done to it."""

    name: str
    content: bytes

    def __str__(self) -> str:
        return self.name


def written(form: str, mode: str = "RGB", size: tuple[int, int] = SIDES, **options) -> bytes:
    """A picture with a slope of colours in it."""
    slope = Image.linear_gradient("L").resize(size)
    picture = Image.merge("RGB", [slope, slope.transpose(Image.Transpose.ROTATE_180), slope])
    stream = BytesIO()
    picture.convert(mode).save(stream, form, **options)
    return stream.getvalue()


def png_of(width: int, height: int, *, depth: int = 8, colour: int = 2, rows: bytes = b"") -> bytes:
    """A PNG whose header says this size, whatever its rows are."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, content)
        for kind, content in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def huge_png(width: int = 12_700, height: int = 10_000) -> bytes:
    """A whole PNG, of 127 million pixels in 1.7 megabytes if nothing else is said."""
    row = b"\x00" + bytes(width * 3)
    packer = zlib.compressobj(1)
    packed = [packer.compress(row) for _ in range(height)]
    content = b"".join(packed) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(*part) for part in ((b"IHDR", header), (b"IDAT", content), (b"IEND", b""))
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def whole_pictures() -> dict[str, bytes]:
    """Pictures that are in order, by name."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return {
        "rgb.png": written("PNG"),
        "alpha.png": written("PNG", "RGBA"),
        "palette.png": written("PNG", "P"),
        "grey16.png": written("PNG", "I;16"),
        "bits.png": written("PNG", "1"),
        "rgb.jpg": written("JPEG"),
        "grey.jpeg": written("JPEG", "L"),
        "cmyk.jpg": written("JPEG", "CMYK"),
        "progressive.jpg": written("JPEG", progressive=True),
        "turned.jpg": written("JPEG", exif=exif),
        "palette.gif": written("GIF", "P"),
        "rgb.webp": written("WEBP"),
        "lossless.webp": written("WEBP", "RGBA", lossless=True),
        "rgb.avif": written("AVIF"),
        "rgb.tif": written("TIFF"),
        "rgb.bmp": written("BMP"),
        "icon.ico": written("ICO"),
        "rgb.jp2": written("JPEG2000"),
    }


def _cut(content: bytes, draw: random.Random) -> bytes:
    return content[: draw.randrange(1, len(content))]


def _flipped(content: bytes, draw: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.choice((1, 3, 20))):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _flipped_in_header(content: bytes, draw: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(6):
        changed[draw.randrange(min(len(changed), 64))] = draw.randrange(256)
    return bytes(changed)


def _swollen(content: bytes, draw: random.Random) -> bytes:
    """Bytes in the middle that nobody expects."""
    at = draw.randrange(len(content))
    return content[:at] + draw.randbytes(draw.choice((1, 400))) + content[at:]


def _with_hole(content: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(content))
    return content[:start] + content[start + draw.randrange(1, 60) :]


def _with_page_behind(content: bytes, _draw: random.Random) -> bytes:
    return content + b"<html><script>alert(1)</script></html>PK\x03\x04"


MUTATIONS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "cut": _cut,
    "flipped": _flipped,
    "header": _flipped_in_header,
    "swollen": _swollen,
    "hole": _with_hole,
    "polyglot": _with_page_behind,
}


def special_pictures() -> Iterator[Broken]:
    """Lying headers, bombs, zero sizes, wrong suffixes, other kinds of files, strange names."""
    whole = whole_pictures()
    yield Broken("bomb.png", png_of(60_000, 60_000, rows=bytes(1000)))
    yield Broken("bomb_of_bits.png", png_of(2**31 - 1, 2**31 - 1, depth=1, colour=0))
    yield Broken("most.png", png_of(2**32 - 1, 1))
    yield Broken("zero.png", png_of(0, 10))
    yield Broken("nothing.png", png_of(0, 0))
    yield Broken("few_rows.png", png_of(300, 300, rows=bytes(901)))
    yield Broken("bad_depth.png", png_of(10, 10, depth=77, rows=bytes(400)))
    text = b"Comment\x00\x00" + zlib.compress(bytes(80_000_000))
    plain = whole["rgb.png"]
    yield Broken("bomb_of_text.png", plain[:33] + _chunk(b"zTXt", text) + plain[33:])
    profile = b"icc\x00\x00" + zlib.compress(bytes(50_000_000))
    yield Broken("bomb_of_colours.png", plain[:33] + _chunk(b"iCCP", profile) + plain[33:])
    yield Broken("zero.gif", b"GIF89a\x00\x00\x00\x00\x80\x00\x00" + whole["palette.gif"][13:])
    yield Broken("wide.gif", b"GIF89a\xff\xff\xff\xff" + whole["palette.gif"][10:])
    yield Broken("empty.jpg", b"")
    yield Broken("one_byte.png", b"\x89")
    yield Broken("signature.png", b"\x89PNG\r\n\x1a\n")
    yield Broken("script.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    yield Broken("page.png", b"<html><script>alert(1)</script></html>")
    yield Broken("postscript.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n")
    yield Broken("program.gif", b"\x7fELF" + bytes(300))
    yield Broken("archive.webp", b"PK\x03\x04" + bytes(300))
    yield Broken("phone.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(99))
    yield Broken("no_suffix", plain)
    yield Broken("#.png", _cut(plain, random.Random(1)))
    yield Broken("100% (neu) #1 ü.jpg", whole["rgb.jpg"][:300])
    yield Broken("a" * 180 + ".png", plain[:90])
    for name, other in (("rgb.png", "jpg"), ("rgb.jpg", "gif"), ("rgb.webp", "png")):
        yield Broken(f"{name}.{other}", whole[name])


@cache
def broken_pictures(number: int = 300) -> list[Broken]:
    """`number` pictures, the same for each seed: special ones, and mutations of whole ones.

    Bombs take a second to pack, which every process would spend that only finds its tests.
    """
    pictures = list(special_pictures())
    whole = list(whole_pictures().items())
    kinds = list(MUTATIONS.items())
    draw = random.Random(SEED)
    while len(pictures) < number:
        count = len(pictures)
        name, content = whole[count % len(whole)]
        kind, mutate = kinds[count // len(whole) % len(kinds)]
        pictures.append(Broken(f"{kind}_{count}_{name}", mutate(content, draw)))
    return pictures


def sample_pictures() -> list[Broken]:
    """The pictures of the folders of samples, where this machine has them."""
    files = [file for folder in SAMPLES for file in sorted(folder.rglob("*")) if file.is_file()]
    return [Broken(file.name, file.read_bytes()) for file in files]
