"""The parts of a page that repeat most, from templates that are compiled to Python.

A list repeats its card 24 times and a facet's option a hundred times; Django's templates, which
walk a tree of nodes, took a third of the page's time for that (docs/decisions/0023).
"""

from typing import Any

from django.template import engines
from django.utils.safestring import SafeString, mark_safe


def compiled(name: str, context: dict[str, Any]) -> SafeString:
    """The template `name` of a `jinja2` folder; it escapes what it shows, as Django's do."""
    return mark_safe(engines["jinja2"].get_template(name).render(context))  # noqa: S308
