from random import Random

from demo.parts.part import Part, decimal_text, mass, money

AXLES = ("front", "rear")
FITMENT_POSITIONS = {"front": ("Front",), "rear": ("Rear",)}


def brake_disc(draw: Random, number: int) -> Part:
    """A disc: larger and vented in front; thickness, holes and weight follow the diameter."""
    axle = AXLES[number % 2]
    front = axle == "front"
    diameter = draw.randrange(256, 371, 2) if front else draw.randrange(232, 331, 2)
    kinds = ("vented", "vented", "drilled", "slotted") if front else ("solid", "solid", "vented")
    kind = draw.choice(kinds)
    thickness = round(diameter / (23 if kind == "solid" else 12.5)) + draw.choice((0, 0.4, 0.8))
    holes = 4 if diameter < 262 else 6 if diameter > 350 else 5
    bore = draw.choice((54.1, 56.1, 60.1, 64.1, 66.6)) if holes < 6 else 77.8
    circle = {4: 100, 5: draw.choice((108, 112, 114.3)), 6: 139.7}[holes]
    weight = (diameter / 100) ** 2 * thickness * (0.088 if kind == "solid" else 0.046)
    return Part(
        values={
            "position": axle,
            "disc_type": kind,
            "disc_diameter": decimal_text(diameter, 1),
            "disc_thickness": decimal_text(thickness, 1),
            "minimum_thickness": decimal_text(thickness - (1.6 if front else 1.2), 1),
            "height": decimal_text(draw.randrange(36, 68) + 0.5, 1),
            "centre_bore": decimal_text(bore, 1),
            "hole_count": str(holes),
            "bolt_circle": decimal_text(circle, 1),
            "coating": draw.choice(("zinc", "painted", "none")),
            "ece_r90": draw.random() < 0.8,
        },
        price=money(diameter * 0.16 + (24 if kind in ("drilled", "slotted") else 0) + weight),
        weight=mass(weight),
        box=(diameter + 14, diameter + 14, 72),
        quantity_per_vehicle=2,
        positions=FITMENT_POSITIONS[axle],
    )


def brake_pad(draw: Random, number: int) -> Part:
    """A set of four pads for one axle."""
    axle = AXLES[number % 2]
    front = axle == "front"
    length = draw.randrange(1290, 1760) / 10 if front else draw.randrange(870, 1240) / 10
    height = round(length * draw.uniform(0.38, 0.46), 1)
    material = draw.choice(("ceramic", "ceramic", "semi_metallic", "low_metallic", "organic"))
    weight = length * height * (0.00027 if front else 0.00023)
    surcharge = {"ceramic": 14, "semi_metallic": 6, "low_metallic": 4, "organic": 0}[material]
    return Part(
        values={
            "position": axle,
            "friction_material": material,
            "length": decimal_text(length, 1),
            "height": decimal_text(height, 1),
            "pad_thickness": decimal_text(draw.randrange(150, 200) / 10, 1),
            "wear_indicator": draw.choice(("acoustic", "electric", "none")),
            "hardware_included": draw.random() < 0.5,
            "ece_r90": draw.random() < 0.85,
        },
        price=money(length * 0.24 + surcharge),
        weight=mass(weight),
        box=(round(length) + 12, 92, 78),
        pieces_per_case=6,
        positions=FITMENT_POSITIONS[axle],
    )
