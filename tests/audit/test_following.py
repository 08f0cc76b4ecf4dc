"""A follower is told of every committed change, whatever happens, in batches."""

import psycopg
import pytest
from django.db import connection, transaction

from audit import change_reader
from audit.followers import followers, register_follower
from audit.models import ChangeLogEntry, FollowerCursor
from audit.services import follow_batch, follow_pending
from audit.services.following import FollowersNeverRestError
from catalog.models import Brand
from tests.audit.conftest import Recorder
from tests.factories.accounts import CustomerFactory
from tests.factories.catalog import BrandFactory


def another_connection() -> psycopg.Connection:
    """A second session on the test database, with a transaction open at its first statement."""
    parameters = connection.get_connection_params()
    wanted = {"dbname", "user", "password", "host", "port"}
    return psycopg.connect(**{key: parameters[key] for key in wanted & parameters.keys()})


def insert_brand(session: psycopg.Connection, name: str) -> int:
    sql = (
        "INSERT INTO catalog_brand (name, slug, aaia_id, website, part_number_pattern)"
        " VALUES (%s, %s, '', '', '')"
        " RETURNING id"
    )
    return session.execute(sql, [name, name]).fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_change_is_handed_over_once_after_its_commit(recorder):
    brand = BrandFactory()
    assert follow_pending() == 1
    change = recorder.changes[0]
    assert (change.entity, change.entity_id, change.part, change.action) == (
        "catalog.brand",
        brand.pk,
        "",
        "created",
    )
    assert change.at is not None
    assert follow_pending() == 0
    assert recorder.ids == [brand.pk]


@pytest.mark.django_db(transaction=True)
def test_a_lower_entry_that_commits_later_is_not_lost(recorder):
    with another_connection() as slow:
        slow_brand = insert_brand(slow, "slow")
        quick_brand = BrandFactory()
        follow_pending()
        assert recorder.ids == [quick_brand.pk], "an open transaction does not hold others up"
        later_brand = BrandFactory()
        follow_pending()
        slow.commit()
    last_id = ChangeLogEntry.objects.order_by("-id").values_list("entity_id", flat=True)
    assert list(last_id) == [later_brand.pk, quick_brand.pk, slow_brand], "it has the lowest id"
    follow_pending()
    assert recorder.ids == [quick_brand.pk, later_brand.pk, slow_brand]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_handed_over(recorder):
    with another_connection() as session:
        insert_brand(session, "gone")
        session.rollback()
    assert follow_pending() == 0
    assert recorder.ids == []


@pytest.mark.django_db(transaction=True)
def test_a_follower_gets_only_the_entities_it_asks_for():
    brands, all_of_them = Recorder(), Recorder()
    register_follower("brands", brands, entities=["catalog.brand"])
    register_follower("all", all_of_them)
    brand, customer = BrandFactory(), CustomerFactory()
    follow_pending()
    assert brands.ids == [brand.pk]
    assert all_of_them.ids == [brand.pk, customer.pk]
    assert FollowerCursor.objects.get(name="brands").seen != FollowerCursor.EMPTY_SNAPSHOT


@pytest.mark.django_db(transaction=True)
def test_many_changes_of_one_transaction_come_in_batches(recorder, monkeypatch):
    monkeypatch.setattr(change_reader.read_new, "__defaults__", (3,))
    with transaction.atomic():
        brands = [BrandFactory() for _ in range(7)]
    follower = followers()["recorder"]
    assert [follow_batch(follower) for _ in range(4)] == [3, 3, 1, 0]
    assert recorder.ids == [brand.pk for brand in brands]


@pytest.mark.django_db(transaction=True)
def test_a_change_between_two_batches_is_not_lost(recorder, monkeypatch):
    monkeypatch.setattr(change_reader.read_new, "__defaults__", (2,))
    first = [BrandFactory().pk for _ in range(2)]
    with another_connection() as session:
        early = insert_brand(session, "early")
        first.append(BrandFactory().pk)
        follow_batch(followers()["recorder"])
        session.commit()
    late = BrandFactory().pk
    follow_pending()
    assert recorder.ids == [*first, early, late]


@pytest.mark.django_db(transaction=True)
def test_a_failing_follower_keeps_its_place_and_others_go_on(recorder):
    failing = Recorder()
    failing.error = RuntimeError("no route to the index")
    register_follower("failing", failing)
    brand = BrandFactory()
    with pytest.raises(RuntimeError):
        follow_pending()
    assert recorder.ids == [brand.pk]
    assert FollowerCursor.objects.get(name="failing").error == "RuntimeError: no route to the index"
    failing.error = None
    follow_pending()
    assert failing.ids == [brand.pk]
    assert recorder.ids == [brand.pk]
    assert FollowerCursor.objects.get(name="failing").error == ""


@pytest.mark.django_db(transaction=True)
def test_what_a_failing_follower_wrote_is_rolled_back_with_its_place():
    def handle(changes):
        Brand.objects.create(name="Half", slug="half")
        raise RuntimeError

    register_follower("half", handle)
    CustomerFactory()
    with pytest.raises(RuntimeError):
        follow_pending()
    assert not Brand.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_follower_writes_is_handed_over_too(recorder):
    def make_brand(changes):
        BrandFactory(name="Made by a follower")

    register_follower("maker", make_brand, entities=["accounts.customer"])
    CustomerFactory()
    follow_pending()
    assert [change.entity for change in recorder.changes] == ["accounts.customer", "catalog.brand"]


@pytest.mark.django_db(transaction=True)
def test_a_follower_that_another_process_is_at_is_left_to_it(recorder):
    brand = BrandFactory()
    FollowerCursor.objects.create(name="recorder")
    with another_connection() as session:
        session.execute("SELECT 1 FROM audit_followercursor WHERE name = 'recorder' FOR UPDATE")
        assert follow_batch(followers()["recorder"]) == 0
        assert recorder.ids == []
    follow_batch(followers()["recorder"])
    assert recorder.ids == [brand.pk]


@pytest.mark.django_db
def test_within_a_transaction_its_own_changes_are_handed_over(recorder):
    brand = BrandFactory()
    follow_pending()
    assert recorder.ids == [brand.pk]
    recorder.forget()
    customer = CustomerFactory()
    follow_pending()
    assert customer.pk in recorder.ids


@pytest.mark.django_db(transaction=True)
def test_following_within_a_transaction_does_not_hide_what_it_writes_afterwards(recorder):
    with transaction.atomic():
        first = BrandFactory()
        with another_connection() as session:
            insert_brand(session, "other")
            session.commit()
        follow_pending()
        second = BrandFactory()
    recorder.forget()
    follow_pending()
    assert recorder.ids == [first.pk, second.pk]


@pytest.mark.django_db(transaction=True)
def test_followers_that_feed_each_other_for_ever_are_stopped():
    register_follower("endless", lambda changes: BrandFactory())
    BrandFactory()
    with pytest.raises(FollowersNeverRestError):
        follow_pending()


@pytest.mark.django_db(transaction=True)
def test_an_idle_look_takes_three_queries_and_writes_nothing(recorder, django_assert_num_queries):
    BrandFactory()
    follow_pending()
    before = FollowerCursor.objects.get()
    with django_assert_num_queries(3):
        follow_batch(followers()["recorder"])
    assert FollowerCursor.objects.get().updated_at == before.updated_at
