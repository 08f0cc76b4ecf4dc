"""Why a value is what it is, for the button beside each field of the form."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.models import User
from catalog.attribute_types.addresses import CHANNEL_VALUES, VALUES, ValueAddress
from catalog.attribute_types.holding import EMPTY
from catalog.products.models.product import Product
from catalog.products.wagtail_admin.value_slots import ValueSlot, value_slots
from catalog.revisions.queries.differences.comparing import content_differences
from catalog.revisions.queries.history.origins import Origin, value_history
from catalog.revisions.queries.history.paths import field_of, read, written
from catalog.revisions.queries.history.timeline import version_name
from catalog.revisions.wagtail_admin.history.base import HistoryPage, source_address, users_by_key
from catalog.schema.models.attribute import Attribute
from catalog.schema.models.channel import Channel
from catalog.schema.queries.value_labels import ValueLabels

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


@dataclass(frozen=True, slots=True)
class AskedValue:
    """The value that a page is about.

    `slot` is None where there is nothing to resolve: for a column of the product itself, and for
    what a channel had that is no more.
    """

    path: str
    label: str
    slot: ValueSlot | None = None


class ValueHistoryView(HistoryPage, TemplateView):
    """Every write that changed one value, the newest first.

    `field` names it as the form does, `path` as a comparison does, for pages about what is
    published.
    """

    template_name = "catalog/revisions/history/value.html"
    page_title = gettext_lazy("Where this value comes from")
    restore_url_name: str | None = None

    @cached_property
    def asked(self) -> AskedValue:
        """The value that is asked about; 404 for what is none."""
        found = (
            _at_path(self.request.GET["path"])
            if "path" in self.request.GET
            else _of_field(self.request.GET.get("field", ""))
        )
        if found is None:
            raise Http404(_("Value not found."))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The steps, each with its value in words."""
        path = self.asked.path
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
            "label": self.asked.label,
            "steps": steps,
            "is_older": not steps and _row_has(self.object, path),
            "base_template": FRAGMENT if "X-Requested-With" in self.request.headers else PAGE,
            "restore_url": self.address(self.restore_url_name),
            "may_restore": self.may_restore,
        }


def _row_has(product: Product, path: str) -> bool:
    """Whether a value is published at the path, whatever the history says."""
    row = {field.name: getattr(product, field.attname) for field in Product._meta.concrete_fields}
    return read(row, path) not in EMPTY


def _of_field(name: str) -> AskedValue | None:
    """The value that a field of the form edits."""
    columns = {field.name: field for field in Product._meta.fields if field.editable}
    if name in columns and name not in (VALUES, CHANNEL_VALUES):
        return AskedValue(name, str(columns[name].verbose_name))
    if name.startswith("values-"):
        code = name.rpartition("-")[2]
        for slot in value_slots(Attribute.objects.select_related("group").filter(code=code)):
            if slot.name == name:
                return _of_slot(slot)
    return None


def _at_path(path: str) -> AskedValue | None:
    """The value at a path, whether or not the form has a field for it."""
    address = ValueAddress.find(path)
    if address is None:
        return _of_field(path)
    attribute = Attribute.objects.filter(code=address.code).first()
    if attribute is None:
        return None
    address = ValueAddress(
        address.code,
        address.locale if attribute.is_localizable else "",
        address.channel if attribute.is_per_channel else "",
    )
    channel = Channel.objects.filter(code=address.channel).first() if address.channel else None
    if address.channel and channel is None:
        return AskedValue(str(address), ValueLabels.load().label(address))
    return _of_slot(ValueSlot(attribute, channel, address.locale))


def _of_slot(slot: ValueSlot) -> AskedValue:
    return AskedValue(str(slot.address), slot.label, slot)


def _text(path: str, value: Any) -> str:
    """The value in words, as a comparison with nothing shows it."""
    field = field_of(path)
    empty = {field: None if field == path else {}}
    found = content_differences(empty, written(empty, path, value))
    return found[0].after if found else ""
