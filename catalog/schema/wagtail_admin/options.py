"""Options in the admin: one that is in use leads to its replacement."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.views import generic

from catalog.schema.models import AttributeOption
from catalog.schema.wagtail_admin.viewsets import ReferenceEditView
from console.wagtail_admin.delete_views import DeletionRule


def replace_url(option: AttributeOption) -> str:
    """The page that puts another option in the place of this one."""
    return reverse("catalog_attributeoption:replace", args=[option.pk])


def way_to_replace(option: AttributeOption) -> SafeString:
    """The link to that page."""
    return format_html('<a href="{}">{}</a>', replace_url(option), _("Replace it with another"))


class OptionEditView(ReferenceEditView):
    """The form of an option; the code of one in use leads to its replacement."""

    def way_on(self) -> SafeString:
        """Another option may take its place."""
        return way_to_replace(self.object)


class OptionDeleteView(DeletionRule, generic.DeleteView):
    """Deletes an option that nothing uses; of another it says what does, and offers the way on."""

    def get_page_subtitle(self) -> str:
        """Which option of which attribute."""
        return f"{self.object.attribute}: {self.object}"

    def get_alternatives(self) -> list[tuple[str, str]]:
        """Another option may take its place everywhere."""
        return [(_("Replace it with another option"), replace_url(self.object))]
