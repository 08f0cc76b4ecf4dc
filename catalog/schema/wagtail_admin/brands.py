"""Brands in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TitleFieldPanel
from wagtail.admin.ui.tables import UpdatedAtColumn

from catalog.schema.models.brand import Brand
from catalog.schema.wagtail_admin.other_spellings import NamedForm, spelling_panel
from catalog.schema.wagtail_admin.viewsets import ReferenceViewSet


class BrandViewSet(ReferenceViewSet):
    """Brands."""

    model = Brand
    icon = "tag"
    menu_label = _("Brands")
    list_display = ["name", "slug", "aaia_id", "website", UpdatedAtColumn()]
    search_fields = ["name", "aaia_id"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            TitleFieldPanel("name", placeholder=False),
            spelling_panel(),
            FieldPanel("slug"),
            FieldPanel("aaia_id"),
            FieldPanel("website"),
            FieldPanel("logo"),
            FieldPanel("part_number_pattern"),
        ],
        base_form_class=NamedForm,
    )
