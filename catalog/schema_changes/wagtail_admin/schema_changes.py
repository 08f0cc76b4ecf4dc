"""Changes of the schema that touch values: what they would do, their job, and the way back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from catalog.attribute_types.registry import attribute_type
from catalog.bulk.models import BulkChange
from catalog.products.models.product import Product
from catalog.schema.code_uses.descriptions import describe_uses
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.family import Family
from catalog.schema.wagtail_admin.attributes import AttributeEditView
from catalog.schema.wagtail_admin.viewsets import ReferenceEditView
from catalog.schema_changes.services.operations import (
    Operation,
    plan_deletion,
    plan_removal,
    plan_retyping,
)
from catalog.schema_changes.services.previewing import preview
from catalog.schema_changes.services.records import uses_in_the_way
from catalog.schema_changes.services.rights import refusal
from catalog.schema_changes.services.running import (
    discard_schema_change,
    start_schema_change,
    start_undoing_schema_change,
)
from catalog.schema_changes.wagtail_admin.deletion import PAGE, DeleteWithValuesView
from console.signed_in import SignedInRequest
from jobs.exceptions import JobError

State = BulkChange.State
# What a retyping changes, so that it waits for the person who has seen what happens to the values.
DECISIVE = ("type", "is_localizable", "is_per_channel")


class SchemaChangeView(PermissionCheckedMixin, View):
    """One change of the schema: before it the counted preview, then its progress and the undo."""

    model = Attribute
    any_permission_required = ["view", "change"]

    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """The page."""
        change = get_object_or_404(_changes(), pk=pk)
        is_working = bool(change.job and not change.job.is_finished)
        operation = Operation.of(change)
        is_waiting = change.state == State.READY and not is_working
        context = {
            "change": change,
            "job": change.job,
            "operation": operation,
            "is_working": is_working,
            "found": self._preview(change) if is_waiting else None,
            "uses": describe_uses(uses_in_the_way(operation), request.user) if is_waiting else [],
            "may_act": not is_working and not refusal(change, request.user),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("catalog_attribute:index"), "label": _("Attributes")},
                {"url": "", "label": change.title},
            ],
            "page_title": change.title,
            "header_title": change.title,
            "header_icon": "sliders",
        }
        return render(request, "catalog/schema_changes/schema_change.html", context)

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Apply, discard or undo it."""
        change = get_object_or_404(_changes(), pk=pk)
        if reason := refusal(change, request.user):
            messages.error(request, reason)
            return redirect(PAGE, pk)
        try:
            self._act(change, request.POST.get("action", ""))
        except JobError as error:
            messages.error(request, str(error))
        return redirect(PAGE, pk)

    def _act(self, change: BulkChange, action: str) -> None:
        if action == "apply":
            start_schema_change(change=change, user=self.request.user)
        elif action == "undo":
            start_undoing_schema_change(change=change, user=self.request.user)
        elif action == "discard":
            discard_schema_change(change=change)
            messages.success(self.request, _("Discarded. Nothing was changed."))

    def _preview(self, change: BulkChange) -> Any:
        try:
            return preview(change)
        except Attribute.DoesNotExist:
            return None


def _changes():
    return BulkChange.objects.filter(kind=BulkChange.Kind.MODEL_CHANGE).select_related(
        "job", "started_by"
    )


def schema_change_urls() -> list[URLPattern]:
    """The page of a change of the schema."""
    return [path("<int:pk>/", SchemaChangeView.as_view(), name="page")]


def products_with(codes: list[str], *, family: Family | None = None) -> bool:
    """Whether any product (of `family`) has a value of these attributes."""
    kind = "remove" if family else "delete"
    return Operation(kind, codes, family=family and family.pk).products().exists()


class RetypeFirstEditView(AttributeEditView):
    """The form of an attribute; what would change stored values is shown before it happens."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save everything but a change of the type that touches values; that gets its preview."""
        wanted = self._wanted(form)
        if not wanted:
            return super().form_valid(form)
        for name, before in self._before(form).items():
            setattr(form.instance, name, before)
        response = super().form_valid(form)
        if self.was_refused:
            return response
        change = plan_retyping(
            attribute=Attribute.objects.get(pk=form.instance.pk),
            fields=wanted,
            user=self.request.user,
        )
        messages.warning(
            self.request,
            _("The type has not been changed yet: check the effect on existing values first."),
        )
        return redirect(PAGE, change.pk) if response.status_code == 302 else response

    def _wanted(self, form: Any) -> dict[str, Any]:
        if not set(DECISIVE) & set(form.changed_data):
            return {}
        stored = Attribute.objects.get(pk=form.instance.pk)
        if not products_with([stored.code]):
            return {}
        names = [*DECISIVE, "unit", "is_unique"]
        return {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}

    def _before(self, form: Any) -> dict[str, Any]:
        stored = Attribute.objects.get(pk=form.instance.pk)
        before = {name: getattr(stored, name) for name in DECISIVE}
        kind = attribute_type(stored.type)
        if kind.has_units:
            before["unit"] = stored.unit
        if form.instance.is_unique and not kind.can_be_unique:
            before["is_unique"] = False
        return before


class AttributeDeleteView(DeleteWithValuesView):
    """Deletes an attribute with its options, its places in families and its values."""

    changed_models = (Product, Family)

    def plan(self) -> BulkChange:
        """The deletion of the attribute."""
        return plan_deletion(attribute=self.object, user=self.request.user)


class FamilyEditView(ReferenceEditView):
    """The form of a family; attributes that have values stay until their removal was looked at."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save what loses nothing, and show what the rest would take away."""
        family = form.instance
        rows = form.cleaned_data.get("attributes", [])
        kept = {row.attribute.pk for row in rows}
        gone = [
            attribute
            for attribute in Attribute.objects.filter(family_attributes__family=family)
            if attribute.pk not in kept and products_with([attribute.code], family=family)
        ]
        if not gone:
            return super().form_valid(form)
        form.keep_rows_of(gone)
        response = super().form_valid(form)
        if self.was_refused:
            return response
        change = plan_removal(family=family, attributes=gone, user=self.request.user)
        messages.warning(
            self.request,
            ngettext(
                "%(count)d attribute has not been removed yet because products have values for it.",
                "%(count)d attributes have not been removed yet because products have values for "
                "them.",
                len(gone),
            )
            % {"count": len(gone)},
        )
        return redirect(PAGE, change.pk) if response.status_code == 302 else response
