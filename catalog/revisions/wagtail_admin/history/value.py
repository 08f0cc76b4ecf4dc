"""Why a value is what it is, for the button beside each field of the form."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.models import User
from catalog.attribute_types.addresses import CHANNEL_VALUES, VALUES
from catalog.products.models.product import Product
from catalog.products.wagtail_admin.value_slots import value_slots
from catalog.revisions.queries.differences.comparing import content_differences
from catalog.revisions.queries.history.origins import Origin, value_history
from catalog.revisions.queries.history.paths import field_of, written
from catalog.revisions.queries.history.timeline import version_name
from catalog.revisions.wagtail_admin.history.base import HistoryPage, source_address, users_by_key
from catalog.schema.models.attribute import Attribute

MOST_SHOWN = 50
PAGE = "wagtailadmin/generic/base.html"
# Without the page around it, for the dialog of the form.
FRAGMENT = "catalog/revisions/history/fragment.html"


@dataclass(frozen=True, slots=True)
class Step:
    """One write of the value."""

    origin: Origin
    user: User | None
    source_url: str
    text: str
    version: str


class ValueHistoryView(HistoryPage, TemplateView):
    """Every write that changed one value, the newest first; `field` is the name in the form."""

    template_name = "catalog/revisions/history/value.html"
    page_title = gettext_lazy("Where this value comes from")
    restore_url_name: str | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The steps, each with its value in words."""
        path, label = _path_of_field(self.request.GET.get("field", ""))
        origins = value_history(self.object.pk, path)[:MOST_SHOWN]
        users = users_by_key(origin.user_id for origin in origins)
        steps = [
            Step(
                origin=origin,
                user=users.get(origin.user_id),
                source_url=source_address(origin.source),
                text=_text(path, origin.value),
                version=version_name(origin.at),
            )
            for origin in origins
        ]
        return super().get_context_data(**kwargs) | {
            "object": self.object,
            "path": path,
            "label": label,
            "steps": steps,
            "base_template": FRAGMENT if "X-Requested-With" in self.request.headers else PAGE,
            "restore_url": self.address(self.restore_url_name),
            "may_restore": self.may_restore,
        }


def _path_of_field(name: str) -> tuple[str, str]:
    """The path and the label of the value that a field of the form edits."""
    columns = {field.name: field for field in Product._meta.fields if field.editable}
    if name in columns and name not in (VALUES, CHANNEL_VALUES):
        return name, str(columns[name].verbose_name)
    if name.startswith("values-"):
        code = name.rpartition("-")[2]
        for slot in value_slots(Attribute.objects.select_related("group").filter(code=code)):
            if slot.name == name:
                return str(slot.address), slot.label
    raise Http404(_("There is no such value."))


def _text(path: str, value: Any) -> str:
    """The value in words, as a comparison with nothing shows it."""
    field = field_of(path)
    empty = {field: None if field == path else {}}
    found = content_differences(empty, written(empty, path, value))
    return found[0].after if found else ""
