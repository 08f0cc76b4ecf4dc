"""Views of the admin that give their place to others, by the names of their addresses."""

_replacements: dict[str, type] = {}


def register_view(name: str, view_class: type) -> None:
    """Let a view take the place of the one at the address called `name`; call it in `ready()`."""
    _replacements[name] = view_class


def replacement(name: str) -> type | None:
    """The view that takes the place of the one at an address."""
    return _replacements.get(name)
