"""Bulk edits that are prepared, and approval rules, which know records by their codes."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalog.attribute_types.addresses import ValueAddress
from catalog.bulk.models import ApprovalRule, BulkChange
from catalog.schema.code_uses.registry import Code, CodeUse
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel


def changes_with(code: Code) -> Iterator[CodeUse]:
    """The bulk edits that would write values of a channel, and do nothing without it."""
    if code.record_as(Channel, "code"):
        changes = BulkChange.objects.filter(
            state__in=BulkChange.NOT_APPLIED,
            operations__contains=[{"channel": code.text}],
        )
        nouns = _("prepared bulk edit"), _("prepared bulk edits")
        yield CodeUse(nouns, changes, is_binding=False)


def rules_with(code: Code) -> Iterator[CodeUse]:
    """The approval rules that hold for changes of an attribute."""
    if code.record_as(Attribute, "code"):
        rules = ApprovalRule.objects.filter(targets__contains=[str(ValueAddress(code.text))])
        yield CodeUse((_("approval rule"), _("approval rules")), rules)
