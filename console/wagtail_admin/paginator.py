"""Pages of a long listing without counting every row."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

from console.postgresql.row_estimates import estimated_rows

EXACT_UP_TO = 20_000


class GroupedPaginator(WagtailPaginator):
    """Writes large numbers with their digits in groups."""

    @cached_property
    def items_count_label(self) -> str:
        """Such as "1,204 products"."""
        return super().items_count_label.replace(str(self.count), f"{self.count:,}", 1)


class QuickCountPaginator(GroupedPaginator):
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
            max(self._counted_rows, estimated_rows(self._keys))
            if self.is_estimate
            else (self._counted_rows)
        )

    @cached_property
    def items_count_label(self) -> str:
        """Such as "1,204 products", or "about 103,000 products"."""
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
