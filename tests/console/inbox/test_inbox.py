"""The inbox over its sources: order, pages, counts, filters, a source that fails, decisions."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext_lazy

from console.inbox import reading, registry
from console.inbox.reading import Narrowing, Place, count_waiting, read_page, shown_count
from console.inbox.registry import Choice, Decision, Decisions, InboxRow, InboxSource
from jobs.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.django_db
INBOX = reverse("console_inbox:list")


class Source(InboxSource):
    """Jobs of one kind, for tests of the list itself."""

    icon = "cogs"
    since = "created_at"
    sender = "started_by"
    choices = {
        Decision.APPROVE: Choice("Let through", ngettext_lazy("%(count)d.", "%(count)d.", "count")),
        Decision.SEND_BACK: Choice(
            "Back", ngettext_lazy("%(count)d back.", "%(count)d back.", "count"), asks_comment=True
        ),
    }

    def __init__(self, code: str, order: int) -> None:
        self.code, self.label, self.order = code, code.title(), order
        self.decided: list[tuple[str, str, str]] = []

    def waiting(self, user) -> QuerySet[Job]:
        return Job.objects.filter(kind=f"tests.{self.code}", parameters__for=user.pk)

    def rows(self, records: Sequence[Any], user) -> dict[Any, InboxRow]:
        return {
            job.pk: InboxRow(job.title, f"/admin/jobs/{job.pk}/", due_at=job.finished_at)
            for job in records
        }

    def overdue(self, records: QuerySet) -> QuerySet:
        return records.filter(finished_at__lt=timezone.now())

    def decide(self, *, keys, decision, comment, user) -> Decisions:
        self.decided += [(key, decision, comment) for key in keys]
        return Decisions(decided=len(keys))


class Broken(Source):
    """One whose table has gone, as it were."""

    def waiting(self, user) -> QuerySet[Job]:
        return super().waiting(user).extra(where=["no_such_column = 1"])


@pytest.fixture
def sources(monkeypatch) -> dict[str, Source]:
    """Two sources and no others."""
    both = {"apples": Source("apples", 1), "pears": Source("pears", 2)}
    monkeypatch.setattr(registry, "_sources", dict(both))
    return both


@pytest.fixture
def user(client):
    person = UserFactory(is_superuser=True)
    client.force_login(person)
    return person


def waits(kind: str, user, title: str, *, days: int = 0, **fields) -> Job:
    """A job that waits for the person since some days."""
    job = JobFactory(kind=f"tests.{kind}", title=title, parameters={"for": user.pk}, **fields)
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(days=days))
    return job


def titles(page) -> list[str]:
    return [entry.row.title for entry in page.entries]


class TestReading:
    def test_what_has_waited_longest_comes_first_whatever_its_source(self, sources, user):
        waits("apples", user, "Young")
        waits("pears", user, "Old", days=9)
        waits("apples", user, "Middle", days=3)
        waits("apples", UserFactory(), "Somebody else's", days=20)
        assert titles(read_page(user, Narrowing())) == ["Old", "Middle", "Young"]

    def test_pages_show_everything_once_also_where_moments_are_the_same(self, sources, user):
        moment = timezone.now()
        expected = set()
        for number in range(7):
            kind = ("apples", "pears")[number % 2]
            job = waits(kind, user, f"Number {number}")
            Job.objects.filter(pk=job.pk).update(created_at=moment)
            expected.add(job.title)
        seen, after = [], None
        for _page in range(10):
            page = read_page(user, Narrowing(), after, size=2)
            seen += titles(page)
            if not page.next_after:
                break
            after = Place.read(page.next_after)
        assert len(seen) == 7
        assert set(seen) == expected

    def test_filters_narrow_by_kind_by_sender_and_to_what_is_overdue(self, sources, user):
        anna = UserFactory(first_name="Anna", last_name="Archer")
        waits("apples", user, "Late", finished_at=timezone.now() - timedelta(days=1))
        waits("pears", user, "From Anna", started_by=anna)
        assert titles(read_page(user, Narrowing(overdue=True))) == ["Late"]
        assert titles(read_page(user, Narrowing(sender="anna arch"))) == ["From Anna"]
        assert titles(read_page(user, Narrowing(kind="apples"))) == ["Late"]
        assert titles(read_page(user, Narrowing(kind="apples", sender="anna"))) == []

    @pytest.mark.parametrize(
        "text", ["", "x", "~~", "2026-01-01~apples~1", "2026-01-01T00:00:00+00:00~plums~1", "9~9~9"]
    )
    def test_a_place_that_is_none_is_the_start(self, sources, text):
        assert Place.read(text) is None

    def test_a_page_costs_as_many_queries_with_many_rows_as_with_few(
        self, sources, user, django_assert_num_queries
    ):
        def ask() -> int:
            with django_assert_num_queries(20, exact=False) as asked:
                read_page(user, Narrowing())
            return len(asked.captured_queries)

        for kind in sources:
            waits(kind, user, "One")
        few = ask()
        for number in range(60):
            waits(("apples", "pears")[number % 2], user, f"Number {number}")
        assert ask() == few

    def test_counts_stop_where_nobody_reads_on(self, sources, user, monkeypatch):
        monkeypatch.setattr(reading, "COUNTED_UP_TO", 3)
        for number in range(6):
            waits("apples", user, f"Number {number}")
        [apples, pears] = count_waiting(user)
        assert (apples.waiting, pears.waiting) == (4, 0)
        assert shown_count(apples.waiting) == "3+"


class TestFailingSource:
    @pytest.fixture(autouse=True)
    def broken(self, sources, monkeypatch):
        monkeypatch.setitem(registry._sources, "plums", Broken("plums", 3))

    def test_it_costs_its_own_rows_and_no_others(self, user, client):
        waits("apples", user, "Still here")
        page = client.get(INBOX).content.decode()
        assert "Still here" in page
        assert "Plums: this could not be loaded" in page

    def test_the_start_page_and_the_count_say_so_too(self, user, client):
        waits("apples", user, "Still here")
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "Plums cannot be read just now" in page
        assert "Apples: 1" in page
        assert client.get(reverse("console_inbox:count")).json() == {"count": "1"}


class TestDeciding:
    def test_one_row_by_its_button(self, sources, user, client):
        job = waits("apples", user, "Gala")
        page = client.post(INBOX, {"one": f"approve:apples:{job.pk}"}, follow=True)
        assert sources["apples"].decided == [(str(job.pk), "approve", "")]
        assert page.redirect_chain == [(INBOX, 302)]

    def test_the_ticked_of_several_sources_together(self, sources, user, client):
        one, other = waits("apples", user, "Gala"), waits("pears", user, "Conference")
        names = [f"apples:{one.pk}", f"pears:{other.pk}"]
        client.post(INBOX, {"row": names, "decision": "approve"})
        assert sources["apples"].decided
        assert sources["pears"].decided

    def test_what_is_sent_back_asks_for_a_comment_first(self, sources, user, client):
        job = waits("apples", user, "Gala")
        page = client.post(INBOX, {"one": f"send_back:apples:{job.pk}"})
        assert not sources["apples"].decided
        assert f'name="row" value="apples:{job.pk}"' in page.content.decode()
        sent = {"row": [f"apples:{job.pk}"], "decision": "send_back", "comment": "Sour"}
        client.post(INBOX, sent)
        assert sources["apples"].decided == [(str(job.pk), "send_back", "Sour")]

    def test_it_goes_on_where_it_was_and_nowhere_else(self, sources, user, client):
        job = waits("apples", user, "Gala")
        sent = {"one": f"approve:apples:{job.pk}"}
        assert client.post(INBOX, sent | {"next": f"{INBOX}?kind=apples"}).url.endswith("=apples")
        assert client.post(INBOX, sent | {"next": "https://example.com/"}).url == INBOX

    def test_what_a_source_does_not_offer_is_told(self, sources, user, client):
        job = waits("apples", user, "Gala")
        page = client.post(INBOX, {"one": f"retry:apples:{job.pk}"}, follow=True)
        assert "cannot be decided in the list" in page.content.decode()
        assert not sources["apples"].decided

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"row": ["apples:1"]},
            {"row": ["x"], "decision": "delete"},
            {"one": "approve:"},
            {"one": ":::"},
        ],
    )
    def test_nonsense_is_refused_in_words(self, sources, user, client, data):
        page = client.post(INBOX, data, follow=True).content.decode()
        assert "Tick what you decide about first." in page


def test_every_registered_source_answers_for_anybody_and_refuses_strange_keys():
    person = UserFactory()
    for source in registry.registered_sources():
        assert not source.waiting(person).exists(), source.code
        assert source.rows([], person) == {}, source.code
        for decision in source.choices:
            result = source.decide(
                keys=["0", "x", "9" * 30], decision=decision, comment="", user=person
            )
            assert not result.decided, source.code


def test_every_registered_source_can_be_read_narrowed_and_from_any_place():
    person = UserFactory(is_superuser=True)
    for source in registry.registered_sources():
        after = Place(timezone.now(), source.code, "1")
        for narrowing in (
            Narrowing(kind=source.code),
            Narrowing(kind=source.code, overdue=True),
            Narrowing(kind=source.code, sender="anna"),
        ):
            assert not read_page(person, narrowing, after).failed, source.code
