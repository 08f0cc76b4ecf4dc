"""Options that are in use: deleting one offers to put another in its place."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from catalog.products.wagtail_admin.value_widgets import OptionSearch
from catalog.schema.code_uses.descriptions import describe_uses
from catalog.schema.code_uses.registry import Code, code_uses
from catalog.schema.models.attribute import AttributeOption
from catalog.schema_changes.services.operations import plan_replacement
from console.signed_in import SignedInRequest

PAGE = "catalog_modelchange:page"
# More options than these are searched for.
MOST_LISTED = 100


class ReplacementForm(forms.Form):
    """Which option takes the place, and whether the old one goes."""

    other = forms.ModelChoiceField(
        queryset=AttributeOption.objects.none(),
        to_field_name="code",
        label=gettext_lazy("Replacement"),
    )
    is_deleted = forms.BooleanField(
        required=False, initial=True, label=gettext_lazy("Then delete the replaced option")
    )

    def __init__(self, *args: Any, option: AttributeOption, **kwargs: Any):
        super().__init__(*args, **kwargs)
        others = AttributeOption.objects.filter(attribute=option.attribute).exclude(pk=option.pk)
        if others[MOST_LISTED : MOST_LISTED + 1].exists():
            self.fields["other"].widget = OptionSearch(option.attribute)
        self.fields["other"].queryset = others


class ReplaceOptionView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Asks which option takes the place of another; then the change is shown before it happens."""

    request: SignedInRequest
    model = AttributeOption
    permission_required = "change"
    page_title = gettext_lazy("Replace an option")
    header_icon = "list-ul"
    template_name = "catalog/schema_changes/replace_option.html"
    form_class = ReplacementForm

    @cached_property
    def option(self) -> AttributeOption:
        """The option that is replaced."""
        return get_object_or_404(_options(), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Which option of which attribute."""
        return f"{self.option.attribute}: {self.option}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list of options."""
        options = {"url": reverse("catalog_attributeoption:index"), "label": _("Options")}
        return [*self.breadcrumbs_items, options, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form is about the option."""
        return super().get_form_kwargs() | {"option": self.option}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what uses the option."""
        uses = code_uses(Code(self.option, "code"))
        return super().get_context_data(**kwargs) | {
            "option": self.option,
            "uses": describe_uses(uses, self.request.user),
        }

    def form_valid(self, form: ReplacementForm) -> HttpResponse:
        """Plan it, and show what would happen."""
        change = plan_replacement(
            option=self.option,
            other=form.cleaned_data["other"],
            is_deleted=form.cleaned_data["is_deleted"],
            user=self.request.user,
        )
        return redirect(PAGE, change.pk)


def _options() -> QuerySet[AttributeOption]:
    return AttributeOption.objects.select_related("attribute")
