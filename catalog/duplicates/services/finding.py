"""Finds products that may be one, set-wise, and remembers what people said of them."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.duplicates.models import DuplicateCandidate
from jobs.models import Job
from jobs.progress import JobProgress
from jobs.services.queueing import start_job

FIND_DUPLICATES = "catalog.find_duplicates"

# A key that more products share than this, such as a GTIN of zeros or a name of a whole range,
# tells nothing.
MOST_ALIKE = 10
# Names are sorted, and each is compared with so many that follow it: a million products take a few
# million comparisons instead of half a billion.
NEIGHBOURS = 3
LEAST_LIKENESS = 0.8

_PAIRS = """
INSERT INTO catalog_duplicatecandidate (first_id, second_id, reason, likeness, state, found_at)
SELECT first_id, second_id, %(reason)s, likeness, 'open', now() FROM ({pairs}) AS pair
ON CONFLICT (first_id, second_id) DO NOTHING
"""
_OF_GROUPS = """
SELECT one.id AS first_id, other.id AS second_id, {likeness} AS likeness
FROM (
    SELECT array_agg(id ORDER BY id) AS members FROM catalog_product
    WHERE merged_into_id IS NULL AND {key} <> ''
    GROUP BY {groups} HAVING count(*) BETWEEN 2 AND {most}
) AS alike,
    unnest(members) AS one(id), unnest(members) AS other(id)
WHERE one.id < other.id
"""
# The words of a name in order of the alphabet, so that "Pad, ceramic" is "ceramic pad". Names that
# differ in a number are of different parts. The neighbours come from a window: the planner would
# answer a join on their places by comparing each product of a family with each.
_OF_NAMES = """
WITH named AS MATERIALIZED (
    SELECT id, brand_id, family_id, (
        SELECT string_agg(word, ' ' ORDER BY word)
        FROM regexp_split_to_table(console_words(name), ' ') AS word WHERE word <> ''
    ) AS words FROM catalog_product WHERE merged_into_id IS NULL
), telling AS (
    SELECT *, regexp_replace(words, '[^0-9]+', ' ', 'g') AS digits,
        count(*) OVER (PARTITION BY brand_id, family_id, words) AS namesakes
    FROM named WHERE words IS NOT NULL
), beside AS (
    SELECT id, words, digits, array_agg(id) OVER following AS ids,
        array_agg(words) OVER following AS texts, array_agg(digits) OVER following AS numbers
    FROM telling WHERE namesakes <= {most}
    WINDOW following AS (
        PARTITION BY brand_id, family_id ORDER BY words, id
        ROWS BETWEEN 1 FOLLOWING AND {neighbours} FOLLOWING
    )
)
SELECT least(one.id, other.id) AS first_id, greatest(one.id, other.id) AS second_id,
    least(94, floor(similarity(one.words, other.words) * 100))::int AS likeness
FROM beside AS one, unnest(one.ids, one.texts, one.numbers) AS other(id, words, digits)
WHERE other.digits = one.digits AND similarity(one.words, other.words) >= {least}
"""

Reason = DuplicateCandidate.Reason
State = DuplicateCandidate.State


def find_duplicates(*, progress: JobProgress) -> int:
    """Look through all products for pairs that may be one; returns how many wait to be judged.

    What was judged before stays as it was. Pairs that nobody has judged are found anew, so that
    those that are cured are gone. All in one transaction; safe to repeat.
    """
    searches = {
        # A GTIN of 12 digits is one of 14 with zeros before it.
        Reason.GTIN: _groups("lpad(gtin, 14, '0')", key="gtin", likeness=100),
        Reason.NUMBER: _groups(
            "brand_id, normalized_part_number", key="normalized_part_number", likeness=95
        ),
        Reason.NAME: _OF_NAMES.format(most=MOST_ALIKE, neighbours=NEIGHBOURS, least=LEAST_LIKENESS),
    }
    progress.set_total(len(searches))
    with transaction.atomic(), connection.cursor() as cursor:
        DuplicateCandidate.objects.filter(state=State.OPEN).delete()
        for reason, pairs in searches.items():
            progress.report(message=_("Searching: %(reason)s") % {"reason": reason.label})
            cursor.execute(_PAIRS.format(pairs=pairs), {"reason": reason.value})
            progress.advance()
        return DuplicateCandidate.objects.filter(state=State.OPEN).count()


def _groups(columns: str, *, key: str, likeness: int) -> str:
    return _OF_GROUPS.format(groups=columns, key=key, likeness=likeness, most=MOST_ALIKE)


def start_finding(*, user: User) -> Job:
    """Let a worker look for duplicates; the search that is under way, if there is one."""
    kind = Job.objects.filter(kind=FIND_DUPLICATES)
    running = kind.exclude(state__in=Job.FINISHED).first()
    return running or start_job(
        kind=FIND_DUPLICATES, title=_("Find duplicates"), parameters={}, started_by=user
    )


def judge_different(*, candidate: DuplicateCandidate, user: User) -> None:
    """Remember that the two are not one, so that no search shows them again."""
    candidate.state, candidate.judged_by = State.DIFFERENT, user
    candidate.judged_at = timezone.now()
    candidate.save(update_fields=["state", "judged_by", "judged_at"])
