"""The records of the schema that a change is about: kept, changed and brought back."""

from typing import Any

from django.core import serializers
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.bulk.models import BulkChange
from catalog.products.code_uses import holding_channel, holding_value
from catalog.schema.code_uses.registry import Code, CodeUse, references_by_code
from catalog.schema.models.attribute import Attribute, AttributeOption
from catalog.schema.models.channel import Channel
from catalog.schema.models.family import Family, FamilyAttribute
from catalog.schema_changes.services.channels import (
    channel_snapshot,
    delete_channel,
    parts_of_channel,
    restore_channel,
)
from catalog.schema_changes.services.filters import renew_filters
from catalog.schema_changes.services.operations import SHAPE_FIELDS, Operation
from catalog.schema_changes.services.options import parts_with_option
from catalog.schema_changes.services.versions import renew_versions
from catalog.segments.filter_holders import filter_holders
from jobs.exceptions import JobError


def uses_in_the_way(operation: Operation) -> list[CodeUse]:
    """What names the record that would be deleted, and does not change with it."""
    codes: list[Code] = []
    if operation.kind == "delete":
        attributes = Attribute.objects.filter(code__in=operation.attributes)
        codes = [Code(attribute, "code") for attribute in attributes]
    elif operation.kind == "drop_channel":
        channels = Channel.objects.filter(code=operation.fields["code"])
        codes = [Code(channel, "code") for channel in channels]
    elif operation.kind == "replace" and operation.fields["is_deleted"]:
        codes = [Code(option, "code") for option in _replaced_option(operation)]
    found = [use for code in codes for use in references_by_code(code)]
    if operation.kind == "replace":
        renewed = {holder.model for holder in filter_holders()}
        return [use for use in found if use.queryset.model not in renewed]
    return found


def _replaced_option(operation: Operation) -> QuerySet[AttributeOption]:
    return AttributeOption.objects.filter(
        attribute__code=operation.attributes[0], code=operation.fields["old"]
    ).select_related("attribute")


def snapshot(operation: Operation) -> Any:
    """The records of the schema that the operation changes, as they are now."""
    if operation.kind == "drop_channel":
        return channel_snapshot(operation.fields["code"])
    if operation.kind == "replace":
        return serializers.serialize("json", _replaced_option(operation))
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


def change_schema(operation: Operation, change: BulkChange) -> None:
    if operation.kind == "drop_channel":
        code = operation.fields["code"]
        renew_versions(
            change=change,
            parts=lambda content: parts_of_channel(content, code),
            holding=holding_channel(code)("content__"),
        )
        delete_channel(change, code)
    elif operation.kind == "replace":
        _replace(operation, change)
    else:
        _change_attributes(operation, change)


def _replace(operation: Operation, change: BulkChange) -> None:
    old, new = operation.fields["old"], operation.fields["new"]
    attribute = Attribute.objects.get(code=operation.attributes[0])
    renew_versions(
        change=change,
        parts=lambda content: parts_with_option(content, attribute.code, old, new),
        holding=holding_value([attribute], old)("content__"),
    )
    for option in _replaced_option(operation):
        renew_filters(change=change, option=option, new=new)
        if operation.fields["is_deleted"]:
            option.delete()


def _change_attributes(operation: Operation, change: BulkChange) -> None:
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


def restore_schema(operation: Operation, change: BulkChange) -> None:
    """Write the kept records back under their own keys, where nothing stands in the way."""
    if operation.kind == "drop_channel":
        restore_channel(change, operation.fields["code"])
        return
    records = list(serializers.deserialize("json", change.details["records"]))
    if operation.kind == "remove" and not (
        operation.family and Family.objects.filter(pk=operation.family).exists()
    ):
        raise JobError(_("The family no longer exists, so nothing can be restored to it."))
    if operation.kind == "delete" and Attribute.objects.filter(code__in=operation.attributes):
        raise JobError(
            _("There is now another attribute “%(code)s”. Delete or rename it first.")
            % {"code": operation.attributes[0]}
        )
    if operation.kind == "replace":
        records = [one for one in records if _may_return(one.object)]
    for record in records:
        _restore_record(record.object, record, operation, change)


def _may_return(option: AttributeOption) -> bool:
    """Whether the option is gone, and its attribute there; its code may be another's by now."""
    if not Attribute.objects.filter(pk=option.attribute_id).exists():
        raise JobError(_("The attribute no longer exists, so nothing can be restored to it."))
    same = AttributeOption.objects.filter(attribute=option.attribute_id, code=option.code)
    return not same.exists()


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
