"""The texts of the interface as people read them: those of one and those of many."""

from dataclasses import dataclass

from translations.sources import messages


@dataclass(frozen=True)
class Text:
    """One translatable text and the file that it stands in."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


def interface_texts() -> tuple[Text, ...]:
    """Every translatable text of the pages."""
    return tuple(
        Text(message.path, text)
        for message in messages()
        for text in (message.text, message.plural)
        if text
    )
