"""Draws the pictures of a part. Knows nothing of Django, so that processes can share the work."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from demo.pictures.boxes import draw_box
from demo.pictures.brakes import draw_brake_disc, draw_brake_pad
from demo.pictures.canvas import Canvas, Point
from demo.pictures.charging import draw_alternator, draw_battery
from demo.pictures.filters import draw_air_filter, draw_cabin_filter, draw_oil_filter
from demo.pictures.ignition import draw_headlight_bulb, draw_spark_plug
from demo.pictures.look import Look
from demo.pictures.mechanical import draw_shock_absorber, draw_timing_belt, draw_wiper_blade

QUALITY = 78


@dataclass(frozen=True)
class Motif:
    """How a family is drawn, where its detail view looks, and what in it catches the eye.

    `attribute` is the one whose choices look different; each gets a picture of its own.
    """

    draw: Callable[[Canvas, Look], None]
    detail: Point
    attribute: str = ""
    zoom: float = 2.1


MOTIFS = {
    "brake_pad": Motif(draw_brake_pad, (760, 760)),
    "brake_disc": Motif(draw_brake_disc, (790, 430), "disc_type"),
    "oil_filter": Motif(draw_oil_filter, (620, 360), "filter_type"),
    "air_filter": Motif(draw_air_filter, (860, 700), "filter_type"),
    "cabin_filter": Motif(draw_cabin_filter, (860, 760), "filter_type"),
    "spark_plug": Motif(draw_spark_plug, (600, 790)),
    "shock_absorber": Motif(draw_shock_absorber, (600, 640), "mounting_style"),
    "battery": Motif(draw_battery, (820, 440), "battery_technology"),
    "wiper_blade": Motif(draw_wiper_blade, (600, 570), "blade_type"),
    "headlight_bulb": Motif(draw_headlight_bulb, (600, 430), "light_technology"),
    "alternator": Motif(draw_alternator, (600, 600), "pulley_type"),
    "timing_belt": Motif(draw_timing_belt, (800, 660), "tooth_profile"),
}


def draw_picture(look: Look, view: str) -> bytes:
    """A part from the "front", in "detail" or in its "box": a JPEG of 1200 × 1200 pixels."""
    motif = MOTIFS[look.family]
    canvas = Canvas(zoom=motif.zoom, centre=motif.detail) if view == "detail" else Canvas()
    (draw_box if view == "box" else motif.draw)(canvas, look)
    file = BytesIO()
    canvas.finished().save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return file.getvalue()


def draw_order(order: tuple[Look, str]) -> bytes:
    """As `draw_picture`, for a pool of processes."""
    return draw_picture(*order)
