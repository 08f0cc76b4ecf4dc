"""Kinds are held by the database, which does not look through all parts for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog.models import AssetRole, PackageLevel, RelationKind
from catalog.schema.queries.kinds import kind_labels

pytestmark = pytest.mark.django_db

WITHOUT_INDEX = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
WHERE contype = 'f' AND conrelid::regclass::text LIKE 'catalog_%'
    AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = conrelid AND indkey[0] = conkey[1])
"""


def test_what_is_deleted_is_looked_for_by_an_index_wherever_it_is_named():
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_INDEX)
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("catalog_package", "level"),
        ("catalog_productasset", "role"),
        ("catalog_productrelation", "kind"),
    ],
)
def test_the_parts_of_a_kind_are_found_by_its_index(table, column):
    with connection.cursor() as cursor:
        # A table without rows is read in whole, whatever index it has.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT 1 FROM {table} WHERE {column} = 'x' FOR KEY SHARE")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"Index Cond: (({column})::text = 'x'::text)" in plan


def test_the_labels_of_many_languages_are_read_once_each():
    languages = ("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hu", "it", "nl")

    def shown() -> list:
        found = []
        for language in languages:
            with translation.override(language):
                found += [kind_labels(model) for model in (RelationKind, AssetRole, PackageLevel)]
        return found

    first = shown()
    with CaptureQueriesContext(connection) as queries:
        assert shown() == first
    assert not [query["sql"] for query in queries if "catalog_relationkind" in query["sql"]]
