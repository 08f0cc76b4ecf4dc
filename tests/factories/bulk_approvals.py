"""Bulk edits that wait for approval, for tests."""

from django.contrib.auth.models import Group, Permission

from accounts.models import User
from accounts.roles import EDITOR, REVIEWER
from catalog.bulk.services.approvals.deciding import approve_bundle
from catalog.bulk.services.approvals.sending import send_bulk_edit, start_sending
from catalog.bulk.services.edits.editing import apply_bulk_edit
from catalog.models import ApprovalRule, ApprovalRuleStep, BulkChange

from .accounts import UserFactory
from .bulk_edits import counted, finish

RIGHTS = {"editor": EDITOR, "reviewer": REVIEWER}


def person(role: str, **fields) -> User:
    """Somebody with the rights of a role: "editor" or "reviewer"."""
    user = UserFactory(**fields)
    codenames = [name.partition(".")[2] for name in RIGHTS[role].permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def sent(*operations: dict, user: User, note: str = "", **arguments) -> BulkChange:
    """A counted bulk edit that `user` has sent to review."""
    change = counted(*operations, user=user, **arguments)
    start_sending(change_id=change.pk, user=user, note=note)
    change.refresh_from_db()
    finish(change, lambda **job: send_bulk_edit(note=note, **job), user=user)
    return change


def approved(change: BulkChange, user: User, **decision) -> BulkChange:
    """The same, approved by `user` and applied; returns what was approved."""
    found = approve_bundle(change_id=change.pk, user=user, **decision)
    if found.current_step.decision:
        return found
    found.refresh_from_db()
    with_changed = decision.get("with_changed", False)
    finish(
        found,
        lambda **job: apply_bulk_edit(with_changed=with_changed, **job),
        user=user,
    )
    return found


def approval_rule(name: str, *groups: Group, **conditions) -> ApprovalRule:
    """A rule whose steps the members of `groups` decide, one after the other."""
    rule = ApprovalRule.objects.create(name=name, **conditions)
    for place, group in enumerate(groups):
        ApprovalRuleStep.objects.create(rule=rule, group=group, sort_order=place)
    return rule
