"""Shock absorbers, timing belts and wiper blades."""

from math import cos, pi, sin, tau

from demo.pictures.canvas import Canvas, Paint, down, round_metal, shade, tint, turned
from demo.pictures.look import Look
from demo.pictures.shapes import steps

RUBBER = "#26282c"


def draw_shock_absorber(canvas: Canvas, look: Look) -> None:
    """Rod, dust tube and body, with eyes or as a strut with a spring seat; a little tilted."""
    strut = look.code("mounting_style") == "strut"
    canvas.shadow(
        lambda pen: pen.rectangle((560, 120, 680, 1080), radius=40),
        blur=26,
        opacity=0.32,
        offset=(46, 18),
    )
    rod = (582, 130, 618, 560)
    canvas.block(rod, round_metal("#d3d8dd", shine=0.9))
    body_half = 78 if strut else 66
    tube = (600 - body_half, 520, 600 + body_half, 1010)
    canvas.block(tube, round_metal(shade(look.colour, -0.12)), radius=14)
    collar = (600 - body_half - 6, 508, 606 + body_half, 552)
    canvas.block(collar, round_metal("#3b3f44"), radius=10)
    label = (600 - body_half, 690, 600 + body_half, 880)
    canvas.block(label, round_metal("#f2f3f4", shine=0.9))
    canvas.text(
        (596, 762), look.brand, 34, shade(look.colour, -0.1), bold=True, across=body_half * 1.7
    )
    canvas.text((596, 812), look.caption, 18, "#4a4f55", across=body_half * 1.6)
    if strut:
        _strut(canvas)
    else:
        _dust_tube(canvas, look)
        _eye(canvas, (600, 1060))
    if look.code("mounting_style") == "eye_eye":
        _eye(canvas, (600, 104))
    else:
        _stud(canvas)
    canvas.rotated(24)


def _dust_tube(canvas, look):
    tube = (512, 190, 688, 470)
    canvas.block(tube, round_metal(look.colour), radius=16)
    lip = (506, 448, 694, 480)
    canvas.block(lip, round_metal(shade(look.colour, -0.4)), radius=12)


def _stud(canvas):
    stud = (586, 70, 614, 200)
    canvas.block(stud, round_metal("#a9afb5"), radius=4)
    for y in range(78, 160, 10):
        turn = (586, y, 614, y + 5)
        canvas.block(turn, "#2c3035", opacity=0.5)
    nut = (564, 150, 636, 186)
    canvas.block(nut, round_metal("#c2a45c"), radius=5)


def _eye(canvas, centre):
    canvas.disc(centre, 64, down("#6a7077", "#24272b"))
    canvas.disc(centre, 48, RUBBER)
    canvas.disc(centre, 26, down("#e4e7ea", "#7d838a"))
    canvas.disc(centre, 16, "#f4f5f6")


def _strut(canvas):
    seat = [(420, 600), (480, 560), (720, 560), (780, 600), (740, 640), (460, 640)]
    canvas.area(seat, turned(round_metal("#33373c"), "down"))
    bracket = (548, 960, 652, 1110)
    canvas.block(bracket, round_metal("#2d3136"), radius=8)
    for y in (1000, 1064):
        canvas.disc((600, y), 18, down("#54595f", "#f0f1f2"))
    buffer = (550, 240, 650, 420)
    canvas.block(buffer, round_metal("#dfc25a", shine=0.4), radius=24)
    for y in (290, 340, 385):
        dent = (550, y, 650, y + 8)
        canvas.block(dent, "#000000", opacity=0.25)


def draw_timing_belt(canvas: Canvas, look: Look) -> None:
    """A belt standing on its edge, seen from above: its width shows as depth."""
    width = 60 + look.number("belt_width") * 5
    top = (600, 560 - width / 3)
    rounded = look.code("tooth_profile") == "round"
    teeth = round(look.number("tooth_count") / 2.2)
    outer, inner = (_loop(top, 430, 250), _loop(top, 408, 230))
    base = [(x, y + width) for x, y in outer]
    canvas.shadow(lambda pen: pen.polygon(base), blur=26, opacity=0.45, offset=(10, 24))
    whole = (140, top[1] - 260, 1060, top[1] + 260 + width)
    _inner_wall(canvas, whole, inner, width, teeth)
    _outer_wall(canvas, whole, outer, width, look)
    edge = _toothed(top, teeth, rounded)

    def rim(pen):
        pen.polygon(outer)
        pen.polygon(edge, 0)

    canvas.fill(whole, rim, down("#5a5e64", "#44484d", "#33363a"))


def _loop(centre, across, down):
    """An oval that is a little egg-shaped, as a belt that lies free."""
    return [
        (centre[0] + across * cos(angle) * (1 + 0.05 * sin(angle)), centre[1] + down * sin(angle))
        for angle in steps(0, tau, 240)
    ]


def _toothed(centre, teeth, rounded):
    """The inner edge with its teeth."""
    points = []
    for step in range(teeth * 8):
        angle = tau * step / (teeth * 8)
        wave = sin(teeth * angle)
        height = wave * 9 if rounded else max(-1, min(1, wave * 3)) * 8
        points.append(
            (centre[0] + (392 - height) * cos(angle), centre[1] + (214 - height) * sin(angle))
        )
    return points


def _inner_wall(canvas, whole, inner, width, teeth):
    """The far inside of the belt with the flanks of its teeth."""
    bottom = [(x, y + width) for x, y in inner]
    far = [*inner[120:241], *reversed(bottom[120:241])]
    canvas.area(far, Paint(((0, "#1f2124"), (0.3, "#3c4045"), (0.7, "#303338"), (1, "#191b1d"))))

    def flanks(pen):
        for n in range(teeth):
            angle = pi + pi * n / teeth
            x, y = (600 + 404 * cos(angle), inner[0][1] + 226 * sin(angle))
            pen.line([(x, y), (x, y + width)], 5)

    canvas.fill(whole, flanks, "#000000", opacity=0.4)
    floor = [(x, y + width) for x, y in inner]
    canvas.area(floor, down("#f1f2f4", "#fafbfb"))
    lower = [*inner[120:241], *reversed([(x, y + width) for x, y in inner[120:241]])]
    canvas.area(lower, Paint(((0, "#1f2124"), (0.3, "#3c4045"), (0.7, "#303338"), (1, "#191b1d"))))
    canvas.fill(whole, flanks, "#000000", opacity=0.5)


def _outer_wall(canvas, whole, outer, width, look):
    """The near outside of the belt with the maker's print."""
    near = outer[0:121]
    wall = [*near, *reversed([(x, y + width) for x, y in near])]
    canvas.area(
        wall,
        Paint(
            ((0, "#17181a"), (0.2, "#3a3d42"), (0.45, "#54585d"), (0.7, "#34373b"), (1, "#131416"))
        ),
    )
    middle = outer[60]
    for place in (0.34, 0.66):
        line = [(x, y + width * place) for x, y in near[8:113]]
        canvas.fill(whole, lambda pen, p=line: pen.line(p, 2), "#000000", opacity=0.2)
    words = f"{look.brand}  ·  {look.caption}"
    canvas.text(
        (middle[0], middle[1] + width * 0.5 - 6),
        words,
        44,
        tint(look.colour, 0.75),
        bold=True,
        across=420,
    )


def draw_wiper_blade(canvas: Canvas, look: Look) -> None:
    """A long blade across the picture with its adapter and packing label."""
    kind = look.code("blade_type")
    half = 480
    left, right, y = (600 - half, 600 + half, 600)
    spine = [(x, y - _rise(x, half)) for x in steps(left, right, 60)]
    canvas.shadow(
        lambda pen: pen.line([(x, b + 20) for x, b in spine], 54),
        blur=20,
        opacity=0.4,
        offset=(10, 44),
    )
    lip = [*[(x, b + 34) for x, b in spine], *[(x, b + 62) for x, b in reversed(spine)]]
    box = (left - 6, y - 130, right + 6, y + 90)
    canvas.area(lip, down("#34373b", "#0f1011"))
    if kind == "conventional":
        _frame(canvas, box, half)
    else:
        _spoiler(canvas, box, spine, look)
    adapter = (512, 500, 688, 610)
    canvas.block(
        adapter, down(tint(look.colour, 0.35), look.colour, shade(look.colour, -0.45)), radius=20
    )
    clip = (548, 478, 652, 520)
    canvas.block(clip, down("#5b6066", "#26292d"), radius=10)
    canvas.text((600, 560), look.brand, 34, "#ffffff", bold=True, across=150)
    canvas.rotated(22)


def _rise(x, half):
    """How far the blade bows up at a place."""
    return 34 * (1 - ((x - 600) / half) ** 2)


def _spoiler(canvas, box, spine, look):
    upper = [(x, b - 22 * (1 - ((x - 600) / (spine[-1][0] - 600)) ** 4) - 2) for x, b in spine]
    body = [*upper, *[(x, b + 36) for x, b in reversed(spine)]]
    canvas.area(body, Paint(((0, "#7b8087"), (0.35, "#3d4146"), (1, "#17181a")), "down"))
    crest = [(x, b + 7) for x, b in upper]
    canvas.fill(box, lambda pen: pen.line(crest, 4), "#a9aeb4", opacity=0.6)


def _frame(canvas, box, half):
    """Bridges of sheet steel that hold the rubber at eight claws."""
    steel = down("#8a9097", "#3b3f45", "#1a1c1f")
    main = [
        (600 - half * 0.55, 604),
        (600 - half * 0.3, 560),
        (560, 530),
        (640, 530),
        (600 + half * 0.3, 560),
        (600 + half * 0.55, 604),
    ]
    canvas.fill(box, lambda pen: pen.line(main, 26), steel)
    for side in (-1, 1):
        middle = 600 + side * half * 0.55
        bridge = [
            (middle - half * 0.36, 628),
            (middle - half * 0.2, 606),
            (middle, 598),
            (middle + half * 0.2, 606),
            (middle + half * 0.36, 628),
        ]
        canvas.fill(box, lambda pen, p=bridge: pen.line(p, 20), steel)
        canvas.disc((middle, 600), 14, down("#c7ccd1", "#4a4f55"))
