"""Spark plugs and headlight bulbs."""

from demo.pictures.canvas import Canvas, Paint, round_metal, shade, tint, turned
from demo.pictures.look import Look

STEEL = "#a3a9af"
CERAMIC = "#eceae4"
ELECTRODES = {
    "nickel": "#b9b4a8",
    "platinum": "#c9ccd2",
    "double_platinum": "#d5d8de",
    "iridium": "#aab4c4",
}


def draw_spark_plug(canvas: Canvas, look: Look) -> None:
    """Terminal, ribbed insulator, hexagon, thread and ground electrode, a little tilted."""
    whole = (520, 90, 690, 1090)
    canvas.shadow(
        lambda pen: pen.rectangle(whole, radius=60), blur=26, opacity=0.3, offset=(40, 20)
    )
    _stack(canvas, 600, 96, [(34, 20), (44, 44), (30, 22)], STEEL)
    insulator = (548, 180, 652, 520)
    canvas.block(insulator, round_metal(CERAMIC, shine=0.9), radius=18)
    for y in (200, 240, 280, 320):
        rib = (540, y, 660, y + 22)
        canvas.block(rib, round_metal(CERAMIC, shine=0.9), radius=11)
    band = (548, 366, 652, 476)
    canvas.block(band, round_metal(look.colour, shine=0.35))
    canvas.text((600, 420), look.brand, 30, "#ffffff", bold=True, across=96)
    _stack(canvas, 600, 516, [(70, 26)], STEEL)
    _hexagon(canvas, 600, 540, 96, 108)
    _stack(canvas, 600, 648, [(88, 30), (76, 26)], STEEL)
    ring = (506, 700, 694, 724)
    canvas.block(ring, round_metal("#c2a878"), radius=10)
    reach = 150 + look.number("thread_reach") * 5
    _thread(canvas, 600, 724, reach, 62)
    _electrodes(canvas, 600, 724 + reach, ELECTRODES[look.code("electrode_material")])
    canvas.rotated(14)


def _stack(canvas, middle, top, parts, colour):
    """Round parts on top of each other, each (half width, height)."""
    for half, height in parts:
        box = (middle - half, top, middle + half, top + height)
        canvas.block(box, round_metal(colour), radius=6)
        top += height


def _hexagon(canvas, middle, top, half, height):
    sides = ((-1.0, -0.5, -0.35), (-0.5, 0.5, 0.35), (0.5, 1.0, -0.45))
    for first, last, light in sides:
        box = (middle + half * first, top, middle + half * last, top + height)
        colour = tint(STEEL, light) if light > 0 else shade(STEEL, light)
        paint = Paint(((0, tint(colour, 0.25)), (0.3, colour), (1, shade(colour, -0.2))), "down")
        canvas.block(box, paint, radius=5)


def _thread(canvas, middle, top, length, half):
    box = (middle - half, top, middle + half, top + length)
    canvas.block(box, round_metal(STEEL))

    def turns(pen):
        y = top + 6
        while y < top + length - 4:
            pen.line([(middle - half, y), (middle + half, y + 6)], 5)
            y += 13

    canvas.fill(box, turns, "#2c3035", opacity=0.55)


def _electrodes(canvas, middle, top, colour):
    tip = (middle - 30, top, middle + 30, top + 22)
    canvas.block(tip, round_metal(CERAMIC, shine=0.9), radius=6)
    pin = (middle - 8, top + 18, middle + 8, top + 50)
    canvas.block(pin, round_metal(colour), radius=3)
    bow = (middle - 62, top - 4, middle + 14, top + 92)
    points = [
        (middle - 50, top - 2),
        (middle - 50, top + 62),
        (middle - 38, top + 74),
        (middle + 10, top + 74),
    ]
    canvas.fill(bow, lambda pen: pen.line(points, 18), turned(round_metal("#b4b1aa"), "down"))


def draw_headlight_bulb(canvas: Canvas, look: Look) -> None:
    """A glass capsule on its base; xenon bulbs stand on an igniter box."""
    xenon = look.code("light_technology") == "xenon"
    canvas.shadow(lambda pen: pen.ellipse((410, 960, 830, 1080)), blur=26, opacity=0.4)
    _glass(canvas, xenon)
    _bulb_base(canvas, look, xenon)


def _glass(canvas, xenon):
    half = 74 if xenon else 96
    top, bottom = (120, 640) if xenon else (170, 620)
    body = (600 - half, top, 600 + half, bottom)
    canvas.block(
        body,
        Paint(
            (
                (0, "#aeb9c4"),
                (0.12, "#dbe3ea"),
                (0.3, "#ffffff"),
                (0.45, "#e9eff4"),
                (0.8, "#c4ced8"),
                (1, "#98a4b0"),
            )
        ),
        radius=half,
        opacity=0.85,
    )
    canvas.fill(
        body,
        lambda pen: pen.rectangle(
            (600 - half + 12, top + 14, 600 + half - 12, bottom), radius=half - 12
        ),
        "#f4f8fb",
        opacity=0.5,
    )
    for x in (-26, 26):
        canvas.fill(
            body,
            lambda pen, x=x: pen.line([(600 + x, bottom), (600 + x * 0.7, top + 190)], 6),
            "#7e858c",
        )
    coil = (572, top + 150, 628, top + 226)
    if xenon:
        canvas.oval(coil, Paint(((0, "#fffdf2"), (0.6, "#e9eef8"), (1, "#a7b6cc")), "radial"))
    else:
        canvas.fill(
            coil,
            lambda pen: pen.line(
                [(574 + n * 6, top + (172 if n % 2 else 204)) for n in range(9)], 5
            ),
            "#6b5b3a",
        )
        cap = (600 - half, top, 600 + half, top + 96)
        canvas.fill(
            cap,
            lambda pen: pen.rectangle((600 - half, top, 600 + half, top + 180), radius=half),
            round_metal("#8d949b"),
            opacity=0.9,
        )
    canvas.glow(
        body,
        lambda pen: pen.rectangle(
            (600 - half + 16, top + 60, 600 - half + 36, bottom - 60), 200, radius=10
        ),
        "#ffffff",
        within=lambda pen: pen.rectangle(body, radius=half),
        blur=6,
    )


def _bulb_base(canvas, look, xenon):
    parts = [(96, 60), (210, 34), (150, 70)]
    top = 610
    for half, height in parts:
        box = (600 - half, top, 600 + half, top + height)
        canvas.block(box, round_metal("#b7bcc2"), radius=10)
        top += height
    foot = (420, top, 780, top + 230) if xenon else (480, top, 720, top + 150)
    colour = look.colour if xenon else "#2b2e33"
    canvas.block(foot, round_metal(colour, shine=0.3), radius=20)
    middle = (foot[1] + foot[3]) / 2
    canvas.text(
        (600, middle - 20), look.brand, 46, "#ffffff", bold=True, across=foot[2] - foot[0] - 50
    )
    mark = look.code("light_technology").capitalize()
    canvas.text((600, middle + 34), mark, 28, "#e6e8ea", across=foot[2] - foot[0] - 50)
    if not xenon:
        for x in (-60, 0, 60):
            blade = (588 + x, foot[3], 612 + x, foot[3] + 110)
            canvas.block(blade, round_metal("#c8ccd0"), radius=4)
