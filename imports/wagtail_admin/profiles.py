"""Import profiles in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from console.wagtail_admin.database_refusals import TellsDatabaseRefusals
from imports.models import ImportProfile

from .forms import ColumnsPanel, ProfileForm


class ProfileCreateView(TellsDatabaseRefusals, CreateView):
    """The form of a new profile."""


class ProfileEditView(TellsDatabaseRefusals, EditView):
    """The form of a profile."""


class ImportProfileViewSet(ModelViewSet):
    """How the files of each supplier are read."""

    model = ImportProfile
    icon = "form"
    menu_label = _("Profiles")
    menu_name = "imports-profiles"
    url_prefix = "imports/profile"
    url_namespace = "imports_importprofile"
    add_to_reference_index = False
    copy_view_enabled = False
    add_view_class = ProfileCreateView
    edit_view_class = ProfileEditView
    inspect_view_enabled = True
    list_display = ["name", "code", "key", "mode"]
    list_filter = ["key", "mode"]
    search_fields = ["name", "code"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldRowPanel(["name", "code"]), FieldRowPanel(["key", "mode"])],
                heading=_("Profile"),
            ),
            MultiFieldPanel(
                [FieldRowPanel(["default_brand", "default_family"]), FieldPanel("publish")],
                heading=_("New products"),
            ),
            ColumnsPanel(
                "columns",
                [FieldRowPanel(["header", FieldPanel("target")]), FieldPanel("transforms")],
                heading=_("Columns"),
                label=_("Column"),
            ),
        ],
        base_form_class=ProfileForm,
    )
