"""How many rows a query has, as the planner sees it: without reading any."""

import json

from django.db import connection
from django.db.models import QuerySet


def estimated_rows(queryset: QuerySet) -> int:
    """How many rows the planner expects of `queryset`."""
    sql, parameters = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"])
