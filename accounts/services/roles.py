from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.roles import ROLES, Role


@transaction.atomic
def sync_roles() -> list[str]:
    """Create the roles that are missing; returns their names.

    Roles that exist are left as the administrators made them. Raises LookupError when a permission
    of a role does not exist, so that a misspelt one is found by the first test.
    """
    existing = set(Group.objects.values_list("name", flat=True))
    missing = [role for role in ROLES if role.name not in existing]
    for role in missing:
        _create(role)
    return [role.name for role in missing]


def _create(role: Role) -> None:
    group = Group.objects.create(name=role.name)
    group.permissions.set(permissions_named(role.permissions))
    root = Collection.get_first_root_node()
    for permission in permissions_named(role.collection_permissions):
        GroupCollectionPermission.objects.create(
            group=group, collection=root, permission=permission
        )
    pages = Page.get_first_root_node()
    for permission in permissions_named(role.page_permissions):
        GroupPagePermission.objects.create(group=group, page=pages, permission=permission)


def permissions_named(names: Iterable[str]) -> list[Permission]:
    """The permissions called "app.codename"; raises LookupError for a name that does not exist."""
    names = set(names)
    found = {
        permission.name_in_code: permission
        for permission in Permission.objects.annotate(
            name_in_code=Concat(F("content_type__app_label"), Value("."), F("codename"))
        ).filter(name_in_code__in=names)
    }
    if unknown := names - found.keys():
        raise LookupError(f"No such permission: {', '.join(sorted(unknown))}")
    return list(found.values())
