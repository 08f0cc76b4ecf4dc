from random import Random

from demo.parts.part import Part, decimal_text, mass, money


def oil_filter(draw: Random, number: int) -> Part:
    """A spin-on can, or every third a cartridge without thread and valve."""
    cartridge = number % 3 == 2
    diameter = draw.choice((57, 64) if cartridge else (66, 68, 76, 93))
    height = draw.randrange(65, 155) if cartridge else draw.randrange(65, 125, 5)
    values = {
        "filter_type": "cartridge" if cartridge else "spin_on",
        "filter_media": draw.choice(("cellulose", "blended", "synthetic")),
        "outer_diameter": decimal_text(diameter, 1),
        "inner_diameter": decimal_text(diameter * (0.42 if cartridge else 0.82), 1),
        "height": decimal_text(height, 1),
        "filtration_rating": decimal_text(draw.choice((10, 15, 20, 25)), 0),
    }
    if not cartridge:
        threads = ("M20x1.5", "UNF3-4-16", "M18x1.5") if diameter < 93 else ("M22x1.5",)
        values |= {
            "thread_size": draw.choice(threads),
            "bypass_pressure": decimal_text(draw.choice((0.8, 1.0, 1.2, 2.5)), 1),
            "anti_drain_valve": draw.random() < 0.8,
        }
    weight = diameter**2 * height * (2.2e-7 if cartridge else 6.5e-7)
    return Part(
        values=values,
        price=money(4 + diameter * 0.06 + (3 if values["filter_media"] == "synthetic" else 0)),
        weight=mass(weight),
        box=(diameter + 6, diameter + 6, height + 8),
        pieces_per_case=12,
        sold_in_quantity=True,
    )


def air_filter(draw: Random, number: int) -> Part:
    """A panel, or every fourth a round element with two diameters instead of two sides."""
    is_round = number % 4 == 3
    height = draw.randrange(40, 72) if not is_round else draw.randrange(60, 180)
    values = {
        "filter_type": "round" if is_round else "panel",
        "filter_media": draw.choice(("cellulose", "blended", "synthetic")),
        "height": decimal_text(height, 1),
        "filtration_rating": decimal_text(draw.choice((5, 8, 10)), 0),
    }
    if is_round:
        diameter = draw.randrange(150, 300)
        values["outer_diameter"] = decimal_text(diameter, 1)
        values["inner_diameter"] = decimal_text(diameter * 0.58, 1)
        length = width = diameter
    else:
        length = draw.randrange(210, 345)
        width = draw.randrange(130, 205)
        values["length"] = decimal_text(length, 1)
        values["width"] = decimal_text(width, 1)
    return Part(
        values=values,
        price=money(6 + length * width / 6000 + height / 20),
        weight=mass(length * width * height * 8e-8),
        box=(length + 10, width + 10, height + 8),
        pieces_per_case=6,
        sold_in_quantity=True,
    )


def cabin_filter(draw: Random, number: int) -> Part:
    """A flat pleated filter; every second with activated carbon, which weighs and costs more."""
    carbon = number % 2 == 1
    length, width = draw.randrange(195, 300), draw.randrange(145, 230)
    height = draw.choice((20, 25, 30, 35, 40))
    return Part(
        values={
            "filter_type": "activated_carbon" if carbon else "particulate",
            "filter_media": "carbon_fleece" if carbon else "synthetic",
            "length": decimal_text(length, 1),
            "width": decimal_text(width, 1),
            "height": decimal_text(height, 1),
            "filtration_rating": decimal_text(draw.choice((0.3, 1.0, 2.5)), 1),
        },
        price=money(7 + length * width / 9000 + (5 if carbon else 0)),
        weight=mass(length * width * height * (1.6e-7 if carbon else 9e-8)),
        box=(length + 8, width + 8, height + 6),
        pieces_per_case=10,
        sold_in_quantity=True,
    )
