"""Which backend answers."""

from django.db.models import QuerySet

from search.backends import postgresql
from search.backends.plan import Answer, Plan
from search.registry import IndexDefinition
from search.text import SearchText


def answer(definition: IndexDefinition, plan: Plan) -> Answer:
    """Answer a plan."""
    return postgresql.answer(definition, plan)


def suggest(
    definition: IndexDefinition, text: SearchText, *, limit: int, allowed: QuerySet | None
) -> list[tuple[int, str, str]]:
    """(key, title, label) of records that begin as `text` does."""
    return postgresql.suggest(definition, text, limit=limit, allowed=allowed)
