"""Assets in the Wagtail admin."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.wagtail_admin.choosers import PermittedChooser
from media_library.models import Asset


class AssetForm(WagtailAdminModelForm):
    """An asset's kind follows from the one file that is chosen."""

    def clean(self) -> dict:
        """Exactly one of image, document and media must be chosen."""
        cleaned = super().clean()
        chosen = [kind for kind in Asset.Kind.values if cleaned.get(kind)]
        if len(chosen) != 1:
            raise forms.ValidationError(
                _("Choose exactly one file: an image, a document or a video.")
            )
        self.instance.kind = chosen[0]
        return cleaned


class ThumbnailColumn(Column):
    """A small picture of the asset."""

    cell_template_name = "media_library/admin/thumbnail_cell.html"


class AssetFilterSet(WagtailFilterSet):
    kind = ChoiceFilter(choices=Asset.Kind.choices, label=_("Kind"))
    status = ChoiceFilter(choices=Asset.Status.choices, label=_("Status"))

    class Meta:
        model = Asset
        fields = ["kind", "status"]


class AssetIndexView(IndexView):
    """The listing, with the pictures' renditions fetched at once."""

    def get_base_queryset(self):
        """Assets with what their rows show."""
        return Asset.objects.select_related("image").prefetch_related("image__renditions")


class AssetViewSet(ModelViewSet):
    """Everything a product can show or hand out."""

    model = Asset
    icon = "folder-open-inverse"
    menu_label = _("All assets")
    menu_order = 100
    add_to_admin_menu = False
    index_view_class = AssetIndexView
    list_per_page = 50
    list_display = [
        ThumbnailColumn("thumbnail", label=_("Preview")),
        "title",
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("get_status_display", label=_("Status"), sort_key="status"),
        Column(
            "size",
            label=_("Size"),
            accessor=lambda asset: filesizeformat(asset.size or 0),
            sort_key="size",
        ),
        DateColumn("updated_at", label=_("Updated"), sort_key="updated_at"),
    ]
    filterset_class = AssetFilterSet
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["id"]
    copy_view_enabled = False
    panels = [
        FieldPanel("title"),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("document"), FieldPanel("media")],
            heading=_("File (one of them)"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("licence"),
                FieldPanel("licence_expires_on"),
                FieldPanel("territories"),
            ],
            heading=_("Rights"),
        ),
        FieldPanel("status"),
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        """The form of the panels, with the rule of exactly one file."""
        return self._edit_handler.get_form_class()

    def get_edit_handler(self):
        """The panels, bound to the form that knows the rule."""
        return ObjectList(self.panels, base_form_class=AssetForm).bind_to_model(self.model)


class AssetColumnsMixin:
    """The chooser's rows: Wagtail's columns with a thumbnail and the kind."""

    @property
    def columns(self) -> list[Column]:
        """What each row shows."""
        return [
            ThumbnailColumn("thumbnail", label=_("Preview")),
            *super().columns,
            Column("get_kind_display", label=_("Kind")),
        ]

    def get_object_list(self):
        """Assets that can be used, newest first."""
        return (
            Asset.objects.exclude(status=Asset.Status.ARCHIVED)
            .select_related("image")
            .prefetch_related("image__renditions")
        )


class AssetChooseView(AssetColumnsMixin, ChooseView):
    pass


class AssetChooseResultsView(AssetColumnsMixin, ChooseResultsView):
    pass


class AssetChooserViewSet(PermittedChooser, ChooserViewSet):
    """Chooses an asset on the product form and elsewhere."""

    model = Asset
    icon = "folder-open-inverse"
    choose_one_text = _("Choose an asset")
    choose_another_text = _("Choose another asset")
    choose_view_class = AssetChooseView
    choose_results_view_class = AssetChooseResultsView
    per_page = 20
