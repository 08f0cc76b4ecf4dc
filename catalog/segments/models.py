from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.history import History
from catalog.schema.models.fields import CodeField


class SegmentQuerySet(models.QuerySet):
    """Filters of segments."""

    def shared(self) -> "SegmentQuerySet":
        """Those that everybody may use: feeds, price rules and other people's lists."""
        return self.filter(is_shared=True)

    def saved_views(self) -> "SegmentQuerySet":
        """Those that are views of the product listing, each of one person alone."""
        return self.filter(is_shared=False)

    def visible_to(self, user: User) -> "SegmentQuerySet":
        """Those that are shared, and the user's own."""
        return self.filter(models.Q(is_shared=True) | models.Q(owner=user))


class Segment(models.Model):
    """A named product filter.

    `filter` is a group: {"match": "all" | "any", "conditions": [condition or group, ...]}; a
    condition is {"field": "brand", "operator": "is", "value": "Acme"}. An empty group matches
    every product.

    A segment is also a view of the product listing: `columns` and `ordering` say how the listing
    shows it, where they are not empty. One that is not shared is seen by its owner alone.
    """

    code = CodeField()
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=255, blank=True)
    filter = models.JSONField(_("filter"), default=dict, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="segments",
    )
    is_shared = models.BooleanField(
        _("shared"),
        default=True,
        help_text=_("Others can see it in the product list and use it in feeds and price rules."),
    )
    columns = models.JSONField(_("columns"), default=list, blank=True, editable=False)
    ordering = models.CharField(_("order"), max_length=100, blank=True, editable=False)
    history = History()

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        permissions = [("share_segment", _("Can share segments with others"))]

    def __str__(self) -> str:
        return self.name
