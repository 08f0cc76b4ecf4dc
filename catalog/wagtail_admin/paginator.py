"""Pages of a long listing without counting every row."""

import json

from django.db import connection, models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

EXACT_UP_TO = 20_000


class QuickCountPaginator(WagtailPaginator):
    """Counts exactly up to EXACT_UP_TO rows; above that, takes PostgreSQL's estimate.

    An estimate is never below what was really counted, and the label says that it is one.
    """

    exact_up_to = EXACT_UP_TO

    @cached_property
    def is_estimate(self) -> bool:
        """Whether `count` is an estimate."""
        return isinstance(self.object_list, models.QuerySet) and (
            self._counted_rows > self.exact_up_to
        )

    @cached_property
    def count(self) -> int:
        """The number of rows."""
        if not isinstance(self.object_list, models.QuerySet):
            return super().count
        return (
            max(self._counted_rows, _estimated_rows(self._keys))
            if self.is_estimate
            else (self._counted_rows)
        )

    @cached_property
    def items_count_label(self) -> str:
        """Such as "about 103,000 products"."""
        if not self.is_estimate:
            return super().items_count_label
        return _("about %(count)s %(items)s") % {
            "count": f"{round(self.count, -3):,}",
            "items": self.verbose_name_plural,
        }

    @property
    def _keys(self) -> models.QuerySet:
        return self.object_list.order_by().select_related(None).values("pk")

    @cached_property
    def _counted_rows(self) -> int:
        return self._keys[: self.exact_up_to + 1].count()


def _estimated_rows(queryset: models.QuerySet) -> int:
    """How many rows the planner expects of `queryset`."""
    sql, parameters = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"])
