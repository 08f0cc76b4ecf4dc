"""Registry of views that replace views of the admin, by URL name."""

from collections.abc import Callable

from django.http import HttpResponse

Replacement = type | Callable[..., HttpResponse]

_replacements: dict[str, Replacement] = {}


def register_view(name: str, view: Replacement) -> None:
    """Let a view take the place of the one at the address called `name`; call it in `ready()`.

    `view` is a class or a function, for people who may enter the admin.
    """
    _replacements[name] = view


def replacement(name: str) -> Replacement | None:
    """The view that takes the place of the one at an address."""
    return _replacements.get(name)
