"""Limits are counted once for all processes, in PostgreSQL and in Redis alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from console.limits import uses
from console.limits.counting import forget, give_back, is_used_up, purge, redis_store, take
from console.limits.uses import Limit
from console.redis import outages as redis_outages
from tests.concurrency import another_connection, threads, wait_until_one_waits
from tests.limits import let_pass
from tests.search.proxy import Proxy

pytestmark = pytest.mark.django_db(transaction=True)

FEW = Limit("few", most=3, seconds=900)
MANY = Limit("many", most=50, seconds=900)


@pytest.fixture(params=["postgresql", "redis"], autouse=True)
def store(request, settings):
    settings.REDIS_URL = ""
    if request.param == "redis":
        request.getfixturevalue("on_redis")
    return request.param


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM console_limit WHERE starts_with(key, %s)", [uses.PREFIX]
        )
        return cursor.fetchone()[0]


def test_so_many_pass_at_once_and_no_more():
    assert [take(FEW.of("a")) for _ in range(5)] == [True, True, True, False, False]
    assert take(FEW.of("b")), "somebody else is counted apart"
    assert take(Limit("other", most=1, seconds=900).of("a")), "so is something else"


def test_every_limit_lets_exactly_its_number_pass():
    for most in (1, 7, 13, 60):
        limit = Limit(f"of {most}", most=most, seconds=900)
        assert [take(limit.of()) for _ in range(most + 1)].count(True) == most


def test_uses_return_one_by_one_and_never_more_than_all():
    assert [take(FEW.of()) for _ in range(3)].count(True) == 3
    let_pass(timedelta(seconds=299))
    assert not take(FEW.of())
    let_pass(timedelta(seconds=2))
    assert [take(FEW.of()) for _ in range(2)] == [True, False]
    let_pass(timedelta(days=3))
    assert [take(FEW.of()) for _ in range(4)] == [True, True, True, False]


def test_several_are_used_together_or_not_at_all():
    for _ in range(3):
        assert take(FEW.of("account"), MANY.of("address"))
    for _ in range(60):
        assert not take(FEW.of("account"), MANY.of("address"))
    left = [take(MANY.of("address")) for _ in range(50)]
    assert left.count(True) == 47, "what is refused is not counted"


def test_one_use_is_given_back_or_all_are_forgotten():
    taken = FEW.of("a"), MANY.of("b")
    assert [take(*taken) for _ in range(4)] == [True, True, True, False]
    give_back(*taken)
    assert [take(*taken) for _ in range(2)] == [True, False]
    forget(*taken)
    assert [take(*taken) for _ in range(4)] == [True, True, True, False]
    give_back(FEW.of("never used"))
    assert not is_used_up(FEW.of("never used"))


def test_looking_counts_nothing():
    assert not any(is_used_up(FEW.of()) for _ in range(10))
    assert all(take(FEW.of()) for _ in range(3))
    assert is_used_up(FEW.of())


def test_exactly_so_many_of_eight_clients_pass():
    connection.close()

    def client(_number: int) -> int:
        try:
            return sum(take(FEW.of("account"), MANY.of("address")) for _ in range(20))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(client, range(8))) == 3

    def alone(_number: int) -> int:
        try:
            return sum(take(MANY.of("alone")) for _ in range(20))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(alone, range(8))) == 50


def test_a_use_counts_although_its_transaction_is_rolled_back():
    for _ in range(3):
        with transaction.atomic():
            assert take(FEW.of())
            transaction.set_rollback(True)
    with transaction.atomic():
        assert not take(FEW.of())


def test_the_store_tells_nobody_who_is_counted(store, redis_url):
    person = "anna@parts.example"
    take(FEW.of(person))
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(key, ' ') FROM console_limit")
        told = str(cursor.fetchone()[0])
    if store == "redis":
        with redis_store.Redis.from_url(redis_url) as client:
            told = str(client.keys("*"))
    assert "few" in told
    assert "anna" not in told


class TestOnPostgresql:
    @pytest.fixture(autouse=True)
    def store(self, settings):
        settings.REDIS_URL = ""

    def test_what_is_refused_writes_nothing(self):
        for _ in range(3):
            take(FEW.of("a"))
        for number in range(5):
            assert not take(FEW.of("a"), MANY.of(f"{number}"))
        assert rows() == 1

    def test_a_use_is_one_statement(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            take(FEW.of("a"), MANY.of("b"))

    def test_who_comes_a_moment_too_late_for_the_last_one_is_refused(self):
        use = FEW.of("a")
        for _ in range(2):
            take(use)
        with threads() as start:
            with another_connection() as other:
                # Somebody else takes the last one, and has not committed yet.
                other.execute(
                    "UPDATE console_limit SET unused_at = unused_at + interval '300 s'"
                    " WHERE key = %s",
                    [use.stored_as],
                )
                late = start(lambda: take(use, MANY.of("b")))
                wait_until_one_waits(other)
            assert not late.result()
        assert [take(MANY.of("b")) for _ in range(51)].count(True) == 50, "nothing was used"

    def test_what_counts_no_more_is_purged(self):
        take(FEW.of("a"))
        let_pass(timedelta(hours=1))
        take(FEW.of("b"))
        assert purge() == 1
        assert rows() == 1

    def test_the_table_needs_no_disk_and_may_come_back_empty(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'console_limit'")
            assert cursor.fetchone()[0] == "u"
            for _ in range(3):
                take(FEW.of())
            cursor.execute("DELETE FROM console_limit")
        assert take(FEW.of())


class TestWhenRedisIsAway:
    @pytest.fixture(autouse=True)
    def store(self):
        """Each test chooses for itself."""

    @pytest.fixture
    def door(self, on_redis, settings):
        door = Proxy(on_redis)
        settings.REDIS_URL = f"redis://127.0.0.1:{door.port}/0"
        yield door
        door.stop()

    def test_postgresql_counts(self, door, monkeypatch):
        assert take(FEW.of())
        door.stop()
        assert [take(FEW.of()) for _ in range(4)] == [True, True, True, False]
        assert is_used_up(FEW.of())
        door.start()
        monkeypatch.setattr(redis_outages, "_resting_until", 0.0)
        assert [take(FEW.of()) for _ in range(3)] == [True, True, False], "Redis counts again"

    def test_nobody_waits_for_it_twice(self, door, monkeypatch):
        asked = []
        run = redis_store._run
        monkeypatch.setattr(redis_store, "_run", lambda *given: asked.append(1) or run(*given))
        door.stop()
        for _ in range(5):
            take(MANY.of())
        assert len(asked) == 1
        assert rows() == 1
