"""Every registered address of the site, for tests that walk all of them."""

import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


def registered_addresses(arguments: Mapping[str, Any]) -> Iterator[str]:
    """The path of each registered view.

    What stands in the address is taken from `arguments` by its name, or made up. Addresses given as
    regular expressions (pages among them) are left out.
    """
    for name, pattern in _patterns(get_resolver(), ()):
        if not name or pattern.pattern.regex.groups > len(pattern.pattern.converters):
            continue
        keywords = {
            key: arguments.get(key, _made_up(converter.regex))
            for key, converter in pattern.pattern.converters.items()
        }
        yield reverse(name, kwargs={**pattern.default_args, **keywords})


def _made_up(regex: str) -> str:
    return next(text for text in ("1", "x", str(uuid.UUID(int=1))) if re.fullmatch(regex, text))


def _patterns(
    resolver: URLResolver, namespaces: tuple[str, ...]
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _patterns(pattern, inner)
        else:
            yield ":".join((*namespaces, pattern.name)) if pattern.name else "", pattern
