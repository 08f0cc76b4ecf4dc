"""Batteries and alternators."""

from math import pi, tau

from demo.pictures.canvas import Canvas, Paint, down, round_metal, shade, tint
from demo.pictures.look import Look
from demo.pictures.shapes import around, circle_box

TECHNOLOGIES = {"flooded": "CLASSIC", "efb": "EFB", "agm": "AGM"}


def draw_battery(canvas: Canvas, look: Look) -> None:
    """A box with lid, terminals, handle and a label with capacity and current."""
    left, right, top, bottom = (150, 930, 420, 960)
    depth, rise = (150, 130)
    case = "#2a2d31"
    front = (left, top, right, bottom)
    side = [
        (right, top),
        (right + depth, top - rise),
        (right + depth, bottom - rise),
        (right, bottom),
    ]
    lid = [(left, top), (left + depth, top - rise), (right + depth, top - rise), (right, top)]
    base = [(left, bottom), (right, bottom), (right + depth, bottom - rise), (left, bottom - 60)]
    canvas.shadow(lambda pen: pen.polygon(base), blur=30, opacity=0.55, offset=(10, 26))
    canvas.area(side, Paint(((0, "#1b1d20"), (1, "#0f1012"))))
    canvas.block(front, down(tint(case, 0.16), case, shade(case, -0.35)), radius=10)
    canvas.area(lid, down("#54595f", "#34383d"))
    _battery_lid(canvas, look, front, (depth, rise))
    for n in range(1, 14):
        x = left + (right - left) * n / 14
        canvas.block((x - 2, bottom - 66, x + 2, bottom - 12), "#000000", opacity=0.35)
    _battery_label(canvas, look, (left + 46, top + 74, right - 46, bottom - 92))


def _battery_lid(canvas, look, front, away):
    left, top, right, _bottom = front
    depth, rise = away
    edge = (left, top, right, top + 46)
    canvas.block(edge, down(tint(look.colour, 0.2), shade(look.colour, -0.3)), radius=8)
    handle = [
        (left + 220, top - 50),
        (left + 250, top - 96),
        (right - 90, top - 96),
        (right - 120, top - 50),
    ]
    canvas.fill(
        (left, top - rise, right + depth, top),
        lambda pen: pen.line([*handle, handle[0]], 18),
        "#1d1f22",
    )
    positive_left = look.code("terminal_layout") == "positive_left"
    for x, is_left in ((left + 130, True), (right - 70, False)):
        colour = "#c0392b" if is_left == positive_left else "#2f3338"
        foot = (x - 54, top - 88, x + 54, top - 40)
        canvas.oval(foot, down(tint(colour, 0.3), shade(colour, -0.3)))
        post = (x - 30, top - 128, x + 30, top - 62)
        canvas.block(post, round_metal("#9aa0a6"), radius=12)
        lid = (x - 30, top - 140, x + 30, top - 114)
        canvas.oval(lid, down("#e3e6e9", "#aab0b6"))
        sign = "+" if is_left == positive_left else "-"
        canvas.text((x, top + 22), sign, 46, "#ffffff", bold=True)


def _battery_label(canvas, look, box):
    left, top, right, bottom = box
    canvas.block(box, down("#fbfbfc", "#dfe2e5"), radius=14)
    band = (left, top, right, top + 130)
    canvas.block(band, down(tint(look.colour, 0.12), shade(look.colour, -0.18)), radius=14)
    canvas.text(
        ((left + right) / 2, top + 64),
        look.brand,
        86,
        "#ffffff",
        bold=True,
        across=right - left - 80,
    )
    middle = (left + right) / 2
    technology = TECHNOLOGIES[look.code("battery_technology")]
    canvas.text((middle - 190, top + 206), "12 V", 84, "#22262b", bold=True)
    canvas.text((middle + 150, top + 206), technology, 84, look.colour, bold=True, across=330)
    canvas.text((middle, bottom - 40), "maintenance free  ·  calcium technology", 28, "#5a6067")


def draw_alternator(canvas: Canvas, look: Look) -> None:
    """The pulley side of an alternator: cast housing with cooling slots, ears and pulley."""
    centre = (600, 600)
    cast = "#b4b9be"
    ears = [(around(centre, 455, angle), 74) for angle in (-pi / 2 - 0.12, pi / 2 + 0.4, 0.42)]

    def outline(pen):
        pen.circle(centre, 415)
        for spot, radius in ears:
            pen.circle(spot, radius)

    canvas.shadow(outline, blur=30, opacity=0.45, offset=(20, 36))
    for spot, radius in ears:
        canvas.disc(spot, radius, down(tint(cast, 0.4), shade(cast, -0.4)))
        canvas.disc(spot, 34, down("#62676d", "#e9ebed"))
        canvas.disc(spot, 27, "#f5f6f7")
    _housing(canvas, centre, cast)
    _pulley(canvas, centre, look)
    canvas.text((600, 258), look.brand, 32, "#3a3f45", bold=True, across=230)


def _housing(canvas, centre, cast):
    box = circle_box(centre, 415)
    canvas.disc(centre, 415, down(tint(cast, 0.5), cast, shade(cast, -0.5)))
    canvas.disc(
        centre,
        392,
        Paint(((0, shade(cast, -0.05)), (0.6, tint(cast, 0.25)), (1, shade(cast, -0.2))), "radial"),
    )

    def slots(pen, near, far, spread):
        for number in range(20):
            angle = tau * number / 20
            if abs((angle + pi / 2 + pi) % tau - pi) < 0.36:
                continue
            first, last = (angle - spread, angle + spread)
            pen.polygon(
                [
                    around(centre, near, first),
                    around(centre, far, first),
                    around(centre, far, last),
                    around(centre, near, last),
                ]
            )

    canvas.fill(box, lambda pen: slots(pen, 226, 366, 0.098), tint(cast, 0.55))
    canvas.fill(box, lambda pen: slots(pen, 232, 360, 0.085), "#24272b")
    canvas.fill(box, lambda pen: slots(pen, 262, 346, 0.055), "#b06b32", opacity=0.8)
    canvas.grain(box, lambda pen: pen.circle(centre, 415), strength=24, opacity=0.35)


def _pulley(canvas, centre, look):
    canvas.shadow(lambda pen: pen.circle(centre, 206), blur=14, opacity=0.6, offset=(8, 14))
    grooves = int(look.text("groove_count", "6"))
    for number in range(grooves * 2):
        radius = 204 - number * 76 / (grooves * 2)
        colour = "#30343a" if number % 2 else "#8a9097"
        canvas.disc(centre, radius, down(tint(colour, 0.25), shade(colour, -0.25)))
    solid = look.code("pulley_type") == "solid"
    cap = "#c3c8cd" if solid else look.colour
    canvas.disc(centre, 118, down(tint(cap, 0.6), cap, shade(cap, -0.35)))
    nut = [around(centre, 62, tau * n / 6) for n in range(6)]
    canvas.area(nut, down("#eceef0", "#6d737a"))
    canvas.disc(centre, 34, down("#5a6067", "#c6cacf"))
