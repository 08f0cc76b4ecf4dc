"""Which quality rules a person may know."""

from django.db.models import QuerySet

from accounts.models import User
from catalog.quality.models import QualityRule
from catalog.segments.rights import FilterRights


def rules_known_to(user: User) -> QuerySet[QualityRule]:
    """The quality rules whose conditions `user` may know."""
    return QualityRule.objects.exclude(pk__in=closed_rules(user))


def closed_rules(user: User | None) -> list[int]:
    """The rules with a condition that `user` may not know; without one, that needs any right."""
    if user is not None and user.is_superuser:
        return []
    rights = FilterRights()
    filters = QualityRule.objects.values_list("pk", "about", "requirement")
    held = user.get_all_permissions() if user else set()
    return [key for key, *found in filters if not rights.of(*found) <= held]
