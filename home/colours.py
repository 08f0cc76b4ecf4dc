"""Colours that stay readable, by the contrast formula of WCAG 2.2 (relative luminance)."""

from collections.abc import Iterator

READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3 (AA) for text
LIGHT_SURFACE = "#f4f5f6"
DARK_SURFACE = "#1b1f24"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours such as "#0b5cad", 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(background: str) -> str:
    """Black or white, whichever is easier to read on `background`."""
    return max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, background))


def readable_on(colour: str, surface: str) -> str:
    """`colour`, mixed with black or white just as far as text in it needs on `surface`."""
    towards = ink_on(surface)
    return next(mixed for mixed in _mixed(colour, towards) if contrast(mixed, surface) >= READABLE)


def _mixed(colour: str, towards: str) -> Iterator[str]:
    for step in range(21):
        share = step / 20
        channels = (
            round(own + (other - own) * share)
            for own, other in zip(_channels(colour), _channels(towards), strict=True)
        )
        yield "#" + "".join(f"{channel:02x}" for channel in channels)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
