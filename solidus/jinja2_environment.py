"""The environment of the compiled templates (every app's `jinja2` folder)."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext, ngettext
from jinja2 import Environment


def environment(**options: object) -> Environment:
    """Jinja2 with the language of the visitor: `_("…")` and `ngettext(one, many, number)`.

    Their texts are filled by `format`, which escapes what is filled in, as everything is.
    """
    made = Environment(**options)  # noqa: S701 - Django's backend passes autoescape=True
    made.globals.update({"_": gettext, "ngettext": ngettext})
    made.filters["intcomma"] = intcomma
    return made
