from random import Random

from demo.parts.part import Part, decimal_text, mass, money

# Group size: length, width, height (mm) and the usual capacity (Ah), as battery makers list them.
GROUP_SIZES = {
    "H4": (207, 175, 190, 44),
    "H5": (242, 175, 190, 60),
    "H6": (278, 175, 190, 70),
    "H7": (315, 175, 190, 80),
    "H8": (353, 175, 190, 95),
    "24F": (273, 173, 229, 70),
    "35": (230, 175, 225, 60),
    "51R": (238, 129, 223, 45),
    "65": (306, 192, 192, 75),
}

# Bulb type: technology, power (W), luminous flux (lm) as UN regulations 37 and 99 rate it.
BULBS = {
    "H7": ("halogen", 55, 1500),
    "H4": ("halogen", 60, 1650),
    "H11": ("halogen", 55, 1350),
    "H1": ("halogen", 55, 1550),
    "HB3": ("halogen", 60, 1860),
    "HB4": ("halogen", 51, 1095),
    "D1S": ("xenon", 35, 3200),
    "D2S": ("xenon", 35, 3200),
}

PLUG_THREADS = {"M14x1.25": (16.0, 20.8), "M12x1.25": (16.0, 14.0), "M10x1.0": (14.0, 12.7)}
PLUG_PRICES = {"nickel": 2.4, "platinum": 5.6, "double_platinum": 8.2, "iridium": 10.4}


def spark_plug(draw: Random, number: int) -> Part:
    """Thread decides the key size; precious metal narrows the choice of gaps and costs more."""
    material = ("iridium", "nickel", "platinum", "double_platinum")[number % 4]
    thread = draw.choice(("M14x1.25", "M14x1.25", "M12x1.25", "M10x1.0"))
    hex_size = draw.choice(PLUG_THREADS[thread])
    gaps = (0.7, 0.8, 0.9, 1.0) if material == "nickel" else (0.7, 0.8, 1.0, 1.1)
    return Part(
        values={
            "electrode_material": material,
            "thread_size": thread,
            "thread_reach": decimal_text(draw.choice((19.0, 26.5)), 1),
            "hex_size": decimal_text(hex_size, 1),
            "heat_range": str(draw.randrange(4, 10)),
            "electrode_gap": decimal_text(draw.choice(gaps), 2),
            "seat_type": draw.choice(("gasket", "gasket", "tapered")),
            "has_resistor": True,
        },
        price=money(PLUG_PRICES[material] + draw.random()),
        weight=mass(0.034 + draw.random() * 0.022),
        box=(92, 24, 24),
        quantity_per_vehicle=draw.choice((4, 4, 6)),
        pieces_per_case=40,
        sold_in_quantity=True,
    )


def battery(draw: Random, number: int) -> Part:
    """Size gives capacity; technology gives cold cranking current, weight and price."""
    group = draw.choice(tuple(GROUP_SIZES))
    technology = ("flooded", "agm", "efb")[number % 3]
    length, width, height, usual = GROUP_SIZES[group]
    capacity = usual + draw.choice((-2, 0, 0, 2, 5))
    factor = {"flooded": 8.6, "efb": 9.3, "agm": 10.1}[technology]
    weight = capacity * {"flooded": 0.235, "efb": 0.25, "agm": 0.262}[technology] + 1.2
    return Part(
        values={
            "battery_technology": technology,
            "voltage": "12",
            "capacity": str(capacity),
            "cold_cranking_amps": str(round(capacity * factor / 10) * 10),
            "group_size": group,
            "terminal_layout": draw.choice(("positive_left", "positive_right")),
            "length": decimal_text(length, 1),
            "width": decimal_text(width, 1),
            "height": decimal_text(height, 1),
        },
        price=money(capacity * {"flooded": 1.55, "efb": 1.9, "agm": 2.5}[technology]),
        weight=mass(weight),
        box=(length + 10, width + 10, height + 12),
    )


def headlight_bulb(draw: Random, number: int) -> Part:
    """Blocks of eight bulbs of one line run through the bulb types; xenon costs a multiple."""
    kind = tuple(BULBS)[number % len(BULBS)]
    technology, power, flux = BULBS[kind]
    temperature = draw.choice((3200, 3400, 4000) if technology == "halogen" else (4300, 5000, 6000))
    return Part(
        values={
            "bulb_type": kind,
            "light_technology": technology,
            "voltage": "12",
            "power": str(power),
            "luminous_flux": str(round(flux * draw.choice((0.95, 1, 1.05)))),
            "colour_temperature": str(temperature),
        },
        price=money((6 if technology == "halogen" else 44) + draw.randrange(0, 12)),
        weight=mass(0.03 if technology == "halogen" else 0.052),
        box=(96, 52, 46),
        quantity_per_vehicle=2,
        pieces_per_case=20,
        sold_in_quantity=True,
    )


def alternator(draw: Random, number: int) -> Part:
    """More current means more weight; every third is remanufactured and cheaper."""
    current = draw.randrange(70, 225, 5)
    remanufactured = number % 3 == 2
    pulley = draw.choice(("one_way_clutch", "decoupler")) if current > 120 else "solid"
    return Part(
        values={
            "condition": "remanufactured" if remanufactured else "new",
            "voltage": "14",
            "output_current": str(current),
            "pulley_type": pulley,
            "groove_count": str(draw.choice((5, 6, 6, 7))),
            "rotation": draw.choice(("clockwise", "clockwise", "counterclockwise")),
        },
        price=money((140 + current * 0.9) * (0.7 if remanufactured else 1)),
        weight=mass(4.1 + current * 0.017),
        box=(220, 200, 190),
    )
