"""Publishing a draft while somebody else writes the product."""

from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Revision, TaskState, Workflow, WorkflowContentType, WorkflowTask

from catalog.models import Product, ReviewTask
from catalog.products.locks import lock_product
from catalog.revisions.services.reviewing import decide_reviews
from tests.catalog.admin_forms import posted
from tests.concurrency import threads, wait_until_one_waits
from tests.factories.accounts import UserFactory
from tests.factories.bulk_edits import applied
from tests.factories.catalog import AttributeFactory, FamilyAttributeFactory, ProductFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def product():
    """Published, with an open draft of another name."""
    product = ProductFactory(live=True, name="Old", values={"finish": "Matt"})
    FamilyAttributeFactory(family=product.family, attribute=AttributeFactory(code="finish"))
    product.name = "Draft"
    product.save_revision()
    return Product.objects.get(pk=product.pk)


@pytest.fixture
def reviewer():
    return UserFactory(is_superuser=True)


@pytest.fixture
def review(product):
    """The step of an approval in which the draft waits."""
    task = ReviewTask.objects.create(name="Product review")
    task.groups.add(Group.objects.create(name="Those who look"))
    workflow = Workflow.objects.create(name="Approval")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowContentType.objects.create(
        workflow=workflow, content_type=ContentType.objects.get_for_model(Product)
    )
    return workflow.start(product, UserFactory()).current_task_state


def gloss(*_of_a_hook):
    """A bulk edit, which carries its value into the draft."""
    change = applied({"target": "values.finish", "action": "set", "value": "Gloss"})
    assert change.counts["changed"] == 1


def is_published_with_both(product):
    product.refresh_from_db()
    return (product.name, product.values) == ("Draft", {"finish": "Gloss"})


def test_what_is_being_written_is_published_with_the_draft(product):
    revision = Revision.objects.get(pk=product.latest_revision_id)
    with threads() as begin, transaction.atomic():
        gloss()
        publishing = begin(revision.publish)
        wait_until_one_waits()
    publishing.result()
    assert is_published_with_both(product)


def test_an_approval_publishes_what_is_being_written_with_the_draft(product, review, reviewer):
    decide = partial(decide_reviews, action="approve", comment="", user=reviewer)
    with threads() as begin, transaction.atomic():
        gloss()
        deciding = begin(partial(decide, keys=[review.pk]))
        wait_until_one_waits()
    assert deciding.result().decided == 1
    assert is_published_with_both(product)


def test_what_is_written_between_saving_and_publishing_the_form_is_published(product, admin_client):
    address = reverse("catalog_product:edit", args=[product.pk])
    data = posted(admin_client.get(address), **{"action-publish": "1"})
    with hooks.register_temporarily("before_publish", gloss):
        admin_client.post(address, data)
    assert is_published_with_both(product)


@pytest.mark.parametrize("door", ["list", "form"])
def test_whoever_publishes_and_whoever_approves_do_not_wait_for_each_other(
    product, review, reviewer, door
):
    if door == "list":
        approve = partial(
            decide_reviews, keys=[review.pk], action="approve", comment="", user=reviewer
        )
    else:
        step = TaskState.objects.get(pk=review.pk)
        approve = partial(step.task.specific.on_action, step, reviewer, "approve")
    with threads() as begin, transaction.atomic():
        # As a bulk edit that publishes: it holds the product, and then ends its approval.
        lock_product(product.pk)
        approving = begin(approve)
        wait_until_one_waits()
        product.latest_revision.publish()
    if door == "list":
        [(_name, reason)] = approving.result().failed
        assert reason == "Someone else has already decided it."
    else:
        assert isinstance(approving.exception(), PermissionDenied)
    review.refresh_from_db()
    assert review.status == TaskState.STATUS_CANCELLED
