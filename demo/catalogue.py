"""Which product stands behind each number: family, brand, design and the vehicles it fits.

Products are numbered from 0. Twelve families take turns; in a family its brands take turns, so
that each design for one platform (an *application*) is made by all of them: they substitute
each other. Everything follows from the number and the seed, so any range can be made alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from demo.designs import Design, as_kit, family_designs
from demo.platforms import Platform, platforms, with_engine
from demo.sources import Row, demo_rows

# One chunk holds whole blocks of applications for families of one, two and three brands, so that
# a product and those it is related to are always in one chunk.
CHUNK = 5760

ENGINE_FAMILIES = {"oil_filter", "air_filter", "spark_plug", "alternator", "timing_belt"}
WIDELY_USED_FAMILIES = {"battery", "wiper_blade", "headlight_bulb"}
VARIANT_FAMILIES = {"wiper_blade", "headlight_bulb"}
VARIANTS = 8  # lengths of a wiper blade line, types of a bulb line
KIT_EVERY = 12
KIT_REMAINDER = 5
SUCCESSOR_EVERY = 20
ENGINE_CHOICES = 4
FIRST_NUMBER = 10_000


@dataclass(frozen=True)
class DemoProduct:
    """One product by its number."""

    number: int
    seed: int
    family: Row
    brand: Row
    application: int

    @property
    def sku(self) -> str:
        return f"{self.brand['aaia_id']}-{self.family['short']}{FIRST_NUMBER + self.application}"

    @property
    def part_number(self) -> str:
        return self.brand["number_format"].format(
            family=self.family["short"], number=FIRST_NUMBER + self.application
        )

    @property
    def is_kit(self) -> bool:
        """Two brake discs sold together with pads."""
        is_disc = self.family["code"] == "brake_disc"
        return is_disc and self.application % KIT_EVERY == KIT_REMAINDER

    @property
    def is_successor(self) -> bool:
        """Supersedes the application before it, which is discontinued."""
        return self.application % SUCCESSOR_EVERY == SUCCESSOR_EVERY - 1

    @property
    def is_discontinued(self) -> bool:
        return self.application % SUCCESSOR_EVERY == SUCCESSOR_EVERY - 2

    @property
    def technical_application(self) -> int:
        """The application whose design and vehicles this product shares.

        A successor follows what it supersedes; a kit holds the disc of the same axle.
        """
        if self.is_kit:
            return self.application - 2
        return self.application - 1 if self.is_successor else self.application

    @property
    def variant_of(self) -> int | None:
        """The application of the product that this one is a variant of; a successor is none."""
        is_variant = self.application % VARIANTS and not self.is_successor
        if self.family["code"] not in VARIANT_FAMILIES or not is_variant:
            return None
        return self.application - self.application % VARIANTS

    @cached_property
    def design(self) -> Design:
        designs = family_designs(self.family["code"], self.seed)
        design = designs[self.technical_application % len(designs)]
        return as_kit(design) if self.is_kit else design

    @property
    def vehicles(self) -> Platform:
        """The ranges of vehicles it fits."""
        every = platforms(self.seed)
        application = self.technical_application
        platform = every[application % len(every)]
        if self.family["code"] in WIDELY_USED_FAMILIES:
            return platform + every[(application + 7) % len(every)]
        if self.family["code"] in ENGINE_FAMILIES:
            return with_engine(platform, application // len(every) % ENGINE_CHOICES)
        return platform

    @property
    def twins(self) -> Iterator[str]:
        """SKUs of the same application by the other brands."""
        suffix = self.sku.partition("-")[2]
        for brand in family_brands(self.family["code"]):
            if brand is not self.brand:
                yield f"{brand['aaia_id']}-{suffix}"

    def sku_of(self, application: int, family: str = "") -> str:
        """The SKU that the same brand gives another application, maybe of another family."""
        short = _short_codes()[family] if family else self.family["short"]
        return f"{self.brand['aaia_id']}-{short}{FIRST_NUMBER + application}"

    def scatter(self, salt: int) -> int:
        """A number below 2**31 that looks random, always the same for product and salt."""
        mixed = (self.number * 2654435761 + salt * 40503 + self.seed * 97) & 0xFFFFFFFF
        mixed = ((mixed ^ (mixed >> 15)) * 2246822519) & 0xFFFFFFFF
        return (mixed ^ (mixed >> 13)) >> 1


def demo_products(start: int, stop: int, seed: int) -> Iterator[DemoProduct]:
    """The products with numbers from `start` up to but not including `stop`."""
    families = demo_rows("families")
    for number in range(start, stop):
        turn, place = divmod(number, len(families))
        family = families[place]
        brands = family_brands(family["code"])
        application, brand = divmod(turn, len(brands))
        yield DemoProduct(number, seed, family, brands[brand], application)


@cache
def family_brands(family: str) -> tuple[Row, ...]:
    """The brands that make parts of a family."""
    return tuple(row for row in demo_rows("brands") if family in row["families"].split())


@cache
def _short_codes() -> dict[str, str]:
    return {row["code"]: row["short"] for row in demo_rows("families")}
