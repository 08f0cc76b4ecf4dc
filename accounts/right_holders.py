"""Who has a right, for messages that say whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils.translation import gettext as _

from accounts.models import User

PEOPLE_NAMED = 3


@dataclass(frozen=True, slots=True)
class RightHolders:
    """The roles and some of the active people who can do something.

    `has_more` says that further people can, who are not named.
    """

    roles: Sequence[str]
    people: Sequence[str]
    has_more: bool = False

    def __str__(self) -> str:
        """Whom to ask, such as "Erika Muster or Ana (Reviewers)"."""
        roles = ", ".join(self.roles)
        if not self.people:
            return roles or _("an administrator")
        people = _alternatives([*self.people, *([_("others")] if self.has_more else [])])
        return f"{people} ({roles})" if roles else people


def right_holders(*permissions: str) -> RightHolders:
    """Who has all of some permissions ("app.codename"); one query.

    People who have them by a role or by themselves come before administrators, who may do all.
    """
    roles = Group.objects.all()
    people = User.objects.filter(is_active=True)
    own = Q()
    for permission in permissions:
        app, _dot, codename = permission.partition(".")
        of_role = {
            "permissions__content_type__app_label": app,
            "permissions__codename": codename,
        }
        roles = roles.filter(**of_role)
        of_person = {
            "user_permissions__content_type__app_label": app,
            "user_permissions__codename": codename,
        }
        own &= Q(Exists(Group.objects.filter(user=OuterRef("pk"), **of_role))) | Q(
            Exists(User.objects.filter(pk=OuterRef("pk"), **of_person))
        )
    return _found(roles, people.filter(Q(is_superuser=True) | own))


def members_of(group: Group) -> RightHolders:
    """Who decides what the members of a group decide; one query."""
    is_member = Exists(Group.objects.filter(pk=group.pk, user=OuterRef("pk")))
    return _found(
        Group.objects.filter(pk=group.pk),
        User.objects.filter(Q(is_superuser=True) | is_member, is_active=True),
    )


def holders_of(permission: str) -> str:
    """Who has a permission ("app.codename"), in words; one query."""
    return str(right_holders(permission))


def _found(roles: QuerySet[Group], people: QuerySet[User]) -> RightHolders:
    # As User.__str__ says it.
    full_name = NullIf(Trim(Concat("first_name", Value(" "), "last_name")), Value(""))
    names = people.annotate(
        rank=Case(When(is_superuser=True, then=2), default=1),
        called=Coalesce(full_name, F("username")),
    )
    named = names.order_by("rank", "called").values_list("rank", "called")[: PEOPLE_NAMED + 1]
    called = roles.annotate(rank=Value(0), called=F("name")).values_list("rank", "called")
    found = list(called.order_by().distinct().union(named, all=True).order_by("rank", "called"))
    shown = [name for rank, name in found if rank]
    return RightHolders(
        roles=[name for rank, name in found if not rank],
        people=shown[:PEOPLE_NAMED],
        has_more=len(shown) > PEOPLE_NAMED,
    )


def _alternatives(names: Sequence[str]) -> str:
    *first, last = names
    if not first:
        return last
    return _("%(names)s or %(last)s") % {"names": ", ".join(first), "last": last}
