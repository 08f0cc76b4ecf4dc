"""Which products break a rule, as SQL, and why that cannot be told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import DatabaseError, DataError, connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.quality.models.quality import QualityRule
from catalog.segments.compilation import segment_products
from console.postgresql.statement_timeout import StatementTimeoutError, statement_timeout

NOTHING = "SELECT NULL::bigint AS id WHERE false"


def broken_by(rule: QualityRule, **scope: Any) -> tuple[str, tuple]:
    """SELECT, with its parameters, of the keys (`id`) of products that break `rule`.

    `scope` narrows the products by lookups. Raises ValidationError where the rule cannot be asked.
    """
    if not (rule.requirement or {}).get("conditions"):
        # Every product would meet it.
        raise ValidationError(_("The requirement has no condition. Add at least one."))
    about, holding = _products(rule.about, scope), _products(rule.requirement, scope)
    try:
        return about.difference(holding).query.sql_with_params()
    except EmptyResultSet:
        return NOTHING, ()


def _products(filters: dict, scope: dict[str, Any]) -> QuerySet:
    return segment_products(filters).filter(**scope).order_by().values("id")


@contextmanager
def time_limit(milliseconds: int) -> Iterator[None]:
    """A transaction for statements of rules, each interrupted after so long."""
    with statement_timeout(milliseconds), connection.cursor() as cursor:
        # Compiling the conditions takes longer than they do.
        cursor.execute("SELECT set_config('jit', 'off', true)")
        yield


def explain(error: DatabaseError) -> str:
    """Why the database could not check a rule; raises what is not the rule's fault."""
    if isinstance(error, StatementTimeoutError):
        return _("Checking takes too long. Simplify the conditions, especially patterns.")
    if isinstance(error, DataError):
        return _("The conditions cannot be evaluated: %(reason)s.") % {
            "reason": str(error).splitlines()[0].rstrip(".")
        }
    raise error
