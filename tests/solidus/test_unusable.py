"""Parameters that Wagtail trusts are refused in words; other errors stay errors of the server."""

import pytest
from django.db import DataError, connection
from django.test import Client
from wagtail.models import Page, Workflow

from tests.factories.accounts import UserFactory
from tests.factories.catalog import PriceFactory, PriceListFactory, ProductFactory
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(monkeypatch) -> Client:
    """An administrator, whose requests are savepoints: a failed statement ends no transaction."""
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/admin/images/chooser/chosen-multiple/?id=abc", "“abc” is not valid here"),
        ("/admin/snippets/choose/catalog/pricelist/chosen/1.5/", "“1.5” is not valid here"),
        ("/admin/choose-external-link/?parent_page_id=abc", "“abc” is not valid here"),
        ("/admin/api/main/pages/?offset=18446744073709551616", "is not valid here"),
        ("/admin/workflows/task_chooser/?create_model=nothing.here", "is not valid here"),
        (f"/admin/workflows/edit/{{workflow}}/?p={'x' * 500}", "“xxx"),
        ("/admin/reports/search-log/?nothing=1", "is not valid here"),
        ("/admin/login/?next=%7B:b", "is not valid here"),
        (f"/admin/choose-page/{{page}}/?target_pages[]={'9' * 5000}", "is not valid here"),
        ("/admin/bulk/wagtailcore/page/publish/?id=all&childOf=987654", "is not valid here"),
    ],
)
def test_what_a_view_cannot_use_is_named(admin, address, words):
    records = {
        "workflow": Workflow.objects.create(name="Review"),
        "page": Page.objects.get(depth=2),
    }
    answer = admin.get(address.format(**{name: record.pk for name, record in records.items()}))
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_a_field_that_is_missing(admin):
    page = Page.objects.get(depth=2)
    assert admin.post(f"/admin/pages/{page.pk}/copy/", {"new_title": "A"}).status_code == 400
    for body in ({}, {"import_file_name": "a"}, {"import_file_name": "a", "input_format": "b"}):
        assert admin.post("/admin/redirects/import/process/", body).status_code == 400


def test_a_value_that_python_would_write_otherwise(admin):
    workflow = Workflow.objects.create(name="Review")
    form = {
        "name": "Review",
        "workflow_tasks-TOTAL_FORMS": 1,
        "workflow_tasks-INITIAL_FORMS": 1,
        "workflow_tasks-0-id": "a\\b",
        "pages-TOTAL_FORMS": 0,
        "pages-INITIAL_FORMS": 0,
    }
    answer = admin.post(f"/admin/workflows/edit/{workflow.pk}/", form)
    assert answer.status_code == 400
    assert "“a\\b” is not valid here" in answer.content.decode()


def test_a_form_where_json_is_expected(admin):
    answer = admin.post("/admin/catalog/segment-builder/preview/", {"match": "all"})
    assert answer.status_code == 400
    assert "The body is not JSON" in answer.content.decode()


@pytest.mark.parametrize("page", ["Infinity", "\ufffd\ufffd", "a-name", "jobs.Job"])
def test_a_text_that_is_no_address_to_go_on_to(admin, page):
    job = JobFactory()
    for name in ("cancel", "retry"):
        answer = admin.post(f"/admin/jobs/{job.pk}/{name}/", {"next": page})
        assert answer.status_code in (302, 400)
        assert answer.status_code == 302 or page in answer.content.decode()


def test_a_number_that_compares_with_none(admin):
    product = ProductFactory()
    PriceFactory(product=product, price_list=PriceListFactory())
    form = admin.get(f"/admin/catalog/product/edit/{product.pk}/").context["form"]
    body = {
        f"{formset.prefix}-{name}": count
        for formset in form.formsets.values()
        for name, count in (("TOTAL_FORMS", len(formset)), ("INITIAL_FORMS", len(formset)))
    }
    pk = form.formsets["prices"][0].instance.pk
    body |= {"prices-0-id": pk, "prices-0-amount": "sNaN"}
    assert admin.post(f"/admin/catalog/product/edit/{product.pk}/", body).status_code == 400


def test_the_traceback_is_logged(admin, caplog):
    admin.get("/admin/images/chooser/chosen-multiple/?id=abc")
    record = next(record for record in caplog.records if "could not use" in record.message)
    assert isinstance(record.exc_info[1], ValueError)


@pytest.mark.parametrize("error", [ValueError("wrong"), KeyError("abc"), RuntimeError("abc")])
def test_an_error_that_is_not_the_requests_stays_one(admin, monkeypatch, error):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr("solidus.media.assets_at", fail)
    assert admin.get("/media/images/picture.png?q=abc").status_code == 500


@pytest.mark.parametrize("error", [ValueError("got 'abc'"), KeyError("abc"), DataError("abc")])
def test_an_error_in_code_of_ours_stays_one_whatever_it_quotes(admin, monkeypatch, error):
    def fail(*_args):
        raise error

    monkeypatch.setattr("home.views.branding", fail)
    assert admin.get("/branding.css?v=abc").status_code == 500


def test_the_root_of_the_pages_is_no_page_to_choose(admin):
    root, page = Page.objects.get(depth=1), Page.objects.get(depth=2)
    address = "/admin/choose-page/chosen-multiple/?id="
    assert admin.get(f"{address}{page.pk}").status_code == 200
    assert admin.get(f"{address}{root.pk}").status_code == 404


def test_a_chooser_without_a_form_has_no_address_for_it(admin):
    assert admin.get("/admin/catalog_customer_chooser/").status_code == 200
    assert admin.post("/admin/catalog_customer_chooser/create/").status_code == 404
