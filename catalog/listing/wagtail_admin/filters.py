"""Adding and changing one filter of the listing: a field, an operator and a value."""

from collections import defaultdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog.listing.wagtail_admin.panels import ListingPanel
from catalog.segments.operators import WITH_LIST, operators_of
from catalog.segments.registry import SegmentField, segment_fields
from catalog.segments.wagtail_admin.builder.fields import ConditionField

# These ask for what a line of the listing's filters has no room for; segments have a builder.
NOT_HERE = {"formula"}
# What is asked most of a kind of field.
_USUAL = {"text": "contains", "number": "between", "choice": "in"}


class FilterForm(forms.Form):
    """The question about one field."""

    def __init__(self, *args: Any, field: SegmentField, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        condition = ConditionField(field=field.name, label=field.label)
        condition.user = user
        self.fields["condition"] = condition


class FilterPanel(ListingPanel):
    """First the choice of a field, then the question about it."""

    form_class = FilterForm
    fragment = "catalog/listing/filter_form.html"
    page_title = _("Filter")
    header_icon = "sliders"
    submit_label = _("Apply filter")

    @cached_property
    def fields(self) -> dict[str, SegmentField]:
        """What can be asked in the listing."""
        known = segment_fields(self.request.user).values()
        return {field.name: field for field in known if field.kind not in NOT_HERE}

    @cached_property
    def place(self) -> int | None:
        """Which of the filters is changed; None for a new one."""
        at = self.request.GET.get("at", "")
        if not (at.isascii() and at.isdecimal() and len(at) < 4):
            return None
        try:
            members = self.asked.members
        except ValidationError:
            return None
        return int(at) if int(at) < len(members) else None

    @cached_property
    def asked_before(self) -> dict[str, Any]:
        """The condition that is changed."""
        member = self.asked.members[self.place] if self.place is not None else {}
        is_condition = isinstance(member, dict) and isinstance(member.get("field"), str)
        return member if is_condition else {}

    @cached_property
    def field(self) -> SegmentField | None:
        """The field that the question is about."""
        name = self.request.GET.get("field") or self.asked_before.get("field") or ""
        if name and name not in self.fields:
            raise Http404
        return self.fields.get(name)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The fields, or the form of one."""
        if self.field is None:
            return self.render_to_response(self.get_context_data(form=None, groups=self._groups()))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form of a field."""
        if self.field is None:
            raise Http404
        return super().post(request, *args, **kwargs)

    def _groups(self) -> dict[str, list[SegmentField]]:
        groups = defaultdict(list)
        for field in self.fields.values():
            groups[str(field.group)].append(field)
        return dict(groups)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The field, and who asks."""
        return {**super().get_form_kwargs(), "field": self.field, "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """What was asked before, or what is asked most of such a field."""
        if self.asked_before.get("field") == self.field.name:
            return {"condition": self.asked_before}
        kind = "choice" if self.field.choices else self.field.kind
        operator = _USUAL.get(kind, operators_of(self.field.kind)[0])
        value = [] if operator in WITH_LIST else ""
        return {"condition": {"field": self.field.name, "operator": operator, "value": value}}

    def form_valid(self, form: FilterForm) -> HttpResponse:
        """The listing with the filter in it."""
        asked = form.cleaned_data["condition"]
        try:
            members = list(self.asked.members)
        except ValidationError:
            members = []
        if self.place is None:
            members.append(asked)
        else:
            members[self.place] = asked
        return self.leave(self.asked.with_members(members))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The field that is asked."""
        return super().get_context_data(**kwargs) | {"field": self.field}
