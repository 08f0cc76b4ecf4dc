from random import Random

from demo.parts.part import Part, decimal_text, mass, money

# Lengths of wiper blades run in steps of about an inch.
BLADE_LENGTHS = (350, 400, 450, 500, 530, 550, 600, 650)
BLADE_TYPES = ("beam", "conventional", "hybrid")
BLADE_ATTACHMENTS = {
    "beam": ["push_button", "pinch_tab", "hook"],
    "conventional": ["hook", "bayonet"],
    "hybrid": ["hook", "side_pin", "push_button"],
}


def wiper_blade(draw: Random, number: int) -> Part:
    """Blocks of eight blades are one line of a brand in eight lengths."""
    kind = BLADE_TYPES[number // 8 % 3]
    length = BLADE_LENGTHS[number % 8]
    rubber = {"beam": "graphite", "conventional": "natural", "hybrid": "silicone"}[kind]
    return Part(
        values={
            "position": "front",
            "blade_type": kind,
            "blade_length": str(length),
            "attachments": BLADE_ATTACHMENTS[kind],
            "rubber_material": rubber,
        },
        price=money(length * {"beam": 0.031, "conventional": 0.016, "hybrid": 0.036}[kind]),
        weight=mass(length * 0.00038),
        box=(length + 60, 52, 34),
        pieces_per_case=10,
        positions=("Front Left", "Front Right"),
        sold_in_quantity=True,
    )


def shock_absorber(draw: Random, number: int) -> Part:
    """Stroke and closed length together give the extended length."""
    axle = ("front", "rear")[number % 2]
    stroke = draw.randrange(130, 230)
    compressed = stroke + draw.randrange(150, 220)
    kind = draw.choice(("gas_twin_tube", "gas_twin_tube", "oil_twin_tube", "gas_monotube"))
    mounting = "strut" if axle == "front" else draw.choice(("eye_eye", "pin_eye"))
    rod = (
        draw.choice((20.0, 22.0, 25.0)) if mounting == "strut" else draw.choice((11.0, 12.4, 14.0))
    )
    return Part(
        values={
            "position": axle,
            "damper_type": kind,
            "mounting_style": mounting,
            "extended_length": decimal_text(compressed + stroke, 1),
            "compressed_length": decimal_text(compressed, 1),
            "rod_diameter": decimal_text(rod, 1),
            "outer_diameter": decimal_text(51 if mounting == "strut" else 45, 1),
        },
        price=money(34 + stroke * 0.12 + (28 if mounting == "strut" else 0)),
        weight=mass(compressed * (0.0098 if mounting == "strut" else 0.0054)),
        box=(compressed + 60, 92 if mounting == "strut" else 72, 74),
        quantity_per_vehicle=2,
        positions=("Front",) if axle == "front" else ("Rear",),
    )


def timing_belt(draw: Random, number: int) -> Part:
    """The length follows from teeth and pitch: 8 mm round, 9.525 mm trapezoidal."""
    profile = "round" if number % 4 else "trapezoidal"
    teeth = draw.randrange(88, 196)
    pitch = 8.0 if profile == "round" else 9.525
    width = draw.choice((19.0, 22.0, 25.4, 27.0, 30.0))
    return Part(
        values={
            "tooth_count": str(teeth),
            "belt_width": decimal_text(width, 1),
            "length": decimal_text(teeth * pitch, 2),
            "belt_material": "hnbr" if profile == "round" else "neoprene",
            "tooth_profile": profile,
            "replacement_interval": str(draw.choice((60_000, 90_000, 120_000, 160_000))),
        },
        price=money(9 + teeth * 0.11 + width * 0.3),
        weight=mass(teeth * pitch * width * 5.2e-6),
        box=(180, 110, round(width) + 14),
        pieces_per_case=10,
    )
