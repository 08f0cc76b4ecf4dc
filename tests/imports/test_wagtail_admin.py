"""Imports in the admin: what a person with the right role does, and that others cannot."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalog.models import Product
from imports.models import ImportProfile, ImportRun
from imports.services import apply_run
from jobs.exceptions import JobError
from jobs.models import Job
from jobs.progress import JobProgress
from jobs.runner import run_job
from tests.factories.accounts import UserFactory
from tests.factories.imports import ImportProfileFactory, applied, staged

pytestmark = pytest.mark.django_db

IMPORTER = ["add_importrun", "view_importrun"]


@pytest.fixture
def profile(brand, family):
    return ImportProfileFactory(default_brand=brand, default_family=family)


@pytest.fixture
def sign_in(client):
    def sign_in_with(*permissions):
        user = UserFactory()
        user.user_permissions.add(
            Permission.objects.get(codename="access_admin"),
            *Permission.objects.filter(
                content_type__app_label__in=["imports", "catalog"], codename__in=permissions
            ),
        )
        client.force_login(user)
        return user

    return sign_in_with


def page(name, *args):
    return reverse(f"imports_importrun:{name}", args=args)


def upload(client, content="sku,name\nS1,Pad\n", **fields):
    file = SimpleUploadedFile("parts.csv", content.encode())
    return client.post(page("add"), {"file": file, **fields})


def run_jobs():
    """Do what a worker would."""
    for pk in Job.objects.filter(state=Job.State.QUEUED).values_list("pk", flat=True):
        run_job(pk)


def test_the_whole_way_of_a_file(client, sign_in, profile):
    user = sign_in(*IMPORTER, "add_product", "publish_product")
    response = upload(client, "sku,name,stock\nS1,Pad,1\nS2,,2\n", profile=profile.pk)
    run = ImportRun.objects.get()
    assert response.url == page("inspect", run.pk)
    run_jobs()
    text = client.get(page("inspect", run.pk)).content.decode()
    assert "A new product needs a name." in text
    assert "Apply" in text
    assert not Product.objects.exists()
    client.post(page("apply", run.pk))
    run_jobs()
    run.refresh_from_db()
    assert (run.state, run.created, run.rejected) == (ImportRun.State.APPLIED, 1, 1)
    assert Product.objects.get().history.get().history_user == user
    rejects = client.get(page("rejects", run.pk))
    assert rejects["Content-Disposition"].startswith("attachment")
    assert b"A new product needs a name." in rejects.getvalue()


def test_a_new_profile_is_made_by_its_name(client, sign_in, db):
    sign_in(*IMPORTER, "add_importprofile")
    ImportProfileFactory(code="acme_parts")
    upload(client, new_profile="Acme parts")
    assert ImportRun.objects.get().profile.code == "acme_parts_2"


def test_a_new_profile_needs_the_right_to_add_one(client, sign_in, db):
    sign_in(*IMPORTER)
    response = upload(client, new_profile="Acme parts")
    assert "profile" in response.context["form"].errors
    assert not ImportProfile.objects.exists()
    assert not ImportRun.objects.exists()


def test_the_mapping_is_changed_checked_again_and_remembered(client, sign_in, profile):
    sign_in(*IMPORTER, "change_importprofile")
    run = staged("sku,What,name\nS1,7,Pad\n", profile)
    fields = {"column_0": "sku", "column_1": "values.teeth", "column_2": "name", "remember": "on"}
    client.post(page("mapping", run.pk), fields)
    run_jobs()
    run.refresh_from_db()
    assert run.details["preview"]["unused"] == []
    assert profile.columns.get(header="What").target == "values.teeth"


def test_without_the_right_to_the_profile_a_mapping_is_for_this_run_only(client, sign_in, profile):
    sign_in(*IMPORTER)
    run = staged("sku,What,name\nS1,7,Pad\n", profile)
    fields = {"column_0": "sku", "column_1": "values.teeth", "column_2": "name", "remember": "on"}
    client.post(page("mapping", run.pk), fields)
    run.refresh_from_db()
    assert run.columns[1]["target"] == "values.teeth"
    assert not profile.columns.exists()


def test_two_columns_cannot_fill_one_field(client, sign_in, profile):
    sign_in(*IMPORTER)
    run = staged("sku,What,name\nS1,7,Pad\n", profile)
    fields = {"column_0": "sku", "column_1": "name", "column_2": "name"}
    response = client.post(page("mapping", run.pk), fields, follow=True)
    assert "name: The column “What” is already mapped to this field." in response.content.decode()
    run.refresh_from_db()
    assert run.columns[1]["target"] == ""


def test_a_run_can_be_thrown_away(client, sign_in, profile):
    sign_in(*IMPORTER)
    run = staged("sku,name\nS1,Pad\n", profile)
    client.post(page("discard", run.pk))
    run.refresh_from_db()
    assert (run.state, run.file) == (ImportRun.State.DISCARDED, "")
    client.post(page("apply", run.pk))
    assert not Job.objects.exists()


@pytest.mark.parametrize("name", ["apply", "discard", "mapping", "read"])
@pytest.mark.parametrize("permissions", [[], ["view_importrun"]])
def test_who_may_not_import_changes_nothing(client, sign_in, profile, name, permissions):
    sign_in(*permissions)
    run = staged("sku,name\nS1,Pad\n", profile)
    before = ImportRun.objects.values().get()
    response = client.post(page(name, run.pk), {"column_0": "", "column_1": ""})
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")
    assert ImportRun.objects.values().get() == before
    assert not Job.objects.exists()


def test_who_may_not_import_uploads_nothing(client, sign_in, profile):
    sign_in("view_importrun")
    response = upload(client, profile=profile.pk)
    assert response.url == reverse("wagtailadmin_home")
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("name", ["inspect", "rejects"])
def test_pages_and_files_of_runs_are_for_those_who_may_see_them(client, sign_in, profile, name):
    sign_in()
    run = staged("sku,name\nS1,\n", profile)
    assert client.get(page(name, run.pk)).url == reverse("wagtailadmin_home")
    sign_in("view_importrun")
    assert client.get(page(name, run.pk)).status_code == 200


def test_who_may_only_look_sees_no_buttons(client, sign_in, profile):
    sign_in("view_importrun")
    run = staged("sku,name\nS1,Pad\n", profile)
    text = client.get(page("inspect", run.pk)).content.decode()
    assert page("apply", run.pk) not in text
    assert page("discard", run.pk) not in text


def test_what_an_editor_without_the_right_to_publish_imports_is_a_draft(client, sign_in, profile):
    sign_in(*IMPORTER, "add_product", "change_product")
    run = staged("sku,name\nS1,Pad\n", profile)
    assert profile.publish
    assert "the new products will be drafts" in client.get(page("inspect", run.pk)).content.decode()
    client.post(page("apply", run.pk))
    run_jobs()
    product = Product.objects.get()
    assert (product.live, product.has_unpublished_changes) == (False, True)


def test_published_products_wait_for_somebody_who_may_publish(client, sign_in, profile):
    applied("sku,name\nS1,Pad\n", profile)
    run = staged("sku,name\nS1,Better pad\n", profile)
    sign_in(*IMPORTER, "add_product", "change_product")
    text = client.get(page("inspect", run.pk)).content.decode()
    assert "you do not have permission to publish" in text
    assert page("apply", run.pk) not in text
    client.post(page("apply", run.pk))
    assert not Job.objects.exists()
    sign_in("view_importrun", "change_importrun", "change_product", "publish_product")
    assert page("apply", run.pk) in client.get(page("inspect", run.pk)).content.decode()
    client.post(page("apply", run.pk))
    run_jobs()
    assert Product.objects.get().name == "Better pad"


def test_the_right_is_asked_for_again_when_the_job_runs(client, sign_in, profile):
    user = sign_in(*IMPORTER, "add_product", "publish_product")
    run = staged("sku,name\nS1,Pad\n", profile)
    client.post(page("apply", run.pk))
    user.user_permissions.clear()
    run_jobs()
    assert not Product.objects.exists()
    assert "not have permission to add products" in Job.objects.get().error
    run.refresh_from_db()
    assert run.state == ImportRun.State.STAGED


def test_an_import_whose_person_is_deleted_before_it_begins_writes_nothing(
    client, sign_in, profile
):
    """It must not fall back to the rights of a command."""
    user = sign_in(*IMPORTER, "add_product", "publish_product")
    run = staged("sku,name\nS1,Pad\n", profile, user=user)
    client.post(page("apply", run.pk))
    user.delete()
    run_jobs()
    assert not Product.objects.exists()
    job = Job.objects.get()
    assert (job.state, job.started_by) == ("failed", None)
    assert "account of the person who applied this import no longer exists" in job.error
    run.refresh_from_db()
    assert run.state == ImportRun.State.STAGED, "somebody else can apply it"


def test_a_file_that_is_too_large_is_refused_in_words(client, sign_in, profile, settings):
    settings.MAX_UPLOAD_SIZE = 20
    sign_in(*IMPORTER)
    text = upload(client, "sku,name\nS1,Long enough\n", profile=profile.pk).content.decode()
    assert "at most 20\xa0bytes can be uploaded" in text
    assert not ImportRun.objects.exists()


def test_a_request_that_is_far_too_large_is_not_read(client, sign_in, profile, settings):
    settings.MAX_UPLOAD_SIZE = -(1024**2)
    sign_in(*IMPORTER)
    response = upload(client, profile=profile.pk)
    assert response.status_code == 400
    assert "upload a smaller file" in response.content.decode()
    assert not ImportRun.objects.exists()


def test_the_right_to_import_alone_writes_no_product(client, sign_in, profile):
    sign_in(*IMPORTER)
    run = staged("sku,name\nS1,Pad\n", profile)
    client.post(page("apply", run.pk))
    assert not Job.objects.exists()


def test_what_was_judged_by_another_mapping_is_never_applied(client, sign_in, profile):
    """Somebody changes the mapping, and cancels the check that follows."""
    sign_in(*IMPORTER, "add_product", "publish_product")
    run = staged("sku,name,What\nS1,Pad,Disc\n", profile)
    client.post(page("mapping", run.pk), {"column_0": "sku", "column_1": "", "column_2": "name"})
    Job.objects.update(state=Job.State.CANCELLED)
    text = client.get(page("inspect", run.pk)).content.decode()
    assert "not been checked with this mapping yet" in text
    assert page("apply", run.pk) not in text
    client.post(page("apply", run.pk))
    assert not Job.objects.filter(kind="imports.apply").exists()
    with pytest.raises(JobError, match="not been checked with this mapping yet"):
        apply_run(run_id=run.pk, progress=JobProgress())
    fields = {"column_0": "sku", "column_1": "", "column_2": "name"}
    client.post(page("mapping", run.pk), fields)
    run_jobs()
    client.post(page("apply", run.pk))
    run_jobs()
    assert Product.objects.get().name == "Disc"
