"""The number of issues from day to day."""

from datetime import date

from django.db import connection

from console.site_day import site_day

COUNT_DAY = "catalog.quality.services.counting.count_today"


def count_today() -> None:
    """Note how many issues each rule has today; called by the queue every hour."""
    count_day(site_day())


def count_day(today: date) -> None:
    """Note how many issues each rule has today; again on the same day, it is noted anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO catalog_qualitycount (rule_id, day, issues)
            SELECT rule.id, %s, (SELECT count(*) FROM catalog_qualityissue issue
                WHERE issue.rule_id = rule.id)
            FROM catalog_qualityrule rule WHERE rule.is_active
            ON CONFLICT (rule_id, day) DO UPDATE SET issues = excluded.issues""",
            [today],
        )
