from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """What a picture shows of a part: its brand and the values that change how it looks."""

    family: str
    brand: str
    colour: str
    caption: str
    values: dict

    def code(self, attribute: str) -> str:
        """The code of a choice."""
        return self.values[attribute]

    def text(self, attribute: str, otherwise: str = "") -> str:
        """A number or text as it is stored, or `otherwise` when there is none."""
        value = self.values.get(attribute, otherwise)
        return value["amount"] if isinstance(value, dict) else value

    def number(self, attribute: str, otherwise: float = 0) -> float:
        """A number or measure as a number."""
        return float(self.text(attribute) or otherwise)
