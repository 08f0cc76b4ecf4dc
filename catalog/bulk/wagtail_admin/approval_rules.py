"""Approval rules in the admin."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column

from catalog.bulk.models import ApprovalRule
from catalog.bulk.queries.waiting import SEE
from catalog.bulk.wagtail_admin.targets import Targets
from catalog.products.write_policy import CHANGE, PUBLISH
from catalog.schema.wagtail_admin.viewsets import ReferenceViewSet
from catalog.segments.rights import segments_offered_to


class ApprovalRuleForm(WagtailAdminModelForm):
    """Refuses a step whose group could not decide it."""

    targets = forms.MultipleChoiceField(
        label=gettext_lazy("Fields and attributes"),
        required=False,
        help_text=gettext_lazy("One of them is changed. Without any, whatever is changed."),
        widget=forms.SelectMultiple({"size": 12}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _choose, *choices = Targets().choices
        self.fields["targets"].choices = choices
        offered = segments_offered_to(self.for_user, self.instance.segment_id)
        self.fields["segment"].queryset = offered

    def clean(self) -> dict:
        """Each group has the rights that its step takes."""
        cleaned = super().clean()
        steps = self.formsets["steps"]
        if steps.is_valid():
            kept = [form for form in steps.forms if form not in steps.deleted_forms]
            kept.sort(key=lambda form: form.cleaned_data.get("ORDER") or 0)
            groups = [
                form.cleaned_data["group"]
                for form in kept
                if form.has_changed() or form.instance.pk
            ]
            for problem in _problems(groups):
                self.add_error(None, problem)
        return cleaned


def _problems(groups: list[Group]) -> Iterator[str]:
    for place, group in enumerate(groups, start=1):
        needed = {SEE, CHANGE} | ({PUBLISH} if place == len(groups) else set())
        known = group.permissions.values_list("content_type__app_label", "codename")
        if missing := needed - {f"{app}.{codename}" for app, codename in known}:
            yield _(
                "%(group)s cannot decide step %(step)d: "
                "its members do not have permission to %(what)s."
            ) % {
                "group": group,
                "step": place,
                "what": ", ".join(str(_RIGHTS[one]) for one in sorted(missing)),
            }


_RIGHTS = {
    SEE: gettext_lazy("view bulk edits"),
    CHANGE: gettext_lazy("change products"),
    PUBLISH: gettext_lazy("publish products"),
}


class ApprovalRuleViewSet(ReferenceViewSet):
    """Which steps bulk edits pass; the first rule whose conditions hold is used."""

    model = ApprovalRule
    icon = "tasks"
    menu_label = gettext_lazy("Approval rules")
    select_related = ["segment"]
    list_display = [
        "name",
        "sort_order",
        Column("segment", label=gettext_lazy("Segment"), sort_key="segment__name"),
        "at_least",
    ]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            FieldRowPanel(["name", "sort_order"]),
            MultiFieldPanel(
                [FieldPanel("segment"), FieldPanel("targets"), FieldPanel("at_least")],
                heading=gettext_lazy("Which bulk edits"),
            ),
            InlinePanel(
                "steps",
                [FieldPanel("group")],
                heading=gettext_lazy("Steps"),
                label=gettext_lazy("step"),
                help_text=gettext_lazy(
                    "One after the other; the last one applies it and needs the right to publish."
                ),
                min_num=1,
            ),
        ],
        base_form_class=ApprovalRuleForm,
    )
