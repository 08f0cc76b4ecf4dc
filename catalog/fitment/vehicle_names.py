"""When two spellings name the same make or model, for search, picker, addresses and segments.

The words of a name run together (`console.spelling.words`): neither accents nor blanks, dashes and
capitals count, so that "Citroen" and "mercedes benz" are found. A make may be called by what people
shorten it to.
"""

from django.db.models import Func, TextField

from console.spelling import words

# What people type for makes whose names they shorten.
MAKE_ALIASES = {
    "chevy": "chevrolet",
    "vw": "volkswagen",
    "mercedes": "mercedesbenz",
    "benz": "mercedesbenz",
    "alfa": "alfaromeo",
}
# Of a column or an expression of SQL.
KEY_SQL = "replace(console_words({}), ' ', '')"


def vehicle_key(name: str) -> str:
    """What two spellings of a model have in common, and those of a make."""
    return words(name).replace(" ", "")


def make_key(name: str) -> str:
    """The same of a make that may be shortened."""
    key = vehicle_key(name)
    return MAKE_ALIASES.get(key, key)


class VehicleKey(Func):
    """`vehicle_key` of a column or an expression."""

    template = KEY_SQL.format("%(expressions)s")
    output_field = TextField()
