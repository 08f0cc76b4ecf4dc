"""Who has locked the products of a page, in a few words for each row."""

from collections.abc import Sequence
from functools import cache

from django.utils.translation import gettext as _
from wagtail.models import Task

from accounts.models import User
from catalog.products.models.product import Product


def look_up_locks(products: Sequence[Product], user: User) -> None:
    """Give each product `lock_text`, empty where `user` may edit it; after `look_up_states`."""
    specific = cache(lambda task: task.specific)
    for product in products:
        product.lock_text = _lock_text(product, user) or _review(product, user, specific)


def _lock_text(product: Product, user: User) -> str:
    if product.merged_into_id:
        return _("Merged into another product")
    if not product.locked:
        return ""
    if product.locked_by_id == user.pk:
        return _("Locked by you")
    person = product.locked_by
    return _("Locked by %(person)s") % {"person": person} if person else _("Locked")


def _review(product: Product, user: User, specific) -> str:
    for state in product._current_workflow_states:
        task: Task = specific(state.current_task_state.task)
        if task.locked_for_user(product, user):
            return _("Waiting for “%(step)s”; only its reviewers can edit it") % {"step": task.name}
    return ""
