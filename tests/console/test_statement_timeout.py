"""A limit for statements: who passes it is told so, and the limit of before holds again."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction

from console.postgresql.statement_timeout import StatementTimeoutError, statement_timeout

pytestmark = pytest.mark.django_db
ROOMS = {room.name for room in settings.BASE_DIR.iterdir() if (room / "apps.py").exists()}


def run(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def limit() -> str:
    return run("SHOW statement_timeout")


@pytest.fixture
def an_hour():
    """A limit that somebody has set before."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '1h'")
        yield


@pytest.mark.usefixtures("an_hour")
def test_the_limit_holds_inside_and_that_of_before_behind():
    with statement_timeout(7_000):
        assert limit() == "7s"
        with statement_timeout(3_000):
            assert limit() == "3s"
        assert limit() == "7s"
    assert limit() == "1h"


@pytest.mark.usefixtures("an_hour")
def test_a_statement_that_takes_longer_is_a_timeout_and_the_limit_of_before_holds():
    with pytest.raises(StatementTimeoutError) as caught, statement_timeout(1):
        run("SELECT pg_sleep(60)")
    assert caught.value.__cause__.sqlstate == "57014"
    assert limit() == "1h"


@pytest.mark.usefixtures("an_hour")
@pytest.mark.parametrize("sqlstate", ["55P03", "57P03", "53200"])
def test_another_error_of_operation_is_no_timeout(sqlstate):
    statement = (
        f"DO $$ BEGIN RAISE EXCEPTION 'statement timeout' USING ERRCODE='{sqlstate}'; END $$"
    )
    with pytest.raises(OperationalError) as caught, statement_timeout(1_000):
        run(statement)
    assert not isinstance(caught.value, StatementTimeoutError)
    assert limit() == "1h"


@pytest.mark.usefixtures("an_hour")
def test_any_other_exception_leaves_the_limit_of_before():
    with pytest.raises(ValueError, match="none of the database"), statement_timeout(1_000):
        raise ValueError("none of the database")
    assert limit() == "1h"


def test_who_catches_errors_of_the_database_catches_timeouts():
    assert issubclass(StatementTimeoutError, DatabaseError)


def test_nobody_sets_the_limit_by_hand():
    setting = re.compile(r"statement_timeout\s*(=|TO)\s|current_setting|set_config\('statement")
    found = [
        path.relative_to(settings.BASE_DIR).as_posix()
        for room in ROOMS
        for path in Path(settings.BASE_DIR, room).rglob("*.py")
        if "statement_timeout" in (text := path.read_text("utf-8")) and setting.search(text)
    ]
    assert found == ["console/postgresql/statement_timeout.py"]
