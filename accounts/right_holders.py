"""Who has a right, for messages that say whom to ask."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _


def holders_of(permission: str) -> str:
    """The roles that have a permission ("app.codename"), in words; one query."""
    app, _dot, codename = permission.partition(".")
    roles = Group.objects.filter(
        permissions__content_type__app_label=app, permissions__codename=codename
    )
    names = roles.order_by("name").distinct().values_list("name", flat=True)
    return ", ".join(names) or _("an administrator")
