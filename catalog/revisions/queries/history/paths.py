"""Every single value of a version under a path: the name of a field, or the address of a value.

Addresses of values are those of `catalog.attribute_types.addresses`, such as "values.title.de@web".
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from catalog.attribute_types.addresses import CHANNEL_VALUES, VALUES, ValueAddress

# Not content of the product, or parts with a history of their own.
_LEFT_OUT = {"pk"}


def flattened(content: Mapping[str, Any], localizable: Collection[str]) -> dict[str, Any]:
    """The values of a product's content by path; `localizable` are codes of attributes."""
    flat = {
        name: value
        for name, value in content.items()
        if name not in (VALUES, CHANNEL_VALUES, *_LEFT_OUT) and not isinstance(value, list)
    }
    flat.update(_by_address(content.get(VALUES), "", localizable))
    channels = content.get(CHANNEL_VALUES)
    for channel, values in (channels if isinstance(channels, Mapping) else {}).items():
        flat.update(_by_address(values, channel, localizable))
    return flat


def _by_address(
    values: Any, channel: str, localizable: Collection[str]
) -> Iterator[tuple[str, Any]]:
    for code, value in (values if isinstance(values, Mapping) else {}).items():
        if code in localizable and isinstance(value, Mapping):
            for locale, localized in value.items():
                yield str(ValueAddress(code, locale, channel)), localized
        else:
            yield str(ValueAddress(code, channel=channel)), value


def field_of(path: str) -> str:
    """The field of the product in which the value at `path` stands."""
    address = ValueAddress.find(path)
    return address.keys[0] if address else path


def read(content: Mapping[str, Any], path: str) -> Any:
    """The value at `path`, or None."""
    address = ValueAddress.find(path)
    return address.read(content) if address else content.get(path)


def written(content: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of `content` with `value` at `path`; no value of an attribute leaves no key behind."""
    address = ValueAddress.find(path)
    return address.written(content, value) if address else {**content, path: value}
