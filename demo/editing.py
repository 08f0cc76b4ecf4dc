"""Products in the middle of an editor's work: drafts, unpublished changes, some in approval."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from wagtail.models import TaskState, Workflow

from accounts.models import User
from accounts.roles import REVIEWER
from catalog.models import Product, ReviewTask

EDITED = ("VLDR-BD10001", "PRTK-AF10002", "TRSN-SA10003", "VLTN-BT10002", "LXHM-WB10003")
IN_APPROVAL = ("KSTV-BP10004", "VLDR-BD10007", "PRTK-AF10005", "TRSN-SA10007")
# It has waited for so long that its review is overdue.
OVERDUE = "KSTV-BP10004"
OVERDUE_BY = timedelta(days=5)


@transaction.atomic
def create_edited_products() -> None:
    """Give some published products changes of which the public knows nothing yet.

    Products that have a revision already, and such as were not created, are left alone.
    """
    _let_reviewers_approve()
    editor = User.objects.get(username="editor")
    for product in Product.objects.filter(sku__in=EDITED, latest_revision=None):
        product.name = f"{product.name} (new name)"
        product.save_revision(user=editor)
    for product in Product.objects.filter(live=False, latest_revision=None, sku__contains="10006"):
        product.save_revision(user=editor)
    for product in Product.objects.filter(sku__in=IN_APPROVAL, latest_revision=None):
        _submit(product, editor)


def _let_reviewers_approve() -> None:
    reviewers = Group.objects.get(name=REVIEWER.name)
    for task in ReviewTask.objects.filter(groups=None):
        task.groups.add(reviewers)


def _submit(product: Product, editor: User) -> None:
    """Change the product and hand it to the workflow of products."""
    product.description = f"{product.description} Now with a longer wear indicator."
    product.save_revision(user=editor)
    workflow = product.get_workflow()
    if isinstance(workflow, Workflow):
        state = workflow.start(product, editor)
        if product.sku == OVERDUE:
            TaskState.objects.filter(pk=state.current_task_state_id).update(
                started_at=timezone.now() - OVERDUE_BY
            )
