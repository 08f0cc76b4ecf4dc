"""Primary keys of records as addresses and forms send them."""

from collections.abc import Iterable

# So many digits fit into a bigint of the database, whatever they are.
_MOST_DIGITS = 18


def read_key(text: str) -> int | None:
    """The key that `text` is; None where it can be none."""
    is_key = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if is_key else None


def read_keys(texts: Iterable[str]) -> list[int]:
    """Those of the texts that are keys, each once, in their order."""
    keys = (read_key(text) for text in texts)
    return list(dict.fromkeys(key for key in keys if key is not None))
