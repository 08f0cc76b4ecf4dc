"""Channels in the admin."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column

from catalog.schema.models.channel import Channel
from catalog.schema.models.fields import CodeField
from catalog.schema.queries.kinds import asset_roles
from catalog.schema.wagtail_admin.viewsets import ReferenceViewSet
from console.wagtail_admin.form_checks import CheckedForm

# Wagtail's slug input would turn spaces into dashes, which a code may not have.
register_form_field_override(CodeField, override={"widget": forms.TextInput})


class ChannelForm(CheckedForm, WagtailAdminModelForm):
    """Languages and required pictures as check boxes."""

    locales = forms.MultipleChoiceField(
        choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple, label=_("Languages")
    )
    required_asset_roles = forms.MultipleChoiceField(
        choices=asset_roles,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=_("Required assets"),
        help_text=_("A product without them is incomplete for this channel."),
    )


class ChannelViewSet(ReferenceViewSet):
    """Channels."""

    model = Channel
    icon = "globe"
    menu_label = _("Channels")
    select_related = ["category_root"]
    list_display = [
        "name",
        "code",
        "currency",
        Column("locales", label=_("Languages"), accessor=lambda row: ", ".join(row.locales)),
        Column("category_root", label=_("Category root")),
    ]
    search_fields = ["name", "code"]
    edit_handler = ObjectList(
        [
            "name",
            "code",
            "locales",
            "currency",
            "category_root",
            "required_asset_roles",
            "is_site_channel",
        ],
        base_form_class=ChannelForm,
    )
