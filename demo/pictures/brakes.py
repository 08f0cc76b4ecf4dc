"""Brake discs and brake pads."""

from math import pi, tau

from demo.pictures.canvas import Canvas, Paint, down, round_metal, shade, tint, turned
from demo.pictures.look import Look
from demo.pictures.shapes import around, circle_box, radian, steps

COATINGS = {"zinc": "#b9bec4", "painted": "#3b3f45", "none": "#8b9096"}
FRICTION = {
    "ceramic": "#5b5a5c",
    "semi_metallic": "#4a4340",
    "low_metallic": "#524a45",
    "organic": "#3f4443",
}


def draw_brake_disc(canvas: Canvas, look: Look) -> None:
    """The face of a disc: ring with sheen, drilled or slotted, hat, bolt holes and bore."""
    centre, outer, inner = ((600, 590), 470, 262)
    canvas.shadow(lambda pen: pen.circle(centre, outer), blur=30, opacity=0.42, offset=(18, 34))
    edge = COATINGS[look.code("coating")]
    canvas.disc(centre, outer, turned(round_metal(edge), "across"))
    _ring_face(canvas, centre, outer - 10, inner)
    kind = look.code("disc_type")
    if kind == "drilled":
        _drill(canvas, centre, inner + 40, outer - 40)
    if kind == "slotted":
        _slot(canvas, centre, inner + 16, outer - 22)
    _hat(canvas, centre, inner, edge, look)


def _ring_face(canvas, centre, outer, inner):
    """Turned metal: rings of light and dark, and four sectors that catch the light."""
    box = circle_box(centre, outer)
    stops = ((0, "#8d9298"), (0.55, "#a6abb1"), (0.72, "#c3c7cb"), (0.9, "#aeb3b8"), (1, "#979ca2"))
    canvas.disc(centre, outer, Paint(stops, "radial"))
    for colour, starts in (("#ffffff", (-62, 118)), ("#30343a", (28, 208))):
        canvas.glow(
            box,
            lambda pen, starts=starts: _wedges(pen, centre, outer, starts),
            colour,
            within=lambda pen: pen.circle(centre, outer),
        )
    canvas.fill(box, lambda pen: _grooves(pen, centre, outer, inner), "#6f747a", opacity=0.2)


def _wedges(pen, centre, radius, starts):
    """Sectors around some angles that grow brighter towards their middle."""
    for start in starts:
        for width, level in ((44, 18), (32, 36), (20, 56), (9, 74)):
            angles = [radian(start - width / 2 + width * n / 8) for n in range(9)]
            pen.polygon([centre, *(around(centre, radius, angle) for angle in angles)], level)


def _grooves(pen, centre, outer, inner):
    """The fine rings that turning leaves."""
    for radius in range(inner, outer, 7):
        pen.arc(circle_box(centre, radius), 0, 360, 1.0)


def _drill(canvas, centre, low, high):
    for spoke in range(18):
        for place in range(3):
            angle = tau * (spoke + place / 3) / 18
            spot = around(centre, low + (high - low) * (place + 0.2) / 2.6, angle)
            canvas.disc(spot, 12, "#d9dcdf")
            canvas.disc((spot[0] - 1.5, spot[1] - 1.5), 10, "#26292d")


def _slot(canvas, centre, low, high):
    for number in range(12):
        angle = tau * number / 12
        points = [around(centre, low, angle), around(centre, high, angle + 0.22)]
        box = circle_box(centre, high + 8)
        canvas.fill(box, lambda pen, p=points: pen.line(p, 11), "#d5d8db", opacity=0.9)
        shifted = [(x - 2, y - 2) for x, y in points]
        canvas.fill(box, lambda pen, p=shifted: pen.line(p, 8), "#3a3e43")


def _hat(canvas, centre, radius, colour, look):
    canvas.shadow(lambda pen: pen.circle(centre, radius), blur=12, opacity=0.5, offset=(6, 10))
    rim = Paint(
        ((0, tint(colour, 0.25)), (0.8, tint(colour, 0.1)), (1, shade(colour, -0.45))), "radial"
    )
    canvas.disc(centre, radius, rim)
    top = radius - 26
    face = down(tint(colour, 0.5), tint(colour, 0.2), shade(colour, -0.12))
    canvas.disc(centre, top, face)
    holes = int(look.text("hole_count", "5"))
    for number in range(holes):
        _hole(canvas, around(centre, 158, tau * number / holes - pi / 2), 19)
    _hole(canvas, around(centre, 158, tau * 0.5 / holes - pi / 2), 9)
    _hole(canvas, centre, 96)
    canvas.text((centre[0], centre[1] + 214), look.brand, 25, shade(colour, -0.5), bold=True)


def _hole(canvas, centre, radius):
    box = circle_box(centre, radius + 4)
    canvas.disc(centre, radius + 4, down("#5a5e64", "#eceef0"))
    canvas.disc(centre, radius, Paint(((0, "#dfe2e5"), (0.35, "#f6f7f8"), (1, "#fbfbfc")), "down"))
    canvas.fill(
        box,
        lambda pen: pen.arc(circle_box(centre, radius), 180, 330, radius * 0.13),
        "#3c4046",
        opacity=0.8,
    )


def draw_brake_pad(canvas: Canvas, look: Look) -> None:
    """One pad from its friction side, one from its back, leaning on each other."""
    _pad(canvas, (600, 395), look, back=True)
    _pad(canvas, (600, 790), look, back=False)


def _pad(canvas, centre, look, *, back):
    plate = _outline(centre, 450, 168)
    box = (centre[0] - 540, centre[1] - 240, centre[0] + 540, centre[1] + 240)
    canvas.shadow(lambda pen: pen.polygon(plate), blur=20, opacity=0.45, offset=(12, 26))
    under = [(x + 5, y + 12) for x, y in plate]
    canvas.area(under, "#23262a")
    steel = Paint(((0, "#6d7278"), (0.25, "#4b5056"), (1, "#2f3338")), "down")
    canvas.area(plate, steel)
    if back:
        _back(canvas, centre, box, look)
    else:
        _friction(canvas, centre, box, look)


def _outline(centre, half_width, half_height):
    """A curved plate with an ear at each end."""
    x, y = centre
    upper = [(x + half_width * t, y - half_height * (1 - 0.34 * t * t)) for t in steps(-1, 1, 40)]
    lower = [
        (x + half_width * 0.93 * t, y + half_height * (1 - 0.3 * t * t)) for t in steps(1, -1, 40)
    ]
    ear = 66
    right = [
        (x + half_width + ear, y - 58),
        (x + half_width + ear, y + 30),
        (x + half_width, y + 44),
    ]
    left = [(2 * x - a, b) for a, b in reversed(right)]
    return [*upper, *right, *lower, *left]


def _friction(canvas, centre, box, look):
    x, y = centre
    colour = FRICTION[look.code("friction_material")]
    body = _block(centre, 398, 142)
    canvas.shadow(lambda pen: pen.polygon(body), blur=8, opacity=0.6, offset=(4, 10))
    canvas.area([(a + 3, b + 8) for a, b in body], shade(colour, -0.5))
    paint = down(tint(colour, 0.26), tint(colour, 0.06), shade(colour, -0.2))
    canvas.area(body, paint)
    canvas.grain(box, lambda pen: pen.polygon(body), strength=60, opacity=0.8)
    for side in (-1, 1):
        bevel = [
            (x + side * 398, y - 96),
            (x + side * 340, y - 116),
            (x + side * 326, y + 118),
            (x + side * 376, y + 104),
        ]
        canvas.area(bevel, tint(colour, 0.3), opacity=0.5)
    slot = (x - 9, y - 150, x + 9, y + 150)
    canvas.fill(
        slot, lambda pen: pen.rectangle((x - 9, y - 139, x + 9, y + 138)), shade(colour, -0.62)
    )
    canvas.fill(
        slot,
        lambda pen: pen.rectangle((x + 6, y - 139, x + 9, y + 138)),
        tint(colour, 0.4),
        opacity=0.6,
    )


def _block(centre, half_width, half_height):
    x, y = centre
    upper = [(x + half_width * t, y - half_height * (1 - 0.3 * t * t)) for t in steps(-1, 1, 30)]
    lower = [
        (x + half_width * 0.95 * t, y + half_height * (1 - 0.26 * t * t)) for t in steps(1, -1, 30)
    ]
    return [*upper, *lower]


def _back(canvas, centre, box, look):
    x, y = centre
    shim = _block(centre, 372, 126)
    paint = down("#4a4e54", "#35393e", "#26292d")
    canvas.area(shim, paint)
    canvas.grain(box, lambda pen: pen.polygon(shim), strength=30, opacity=0.5)
    label = (x - 190, y - 52, x + 190, y + 58)
    canvas.block(label, look.colour, radius=8)
    canvas.text((x, y - 8), look.brand, 54, "#ffffff", bold=True, across=340)
    canvas.text((x, y + 36), look.caption, 20, "#ffffff", across=340)
    for side in (-1, 1):
        spot = (x + side * 292, y)
        canvas.disc(spot, 24, down("#7a7f85", "#2b2e33"))
        canvas.disc(spot, 15, "#1d1f22")
