"""Designs: a part with its values as products store them and its texts in four languages."""

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from random import Random

from demo.parts.makers import PART_MAKERS
from demo.parts.part import Part
from demo.sources import LOCALES, demo_rows

# A design is made by every brand of its family, for its own vehicles.
DESIGNS_PER_FAMILY = 48
ORIGINS = ("CZ", "DE", "ES", "MX", "PL", "TW", "US")


@dataclass(frozen=True)
class Design:
    """A part and what the products made after it have in common."""

    part: Part
    name: str
    description: str
    values: dict
    values_json: str


@cache
def family_designs(family: str, seed: int) -> tuple[Design, ...]:
    """All designs of a family; the same for the same seed."""
    draw = Random(f"{seed}:{family}")
    return tuple(_design(family, draw, number) for number in range(DESIGNS_PER_FAMILY))


def as_kit(design: Design) -> Design:
    """A brake disc design sold as two discs with pads."""
    part = replace(
        design.part,
        price=design.part.price * 2 + Decimal("30.00"),
        weight=design.part.weight * 2 + Decimal("1.800"),
    )
    values = {**design.values, "kit_contents": "2 brake discs, 1 set of brake pads"}
    return replace(
        design,
        part=part,
        name=design.name.replace("Brake Disc,", "Brake Disc and Pad Kit,"),
        values=values,
        values_json=json.dumps(values, ensure_ascii=False),
    )


def _design(family: str, draw: Random, number: int) -> Design:
    part = PART_MAKERS[family](draw, number)
    part.values["weight"] = str(part.weight)
    texts = _texts(family, part)
    values = {code: _stored(code, value) for code, value in part.values.items()}
    values |= _general_values(draw, texts, number) | _of_discs(values)
    return Design(
        part=part,
        name=texts["name"]["en"],
        description=texts["description"]["en"],
        values=values,
        values_json=json.dumps(values, ensure_ascii=False),
    )


def _general_values(draw: Random, texts: dict[str, dict[str, str]], number: int) -> dict:
    """Values that any part may have. Some are left out, so that completeness has work to do."""
    short = texts["short_description"]
    complete = number % 5 < 3
    values = {
        "short_description": short if complete else {"en": short["en"], "de": short["de"]},
        "country_of_origin": draw.choice(ORIGINS),
        "warranty_months": str(draw.choice((12, 24, 24, 36))),
        "introduced_on": f"{draw.randrange(2014, 2025)}-{draw.randrange(1, 13):02}-01",
    }
    if number % 6 != 5:
        values["installation_note"] = texts["installation_note"]
    if number % 3 == 0:
        # The other languages fall back to English where a design is not complete.
        translated = {locale: text for locale, text in short.items() if locale != "en" and complete}
        marketing = {"en": texts["description"]["en"], **translated}
        values["marketing_text"] = {code: f"<p>{text}</p>" for code, text in marketing.items()}
    return values


def _of_discs(values: dict) -> dict:
    """What shows units and tables: a bolt circle as its makers write it, and torques by thread."""
    if "bolt_circle" not in values:
        return {}
    in_inches = {"bolt_circle": {"amount": "4.50", "unit": "in"}}
    bolt_circle = in_inches if values["bolt_circle"]["amount"] == "114.3" else {}
    torques = [
        {"thread": "M12 × 1.5", "torque": "110", "angle": False},
        {"thread": "M14 × 1.5", "torque": "140", "angle": True},
    ]
    return {"tightening_torques": torques, **bolt_circle}


def _stored(code: str, value: str | bool | list[str]) -> str | bool | list[str] | dict:
    """The value as `Product.values` holds it."""
    attribute = _attributes()[code]
    if attribute["type"] == "measure":
        return {"amount": value, "unit": attribute["unit"]}
    return value


def _texts(family: str, part: Part) -> dict[str, dict[str, str]]:
    """Every text of the family by field and language, its placeholders filled."""
    return {
        row["field"]: {
            locale: row[locale].format_map(_words(part, locale))
            for locale in LOCALES
            if row[locale]
        }
        for row in demo_rows("texts")
        if row["family"] == family
    }


class Word(str):
    """A text that a template can also have in small letters: `{coating.lower}`."""

    __slots__ = ()

    @property
    def lower(self) -> str:
        return ", ".join(_small_first_letter(item) for item in self.split(", "))


def _small_first_letter(text: str) -> str:
    """ "Ceramic" becomes "ceramic"; "AGM" stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _words(part: Part, locale: str) -> dict[str, Word]:
    return {code: Word(_word(code, value, locale)) for code, value in part.values.items()}


def _word(code: str, value: str | bool | list[str], locale: str) -> str:
    """A value as people read it: the option's label, or the number with its unit."""
    attribute = _attributes()[code]
    if isinstance(value, list):
        return ", ".join(_word(code, item, locale) for item in value)
    if attribute["type"] in ("choice", "multiple_choice"):
        return _option_labels()[code, value][locale]
    if attribute["type"] == "measure":
        return f"{_readable_number(value, locale)} {attribute['unit']}"
    return str(value)


def _readable_number(text: str, locale: str) -> str:
    number = text.rstrip("0").rstrip(".") if "." in text else text
    return number if locale == "en" else number.replace(".", ",")


@cache
def _attributes() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in demo_rows("attributes")}


@cache
def _option_labels() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["attribute"], row["code"]): row for row in demo_rows("options")}
