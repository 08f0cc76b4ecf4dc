"""Which assets may be shown at all, in two forms that agree."""

from django.db import models
from django.db.models import Q

from console.site_day import site_day

# The same as `AssetQuerySet.showable`, of the assets `a` on the day `day`.
SHOWABLE_SQL = (
    "a.status <> 'archived' AND"
    " (a.licence_expires_on IS NULL OR a.licence_expires_on >= %(day)s::date)"
)


class AssetQuerySet(models.QuerySet):
    """Assets."""

    def showable(self) -> "AssetQuerySet":
        """Those that are neither archived nor past their licence."""
        in_licence = Q(licence_expires_on=None) | Q(licence_expires_on__gte=site_day())
        return self.filter(in_licence).exclude(status="archived")
