"""Changing one value of a published product by who may not publish: a draft, sent to review.

One product is one review of Wagtail, with the steps that its workflow has.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import TaskState

from accounts.models import User
from accounts.right_holders import right_holders
from audit.services import acting_as
from audit.sources import ChangeSource
from catalog.listing.services.cells import Cell, CellConflictError
from catalog.products.models.product import Product
from catalog.products.write_policy import Write, WriteRefusedError, may_publish, refuse_write
from catalog.revisions.queries.content import latest_content
from console.postgresql.database_reasons import database_reason


def goes_to_review(product: Product, user: User) -> bool:
    """Whether what `user` changes of `product` in the list becomes a draft that is approved."""
    return product.live and not may_publish(user)


def latest_draft(product: Product) -> Product:
    """The product as its latest version has it, which a change for review builds on."""
    return product.with_content_json(latest_content(product))


def send_cell(*, product_id: int, cell: Cell, text: str, seen: Any, user: User) -> TaskState | None:
    """Store what a person typed over `seen` in the draft of a product, and send this to review.

    Returns the step that it waits for; None where nothing changed. An open draft goes along. Raises
    as `change_cell`, and ValidationError where products have no workflow.
    """
    try:
        with transaction.atomic(), acting_as(user_id=user.pk, source=ChangeSource.CELL.of()):
            return _send(product_id, cell, text, seen, user)
    except IntegrityError as error:
        raise ValidationError(database_reason(error)) from error


def _send(product_id: int, cell: Cell, text: str, seen: Any, user: User) -> TaskState | None:
    product = Product.objects.select_for_update(of=("self",)).get(pk=product_id)
    refuse_write(product, Write.DRAFT, user)
    workflow = product.get_workflow()
    if workflow is None:
        raise WriteRefusedError(product, [_no_workflow()])
    draft = latest_draft(product)
    stored = cell.read(draft)
    if stored != seen:
        raise CellConflictError(stored)
    value = cell.checked(draft, text)
    if value == stored:
        return None
    cell.write(draft, value)
    revision = draft.save_revision(user=user, clean=False)
    log(instance=draft, action="wagtail.edit", user=user, revision=revision, content_changed=True)
    return workflow.start(draft, user).current_task_state


def _no_workflow() -> str:
    return _(
        "Products have no workflow by which a draft is approved. %(people)s can set one up under"
        " Settings › Workflows."
    ) % {"people": right_holders("wagtailcore.add_workflow")}
