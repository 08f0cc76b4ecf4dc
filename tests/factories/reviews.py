"""Drafts that wait for approval, for tests."""

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import TaskState, Workflow, WorkflowContentType, WorkflowTask

from accounts.models import User
from catalog.models import Product, ReviewTask


def review_step(group: Group) -> ReviewTask:
    """The one step that products pass through: the members of `group` decide in three days."""
    task = ReviewTask.objects.create(name="Product review", days_to_review=3)
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Product approval")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowContentType.objects.create(
        workflow=workflow, content_type=ContentType.objects.get_for_model(Product)
    )
    return task


def submit(product: Product, user: User, **fields) -> TaskState:
    """Change the product and hand it to the reviewers."""
    for name, value in fields.items():
        setattr(product, name, value)
    product.save_revision(user=user)
    return product.get_workflow().start(product, user).current_task_state
