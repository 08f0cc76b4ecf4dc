"""Whether the judgement of a run still holds, or the catalog or the profile changed since."""

from typing import Any

from accounts.models import User
from catalog.models import Product
from catalog.revisions.queries.drafts_in_review import NOTHING_IN_REVIEW, reviews_mark
from console.site_day import site_day
from imports.models import ImportProfile, ImportRun
from imports.staging_tables import StagingTables, fetch

# What the judgement of a row rests on.
ENTITIES = [
    "catalog.attribute",
    "catalog.brand",
    "catalog.category",
    "catalog.family",
    "catalog.product",
]

# Every change is in the log, whoever made it; new is what the judging snapshot could not see.
_CHANGED_SINCE = """
SELECT EXISTS (
    SELECT FROM audit_change_log
    WHERE transaction_id >= pg_snapshot_xmin(%(snapshot)s::pg_snapshot)::text::bigint
        AND NOT pg_visible_in_snapshot(transaction_id::text::xid8, %(snapshot)s::pg_snapshot)
        AND entity = ANY (%(entities)s)
)
"""


def stamp(profile: ImportProfile, user: User | None) -> dict[str, Any]:
    """What to remember of the moment in which rows are judged: the snapshot and the profile.

    And the day, from which the limits of dates may be counted, which drafts are in review, and for
    whom the rows were judged.
    """
    [(snapshot,)] = fetch("SELECT pg_current_snapshot()::text")
    day = site_day().isoformat()
    return {
        "snapshot": snapshot,
        "day": day,
        "profile": _settings(profile),
        "reviews": reviews_mark(),
        "user": user.pk if user else None,
    }


def is_fresh(run: ImportRun, user: User | None) -> bool:
    """Whether judging the rows again, for `user`, would give the same."""
    judged = run.details.get("judged")
    if not judged or judged["profile"] != _settings(run.profile):
        return False
    if judged.get("day") != site_day().isoformat():
        return False
    if judged.get("reviews") != reviews_mark():
        return False
    if _differs_by_person(judged.get("user"), user.pk if user else None):
        return False
    if not StagingTables(run.pk).are_judged(run.rows):
        return False
    parameters = {"snapshot": judged["snapshot"], "entities": ENTITIES}
    [(is_changed,)] = fetch(_CHANGED_SINCE, parameters)
    return not is_changed


def _differs_by_person(one: int | None, other: int | None) -> bool:
    """Whether a product may be open to one of two people (None: a command) and not to the other."""
    if one == other:
        return False
    is_in_review = reviews_mark() != NOTHING_IN_REVIEW
    return is_in_review or Product.objects.filter(locked=True, locked_by__in=[one, other]).exists()


def _settings(profile: ImportProfile) -> list[Any]:
    return [profile.key, profile.mode, profile.default_brand_id, profile.default_family_id]
