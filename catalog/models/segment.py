from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.history import History

from .fields import CodeField


class Segment(models.Model):
    """A named product filter.

    `filter` is a group: {"match": "all" | "any", "conditions": [condition or group, ...]}; a
    condition is {"field": "brand", "operator": "is", "value": "Acme"}. An empty group matches
    every product.
    """

    code = CodeField()
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=255, blank=True)
    filter = models.JSONField(_("filter"), default=dict, blank=True)
    history = History()

    class Meta:
        ordering = ["name"]
        verbose_name = _("segment")
        verbose_name_plural = _("segments")

    def __str__(self) -> str:
        return self.name
