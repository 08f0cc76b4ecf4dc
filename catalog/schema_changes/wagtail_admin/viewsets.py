"""The screens of the schema, with what their changes do to the values of products."""

from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from catalog.products.wagtail_admin.option_search import search_options
from catalog.schema.wagtail_admin.attributes import AttributeOptionViewSet, AttributeViewSet
from catalog.schema.wagtail_admin.channels import ChannelViewSet
from catalog.schema.wagtail_admin.families import FamilyViewSet
from catalog.schema_changes.wagtail_admin.channels import (
    ChannelDeleteView,
    ChannelEditView,
    FormerChannelView,
)
from catalog.schema_changes.wagtail_admin.options import ReplaceOptionView
from catalog.schema_changes.wagtail_admin.schema_changes import (
    AttributeDeleteView,
    FamilyEditView,
    RetypeFirstEditView,
)


class AttributeWithValuesViewSet(AttributeViewSet):
    """Attributes; retyping and deleting one takes the values of products along."""

    edit_view_class = RetypeFirstEditView
    delete_view_class = AttributeDeleteView

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the search of the inputs for values."""
        search = path("<int:pk>/options/", require_GET(search_options), name="option_search")
        return [*super().get_urlpatterns(), search]


class OptionWithValuesViewSet(AttributeOptionViewSet):
    """Options; one that products have can be replaced by another."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the page that puts another option in the place of one."""
        replace = path("<int:pk>/replace/", ReplaceOptionView.as_view(), name="replace")
        return [*super().get_urlpatterns(), replace]


class FamilyWithValuesViewSet(FamilyViewSet):
    """Families; an attribute that is taken out takes the values of products along."""

    edit_view_class = FamilyEditView


class ChannelWithValuesViewSet(ChannelViewSet):
    """Channels; deleting one takes along what products have of their own for it."""

    edit_view_class = ChannelEditView
    delete_view_class = ChannelDeleteView

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add what is left of channels that are no more."""
        former = self.construct_view(FormerChannelView, **self.get_delete_view_kwargs())
        return [*super().get_urlpatterns(), path("former/<slug:code>/", former, name="former")]
