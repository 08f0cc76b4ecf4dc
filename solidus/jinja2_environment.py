"""The environment of the compiled templates (every app's `jinja2` folder)."""

from datetime import datetime
from functools import lru_cache

from django.contrib.humanize.templatetags.humanize import intcomma
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from jinja2 import Environment


def environment(**options: object) -> Environment:
    """Jinja2 with the language of the visitor: `_("…")` and `ngettext(one, many, number)`.

    Their texts are filled by `format`, which escapes what is filled in, as everything is.
    `static(path)` is the address of a static file. `moment|time_of_day` is in the site's zone.
    """
    made = Environment(**options)  # noqa: S701 - Django's backend passes autoescape=True
    made.globals.update(
        {
            "_": gettext,
            "ngettext": ngettext,
            # A file's address does not change while the process lives.
            "static": lru_cache(maxsize=500)(static),
        }
    )
    made.filters["intcomma"] = intcomma
    made.filters["time_of_day"] = _time_of_day
    return made


def _time_of_day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "TIME_FORMAT")
