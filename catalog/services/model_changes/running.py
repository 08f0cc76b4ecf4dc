from typing import Any

from django.core import serializers
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import acting_as
from catalog.models import Attribute, BulkChange, Family, FamilyAttribute
from catalog.selectors.attribute_uses import attribute_uses
from catalog.services.bulk_changes import record_and_apply, refuse_final, undo_change
from jobs.exceptions import JobError
from jobs.models import Job
from jobs.progress import JobProgress
from jobs.services import start_job

from .operations import SHAPE_FIELDS, Operation
from .rights import refusal

APPLY = "catalog.model_change.apply"
UNDO = "catalog.model_change.undo"
State = BulkChange.State


def start_model_change(*, change: BulkChange, user: User) -> Job:
    """Let a job apply what was planned; JobError where it cannot be (any more) or may not be."""
    return _start(change, APPLY, State.READY, user)


def start_undoing_model_change(*, change: BulkChange, user: User) -> Job:
    """Let a job take the change back; JobError where there is nothing to undo, or it may not be."""
    return _start(change, UNDO, State.APPLIED, user)


@transaction.atomic
def _start(change: BulkChange, kind: str, state: str, user: User) -> Job:
    locked = BulkChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if locked.state != state or (locked.job and not locked.job.is_finished):
        raise JobError(_("This change was started, finished or thrown away already."))
    refuse_final(locked)
    if reason := refusal(locked, user):
        raise JobError(reason)
    _refuse_used(Operation.of(locked) if kind == APPLY else None)
    locked.job = start_job(
        kind=kind,
        title=locked.title if kind == APPLY else _("Undo: %(title)s") % {"title": locked.title},
        parameters={"change_id": locked.pk},
        started_by=user,
    )
    locked.save(update_fields=["job"])
    return locked.job


@transaction.atomic
def discard_model_change(*, change: BulkChange) -> None:
    """Throw a planned change away."""
    BulkChange.objects.filter(pk=change.pk, state=State.READY, job=None).update(
        state=State.DISCARDED
    )


@transaction.atomic
def apply_model_change(
    *, change_id: int, user: User | None, progress: JobProgress
) -> dict[str, Any]:
    """Change the values and the model, all or nothing. Raises JobError where it may not be."""
    change = BulkChange.objects.select_for_update().get(pk=change_id)
    if change.state != State.READY:
        return change.counts
    if reason := refusal(change, user):
        raise JobError(reason)
    operation = Operation.of(change)
    _refuse_used(operation)
    products = operation.products()
    progress.set_total(products.count())
    # The model is written last: the values are read by the attribute as it was.
    change.details = {"records": _snapshot(operation)}
    change.save(update_fields=["details"])
    record_and_apply(
        change=change,
        products=products,
        proposal=operation.proposal(),
        user=user,
        progress=progress,
    )
    with acting_as(user_id=user and user.pk, source=change.source):
        _change_model(operation, change)
    return change.counts


@transaction.atomic
def undo_model_change(
    *, change_id: int, user: User | None, progress: JobProgress
) -> dict[str, Any]:
    """Bring back the records of the model and every value, all or nothing.

    Products whose values were changed since are left as they are, and counted. Raises JobError
    where it may not be, or something stands in the way.
    """
    change = BulkChange.objects.select_for_update().get(pk=change_id)
    if change.state != State.APPLIED:
        return change.counts
    if reason := refusal(change, user):
        raise JobError(reason)
    progress.set_total(change.counts.get("changed"))
    with acting_as(user_id=user and user.pk, source=change.source):
        _restore_model(Operation.of(change), change)
    undo_change(change=change, user=user, progress=progress)
    return change.counts


def _refuse_used(operation: Operation | None) -> None:
    """An attribute that something refers to is not deleted."""
    if operation is None or operation.kind != "delete":
        return
    if used := attribute_uses(operation.attributes[0]):
        raise JobError(
            _("The attribute is used by %(uses)s. Change these first.")
            % {"uses": ", ".join(str(use) for use in used[:5])}
        )


def _snapshot(operation: Operation) -> str:
    """The records of the model that the operation changes, as they are now."""
    attributes = list(Attribute.objects.filter(code__in=operation.attributes))
    links = FamilyAttribute.objects.filter(attribute__in=attributes)
    if operation.kind == "retype":
        records: list = attributes
    elif operation.kind == "remove":
        records = list(links.filter(family=operation.family))
    else:
        options = [option for attribute in attributes for option in attribute.options.all()]
        columns = [column for attribute in attributes for column in attribute.columns.all()]
        records = [*attributes, *options, *columns, *links]
    return serializers.serialize("json", records)


def _change_model(operation: Operation, change: BulkChange) -> None:
    attributes = Attribute.objects.filter(code__in=operation.attributes)
    links = FamilyAttribute.objects.filter(attribute__in=attributes)
    if operation.kind == "remove":
        links.filter(family=operation.family).delete()
        return
    if operation.kind == "delete":
        links.delete()
    for attribute in attributes:
        attribute._change_reason = change.reason
        if operation.kind == "delete":
            attribute.delete()
        else:
            for name in SHAPE_FIELDS:
                setattr(attribute, name, operation.fields.get(name, getattr(attribute, name)))
            attribute.save()


def _restore_model(operation: Operation, change: BulkChange) -> None:
    """Write the kept records back under their own keys, where nothing stands in the way."""
    records = list(serializers.deserialize("json", change.details["records"]))
    if operation.kind == "remove" and not Family.objects.filter(pk=operation.family).exists():
        raise JobError(_("The family is not there any more, so nothing can come back to it."))
    if operation.kind == "delete" and Attribute.objects.filter(code__in=operation.attributes):
        raise JobError(
            _("There is a new attribute “%(code)s” by now. Delete or rename it first.")
            % {"code": operation.attributes[0]}
        )
    for record in records:
        _restore_record(record.object, record, operation, change)


def _restore_record(instance: Any, record: Any, operation: Operation, change: BulkChange) -> None:
    if isinstance(instance, Attribute):
        if operation.kind == "retype":
            # What else was changed since, such as the label, stays.
            now = Attribute.objects.get(code=instance.code)
            for name in SHAPE_FIELDS:
                setattr(now, name, getattr(instance, name))
            instance = now
        instance._change_reason = change.reason
        instance.save()
    elif isinstance(instance, FamilyAttribute):
        _restore_link(instance, record.m2m_data)
    else:
        record.save()


def _restore_link(link: FamilyAttribute, channels: dict[str, Any]) -> None:
    """A membership, unless its family is gone or got the attribute again."""
    if not Family.objects.filter(pk=link.family_id).exists():
        return
    if FamilyAttribute.objects.filter(family=link.family_id, attribute=link.attribute_id).exists():
        return
    link.save()
    link.required_for.set(channels.get("required_for", []))
    link.save()
