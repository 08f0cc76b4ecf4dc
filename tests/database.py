"""The test database, put back after each test that commits.

Django empties every table of such a test and makes content types and permissions anew, which
takes longer than most of the tests. Here only what differs from the migrated database is put back.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any
from unittest import mock
from urllib.parse import quote, urlencode

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase

REMEMBER = """
CREATE SCHEMA untouched;
DO $$
DECLARE
    name text;
    filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE untouched.%I AS TABLE public.%1$I', name);
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION untouched.put_back() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text;
    kept boolean;
    differs boolean;
    contents CONSTANT text := '(SELECT md5(string_agg(r::text, '','' ORDER BY r::text)) FROM %s r)';
BEGIN
    -- Neither triggers nor foreign keys: rows go in any order, and nothing follows from it.
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        kept := to_regclass(format('untouched.%I', name)) IS NOT NULL;
        IF kept THEN
            EXECUTE format(
                'SELECT ' || contents || ' IS DISTINCT FROM ' || contents,
                format('public.%I', name), format('untouched.%I', name)
            ) INTO differs;
        ELSE
            EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO differs;
        END IF;
        IF differs THEN
            EXECUTE format('DELETE FROM public.%I', name);
        END IF;
        IF differs AND kept THEN
            EXECUTE format('INSERT INTO public.%I SELECT * FROM untouched.%1$I', name);
        END IF;
    END LOOP;
END $$;
"""


def database_url(database: Mapping[str, Any]) -> str:
    """A database of Django's settings as DATABASE_URL and PostgreSQL's programs take it."""
    account = quote(database["USER"], safe="")
    if database["PASSWORD"]:
        account += f":{quote(database['PASSWORD'], safe='')}"
    options = database.get("OPTIONS", {})
    where = {
        "host": database["HOST"] or options.get("host"),
        "port": database["PORT"] or options.get("port"),
    }
    query = urlencode({name: value for name, value in where.items() if value})
    return f"postgres://{account}@/{database['NAME']}?{query}"


def _put_back(test_case: TransactionTestCase) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT untouched.put_back()")
    ContentType.objects.clear_cache()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The database of pytest-django, with a memory of how it was."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(REMEMBER)
    with (
        closing(connection),
        mock.patch.object(TransactionTestCase, "_fixture_teardown", _put_back),
    ):
        yield
