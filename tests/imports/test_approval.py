"""An import that an editor may not apply waits for somebody who may."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from catalog.models import Product
from console.inbox.reading import Narrowing, read_page
from imports.selectors import returned_runs, runs_to_approve
from imports.services import apply_run, send_back_run, send_run, take_back_run
from jobs.exceptions import JobError
from jobs.progress import JobProgress
from tests.factories.bulk_approvals import person
from tests.factories.catalog import ProductFactory
from tests.factories.imports import ImportProfileFactory, staged

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return person("editor", username="editor")


@pytest.fixture
def reviewer():
    return person("reviewer", username="reviewer")


@pytest.fixture
def run(brand, family, editor):
    ProductFactory(sku="OLD", name="Pad", brand=brand, family=family)
    profile = ImportProfileFactory(default_brand=brand, default_family=family)
    return staged("sku,name\nOLD,Disc\n", profile, user=editor)


def apply(run, user):
    apply_run(run_id=run.pk, user_id=user.pk, progress=JobProgress())
    run.refresh_from_db()


def test_it_waits_and_is_applied_by_a_reviewer_in_the_name_of_the_editor(run, editor, reviewer):
    send_run(run_id=run.pk, user=editor, note="New names")
    run.refresh_from_db()
    assert (run.state, run.sent_by, run.note) == ("waiting", editor, "New names")
    assert list(runs_to_approve(reviewer)) == [run]
    assert list(runs_to_approve(editor)) == []
    with pytest.raises(JobError, match="not have permission to publish"):
        apply(run, editor)
    apply(run, reviewer)
    product = Product.objects.get()
    assert (product.name, product.history.first().history_user) == ("Disc", editor)
    assert (run.state, run.decided_by) == ("applied", reviewer)
    late = person("reviewer", username="late")
    with pytest.raises(JobError, match=r"reviewer has decided it already: it is “Applied”\."):
        send_back_run(run_id=run.pk, user=late, comment="No")


def test_it_is_sent_back_with_a_comment_and_sent_again(run, editor, reviewer):
    send_run(run_id=run.pk, user=editor)
    with pytest.raises(JobError, match="Say what to correct"):
        send_back_run(run_id=run.pk, user=reviewer, comment=" ")
    send_back_run(run_id=run.pk, user=reviewer, comment="Wrong names")
    run.refresh_from_db()
    assert (run.state, run.comment, run.decided_by) == ("staged", "Wrong names", reviewer)
    assert list(returned_runs(editor)) == [run]
    send_run(run_id=run.pk, user=editor)
    take_back_run(run_id=run.pk, user=editor)
    assert list(returned_runs(editor)) == list(runs_to_approve(reviewer)) == []


def test_a_reviewer_who_loses_the_right_is_refused_and_it_goes_on_waiting(run, editor, reviewer):
    send_run(run_id=run.pk, user=editor)
    reviewer.user_permissions.remove(Permission.objects.get(codename="publish_product"))
    with pytest.raises(JobError, match="not have permission to publish"):
        apply(run, reviewer)
    run.refresh_from_db()
    assert (run.state, Product.objects.get().name) == ("waiting", "Pad")


def test_the_page_offers_what_each_person_can_do(client, run, editor, reviewer):
    page = f"/admin/imports/run/inspect/{run.pk}/"
    client.force_login(editor)
    assert "Send to review" in client.get(page).content.decode()
    client.post(f"/admin/imports/run/send/{run.pk}/", {"note": "Look"})
    shown = client.get(page).content.decode()
    assert "Take it back" in shown
    assert "Column mapping" not in shown
    client.force_login(reviewer)
    assert "Import to approve" in client.get("/admin/").content.decode()
    shown = client.get(page).content.decode()
    assert "editor sent this to review" in shown
    assert ">Apply<" in shown
    client.post(f"/admin/imports/run/send-back/{run.pk}/", {"comment": "No"})
    run.refresh_from_db()
    assert (run.state, run.comment) == ("staged", "No")


def test_it_waits_in_the_inbox_of_who_may_apply_it_and_comes_back_there(
    client, run, editor, reviewer
):
    def rows(user):
        found = read_page(user, Narrowing()).entries
        return [(entry.name, entry.row.detail, entry.row.sender) for entry in found]

    send_run(run_id=run.pk, user=editor, note="Look")
    assert rows(reviewer) == [(f"import_approval:{run.pk}", "1 changed · Look", "editor")]
    assert rows(editor) == []
    client.force_login(reviewer)
    data = {"row": [f"import_approval:{run.pk}"], "decision": "send_back", "comment": "No"}
    inbox = reverse("console_inbox:list")
    assert "1 import sent back." in client.post(inbox, data, follow=True).text
    assert rows(editor) == [(f"import_sent_back:{run.pk}", "No", "reviewer")]
    assert rows(reviewer) == []
    assert "It is no longer waiting for you." in client.post(inbox, data, follow=True).text
