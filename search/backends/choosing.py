"""Which backend answers: Elasticsearch while it does, PostgreSQL whenever it does not."""

from django.db.models import QuerySet

from search.backends import elastic, postgresql
from search.backends.plan import Answer, Plan
from search.registry import IndexDefinition
from search.text import SearchText


def answer(definition: IndexDefinition, plan: Plan) -> Answer:
    """Answer from Elasticsearch, or in the same call from PostgreSQL.

    A search restricted to a queryset, or ordered by somebody's own prices, is PostgreSQL's: only
    there are the permission and the prices part of the query. So is one by prices of which some
    have changed since they were indexed.
    """
    if not plan.is_for_one_person and elastic.circuit.is_closed(definition.name):
        try:
            found = elastic.answer(definition, plan)
            if found is not None:
                return found
        except elastic.UNAVAILABLE as error:
            elastic.circuit.report_failure(error)
    return postgresql.answer(definition, plan)


def suggest(
    definition: IndexDefinition, text: SearchText, *, limit: int, allowed: QuerySet | None
) -> list[tuple[int, str, str]]:
    """(key, title, label) of records that begin as `text` does, from the same backend."""
    if allowed is None and elastic.circuit.is_closed(definition.name):
        try:
            return elastic.suggest(definition, text, limit=limit)
        except elastic.UNAVAILABLE as error:
            elastic.circuit.report_failure(error)
    return postgresql.suggest(definition, text, limit=limit, allowed=allowed)
