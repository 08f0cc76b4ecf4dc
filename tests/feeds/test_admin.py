"""Feeds in the admin: who may do what, the form, the preview, the run and its files."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from feeds.files import stored_path
from feeds.models import Feed, FeedRun
from feeds.services import write_feed
from jobs.models import Job
from jobs.progress import JobProgress
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, ChannelFactory, ProductFactory
from tests.factories.feeds import FeedFactory

pytestmark = pytest.mark.django_db

PAGES = ["list", "form", "preview", "runs", "run", "download", "checksum"]
ALLOWED = {
    "nobody": [],
    "viewer": ["list", "preview", "runs", "run", "download", "checksum"],
    "runner": ["list", "preview", "runs", "run", "download", "checksum"],
    "editor": ["list", "form", "preview"],
}


@pytest.fixture
def run():
    ProductFactory(sku="Ü-1", live=True)
    feed = FeedFactory(code="web", name="Web shop")
    return write_feed(run=FeedRun.objects.create(feed=feed), progress=JobProgress())


def address(page: str, run: FeedRun) -> str:
    return {
        "list": reverse("feeds_feed:index"),
        "form": reverse("feeds_feed:edit", args=[run.feed_id]),
        "preview": reverse("feeds_feed:inspect", args=[run.feed_id]),
        "runs": reverse("feeds_feedrun:index"),
        "run": reverse("feeds_feedrun:inspect", args=[run.pk]),
        "download": reverse("feeds_feedrun:download", args=[run.pk]),
        "checksum": reverse("feeds_feedrun:sha256", args=[run.pk]),
    }[page]


def form_data(*columns: dict, **changes) -> dict:
    return nested_form_data(
        {
            "name": "Web shop",
            "code": "web",
            "channel": ChannelFactory().pk,
            "segment": "",
            "locale": "en",
            "format": "csv",
            "columns": inline_formset(
                [{"constant": "", "transforms": streamfield([]), **column} for column in columns]
            ),
            **changes,
        }
    )


@pytest.mark.parametrize("role", ALLOWED)
def test_each_role_opens_the_pages_it_has_a_right_to(client, sign_in, run, role):
    sign_in(role)
    opened = [page for page in PAGES if client.get(address(page, run)).status_code == 200]
    assert opened == ALLOWED[role]


def test_a_visitor_opens_nothing(client, run):
    for page in PAGES:
        response = client.get(address(page, run))
        assert response.status_code == 302
        assert response.url.startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize("role", ["nobody", "viewer", "editor"])
def test_without_the_right_to_run_nothing_runs(client, sign_in, run, role):
    sign_in(role)
    client.post(reverse("feeds_feed:run", args=[run.feed_id]))
    assert FeedRun.objects.count() == 1
    assert not Job.objects.exists()


@pytest.mark.parametrize("role", ["nobody", "viewer", "runner"])
def test_without_the_right_to_edit_nothing_changes(client, sign_in, run, role):
    sign_in(role)
    column = {"header": "SKU", "source": "sku"}
    client.post(reverse("feeds_feed:add"), form_data(column, code="mine"))
    client.post(reverse("feeds_feed:edit", args=[run.feed_id]), form_data(column, name="Mine"))
    client.post(reverse("feeds_feed:delete", args=[run.feed_id]))
    assert list(Feed.objects.values_list("name", flat=True)) == ["Web shop"]
    assert stored_path(run.file).exists()


def test_a_run_is_not_started_by_a_link(client, sign_in, run):
    sign_in("runner")
    assert client.get(reverse("feeds_feed:run", args=[run.feed_id])).status_code == 405


def test_run_now_starts_a_job_and_shows_its_progress(client, sign_in, run):
    user = sign_in("runner")
    response = client.post(reverse("feeds_feed:run", args=[run.feed_id]), follow=True)
    started = FeedRun.objects.latest("pk")
    assert response.redirect_chain[-1][0] == address("run", started)
    assert (started.job.started_by, started.job.state) == (user, "queued")
    assert reverse("jobs:cancel", args=[started.job_id]) in response.content.decode()

    response = client.post(reverse("feeds_feed:run", args=[run.feed_id]), follow=True)
    assert f"is already running (run {started.pk})" in response.content.decode()
    assert FeedRun.objects.count() == 2


def test_a_feed_is_made_with_columns_and_transforms(client, sign_in):
    AttributeFactory(code="length", label="Length")
    sign_in("editor")
    steps = [("number", {"decimals": "1", "notation": "plain"}), ("suffix", {"text": " mm"})]
    columns = [
        {"header": "Article", "source": "sku"},
        {
            "header": "Length",
            "source": "values.length",
            "transforms": streamfield(steps),
        },
        {"header": "Currency", "source": "", "constant": "USD"},
    ]
    response = client.post(reverse("feeds_feed:add"), form_data(*columns))
    assert response.status_code == 302
    feed = Feed.objects.get(code="web")
    article, length, currency = feed.columns.all()
    assert (article.header, article.source) == ("Article", "sku")
    assert [(step["type"], step["value"]) for step in length.transforms.get_prep_value()] == [
        ("number", {"decimals": 1, "notation": "plain"}),
        ("suffix", {"text": " mm"}),
    ]
    assert (currency.source, currency.constant) == ("", "USD")


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ({"header": "A", "source": "values.gone"}, "The field “values.gone” no longer exists."),
        ({"header": "A", "source": "sku", "constant": "x"}, "Choose either a field or a constant"),
        ({"header": "ü" * 32, "source": "sku"}, "This is longer than 63 bytes."),
        (
            {"header": "A", "source": "sku", "transforms": streamfield([("prefix", {"text": ""})])},
            "This field is required.",
        ),
    ],
)
def test_a_wrong_column_is_refused_beside_the_field(client, sign_in, column, message):
    sign_in("editor")
    response = client.post(reverse("feeds_feed:add"), form_data(column))
    assert message in response.content.decode()
    assert not Feed.objects.exists()


def test_a_header_stands_once_in_a_feed(client, sign_in):
    sign_in("editor")
    column = {"header": "SKU", "source": "sku"}
    response = client.post(reverse("feeds_feed:add"), form_data(column, column))
    assert response.status_code == 200
    assert not Feed.objects.exists()


def test_an_attribute_can_be_chosen_at_once_and_is_named_when_gone(client, sign_in):
    feed = FeedFactory(columns=[("Colour", "values.colour")])
    sign_in("editor")
    form = reverse("feeds_feed:edit", args=[feed.pk])
    attribute = AttributeFactory(code="colour", label="Colour of the cap", group__label="Looks")
    page = client.get(form).content.decode()
    assert '<optgroup label="Looks">' in page
    assert '<option value="values.colour" selected>Colour of the cap</option>' in page
    attribute.delete()
    page = client.get(form).content.decode()
    assert "values.colour (no longer exists, choose another)" in page
    page = client.get(reverse("feeds_feed:inspect", args=[feed.pk])).content.decode()
    assert "Column “Colour”: the field “values.colour” does not exist or was deleted." in page
    assert "Run now" not in page


def test_the_form_asks_as_much_for_many_columns_as_for_one(client, sign_in):
    sign_in("editor")

    def queries(columns: int) -> int:
        feed = FeedFactory(columns=[(f"SKU {number}", "sku") for number in range(columns)])
        client.get(reverse("feeds_feed:edit", args=[feed.pk]))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("feeds_feed:edit", args=[feed.pk]))
        return len(captured)

    assert queries(8) == queries(1)


def test_the_preview_shows_the_first_ten_rows_escaped(client, sign_in):
    ProductFactory.create_batch(11, live=True, name="<script>alert(1)</script>")
    feed = FeedFactory(columns=[("SKU", "sku"), ("<b>Name</b>", "name")])
    sign_in("runner")
    page = client.get(reverse("feeds_feed:inspect", args=[feed.pk])).content.decode()
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 10
    assert "<b>Name</b>" not in page
    assert "Run now" in page


def test_the_file_is_downloaded_with_its_name_and_checksum(client, sign_in, run):
    sign_in("viewer")
    response = client.get(address("download", run))
    assert response.streaming
    assert b"".join(response.streaming_content) == "SKU\nÜ-1\n".encode()
    assert response["Content-Type"] == "text/csv"
    assert response["Content-Disposition"] == f'attachment; filename="web-{run.pk}.csv"'
    checksum = client.get(address("checksum", run))
    assert checksum.content.decode() == f"{run.sha256}  web-{run.pk}.csv\n"


def test_a_file_that_is_no_longer_kept_is_not_found(client, sign_in, run):
    sign_in("viewer")
    stored_path(run.file).unlink()
    assert client.get(address("download", run)).status_code == 404
    FeedRun.objects.update(file="")
    assert client.get(address("download", run)).status_code == 404
    assert client.get(address("checksum", run)).status_code == 404
    assert "file of this run has been deleted" in client.get(address("run", run)).content.decode()


def test_a_feed_is_deleted_with_its_files(client, run, django_capture_on_commit_callbacks):
    client.force_login(UserFactory(is_superuser=True))
    with django_capture_on_commit_callbacks(execute=True):
        url = reverse("feeds_feed:delete", args=[run.feed_id])
        client.post(url, {"confirmation": str(run.feed)})
    assert not Feed.objects.exists()
    assert not stored_path(run.file).exists()


def test_a_feed_stays_whose_runs_one_may_not_see(client, sign_in, run):
    sign_in("editor")
    url = reverse("feeds_feed:delete", args=[run.feed_id])
    client.post(url, {"confirmation": str(run.feed)})
    assert Feed.objects.exists()
