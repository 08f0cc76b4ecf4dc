"""The search log: what is written, and who may read it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from console.limits.uses import Limit
from search.engine import SearchResult
from search.models import SearchLogEntry
from search.registry import Interpretation, Recognised
from search.services import search_log
from search.services.search_log import record_search, trim_search_log
from search.wagtail_admin.search_log import SearchLogAdmin
from tests.factories.accounts import CustomerFactory, UserFactory

pytestmark = pytest.mark.django_db


def result(**changes) -> SearchResult:
    fields = {"ids": [], "total": 0, "facets": {}, "backend": "postgresql", "page": 1}
    fields |= {"interpretation": Interpretation(""), "page_size": 24, "milliseconds": 3}
    return SearchResult(**(fields | changes))


def test_a_search_is_noted_with_what_it_found_in_one_statement(django_assert_num_queries):
    customer = CustomerFactory()
    vehicle = Recognised("vehicle", "2015 Honda Civic", {})
    understood = Interpretation("pads", {}, (vehicle,))
    with django_assert_num_queries(1):
        record_search(
            text="  2015 civic\n pads ",
            result=result(total=7, interpretation=understood),
            customer=customer,
        )
    entry = SearchLogEntry.objects.get()
    assert (entry.query, entry.understood_as) == ("2015 civic pads", "2015 Honda Civic")
    assert (entry.results, entry.backend, entry.milliseconds) == (7, "postgresql", 3)
    assert entry.customer == customer


@pytest.mark.parametrize(("text", "page"), [("", 1), (" \0 ", 1), ("pads", 2)])
def test_browsing_and_later_pages_are_not_searches(text, page):
    record_search(text=text, result=result(page=page))
    assert not SearchLogEntry.objects.exists()


def test_hostile_texts_are_noted_cut():
    record_search(text="\ud800" + "x" * 10_000, result=result())
    assert len(SearchLogEntry.objects.get().query) == 255


def test_a_flood_of_visitors_searches_is_noted_in_part_and_customers_always(monkeypatch):
    monkeypatch.setattr(search_log, "VISITORS", Limit("visitors", most=3, seconds=900))
    for number in range(5):
        record_search(text=f"pads {number}", result=result())
    record_search(text="discs", result=result(), customer=CustomerFactory())
    assert list(SearchLogEntry.objects.order_by("pk").values_list("query", flat=True)) == [
        "pads 0",
        "pads 1",
        "pads 2",
        "discs",
    ]


def test_the_log_keeps_what_is_new_and_not_more_than_so_much():
    for number in range(5):
        record_search(text=f"pads {number}", result=result())
    first = SearchLogEntry.objects.order_by("pk").first()
    SearchLogEntry.objects.filter(pk=first.pk).update(at=timezone.now() - timedelta(days=181))
    assert trim_search_log() == 1
    assert trim_search_log(most=3) == 1
    assert set(SearchLogEntry.objects.values_list("query", flat=True)) == {
        "pads 2",
        "pads 3",
        "pads 4",
    }


class TestReport:
    @pytest.fixture
    def url(self):
        return SearchLogAdmin().url_helper.index_url

    @pytest.fixture
    def reader(self, client):
        user = UserFactory()
        user.user_permissions.set(
            Permission.objects.filter(codename__in=["access_admin", "view_searchlogentry"])
        )
        client.force_login(user)
        return client

    def test_it_lists_searches_and_filters_those_that_found_nothing(self, reader, url):
        record_search(text="wipers", result=result(total=3))
        record_search(text="flux capacitor", result=result())
        everything = reader.get(url).content.decode()
        assert "wipers" in everything
        assert "flux capacitor" in everything
        nothing = reader.get(url, {"found": "nothing"}).content.decode()
        assert "wipers" not in nothing
        assert "flux capacitor" in nothing
        assert url in reader.get(reverse("wagtailadmin_home")).content.decode()

    def test_it_can_be_exported_but_not_changed(self, reader, url):
        record_search(text="=cmd()", result=result())
        entry = SearchLogEntry.objects.get()
        for action in ("edit", "delete"):
            path = SearchLogAdmin().url_helper.get_action_url(action, entry.pk)
            assert reader.get(path).status_code in {302, 403}
            assert reader.post(path).status_code in {302, 403}
        assert SearchLogEntry.objects.get() == entry
        assert reader.get(url, {"export": "xlsx"}).status_code == 200

    def test_without_the_right_it_is_closed(self, client, url):
        user = UserFactory()
        user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
        client.force_login(user)
        assert client.get(url).status_code in {302, 403}

    def test_what_a_visitor_typed_is_no_formula_in_the_export(self, client, url, reader):
        SearchLogEntry.objects.create(
            query='=HYPERLINK("http://evil.example")', backend="x", results=1, milliseconds=1
        )
        rows = b"".join(client.get(f"{url}?export=csv").streaming_content).decode()
        assert "=HYPERLINK" in rows
        assert not any(line.startswith(('"=', "=")) for line in rows.splitlines())
