"""The logos of the invented brands."""

from io import BytesIO
from math import tau

from PIL import Image, ImageDraw, ImageFont

from demo.pictures.canvas import OVERSAMPLING, shade
from demo.pictures.shapes import around

LOGO_SIZE = (800, 320)
EMBLEM = 200


def draw_logo(name: str, colour: str, number: int) -> bytes:
    """A logo as PNG: an emblem with as many corners as its number tells, and the name."""
    width, height = (edge * OVERSAMPLING for edge in LOGO_SIZE)
    image = Image.new("RGB", (width, height), "#ffffff")
    draw = ImageDraw.Draw(image)
    centre, radius = (height / 2, height / 2), EMBLEM * OVERSAMPLING / 2
    corners = 3 + number % 6
    for part, ink in ((1.0, colour), (0.62, "#ffffff"), (0.38, shade(colour, -0.25))):
        points = [
            around(centre, radius * part, tau * n / corners - tau / 4) for n in range(corners)
        ]
        draw.polygon(points, fill=ink)
    space = width - height - 60
    size = min(150, 100 * space / ImageFont.load_default(100).getlength(name))
    draw.text(
        (height, height / 2),
        name,
        font=ImageFont.load_default(size),
        fill="#22262b",
        anchor="lm",
        stroke_width=2,
        stroke_fill="#22262b",
    )
    file = BytesIO()
    image.reduce(OVERSAMPLING).quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()
