"""A small drawing board: antialiased shapes filled with gradients, soft shadows, text.

Coordinates are in units of a 1200 × 1200 picture, whatever the zoom. Shapes are drawn at twice the
size and scaled down at the end, which smooths every edge.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont

SIZE = 1200
OVERSAMPLING = 2
SHADOW_DETAIL = 8  # shadows are blurred at an eighth of the size

Box = tuple[float, float, float, float]
Point = tuple[float, float]
Colour = str | tuple[int, int, int]


@dataclass(frozen=True)
class Paint:
    """What fills a shape: colours at places from 0 to 1, across, down or from the middle out."""

    stops: tuple[tuple[float, Colour], ...]
    direction: str = "across"  # "across", "down" or "radial"

    def render(self, size: tuple[int, int]) -> Image.Image:
        """The gradient as a picture of this size in pixels."""
        strip = self._strip()
        if self.direction == "across":
            return strip.resize(size, Image.Resampling.BILINEAR)
        if self.direction == "down":
            return strip.transpose(Image.Transpose.ROTATE_270).resize(
                size, Image.Resampling.BILINEAR
            )
        distance = Image.radial_gradient("L").resize(size, Image.Resampling.BILINEAR)
        # The ramp reaches 255 in the corners; sqrt(2) / 2 of it is the edge of the circle.
        places = [min(255, round(level * 2**0.5)) for level in range(256)]
        curves = [strip.getpixel((place, 0))[channel] for channel in range(3) for place in places]
        return Image.merge("RGB", (distance,) * 3).point(curves)

    def _strip(self) -> Image.Image:
        stops = [(place, _rgb(colour)) for place, colour in self.stops]
        strip = Image.new("RGB", (256, 1))
        strip.putdata([_between(stops, step / 255) for step in range(256)])
        return strip


FLOOR = Paint(((0, "#ffffff"), (0.55, "#ffffff"), (1, "#f7f8f9")), "down")


def down(*colours: Colour) -> Paint:
    """Colours at even distances from the top to the bottom."""
    last = len(colours) - 1
    return Paint(tuple((place / last, colour) for place, colour in enumerate(colours)), "down")


def round_metal(colour: Colour, *, shine: float = 0.55) -> Paint:
    """The shading of an upright cylinder lit from the left."""
    return Paint(
        (
            (0.0, shade(colour, -0.55)),
            (0.10, shade(colour, -0.25)),
            (0.27, tint(colour, shine)),
            (0.38, tint(colour, shine * 0.35)),
            (0.62, colour),
            (0.88, shade(colour, -0.45)),
            (0.97, shade(colour, -0.6)),
            (1.0, shade(colour, -0.4)),
        )
    )


def turned(paint: Paint, direction: str) -> Paint:
    """The same stops in another direction."""
    return Paint(paint.stops, direction)


def tint(colour: Colour, amount: float) -> tuple[int, int, int]:
    """A lighter colour: 0 leaves it, 1 is white."""
    return _mix(_rgb(colour), (255, 255, 255), amount)


def shade(colour: Colour, amount: float) -> tuple[int, int, int]:
    """A darker colour for amounts down to -1, which is black."""
    return _mix(_rgb(colour), (0, 0, 0), -amount)


Shape = Callable[["Pen"], None]


class Pen:
    """Draws shapes into a mask, in picture units."""

    def __init__(self, draw: ImageDraw.ImageDraw, scale: float, origin: Point):
        self._draw = draw
        self._scale = scale
        self._origin = origin

    def _pixels(self, points: Sequence[Point]) -> list[Point]:
        (left, top), scale = self._origin, self._scale
        return [((x - left) * scale, (y - top) * scale) for x, y in points]

    def polygon(self, points: Sequence[Point], level: int = 255) -> None:
        self._draw.polygon(self._pixels(points), fill=level)

    def ellipse(self, box: Box, level: int = 255) -> None:
        self._draw.ellipse(self._pixels([box[:2], box[2:]]), fill=level)

    def circle(self, centre: Point, radius: float, level: int = 255) -> None:
        x, y = centre
        self.ellipse((x - radius, y - radius, x + radius, y + radius), level)

    def rectangle(self, box: Box, level: int = 255, radius: float = 0) -> None:
        corners = self._pixels([box[:2], box[2:]])
        self._draw.rounded_rectangle(corners, radius=radius * self._scale, fill=level)

    def line(self, points: Sequence[Point], width: float, level: int = 255) -> None:
        pixels = max(1, round(width * self._scale))
        self._draw.line(self._pixels(points), fill=level, width=pixels, joint="curve")

    def arc(self, box: Box, start: float, end: float, width: float, level: int = 255) -> None:
        corners = self._pixels([box[:2], box[2:]])
        pixels = max(1, round(width * self._scale))
        self._draw.arc(corners, start, end, fill=level, width=pixels)


class Canvas:
    """A picture that is being drawn. `zoom` and `centre` choose the part that is shown."""

    def __init__(self, *, zoom: float = 1.0, centre: Point = (600, 600)):
        self._scale = OVERSAMPLING * zoom
        self._pixels = SIZE * OVERSAMPLING
        half = SIZE / zoom / 2
        self._origin = (centre[0] - half, centre[1] - half)
        self.image = Image.new("RGB", (self._pixels, self._pixels), "#ffffff")

    def fill(self, box: Box, shape: Shape, paint: Paint | Colour, *, opacity: float = 1.0) -> None:
        """Fill a shape that lies in `box`; a gradient stretches over the box."""
        left, top, right, bottom = self._region(box)
        seen = self._clipped(box)
        if seen is None:
            return
        mask = self._mask(shape, seen)
        if opacity < 1:
            mask = mask.point([round(level * opacity) for level in range(256)])
        if isinstance(paint, Paint):
            whole = paint.render((right - left, bottom - top))
            ink = whole.crop((seen[0] - left, seen[1] - top, seen[2] - left, seen[3] - top))
            self.image.paste(ink, seen[:2], mask)
        else:
            self.image.paste(_rgb(paint), seen, mask)

    def block(
        self, box: Box, paint: Paint | Colour, *, radius: float = 0, opacity: float = 1.0
    ) -> None:
        """Fill a rectangle, maybe with round corners."""
        self.fill(box, lambda pen: pen.rectangle(box, radius=radius), paint, opacity=opacity)

    def oval(self, box: Box, paint: Paint | Colour) -> None:
        """Fill the ellipse that touches the sides of a box."""
        self.fill(box, lambda pen: pen.ellipse(box), paint)

    def disc(self, centre: Point, radius: float, paint: Paint | Colour) -> None:
        """Fill a circle."""
        x, y = centre
        self.oval((x - radius, y - radius, x + radius, y + radius), paint)

    def area(self, points: Sequence[Point], paint: Paint | Colour, *, opacity: float = 1.0) -> None:
        """Fill a polygon."""
        across, along = [x for x, _y in points], [y for _x, y in points]
        box = (min(across), min(along), max(across), max(along))
        self.fill(box, lambda pen: pen.polygon(points), paint, opacity=opacity)

    def shadow(
        self, shape: Shape, *, blur: float = 22, opacity: float = 0.35, offset: Point = (14, 18)
    ) -> None:
        """A soft shadow of a shape on what is drawn so far."""
        side = self._pixels // SHADOW_DETAIL
        mask = Image.new("L", (side, side))
        scale = self._scale / SHADOW_DETAIL
        origin = (self._origin[0] - offset[0], self._origin[1] - offset[1])
        shape(Pen(ImageDraw.Draw(mask), scale, origin))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * scale))
        mask = mask.point([round(level * opacity) for level in range(256)])
        part = mask.getbbox()
        if part:
            place = tuple(edge * SHADOW_DETAIL for edge in part)
            size = (place[2] - place[0], place[3] - place[1])
            mask = mask.resize(size, Image.Resampling.BILINEAR, box=part)
            self.image.paste((28, 32, 38), place, mask)

    def glow(
        self, box: Box, shape: Shape, colour: Colour, *, within: Shape, blur: float = 10
    ) -> None:
        """Soft light (or dark) of a shape on what lies within another; levels are its strength."""
        seen = self._clipped(box)
        if seen is None:
            return
        size = (seen[2] - seen[0], seen[3] - seen[1])
        small = Image.new("L", (size[0] // SHADOW_DETAIL + 1, size[1] // SHADOW_DETAIL + 1))
        origin = self._place(seen)
        scale = self._scale / SHADOW_DETAIL
        shape(Pen(ImageDraw.Draw(small), scale, origin))
        soft = small.filter(ImageFilter.GaussianBlur(blur * scale))
        soft = soft.resize(size, Image.Resampling.BILINEAR)
        self.image.paste(_rgb(colour), seen, ImageChops.multiply(soft, self._mask(within, seen)))

    def grain(self, box: Box, shape: Shape, *, strength: float = 26, opacity: float = 0.35) -> None:
        """Roughen a shape with a fine, always equal grain."""
        seen = self._clipped(box)
        if seen is None:
            return
        size = (seen[2] - seen[0], seen[3] - seen[1])
        mask = self._mask(shape, seen)
        noise = _grain_tile(strength)
        tiled = Image.new("L", size)
        for x in range(0, size[0], noise.width):
            for y in range(0, size[1], noise.height):
                tiled.paste(noise, (x, y))
        part = self.image.crop(seen)
        rough = ImageChops.overlay(part, Image.merge("RGB", (tiled,) * 3))
        mask = mask.point([round(level * opacity) for level in range(256)])
        self.image.paste(rough, seen[:2], mask)

    def text(
        self,
        centre: Point,
        words: str,
        size: float,
        colour: Colour,
        *,
        bold: bool = False,
        across: float = 0,
    ) -> None:
        """Write words around a point, not wider than `across` where that is given."""
        (left, top), scale = self._origin, self._scale
        if across:
            width = ImageFont.load_default(100).getlength(words) / 100
            size = min(size, across / width)
        ImageDraw.Draw(self.image).text(
            ((centre[0] - left) * scale, (centre[1] - top) * scale),
            words,
            font=ImageFont.load_default(size * scale),
            fill=_rgb(colour),
            anchor="mm",
            stroke_width=round(size * scale * 0.022) if bold else 0,
            stroke_fill=_rgb(colour),
        )

    def rotated(self, angle: float) -> None:
        """Turn everything drawn so far around the middle; a detail stays upright.

        Of a detail the corners that turn into view are not there.
        """
        if self._scale > OVERSAMPLING:
            return
        self.image = self.image.rotate(angle, Image.Resampling.BILINEAR, fillcolor=_rgb("#ffffff"))

    def finished(self) -> Image.Image:
        """The picture in its final size, on a background that darkens towards the viewer."""
        return ImageChops.multiply(self.image.reduce(OVERSAMPLING), _floor())

    def _region(self, box: Box) -> tuple[int, int, int, int]:
        (left, top), scale = self._origin, self._scale
        x0, y0, x1, y1 = box
        return (
            int((x0 - left) * scale),
            int((y0 - top) * scale),
            max(int((x1 - left) * scale), int((x0 - left) * scale) + 1) + 1,
            max(int((y1 - top) * scale), int((y0 - top) * scale) + 1) + 1,
        )

    def _clipped(self, box: Box) -> tuple[int, int, int, int] | None:
        left, top, right, bottom = self._region(box)
        seen = (max(0, left), max(0, top), min(self._pixels, right), min(self._pixels, bottom))
        return seen if seen[0] < seen[2] and seen[1] < seen[3] else None

    def _mask(self, shape: Shape, seen: tuple[int, int, int, int]) -> Image.Image:
        mask = Image.new("L", (seen[2] - seen[0], seen[3] - seen[1]))
        shape(Pen(ImageDraw.Draw(mask), self._scale, self._place(seen)))
        return mask

    def _place(self, seen: tuple[int, int, int, int]) -> Point:
        """Where the corner of a region lies, in picture units."""
        return (
            self._origin[0] + seen[0] / self._scale,
            self._origin[1] + seen[1] / self._scale,
        )


@cache
def _floor() -> Image.Image:
    return FLOOR.render((SIZE, SIZE))


@cache
def _grain_tile(strength: float) -> Image.Image:
    """A tile of pseudo-random grey; Pillow's own noise differs from run to run."""
    side = 192
    tile = Image.frombytes("L", (side, side), Random(7).randbytes(side * side))
    tile = tile.filter(ImageFilter.GaussianBlur(0.8))
    return tile.point([round(128 + (level - 128) * strength / 60) for level in range(256)])


def _rgb(colour: Colour) -> tuple[int, int, int]:
    return ImageColor.getrgb(colour)[:3] if isinstance(colour, str) else colour


def _mix(
    one: tuple[int, int, int], other: tuple[int, int, int], amount: float
) -> tuple[int, int, int]:
    return tuple(round(a + (b - a) * amount) for a, b in zip(one, other, strict=True))


def _between(
    stops: Sequence[tuple[float, tuple[int, int, int]]], place: float
) -> tuple[int, int, int]:
    for (low, first), (high, second) in pairwise(stops):
        if place <= high:
            return _mix(first, second, (place - low) / ((high - low) or 1))
    return stops[-1][1]
