"""The carton that a part comes in."""

from demo.pictures.canvas import Canvas, Paint, down, shade, tint
from demo.pictures.look import Look


def draw_box(canvas: Canvas, look: Look) -> None:
    """A carton in the brand's colour, seen from the front and a little from above."""
    left, right, top, bottom = (190, 850, 380, 980)
    depth, rise = (180, 150)
    front = (left, top, right, bottom)
    side = [
        (right, top),
        (right + depth, top - rise),
        (right + depth, bottom - rise),
        (right, bottom),
    ]
    lid = [(left, top), (left + depth, top - rise), (right + depth, top - rise), (right, top)]
    floor = [(left, bottom), (right, bottom), (right + depth, bottom - rise), (left, bottom - 60)]
    canvas.shadow(lambda pen: pen.polygon(floor), blur=30, opacity=0.5, offset=(10, 24))
    canvas.area(lid, down(tint(look.colour, 0.42), tint(look.colour, 0.22)))
    canvas.area(side, Paint(((0, shade(look.colour, -0.28)), (1, shade(look.colour, -0.5)))))
    canvas.block(front, down(tint(look.colour, 0.1), shade(look.colour, -0.16)))
    tape = [
        (left + 300, top),
        (left + 300 + depth, top - rise),
        (left + 372 + depth, top - rise),
        (left + 372, top),
    ]
    canvas.area(tape, "#ffffff", opacity=0.28)
    _front(canvas, look, front)


def _front(canvas, look, front):
    left, top, right, bottom = front
    stripe = [(left, top + 330), (right, top + 210), (right, top + 250), (left, top + 370)]
    canvas.area(stripe, "#ffffff", opacity=0.9)
    thin = [(left, top + 392), (right, top + 272), (right, top + 284), (left, top + 404)]
    canvas.area(thin, "#ffffff", opacity=0.5)
    canvas.text(((left + right) / 2, top + 130), look.brand, 130, "#ffffff", bold=True, across=560)
    label = (left + 44, bottom - 172, right - 44, bottom - 40)
    canvas.block(label, "#fbfbfc", radius=8)
    canvas.text((left + 220, bottom - 106), look.caption, 42, "#22262b", bold=True, across=300)
    _bars(canvas, (right - 250, bottom - 150, right - 70, bottom - 62))


def _bars(canvas, box):
    """Bars that look like a barcode and mean nothing."""
    left, top, right, bottom = box

    def bars(pen):
        x, step = (left, 0)
        while x < right:
            width = (2, 4, 3, 6, 2, 3, 5)[step % 7]
            pen.rectangle((x, top, x + width, bottom))
            x += width + (3, 5, 2, 4)[step % 4]
            step += 1

    canvas.fill(box, bars, "#22262b")
