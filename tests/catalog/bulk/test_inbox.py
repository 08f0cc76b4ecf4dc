"""Bulk edits in the inbox: approved or sent back as a whole, and back with their senders."""

import pytest
from django.urls import reverse

from catalog.bulk.services.approvals.deciding import send_back_bundle
from catalog.models import BulkChange
from console.inbox.reading import Narrowing, read_page
from tests.factories.bulk_approvals import person, sent
from tests.factories.catalog import (
    AttributeFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db
INBOX = reverse("console_inbox:list")
GLOSS = {"target": "values.finish", "action": "set", "value": "Gloss"}


@pytest.fixture
def editor():
    return person("editor", username="editor")


@pytest.fixture
def reviewer():
    return person("reviewer", username="reviewer")


@pytest.fixture
def change(editor):
    family = FamilyFactory()
    FamilyAttributeFactory(family=family, attribute=AttributeFactory(code="finish"))
    for number in range(3):
        ProductFactory(sku=f"S{number}", family=family, values={"finish": "Matt"})
    return sent(GLOSS, user=editor, note="Please look")


def rows(user):
    return [
        (entry.name, entry.row.detail, entry.row.sender)
        for entry in read_page(user, Narrowing()).entries
    ]


def decide(client, user, change, decision, comment=""):
    client.force_login(user)
    name = f"bulk_edit:{change.pk}"
    data = {"row": [name], "decision": decision, "comment": comment}
    return client.post(INBOX, data, follow=True).content.decode()


def test_it_waits_for_who_may_approve_it_and_its_job_takes_it_away(
    client, change, editor, reviewer
):
    waiting = (f"bulk_edit:{change.pk}", "3 products would change · Please look", "editor")
    assert (rows(reviewer), rows(editor)) == ([waiting], [])
    assert "1 bulk edit approved." in decide(client, reviewer, change, "approve")
    change.refresh_from_db()
    assert (change.job.kind, change.job.started_by) == ("catalog.bulk_edit.apply", reviewer)
    assert rows(reviewer) == []
    late = person("reviewer", username="late")
    assert "reviewer has decided about it just now." in decide(client, late, change, "approve")


def test_it_is_sent_back_with_a_comment_and_waits_for_its_sender(client, change, editor, reviewer):
    assert "Say what to correct" in decide(client, reviewer, change, "send_back")
    assert "1 bulk edit sent back." in decide(client, reviewer, change, "send_back", "Too much")
    assert rows(editor) == [(f"bulk_edit_sent_back:{change.pk}", "Too much", "reviewer")]
    page = read_page(editor, Narrowing(sender="reviewer"))
    assert [entry.since for entry in page.entries] == [change.steps.get().decided_at]
    assert rows(reviewer) == []


def test_nobody_else_decides_it_or_reads_of_it(client, change, editor):
    told = decide(client, editor, change, "approve")
    assert "You cannot decide this step" in told
    stranger = person("reviewer", username="stranger")
    stranger.user_permissions.remove(
        stranger.user_permissions.get(codename="view_bulkchange", content_type__app_label="catalog")
    )
    stranger = type(stranger).objects.get(pk=stranger.pk)
    told = decide(client, stranger, change, "approve")
    assert "It is no longer waiting for you." in told
    assert change.title not in told
    assert BulkChange.objects.get().state == "waiting"


def test_a_page_costs_as_many_queries_with_many_as_with_one(
    change, reviewer, django_assert_num_queries
):
    def ask():
        with django_assert_num_queries(20, exact=False) as asked:
            assert read_page(reviewer, Narrowing(kind="bulk_edit")).entries
        return len(asked.captured_queries)

    ask()  # the rights of the person are read once
    one = ask()
    for _number in range(3):
        sent(GLOSS, user=change.sent_by)
    assert ask() == one


def test_what_came_back_costs_as_many_queries_too(
    change, editor, reviewer, django_assert_num_queries
):
    def ask():
        with django_assert_num_queries(20, exact=False) as asked:
            assert read_page(editor, Narrowing(kind="bulk_edit_sent_back")).entries
        return len(asked.captured_queries)

    send_back_bundle(change_id=change.pk, user=reviewer, comment="No")
    ask()  # the rights of the person are read once
    one = ask()
    for _number in range(3):
        other = sent(GLOSS, user=editor)
        send_back_bundle(change_id=other.pk, user=reviewer, comment="No")
    assert ask() == one
