"""Every single value of a product under a path, such as "name" or "values.title.de"."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

VALUES, CHANNEL_VALUES = "values", "channel_values"
# Not content of the product, or parts with a history of their own.
_LEFT_OUT = {"pk"}


def flattened(content: Mapping[str, Any], localizable: Collection[str]) -> dict[str, Any]:
    """The values of a product's content by path; `localizable` are codes of attributes.

    "values.<code>", "values.<code>.<locale>", "channel_values.<channel>.<code>" and so on; all
    other fields by their name.
    """
    flat = {
        name: value
        for name, value in content.items()
        if name not in (VALUES, CHANNEL_VALUES, *_LEFT_OUT) and not isinstance(value, list)
    }
    flat.update(_by_code(VALUES, content.get(VALUES), localizable))
    channels = content.get(CHANNEL_VALUES)
    for channel, values in (channels if isinstance(channels, Mapping) else {}).items():
        flat.update(_by_code(f"{CHANNEL_VALUES}.{channel}", values, localizable))
    return flat


def _by_code(prefix: str, values: Any, localizable: Collection[str]) -> Iterator[tuple[str, Any]]:
    for code, value in (values if isinstance(values, Mapping) else {}).items():
        if code in localizable and isinstance(value, Mapping):
            for locale, localized in value.items():
                yield f"{prefix}.{code}.{locale}", localized
        else:
            yield f"{prefix}.{code}", value


def keys_of(path: str) -> list[str]:
    """The keys that lead to the value in a revision's content."""
    return path.split(".")


def read(content: Mapping[str, Any], path: str) -> Any:
    """The value at `path`, or None."""
    found: Any = content
    for key in keys_of(path):
        if not isinstance(found, Mapping):
            return None
        found = found.get(key)
    return found


def written(content: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of `content` with `value` at `path`; None takes the key away, except of a column."""
    return _written(content, keys_of(path), value, is_column="." not in path)


def _written(content: Any, keys: list[str], value: Any, *, is_column: bool) -> dict[str, Any]:
    copy = dict(content) if isinstance(content, Mapping) else {}
    key, *rest = keys
    if rest:
        inner = _written(copy.get(key), rest, value, is_column=False)
        # The containers themselves are columns; what is empty inside them leaves no trace.
        value = inner if inner or key in (VALUES, CHANNEL_VALUES) else None
        is_column = False
    if value is None and not is_column:
        copy.pop(key, None)
        return copy
    copy[key] = value
    return copy
