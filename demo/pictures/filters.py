"""Oil, air and cabin filters."""

from math import pi, tau

from demo.pictures.canvas import Canvas, Paint, down, round_metal, shade, tint
from demo.pictures.look import Look
from demo.pictures.shapes import around, circle_box

PAPER = {
    "cellulose": "#e8d9b0",
    "blended": "#e9e2c9",
    "synthetic": "#f0f1ee",
    "carbon_fleece": "#5c6165",
}


def draw_oil_filter(canvas: Canvas, look: Look) -> None:
    """A painted can with a fluted end, or a paper element between end caps."""
    if look.code("filter_type") == "cartridge":
        _cartridge(canvas, look)
    else:
        _can(canvas, look)


def _can(canvas, look):
    half = 310
    height = 470 + look.number("height") * 3.4
    top, bottom = (600 - height / 2, 600 + height / 2)
    left, right = (600 - half, 600 + half)
    body = (left, top, right, bottom)
    canvas.shadow(
        lambda pen: pen.ellipse((left - 10, bottom - 60, right + 30, bottom + 60)), blur=26
    )
    paint = round_metal(look.colour)

    def can(pen):
        pen.rectangle((left, top, right, bottom), radius=74)

    canvas.fill(body, can, paint)
    rim = (left - 8, bottom - 64, right + 8, bottom + 6)
    canvas.block(rim, round_metal("#8f959b"), radius=22)
    _flutes(canvas, left, right, top, height)
    _can_label(canvas, look, (left, top + height * 0.4, right, bottom - 110))
    gloss = (left + 110, top + 60, left + 150, bottom - 90)
    canvas.glow(
        body, lambda pen: pen.rectangle(gloss, 90, radius=20), "#ffffff", within=can, blur=12
    )


def _flutes(canvas, left, right, top, height):
    """Pressed grips around the closed end: narrow towards the sides, as perspective has it."""
    low = top + height * 0.3
    middle, half = ((left + right) / 2, (right - left) / 2)
    box = (left, top + 46, right, low)

    def dark(pen):
        for number in range(1, 18):
            x = middle - half * _cosine(pi * number / 18)
            pen.line([(x, top + 58), (x, low)], 7)

    def light(pen):
        for number in range(1, 18):
            x = middle - half * _cosine(pi * number / 18)
            pen.line([(x + 7, top + 58), (x + 7, low)], 4)

    canvas.fill(box, dark, "#000000", opacity=0.32)
    canvas.fill(box, light, "#ffffff", opacity=0.28)


def _cosine(angle):
    return around((0, 0), 1, angle)[0]


def _can_label(canvas, look, band):
    left, top, right, bottom = band
    canvas.block(band, round_metal("#f4f5f6", shine=0.9))
    line = (left, top + 12, right, top + 24)
    canvas.block(line, round_metal(look.colour))
    middle = (top + bottom) / 2
    canvas.text((590, middle - 16), look.brand, 88, shade(look.colour, -0.1), bold=True, across=420)
    canvas.text((590, middle + 54), look.caption, 36, "#4a4f55", across=360)


def _cartridge(canvas, look):
    left, right, top, bottom = (350, 850, 200, 1010)
    paper = PAPER[look.code("filter_media")]
    canvas.shadow(
        lambda pen: pen.ellipse((left - 10, bottom - 50, right + 30, bottom + 70)), blur=26
    )
    body = (left, top, right, bottom)
    canvas.block(body, round_metal(paper, shine=0.7))
    middle, half = ((left + right) / 2, (right - left) / 2)

    def folds(pen):
        for number in range(1, 40):
            x = middle - half * _cosine(pi * number / 40)
            pen.line([(x, top), (x, bottom)], 3.4)

    canvas.fill(body, folds, shade(paper, -0.55), opacity=0.5)
    for y in (top, bottom):
        cap = (left - 18, y - 34, right + 18, y + 34)
        canvas.block(cap, round_metal(look.colour), radius=16)
    hole = (left + 90, top - 32, right - 90, top + 8)
    lid = (left - 16, top - 62, right + 16, top + 2)
    canvas.oval(lid, down(tint(look.colour, 0.5), look.colour))
    canvas.oval(hole, "#1c1e21")
    canvas.text((600, bottom), look.brand, 40, "#ffffff", bold=True, across=300)


def draw_air_filter(canvas: Canvas, look: Look) -> None:
    """A panel in its sealing frame, or a ring with radial folds."""
    if look.code("filter_type") == "round":
        _round_element(canvas, look)
    else:
        _panel(canvas, look, ratio=0.62, frame="#23262a", border=62)


def draw_cabin_filter(canvas: Canvas, look: Look) -> None:
    """A panel in a narrow fleece frame."""
    frame = "#d9dcde" if look.code("filter_type") == "particulate" else "#7d8286"
    _panel(canvas, look, ratio=0.78, frame=frame, border=24)


def _panel(canvas, look, *, ratio, frame, border):
    """A flat element seen from above, tilted away a little: narrower at its far side."""
    left, right, top = (130, 1070, 600 - 470 * ratio)
    bottom = 600 + 470 * ratio
    lean, depth = (70, 74)
    face = [(left + lean, top), (right - lean, top), (right, bottom), (left, bottom)]
    side = [
        (left, bottom),
        (right, bottom),
        (right - 8, bottom + depth),
        (left + 8, bottom + depth),
    ]
    canvas.shadow(
        lambda pen: pen.polygon([*face[:2], *side[1:3], side[3]]), blur=26, offset=(8, 34)
    )
    canvas.area(side, down(shade(frame, -0.1), shade(frame, -0.55)))
    canvas.area(face, down(tint(frame, 0.22), tint(frame, 0.05)))
    inner = _inset(face, border)
    _folds(canvas, inner, PAPER[look.code("filter_media")])
    strip = (left + 8, bottom, right - 8, bottom + depth)
    canvas.text(
        ((left + right) / 2, bottom + depth / 2),
        f"{look.brand}   {look.caption}",
        30,
        "#ffffff" if frame != "#d9dcde" else "#3c4147",
        bold=True,
        across=strip[2] - strip[0] - 200,
    )


def _inset(face, border):
    a, b, c, d = face
    return [
        (a[0] + border, a[1] + border * 0.8),
        (b[0] - border, b[1] + border * 0.8),
        (c[0] - border * 1.15, c[1] - border),
        (d[0] + border * 1.15, d[1] - border),
    ]


def _folds(canvas, inner, paper):
    a, b, c, d = inner
    box = (d[0], a[1], c[0], d[1])
    canvas.area(inner, shade(paper, -0.45))
    count = 34

    def ridge(pen, first, last):
        for n in range(count):
            t0, t1 = ((n + first) / count, (n + last) / count)
            pen.polygon([_along(a, b, t0), _along(a, b, t1), _along(d, c, t1), _along(d, c, t0)])

    canvas.fill(box, lambda pen: ridge(pen, 0.0, 0.72), down(shade(paper, -0.12), paper))
    canvas.fill(box, lambda pen: ridge(pen, 0.12, 0.42), down(tint(paper, 0.3), tint(paper, 0.65)))
    canvas.grain(box, lambda pen: pen.polygon(inner), strength=34, opacity=0.5)
    for t in (0.33, 0.66):
        bead = [_along(a, d, t), _along(b, c, t)]
        canvas.fill(box, lambda pen, p=bead: pen.line(p, 9), tint(paper, 0.75), opacity=0.85)


def _along(one, other, place):
    return (one[0] + (other[0] - one[0]) * place, one[1] + (other[1] - one[1]) * place)


def _round_element(canvas, look):
    centre, outer, inner = ((600, 600), 470, 250)
    box = circle_box(centre, outer)
    canvas.shadow(lambda pen: pen.circle(centre, outer), blur=28, offset=(14, 34))
    canvas.disc(centre, outer, down(tint(look.colour, 0.3), shade(look.colour, -0.4)))
    paper = PAPER[look.code("filter_media")]
    canvas.disc(centre, outer - 46, shade(paper, -0.4))

    def folds(pen):
        for number in range(120):
            first, last = (tau * number / 120, tau * (number + 0.55) / 120)
            pen.polygon(
                [
                    around(centre, inner, first),
                    around(centre, outer - 50, first),
                    around(centre, outer - 50, last),
                    around(centre, inner, last),
                ]
            )

    canvas.fill(box, folds, tint(paper, 0.35))
    canvas.grain(box, lambda pen: pen.circle(centre, outer - 46), strength=30, opacity=0.5)
    canvas.disc(centre, inner + 42, down(tint(look.colour, 0.35), shade(look.colour, -0.35)))
    canvas.disc(centre, inner, Paint(((0, "#c9cdd1"), (0.3, "#eef0f1"), (1, "#fafbfb")), "down"))
    canvas.text((600, 153), look.brand, 30, "#ffffff", bold=True, across=300)
    canvas.text((600, 1046), look.caption, 26, "#ffffff", across=300)
