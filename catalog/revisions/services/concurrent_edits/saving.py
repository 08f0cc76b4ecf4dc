"""Saves what a person sent, together with what others saved meanwhile."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from accounts.models import User
from catalog.products.models.product import Product
from catalog.products.write_policy import Write, refuse_write
from catalog.revisions.models.opened_form import OpenedForm
from catalog.revisions.queries.content import latest_content, plain
from catalog.revisions.services.concurrent_edits.forms import renew_form
from catalog.revisions.services.concurrent_edits.joining import joined_clash
from catalog.revisions.services.concurrent_edits.merging import Merge, merge_edits
from catalog.schema.queries.localizable import localizable_codes
from console.past_schedules import SCHEDULE, has_passed

Content = Mapping[str, Any]


class ConflictError(Exception):
    """Both sides wrote the same; `merge.clashes` says where."""

    def __init__(self, merge: Merge, sent: dict[str, Any]) -> None:
        super().__init__(_("Someone else has changed the same fields."))
        self.merge = merge
        self.sent = sent


class JoinedError(Exception):
    """Both edits are fine, but the database would not take them together; says why, in words."""


@dataclass(frozen=True)
class Saved:
    """The product with the merged content, its revision, and what others had changed."""

    product: Product
    revision: Revision
    merge: Merge


def changed_by_others(*, form: OpenedForm) -> bool:
    """Whether the product is not as the form showed it any more."""
    product = Product.objects.get(pk=form.product_id)
    return bool(_merge(form, form.content, latest_content(product)).theirs)


@transaction.atomic
def save_merged(
    *,
    form: OpenedForm,
    sent: Content,
    user: User,
    prefer_mine: Collection[str] = (),
    decided: Collection[str] = (),
) -> Saved:
    """Save what `user` sent, and keep what others have changed since the form was opened.

    `decided` are the paths for which the person has chosen; those in `prefer_mine` become as sent,
    the others stay. Raises ConflictError where a field is left to be asked about (nothing is saved
    then), WriteRefusedError where the product was closed meanwhile, and JoinedError where the two
    edits cannot stand together.
    """
    product = Product.objects.select_for_update(of=("self",)).get(pk=form.product_id)
    form = OpenedForm.objects.select_for_update().get(pk=form.pk)
    refuse_write(product, Write.DRAFT, user)
    sent, latest = plain(sent), latest_content(product)
    merge = _merge(form, sent, latest, prefer_mine)
    if set(merge.clashes) - set(decided):
        raise ConflictError(merge, sent)
    if words := joined_clash(sides=[sent, latest], merged=merge.content):
        raise JoinedError(words)
    merged = product.with_content_json(merge.content)
    revision = _save(merged, user)
    renew_form(form=form, content=sent)
    return Saved(merged, revision, merge)


def resolve(
    *, form: OpenedForm, user: User, prefer_mine: Collection[str], decided: Collection[str]
) -> Saved:
    """Save what was kept of a clash, as the person has chosen. Raises as `save_merged`."""
    return save_merged(
        form=form, sent=form.pending, user=user, prefer_mine=prefer_mine, decided=decided
    )


def clashes_of(*, form: OpenedForm) -> list[str]:
    """The paths about which the person has to be asked before `form.pending` can be saved."""
    product = Product.objects.get(pk=form.product_id)
    return _merge(form, form.pending, latest_content(product)).clashes


def _merge(
    form: OpenedForm, mine: Content, theirs: Content, prefer_mine: Collection[str] = ()
) -> Merge:
    base, mine, theirs = map(_without_past_schedule, (form.content, mine, theirs))
    localizable = localizable_codes()
    return merge_edits(
        base=base, mine=mine, theirs=theirs, localizable=localizable, prefer_mine=prefer_mine
    )


def _without_past_schedule(content: Content) -> dict[str, Any]:
    """Nobody changes a schedule by letting it pass: forms leave out what has (see
    `PastScheduleForm`)."""
    past = {name: None for name in SCHEDULE if has_passed(_moment(content.get(name)))}
    return {**content, **past}


def _moment(stored: str | None) -> datetime | None:
    return parse_datetime(stored) if stored else None


def _save(product: Product, user: User) -> Revision:
    """As Wagtail saves an edit: a product that was never published keeps its row up to date."""
    if not product.live:
        product.save()
    revision = product.save_revision(user=user, clean=False)
    log(instance=product, action="wagtail.edit", user=user, revision=revision, content_changed=True)
    return revision
