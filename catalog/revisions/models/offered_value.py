from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.products.models import Product
from catalog.revisions.querysets import PendingChangeQuerySet


class OfferedValue(models.Model):
    """A value that somebody's import or edit gave a product while its open draft had another.

    The draft keeps its own; whoever wrote it (`editor`) may take the offered one instead. `path` is
    a path of `catalog.revisions.queries.history.paths`, `reason` what the history says of the write
    that brought the value ("import 12").
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=255)
    value = models.JSONField(encoder=DjangoJSONEncoder, null=True)
    reason = models.CharField(max_length=100, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    offered_at = models.DateTimeField(auto_now_add=True)

    objects = PendingChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pending change")
        default_permissions = ()
        indexes = [models.Index(fields=["editor", "offered_at", "id"], name="offered_to_editor")]
        constraints = [
            models.UniqueConstraint(fields=["product", "path"], name="one_offer_for_a_value"),
        ]

    def __str__(self) -> str:
        return f"{self.path} ({self.product_id})"
