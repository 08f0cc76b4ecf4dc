"""Editing a cell of the listing in its place."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.models import TaskState

from catalog.attribute_types.base import Input
from catalog.attribute_types.registry import attribute_type
from catalog.listing.services.cell_reviews import goes_to_review, latest_draft, send_cell
from catalog.listing.services.cells import Cell, CellConflictError, change_cell
from catalog.listing.wagtail_admin.columns import (
    ListingColumn,
    is_simple,
    listing_columns,
    shown_value,
)
from catalog.listing.wagtail_admin.panels import require_product_list
from catalog.products.models.product import Product
from catalog.products.write_policy import Write, refusals
from catalog.schema.models.attribute import Attribute
from console.model_fields import own_field
from console.signed_in import SignedInRequest

LARGEST_KEY = 2**63 - 1
# So many options are a drop-down; an attribute with more is edited in the form, with its search.
MOST_OPTIONS = 200
_UNREADABLE = object()
INPUT = "catalog/listing/cell_input.html"


class CellView(View):
    """GET the input of a cell; POST what was typed, with what was shown before."""

    def dispatch(self, request: HttpRequest, pk: int, column: str) -> HttpResponse:
        """Find the product and the place in it."""
        require_product_list(request)
        listed = listing_columns().get(column)
        if listed is None or not is_simple(listed) or pk > LARGEST_KEY:
            raise Http404
        self.product = get_object_or_404(Product.objects.select_related("brand", "parent"), pk=pk)
        self.listed, self.cell = listed, _cell(listed)
        return super().dispatch(request)

    def get(self, request: SignedInRequest) -> HttpResponse:
        """The input, or why there is none."""
        is_reviewed = goes_to_review(self.product, request.user)
        write = Write.DRAFT if is_reviewed else Write.ROW
        if refused := refusals(self.product, write, request.user):
            url = reverse("catalog_product:edit", args=[self.product.pk])
            return _problem(" ".join(refused), 403, url=url)
        shown = latest_draft(self.product) if is_reviewed else self.product
        stored, listed = self.cell.read(shown), _read_json(request.GET.get("seen"))
        choices = _choices(self.cell)
        if choices is not None and len(choices) > MOST_OPTIONS:
            return _problem(
                _("There are too many options to edit this here. Open the product."), 409
            )
        html = render_to_string(
            INPUT,
            {
                "label": self.listed.label,
                "kind": _kind(self.cell),
                "text": _as_text(self.cell, stored),
                "choices": choices,
                "seen": json.dumps(stored),
                "longest": 255 if self.cell.field == "name" else None,
                "is_reviewed": is_reviewed,
                "has_draft": is_reviewed and self.product.has_unpublished_changes,
            },
            request,
        )
        answer = {"html": html, "text": _shown(self.product, self.listed)}
        if listed is not _UNREADABLE and listed != stored and not is_reviewed:
            answer["message"] = _(
                "Someone has changed this since the list was loaded. This is the current value."
            )
        return JsonResponse(answer)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Store it, and answer what the cell shows now."""
        seen = _read_json(request.POST.get("seen"))
        if seen is _UNREADABLE:
            return _problem(_("The cell cannot be read. Reload the page."), 400)
        typed = {
            "product_id": self.product.pk,
            "cell": self.cell,
            "text": request.POST.get("value", ""),
            "seen": seen,
            "user": request.user,
        }
        try:
            if request.POST.get("review"):
                return self._sent(send_cell(**typed))
            kept = change_cell(**typed)
        except ValidationError as error:
            return _problem(" ".join(error.messages), 422)
        except CellConflictError as conflict:
            return self._conflict(conflict.stored)
        self.product.refresh_from_db(fields=["name", "status", "gtin", "values"])
        answer = {
            "text": _shown(self.product, self.listed),
            "seen": json.dumps(self.cell.read(self.product)),
        }
        if kept:
            answer["message"] = _(
                "Saved. The open draft of the product has a different value and was kept."
            )
        return JsonResponse(answer)

    def _sent(self, step: TaskState | None) -> HttpResponse:
        """What is published stays; the message says who decides about the draft."""
        answer = {
            "text": _shown(self.product, self.listed),
            "seen": json.dumps(self.cell.read(self.product)),
        }
        if step:
            answer["message"] = _("Saved as a draft. It waits for: %(step)s.") % {"step": step.task}
            answer["url"] = reverse("catalog_product:edit", args=[self.product.pk])
        return JsonResponse(answer)

    def _conflict(self, stored: Any) -> HttpResponse:
        """Both values, and the way to decide: sending again over what is there now."""
        message = _("Someone has just changed this to “%(value)s”. Save again to replace it.")
        shown = _as_text(self.cell, stored) or _("nothing")
        self.product.refresh_from_db(fields=["name", "status", "gtin", "values"])
        return JsonResponse(
            {
                "message": message % {"value": shown},
                "seen": json.dumps(stored),
                "shown": _shown(self.product, self.listed),
            },
            status=409,
        )


def _read_json(text: str | None) -> Any:
    """What the page says that it showed; _UNREADABLE where it says nothing that can be read."""
    try:
        return json.loads(text or "")
    except (ValueError, RecursionError):
        return _UNREADABLE


def _problem(message: str, status: int, **more: str) -> HttpResponse:
    return JsonResponse({"message": message, **more}, status=status)


def _cell(listed: ListingColumn) -> Cell:
    if listed.attribute is None:
        return Cell(field=listed.name)
    attribute = get_object_or_404(Attribute, code=listed.attribute.code)
    return Cell(attribute=attribute, locale=listed.locale)


def _kind(cell: Cell) -> str:
    """The type of the input."""
    is_day = cell.attribute and attribute_type(cell.attribute.type).input == Input.DAY
    return "date" if is_day else "text"


def _choices(cell: Cell) -> list[tuple[str, Any]] | None:
    """The answers of a cell that is a choice."""
    if cell.field:
        field = own_field(Product, cell.field)
        return list(field.choices) if field.choices else None
    kind = attribute_type(cell.attribute.type)
    if kind.input == Input.YES_OR_NO:
        return [("", "–"), ("true", _("Yes")), ("false", _("No"))]
    if kind.input != Input.OPTION:
        return None
    options = cell.attribute.options.values_list("code", "label")[: MOST_OPTIONS + 1]
    return [("", "–"), *options]


def _as_text(cell: Cell, stored: Any) -> str:
    """A stored value as a person would type it."""
    if cell.attribute and stored is not None:
        return attribute_type(cell.attribute.type).written(cell.attribute, stored)
    return "" if stored is None else str(stored)


def _shown(product: Product, listed: ListingColumn) -> str:
    """The cell's text after the change."""
    if listed.attribute:
        return shown_value(product, listed)
    return (
        product.get_status_display() if listed.name == "status" else getattr(product, listed.name)
    )
