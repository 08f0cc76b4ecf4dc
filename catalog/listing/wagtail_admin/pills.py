"""The active filters of a listing in words, each with links to change and to remove it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from catalog.listing.wagtail_admin.asked import AskedListing
from catalog.segments.operators import OPERATORS, WITHOUT_VALUE
from catalog.segments.registry import SegmentField, segment_fields
from catalog.segments.rights import FilterRights

MOST_VALUES = 3


class Pill(NamedTuple):
    """One filter: the field, what is asked of it, and the listing without it."""

    label: str
    text: str
    removed: str
    place: int
    is_condition: bool


def pills(asked: AskedListing) -> list[Pill]:
    """One for each filter, in their order."""
    members = asked.members
    if not members:
        return []
    fields = segment_fields(asked.user)
    return [_pill(asked, members, place, fields) for place in range(len(members))]


def _pill(
    asked: AskedListing, members: Sequence[Any], place: int, fields: dict[str, SegmentField]
) -> Pill:
    member = members[place]
    removed = asked.with_members([*members[:place], *members[place + 1 :]])
    field = fields.get(member["field"]) if _is_condition(member) else None
    if field is None:
        return Pill(_("Group"), _group_text(member), removed, place, False)
    text = _asked_text(field, member, asked.user)
    return Pill(_field_text(field, member), text, removed, place, True)


def _is_condition(member: Any) -> bool:
    return isinstance(member, dict) and isinstance(member.get("field"), str)


def _group_text(member: Any) -> str:
    if _is_condition(member):
        return _("“%(field)s” no longer exists") % {"field": member["field"]}
    conditions = member.get("conditions") if isinstance(member, dict) else None
    count = len(conditions) if isinstance(conditions, list) else 0
    return ngettext("%(count)d condition", "%(count)d conditions", count) % {"count": count}


def _field_text(field: SegmentField, member: dict) -> str:
    narrowed = [
        label
        for parameter in field.parameters
        if isinstance(member.get(parameter.name), str)
        for _value, label in parameter.choices.labelled([member[parameter.name]])
    ]
    return f"{field.label} ({', '.join(map(str, narrowed))})" if narrowed else str(field.label)


def _asked_text(field: SegmentField, member: dict, user: User) -> str:
    operator = member.get("operator")
    if not isinstance(operator, str):
        return ""
    name = str(OPERATORS.get(operator, operator))
    if operator in WITHOUT_VALUE:
        return name
    return f"{name} {_value_text(field, operator, member.get('value'), user)}".strip()


def _value_text(field: SegmentField, operator: str, value: Any, user: User) -> str:
    if isinstance(value, dict):
        return str(value.get("formula") or value.get("field") or "")
    texts = [str(one) for one in (value if isinstance(value, list) else [value])]
    if field.choices:
        known = FilterRights().known_choices(field, field.choices.labelled(texts), user)
        labels = {str(one): str(label) for one, label in known}
        texts = [labels.get(text, text) for text in texts]
    if operator == "between" and texts:
        return _("%(low)s and %(high)s") % {"low": texts[0], "high": texts[-1]}
    shown = ", ".join(texts[:MOST_VALUES])
    more = len(texts) - MOST_VALUES
    shown = f"{shown} {_('and %(count)d more') % {'count': more}}" if more > 0 else shown
    return f"{shown} {field.unit}" if field.unit else shown
