"""Which pictures the demo needs: a bounded number, whatever the number of products."""

from collections.abc import Iterator
from dataclasses import dataclass

from demo.catalogue import family_brands
from demo.designs import Design, family_designs
from demo.pictures.look import Look
from demo.pictures.studio import MOTIFS
from demo.sources import Row, demo_rows


@dataclass(frozen=True)
class PictureOrder:
    """A picture to be drawn: of which kind of part, for which of its products.

    `variety` is the choice that the picture shows (empty: any product of family and brand).
    """

    look: Look
    view: str
    family: str
    brand: str
    variety: str

    @property
    def title(self) -> str:
        """The title of the picture; unique among the pictures of the demo."""
        kind = f" ({self.variety.replace('_', ' ')})" if self.variety else ""
        return f"{self.look.brand} {self.look.caption}{kind}, {self.view}"


def picture_orders(seed: int) -> Iterator[PictureOrder]:
    """All pictures: front and detail of each variety, a carton for each family and brand."""
    for family in demo_rows("families"):
        designs = _first_designs(family["code"], seed)
        for brand in family_brands(family["code"]):
            for number, (variety, design) in enumerate(designs.items()):
                yield _order(family, brand, design, variety, "front")
                yield _order(family, brand, design, variety, "detail")
                if not number:
                    yield _order(family, brand, design, "", "box")


def variety_of(family: str, values: dict) -> str:
    """The choice that decides how a part of the family looks."""
    attribute = MOTIFS[family].attribute
    return values[attribute] if attribute else ""


def _first_designs(family: str, seed: int) -> dict[str, Design]:
    """The first design of each variety."""
    first: dict[str, Design] = {}
    for design in family_designs(family, seed):
        first.setdefault(variety_of(family, design.values), design)
    return first


def _order(family: Row, brand: Row, design: Design, variety: str, view: str) -> PictureOrder:
    look = Look(family["code"], brand["name"], brand["colour"], family["en"], design.values)
    return PictureOrder(look, view, family["code"], brand["code"], variety)
