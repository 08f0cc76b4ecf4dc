import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.products.models import Product


class OpenedForm(models.Model):
    """The content that an open form of a product showed: the base of the merge when it is saved.

    `content` is what the form showed when it was opened, and after each save what was sent with it:
    compared with what comes next, it tells what this person has changed, and compared with the
    latest version, what others have. `pending` is what was sent and clashes with another's edit,
    kept until the person has chosen. The form numbers what it sends, as a request may arrive after
    one that was sent later; `number` is the highest that was saved.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content = models.JSONField(encoder=DjangoJSONEncoder)
    pending = models.JSONField(encoder=DjangoJSONEncoder, null=True)
    number = models.BigIntegerField(default=0)
    used_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("opened form")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.key)
