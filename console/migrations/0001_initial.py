"""The table of limits, and the functions of `console.spelling`.

The table is written by hand: only `console.limits.postgresql_store` knows it. It is unlogged: after
a crash of the server it is empty, and what was counted is forgotten.
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

from console.spelling import FUNCTIONS


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        # The search box of the admin looks for a part of a text, in tables of every room.
        TrigramExtension(),
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE console_limit (
                key text PRIMARY KEY,
                -- When nothing of the limit will be used up any more.
                unused_at timestamptz NOT NULL
            ) WITH (fillfactor = 50)
            """,
            "DROP TABLE console_limit",
        ),
        *(
            migrations.RunSQL(statement, f"DROP FUNCTION {signature}")
            for signature, statement in FUNCTIONS.items()
        ),
    ]
