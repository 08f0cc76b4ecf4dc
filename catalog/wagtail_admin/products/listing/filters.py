"""Adding and changing one filter of the listing: a field, an operator and a value."""

from collections import defaultdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalog.segments import OPERATORS, SegmentField, check_filter, operators_of, segment_fields
from catalog.segments.dates import COUNTS_DAYS
from catalog.segments.operators import WITH_LIST, WITHOUT_VALUE

from .panels import ListingPanel, require_product_list

# These ask for what a line of the listing's filters has no room for; segments have a builder.
NOT_HERE = {"formula"}
# With a choice of answers, one is a list of one.
_ONE_OF = {"is": "in", "is_not": "not_in"}


class FilterForm(forms.Form):
    """The question about one field, made from its kind."""

    operator = forms.ChoiceField(label=_("Is asked"))

    def __init__(self, *args: Any, field: SegmentField, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.field = field
        for parameter in field.parameters:
            choices = [("", parameter.open_label), *parameter.choices.find("")]
            self.fields[parameter.name] = forms.ChoiceField(
                label=parameter.label, choices=choices, required=False
            )
        self.fields["operator"].choices = [
            (name, OPERATORS[name]) for name in operators_of(field.kind) if self._is_offered(name)
        ]

    def _is_offered(self, operator: str) -> bool:
        return not (self.field.choices and operator in _ONE_OF)

    def condition(self) -> dict[str, Any]:
        """The condition of the filter language."""
        operator = self.cleaned_data["operator"]
        asked: dict[str, Any] = {"field": self.field.name, "operator": operator}
        for parameter in self.field.parameters:
            if self.cleaned_data[parameter.name]:
                asked[parameter.name] = self.cleaned_data[parameter.name]
        if operator in WITHOUT_VALUE:
            return asked
        given = [value.strip() for value in self.data.getlist("value") if value.strip()]
        if operator in WITH_LIST:
            return {**asked, "value": given}
        return {**asked, "value": given[0] if given else ""}

    def clean(self) -> dict[str, Any]:
        """Let the filter language judge what it is asked."""
        cleaned = super().clean()
        if not self.errors:
            try:
                check_filter({"conditions": [self.condition()]})
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned


class FilterPanel(ListingPanel):
    """First the choice of a field, then the question about it."""

    form_class = FilterForm
    fragment = "catalog/admin/listing/filter_form.html"
    page_title = _("Filter")
    header_icon = "sliders"
    submit_label = _("Apply filter")

    @cached_property
    def fields(self) -> dict[str, SegmentField]:
        """What can be asked in the listing."""
        known = segment_fields().values()
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
        return member if isinstance(member, dict) and "field" in member else {}

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
        """The field."""
        return {**super().get_form_kwargs(), "field": self.field}

    def get_initial(self) -> dict[str, Any]:
        """What was asked before, or what is asked most of such a field."""
        if self.asked_before.get("field") == self.field.name:
            operator = self.asked_before.get("operator")
            asked = _ONE_OF.get(operator, operator) if self.field.choices else operator
            return {**self.asked_before, "operator": asked}
        usual = {"text": "contains", "number": "between"}.get(self.field.kind, "is")
        return {"operator": "in" if self.field.choices else usual}

    def form_valid(self, form: FilterForm) -> HttpResponse:
        """The listing with the filter in it."""
        try:
            members = list(self.asked.members)
        except ValidationError:
            members = []
        if self.place is None:
            members.append(form.condition())
        else:
            members[self.place] = form.condition()
        return self.leave(self.asked.with_members(members))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the value's inputs need."""
        context = super().get_context_data(**kwargs)
        if self.field is None:
            return context
        values = self._values(kwargs.get("form") or context["form"])
        return {
            **context,
            "field": self.field,
            "values": values,
            "first": values[0] if values else "",
            "second": values[1] if len(values) > 1 else "",
            "chosen": self.field.choices.labelled(values) if self.field.choices else [],
            "found": self.field.choices.find("") if self.field.choices else [],
            "days": sorted(COUNTS_DAYS),
        }

    def _values(self, form: forms.Form) -> list[str]:
        if form.is_bound:
            return self.request.POST.getlist("value")
        given = self.asked_before.get("value", [])
        listed = given if isinstance(given, list) else [given]
        return [str(value) for value in listed if not isinstance(value, dict)]


def choices(request: HttpRequest) -> HttpResponse:
    """The answers of a field that hold what was typed, as check boxes."""
    require_product_list(request)
    field = segment_fields().get(request.GET.get("field", ""))
    if field is None or field.choices is None:
        raise Http404
    found = field.choices.find(request.GET.get("q", "").replace("\x00", "")[:100])
    return render(request, "catalog/admin/listing/choices.html", {"found": found[:50]})
