"""Technical values of made-up parts, correlated as they are in real ones.

Each maker takes a seeded generator and a running number and returns one `Part`.
"""

from collections.abc import Callable
from random import Random

from demo.parts.brakes import brake_disc, brake_pad
from demo.parts.electrical import alternator, battery, headlight_bulb, spark_plug
from demo.parts.filters import air_filter, cabin_filter, oil_filter
from demo.parts.mechanical import shock_absorber, timing_belt, wiper_blade
from demo.parts.part import Part

PART_MAKERS: dict[str, Callable[[Random, int], Part]] = {
    maker.__name__: maker
    for maker in (
        brake_pad,
        brake_disc,
        oil_filter,
        air_filter,
        cabin_filter,
        spark_plug,
        shock_absorber,
        battery,
        wiper_blade,
        headlight_bulb,
        alternator,
        timing_belt,
    )
}

__all__ = ["PART_MAKERS", "Part"]
