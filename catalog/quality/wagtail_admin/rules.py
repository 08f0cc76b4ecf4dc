"""Quality rules in the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic

from catalog.quality.models.quality import QualityRule
from catalog.quality.queries.messages import PRODUCT_FIELDS, unknown_placeholders
from catalog.quality.queries.rule_rights import rules_known_to
from catalog.schema.models.attribute import Attribute
from catalog.schema.wagtail_admin.viewsets import (
    ReferenceEditView,
    ReferenceIndexView,
    ReferenceViewSet,
)
from catalog.segments.wagtail_admin.builder.fields import SegmentFilterField
from catalog.segments.wagtail_admin.known_filters import ListsKnown, ShowsKnown


class QualityRuleForm(WagtailAdminModelForm):
    """Refuses a rule that could not be checked, or whose message asks for what is not there."""

    about = SegmentFilterField(
        label=gettext_lazy("Which products"),
        required=False,
        help_text=gettext_lazy("Without a condition, the rule applies to every product."),
    )
    requirement = SegmentFilterField(
        label=gettext_lazy("Requirement"),
        required=False,
        help_text=gettext_lazy(
            "A product has an issue if it does not meet this requirement, including when a value "
            "is missing."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("about", "requirement"):
            self.fields[name].user = self.for_user

    def clean_requirement(self) -> dict:
        """Without a condition every product would meet it."""
        requirement = self.cleaned_data["requirement"]
        if not (requirement or {}).get("conditions"):
            raise ValidationError(_("Add at least one condition to the requirement."))
        return requirement

    def clean_message(self) -> str:
        """Each placeholder is a field of products."""
        message = self.cleaned_data["message"]
        codes = Attribute.objects.values_list("code", flat=True)
        if unknown := unknown_placeholders(message, codes):
            raise ValidationError(
                _(
                    "{%(unknown)s} is not a product field. Use %(known)s, or {values.…} for an "
                    "attribute."
                )
                % {
                    "unknown": "}, {".join(unknown),
                    "known": ", ".join(f"{{{name}}}" for name in PRODUCT_FIELDS),
                }
            )
        return message

    def clean(self) -> dict:
        """Only an error can block."""
        cleaned = super().clean()
        is_error = self.cleaned_data.get("severity") == QualityRule.Severity.ERROR
        if self.cleaned_data.get("blocks") and not is_error:
            self.add_error("blocks", _("Only an error blocks a channel; a warning does not."))
        return cleaned


def state_text(rule: QualityRule) -> str:
    """Whether the rule is at work, in a word or two."""
    check = getattr(rule, "check_state", None)
    if not rule.is_active:
        return _("Off")
    if check is None or (check.checked_at is None and not check.problem):
        return _("Being checked")
    return _("Stopped") if check.problem else _("On")


def found_text(rule: QualityRule) -> str:
    """How many of the products that the rule is about break it."""
    check = getattr(rule, "check_state", None)
    if check is None or check.products is None or check.problem or not rule.is_active:
        return "–"
    return _("%(found)d of %(all)d") % {"found": rule.found, "all": check.products}


class RuleStatePanel(HelpPanel):
    """How the rule stands: its check, what it found, and what is wrong with it."""

    class BoundPanel(HelpPanel.BoundPanel):
        """For a rule that has been saved."""

        def is_shown(self) -> bool:
            """Not before the rule is saved."""
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict:
            """Add the check and its counts."""
            check = getattr(self.instance, "check_state", None)
            found = self.instance.issues.count()
            listing = f"{reverse('catalog_quality:issues')}?rule={self.instance.pk}"
            return super().get_context_data(parent_context) | {
                "check": check,
                "found": found,
                "is_everything": bool(check and check.products and check.products == found > 1),
                "listing": listing,
            }


class QualityRuleIndexView(ListsKnown, ReferenceIndexView):
    """The rules, with what they found."""

    known = staticmethod(rules_known_to)

    def get_base_queryset(self) -> QuerySet:
        """Count the issues of all rules in the same query."""
        return super().get_base_queryset().annotate(found=Count("issues"))


class KnownRule(ShowsKnown):
    """A view of a rule whose conditions the user may know."""

    known = staticmethod(rules_known_to)


class QualityRuleEditView(KnownRule, ReferenceEditView):
    """The form of a rule."""


class QualityRuleDeleteView(KnownRule, generic.DeleteView):
    """Deletes a rule with its issues."""


class QualityRuleHistoryView(KnownRule, generic.HistoryView):
    """What happened to a rule."""


class QualityRuleUsageView(KnownRule, generic.UsageView):
    """What names a rule."""


class QualityRuleViewSet(ReferenceViewSet):
    """What must hold for products."""

    model = QualityRule
    icon = "tasks"
    menu_label = gettext_lazy("Quality rules")
    index_view_class = QualityRuleIndexView
    edit_view_class = QualityRuleEditView
    delete_view_class = QualityRuleDeleteView
    history_view_class = QualityRuleHistoryView
    usage_view_class = QualityRuleUsageView
    select_related = ["check_state"]
    list_display = [
        "name",
        "code",
        Column(
            "severity",
            label=gettext_lazy("Severity"),
            accessor="get_severity_display",
            sort_key="severity",
        ),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=state_text,
            primary=lambda rule: state_text(rule) == _("On"),
        ),
        Column("found", label=gettext_lazy("Issues"), accessor=found_text, sort_key="found"),
    ]
    list_filter = ["severity", "is_active"]
    search_fields = ["name", "code"]
    edit_handler = ObjectList(
        [
            RuleStatePanel(
                template="catalog/quality/rule_state.html", heading=gettext_lazy("State")
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(["name", "code"]),
                    FieldRowPanel(["severity", "is_active"]),
                    FieldPanel("message"),
                    FieldPanel("blocks", widget=forms.CheckboxSelectMultiple),
                ],
                heading=gettext_lazy("Rule"),
            ),
            FieldPanel("about"),
            FieldPanel("requirement"),
        ],
        base_form_class=QualityRuleForm,
    )
