"""Bulk edits that wait for somebody's approval, and who can decide them."""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.right_holders import RightHolders, members_of, right_holders
from catalog.bulk.models import ApprovalStep, BulkChange
from catalog.bulk.services.edits.operations import Action
from catalog.bulk.services.edits.rights import rights_to_apply
from catalog.products.write_policy import CHANGE, DELETE, PUBLISH

State = BulkChange.State
SEE = "catalog.view_bulkchange"


def decidable_bundles(user: User) -> QuerySet[BulkChange]:
    """The bulk edits in review whose next step `user` can decide now, the oldest first.

    The last step applies it, so it takes the rights to do that as well.
    """
    waiting = BulkChange.objects.filter(state=State.WAITING).order_by("sent_at", "pk")
    if not user.is_active or not user.has_perm(CHANGE):
        return waiting.none()
    if not user.is_superuser:
        is_mine = Q(current_step__group__in=user.groups.all())
        waiting = waiting.filter(is_mine | Q(current_step__group=None))
    if not user.has_perm(PUBLISH):
        waiting = waiting.filter(current_step__is_last=False)
    if not user.has_perm(DELETE):
        deletes = Q(operations__contains=[{"action": Action.DELETE}])
        waiting = waiting.exclude(deletes & Q(current_step__is_last=True))
    return waiting.select_related("sent_by", "current_step__group")


def returned_bundles(user: User) -> QuerySet[BulkChange]:
    """The bulk edits that `user` sent and got back, to be corrected by whoever may see them."""
    returned = BulkChange.objects.filter(state=State.SENT_BACK, sent_by=user)
    return returned if user.has_perms([CHANGE, SEE]) else returned.none()


def can_decide(change: BulkChange, user: User | None) -> bool:
    """Whether `user` can decide the step that `change` waits for; a command decides nothing."""
    return user is not None and decidable_bundles(user).filter(pk=change.pk).exists()


def deciders_of(step: ApprovalStep, change: BulkChange) -> RightHolders:
    """Who can decide a step of `change`."""
    return members_of(step.group) if step.group else right_holders(*rights_to_apply(change))
