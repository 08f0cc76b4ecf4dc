"""What the database has against a write, in words for people."""

import re
from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import DatabaseError
from django.db.models import Field
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from psycopg.errors import Diagnostic

Reader = Callable[[Diagnostic], str]

# How PostgreSQL tells which value stands there already.
TAKEN = re.compile(r"^Key \((?P<columns>.+?)\)=\((?P<values>.*)\) already exists")
# How it tells that what a row names is not there.
_MISSING = re.compile(r"^Key \((?P<column>[^,]+?)\)=\(.*\) is not present in table")

_readers: list[Reader] = []


def register_reason_reader(reader: Reader) -> None:
    """Let a higher room say more of its own refusals; once, from `AppConfig.ready()`.

    `reader` is called with what PostgreSQL tells of an error, and gives words for people, empty
    where the error is none of its own. It may ask the database.
    """
    if reader not in _readers:
        _readers.append(reader)


def database_reason(error: DatabaseError) -> str:
    """The words of a higher room; else what is gone or taken; else those of the constraint.

    Not to be called while the transaction is broken.
    """
    diagnostic = getattr(error.__cause__, "diag", None)
    if diagnostic is None or not diagnostic.message_primary:
        return str(error).partition("\n")[0]
    return (
        next(filter(None, (reader(diagnostic) for reader in _readers)), "")
        or _deleted(diagnostic)
        or _words_of_constraints().get(diagnostic.constraint_name or "")
        or _taken(diagnostic)
        or " ".join(filter(None, (diagnostic.message_primary, diagnostic.message_detail)))
    )


def _deleted(diagnostic: Diagnostic) -> str:
    """Which field of which row names what is not there; empty where the error is another one."""
    found = _MISSING.match(diagnostic.message_detail or "")
    if not found:
        return ""
    fields = _fields(diagnostic.table_name)
    return next((_gone(field) for field in fields if field.column == found["column"]), "")


def _gone(field: Field) -> str:
    return _("%(row)s: the %(field)s that was chosen has been deleted. Choose another one.") % {
        "row": capfirst(field.model._meta.verbose_name),
        "field": field.verbose_name,
    }


def _taken(diagnostic: Diagnostic) -> str:
    """Which fields of which row have a value that another row has; empty for another error."""
    found = TAKEN.match(diagnostic.message_detail or "")
    if not found:
        return ""
    # A column may stand in an expression, such as lower(code::text).
    names = set(re.findall(r"\w+", found["columns"]))
    same = [field for field in _fields(diagnostic.table_name) if field.column in names]
    if not same:
        return ""
    labels = [str(field.verbose_name) for field in same]
    return _("%(row)s: another entry already has this value of %(fields)s. Change it.") % {
        "row": capfirst(same[0].model._meta.verbose_name),
        "fields": get_text_list(labels, _("and")),
    }


def _fields(table: str | None) -> Iterator[Field]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table:
            yield from model._meta.concrete_fields


def _words_of_constraints() -> dict[str, str]:
    """The declared words of the constraints of every model."""
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }
