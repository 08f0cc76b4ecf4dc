"""Any version of a product as the content of a revision, so that all of them compare alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from simple_history.utils import get_history_manager_for_model
from wagtail.models import Revision

from accounts.models import User
from catalog.products.models.product import Product
from catalog.products.parts import product_parts
from catalog.revisions.queries.content import plain
from catalog.revisions.queries.history.rows import serialized
from catalog.revisions.queries.history.timeline import EPOCH

_MOMENT = re.compile(r"at-([0-9]{1,17})")
_REVISION = re.compile(r"r([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Version:
    """A version by its name: "live", "draft", "at-<µs>" (published then), "r<revision>".

    `content` has the keys of a revision's content; those that a version does not record are absent.
    """

    name: str
    at: datetime
    user: User | None
    is_draft: bool
    content: dict[str, Any]


def load_version(product: Product, name: str) -> Version | None:
    """The version of `product` called `name`; None where there is none (any more)."""
    if name == "live":
        return Version(name, product.updated_at, None, False, plain(product.serializable_data()))
    if name == "draft":
        return _of_revision(name, product.latest_revision)
    if found := _REVISION.fullmatch(name):
        return _of_revision(name, product.revisions.filter(pk=int(found[1])).first())
    if found := _MOMENT.fullmatch(name):
        return _as_of(product, name, EPOCH + timedelta(microseconds=int(found[1])))
    return None


def _of_revision(name: str, revision: Revision | None) -> Version | None:
    if revision is None:
        return None
    return Version(name, revision.created_at, revision.user, True, revision.content)


def _as_of(product: Product, name: str, at: datetime) -> Version | None:
    """The published product and its parts as they were at a moment; two queries a part."""
    row = (
        Product.history.filter(id=product.pk, history_date__lte=at)
        .select_related("history_user")
        .order_by("-history_date", "-history_id")
        .first()
    )
    if row is None or row.history_type == "-":
        return None
    content = serialized(Product, row)
    for part_name, part in product_parts().items():
        content[part_name] = part.held(list(_parts_at(part.model, product.pk, at)))
    return Version(name, at, row.history_user, False, content)


def _parts_at(model: type[Model], product_id: int, at: datetime) -> Iterator[dict[str, Any]]:
    history = get_history_manager_for_model(model)
    rows = history.filter(history_date__lte=at).order_by("id", "-history_date", "-history_id")
    # A part that moved to another product is not one of this product's any more.
    mine = history.filter(product_id=product_id).values("id")
    for row in rows.filter(id__in=mine).distinct("id"):
        if row.history_type != "-" and row.product_id == product_id:
            yield serialized(model, row)
    # What was written before the history begins was there at any moment of it.
    told = history.filter(Q(history_date__lte=at) | Q(history_type="+"), id=OuterRef("pk"))
    for row in model._default_manager.filter(~Exists(told), product_id=product_id):
        yield serialized(model, row)
