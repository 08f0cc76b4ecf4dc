"""Approval of drafts: what waits for whom, what it changes, and many decided at once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, Workflow, WorkflowTask

from accounts.roles import EDITOR, MARKETING, REVIEWER, Role
from accounts.services.roles import permissions_named
from catalog.models import Product, ReviewTask
from catalog.revisions.queries.reviews import reviews_of, waiting_reviews
from catalog.revisions.services.reviewing import decide_reviews
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
)
from tests.factories.reviews import review_step, submit

pytestmark = pytest.mark.django_db
INBOX = reverse("console_inbox:list")


def member(role: Role, **fields):
    group, _created = Group.objects.get_or_create(name=role.name)
    group.permissions.set(permissions_named(role.permissions))
    user = UserFactory(**fields)
    user.groups.add(group)
    return user


@pytest.fixture
def editor():
    return member(EDITOR)


@pytest.fixture
def reviewer():
    return member(REVIEWER)


@pytest.fixture
def task(reviewer):
    """Reviewers decide within three days; products pass through this one step."""
    return review_step(Group.objects.get(name=REVIEWER.name))


class TestWaiting:
    def test_it_waits_for_members_of_the_groups_only(self, task, editor, reviewer):
        state = submit(ProductFactory(live=True), editor, name="New")
        assert list(waiting_reviews(reviewer)) == [state]
        assert not waiting_reviews(editor).exists()

    def test_what_is_due_first_comes_first_and_is_overdue_after_its_days(
        self, task, editor, reviewer
    ):
        young = submit(ProductFactory(live=True), editor, name="New")
        old = submit(ProductFactory(live=True), editor, name="New")
        TaskState.objects.filter(pk=old.pk).update(started_at=timezone.now() - timedelta(days=4))
        reviews = reviews_of(waiting_reviews(reviewer))
        assert [(review.task_state, review.is_overdue) for review in reviews] == [
            (old, True),
            (young, False),
        ]

    def test_the_differences_are_against_what_is_published(self, task, editor, reviewer):
        product = ProductFactory(live=True, name="Old")
        # Numbers and days of rows that nobody changed are the same in row and draft.
        PriceFactory(
            product=product, price_list=PriceListFactory(), amount="9.5", valid_from="2026-01-31"
        )
        product = Product.objects.get(pk=product.pk)
        submit(product, editor, name="New")
        [review] = reviews_of(waiting_reviews(reviewer))
        assert [(one.label, one.before, one.after) for one in review.differences] == [
            ("Name", "Old", "New")
        ]

    def test_of_a_product_that_was_never_published_everything_is_new(self, task, editor, reviewer):
        product = ProductFactory(live=False, name="Pad")
        FitmentFactory(product=product)
        submit(product, editor)
        [review] = reviews_of(waiting_reviews(reviewer))
        found = {one.label: (one.before, one.after) for one in review.differences}
        assert found["Name"] == ("", "Pad")
        assert found["Fitment"][0] == ""

    def test_many_take_as_many_queries_as_few(
        self, task, editor, reviewer, django_assert_max_num_queries
    ):
        for _number in range(6):
            product = ProductFactory(live=True)
            FitmentFactory(product=product)
            submit(product, editor, name="New")
        list(waiting_reviews(reviewer))
        with django_assert_max_num_queries(25):
            assert len(reviews_of(waiting_reviews(reviewer))) == 6


class TestDeciding:
    def test_several_are_approved_and_published_in_one_go(self, task, editor, reviewer):
        products = [ProductFactory(live=True, name="Old") for _number in range(3)]
        keys = [submit(product, editor, name="New").pk for product in products]
        result = decide_reviews(keys=keys, action="approve", comment="Fine", user=reviewer)
        assert (result.decided, result.failed) == (3, [])
        assert set(Product.objects.values_list("name", flat=True)) == {"New"}
        states = TaskState.objects.values_list("status", "comment", "finished_by")
        assert set(states) == {("approved", "Fine", reviewer.pk)}

    def test_changes_are_requested_and_the_author_is_told(self, task, editor, reviewer):
        product = ProductFactory(live=True, name="Old")
        key = submit(product, editor, name="New").pk
        mail.outbox.clear()
        decide_reviews(keys=[key], action="reject", comment="Wrong name", user=reviewer)
        product.refresh_from_db()
        assert product.name == "Old"
        assert product.current_workflow_state.status == "needs_changes"
        [message] = mail.outbox
        assert message.to == [editor.email]
        assert "Wrong name" in message.body

    def test_reviewers_are_told_that_something_waits(self, task, editor, reviewer):
        mail.outbox.clear()
        submit(ProductFactory(live=True), editor, name="New")
        assert [message.to for message in mail.outbox] == [[reviewer.email]]

    def test_what_does_not_wait_for_the_person_is_left_alone(self, task, editor, reviewer):
        key = submit(ProductFactory(live=True, name="Old"), editor, name="New").pk
        for user in (editor, UserFactory()):
            result = decide_reviews(keys=[key, 99999], action="approve", comment="", user=user)
            assert (result.decided, len(result.failed)) == (0, 2)
        assert Product.objects.get().name == "Old"

    def test_one_that_the_database_refuses_does_not_hold_up_the_others(
        self, task, editor, reviewer
    ):
        bad, good = ProductFactory(live=True), ProductFactory(live=True, name="Old")
        keys = [submit(bad, editor, sku="TAKEN").pk, submit(good, editor, name="New").pk]
        ProductFactory(sku="TAKEN")
        result = decide_reviews(keys=keys, action="approve", comment="", user=reviewer)
        assert result.decided == 1
        [(_name, reason)] = result.failed
        assert "The SKU “TAKEN” already belongs to the product" in reason
        assert TaskState.objects.get(pk=keys[0]).status == "in_progress"
        good.refresh_from_db()
        assert good.name == "New"


class TestAdmin:
    @pytest.fixture(autouse=True)
    def signed_in(self, client, reviewer):
        client.force_login(reviewer)

    def test_the_inbox_shows_what_is_overdue_and_decides_the_ticked(self, client, task, editor):
        first = submit(ProductFactory(live=True, name="Old"), editor, name="New")
        second = submit(ProductFactory(live=True, name="Old"), editor, name="New")
        TaskState.objects.filter(pk=first.pk).update(started_at=timezone.now() - timedelta(days=9))
        page = client.get(INBOX).content.decode()
        assert "overdue" in page
        assert "<del>Old</del>" in page
        late = client.get(INBOX, {"overdue": "on"}).context["page"].entries
        assert [entry.key for entry in late] == [str(first.pk)]
        client.post(INBOX, {"row": [f"product_review:{second.pk}"], "decision": "approve"})
        assert list(Product.objects.values_list("name", flat=True).order_by("name")) == [
            "New",
            "Old",
        ]

    def test_the_address_of_the_list_that_was_leads_to_the_inbox(self, client):
        assert client.get(reverse("catalog_reviews:list")).url == INBOX

    def test_the_page_of_a_draft_shows_what_it_changes_and_hides_prices(self, client, task, editor):
        product = ProductFactory(live=True, name="Old")
        PriceFactory(product=product, price_list=PriceListFactory(), amount="77.77")
        state = submit(product, editor, name="New")
        content = state.revision.content
        content["prices"] = []
        type(state.revision).objects.filter(pk=state.revision_id).update(content=content)
        address = reverse("catalog_reviews:review", args=[state.pk])
        page = client.get(address).content.decode()
        assert "<ins>New</ins>" in page
        assert "77.77" not in page
        assert "1 change is hidden" in page
        client.post(address, {"action": "reject", "comment": "Name it better"})
        form = client.get(reverse("catalog_product:edit", args=[product.pk])).content.decode()
        assert "Name it better" in form
        assert client.get(address).status_code == 404

    def test_the_form_shows_the_changes_and_the_way_to_decide(self, client, task, editor):
        product = ProductFactory(live=True, name="Old")
        state = submit(product, editor, name="New")
        form = client.get(reverse("catalog_product:edit", args=[product.pk])).content.decode()
        assert "Changes of the draft" in form
        assert reverse("catalog_reviews:review", args=[state.pk]) in form

    def test_the_start_page_counts_what_waits(self, client, task, editor):
        submit(ProductFactory(live=True), editor, name="New")
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "Review of a product: 1" in page

    def test_an_editor_sees_an_empty_inbox_and_no_review(self, client, task, editor):
        state = submit(ProductFactory(live=True), editor, name="New")
        client.force_login(editor)
        assert "Nothing is waiting for you" in client.get(INBOX).content.decode()
        address = reverse("catalog_reviews:review", args=[state.pk])
        assert client.get(address).status_code == 404
        client.post(address, {"action": "approve"})
        state.refresh_from_db()
        assert state.status == "in_progress"


def test_a_product_locked_by_somebody_says_by_whom_and_since_when(client):
    locker = UserFactory(username="anna", first_name="Anna", last_name="Lock")
    product = ProductFactory(live=True, locked=True, locked_by=locker, locked_at=timezone.now())
    client.force_login(UserFactory(is_superuser=True))
    form = client.get(reverse("catalog_product:edit", args=[product.pk])).content.decode()
    assert "<b>Anna Lock</b> on <b>" in form


class TestTwoSteps:
    """Reviewers approve the content, then marketing its launch; nobody else decides either."""

    @pytest.fixture
    def launcher(self):
        return member(MARKETING)

    @pytest.fixture
    def launch(self, task, launcher):
        launch = ReviewTask.objects.create(name="Launch approval", days_to_review=1)
        launch.groups.add(Group.objects.get(name=MARKETING.name))
        WorkflowTask.objects.update(sort_order=0)
        WorkflowTask.objects.create(workflow=Workflow.objects.get(), task=launch, sort_order=1)
        return launch

    def test_several_pass_both_steps_and_are_published_after_the_last(
        self, client, launch, editor, reviewer, launcher
    ):
        products = [ProductFactory(live=True, name="Old") for _number in range(3)]
        for product in products:
            submit(product, editor, name="New")
        self.approve_all(client, reviewer, step="Product review")
        assert set(Product.objects.values_list("name", flat=True)) == {"Old"}
        assert not waiting_reviews(reviewer).exists()
        self.let_publish(launcher)
        self.approve_all(client, launcher, step="Launch approval")
        assert set(Product.objects.values_list("name", flat=True)) == {"New"}
        assert not waiting_reviews(launcher).exists()

    def let_publish(self, user):
        permissions = permissions_named(["catalog.publish_product"])
        user.groups.get().permissions.add(*permissions)

    def test_a_last_step_of_people_who_may_not_publish_says_so_and_keeps_waiting(
        self, launch, editor, reviewer, launcher
    ):
        state = submit(ProductFactory(live=True, name="Old"), editor, name="New")
        decide_reviews(keys=[state.pk], action="approve", comment="", user=reviewer)
        [second] = waiting_reviews(launcher)
        result = decide_reviews(keys=[second.pk], action="approve", comment="", user=launcher)
        [(_product, reason)] = result.failed
        assert "You do not have permission to publish products. Ask " in reason
        assert list(waiting_reviews(launcher)) == [second]

    def approve_all(self, client, user, *, step):
        client.force_login(user)
        entries = client.get(INBOX).context["page"].entries
        assert [entry.row.detail for entry in entries] == [step] * 3
        names = [entry.name for entry in entries]
        page = client.post(INBOX, {"row": names, "decision": "approve"}, follow=True)
        assert "3 drafts approved" in page.content.decode()

    def test_the_second_step_is_not_decided_by_the_first_ones_group(
        self, launch, editor, reviewer, launcher
    ):
        state = submit(ProductFactory(live=True), editor, name="New")
        assert decide_reviews(keys=[state.pk], action="approve", comment="", user=launcher).failed
        decide_reviews(keys=[state.pk], action="approve", comment="", user=reviewer)
        [second] = waiting_reviews(launcher)
        assert decide_reviews(keys=[second.pk], action="approve", comment="", user=reviewer).failed

    def test_changes_requested_in_the_second_step_start_there_again(
        self, launch, editor, reviewer, launcher
    ):
        product = ProductFactory(live=True, name="Old")
        state = submit(product, editor, name="New")
        decide_reviews(keys=[state.pk], action="approve", comment="", user=reviewer)
        [second] = waiting_reviews(launcher)
        decide_reviews(keys=[second.pk], action="reject", comment="Later", user=launcher)
        product = Product.objects.get(pk=product.pk)
        assert (product.name, product.current_workflow_state.status) == ("Old", "needs_changes")
        product.current_workflow_state.resume(user=editor)
        assert waiting_reviews(launcher).count() == 1
        assert not waiting_reviews(reviewer).exists()

    def test_the_form_and_the_listing_say_whose_step_is_waited_for(
        self, client, launch, editor, reviewer, launcher
    ):
        product = ProductFactory(live=True, name="Old")
        state = submit(product, editor, name="New")
        edit, listing = (
            reverse("catalog_product:edit", args=[product.pk]),
            "/admin/catalog/product/",
        )
        client.force_login(editor)
        form = client.get(edit).content.decode()
        assert f"only {REVIEWER.name} can edit it" in form
        assert "Waiting for “Product review”" in client.get(listing).content.decode()
        decide_reviews(keys=[state.pk], action="approve", comment="", user=reviewer)
        client.force_login(reviewer)
        assert f"only {MARKETING.name} can edit it" in client.get(edit).content.decode()
        client.force_login(UserFactory(is_superuser=True))
        assert "Waiting for “Launch" not in client.get(listing).content.decode()
