"""Why a bulk edit leaves a product alone: conditions in SQL with their words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from accounts.models import User
from catalog.revisions.queries.drafts_in_review import closed_by_review_sql

Reason = tuple[Composable, str | Composable]


def reasons_sql(reasons: Sequence[Reason]) -> Composable:
    """A text array of the words whose condition holds."""
    cases = [
        SQL("CASE WHEN {} THEN {} END").format(
            condition, Literal(words) if isinstance(words, str) else words
        )
        for condition, words in reasons
    ]
    return SQL("array_remove(ARRAY[{}]::text[], NULL)").format(SQL(", ").join(cases))


def standing_reasons(user: User | None, *, spares_published: bool) -> list[Reason]:
    """What refuses the product `product` whatever is done with it by `user`, or is undone."""
    by_another = SQL("product.locked AND product.locked_by_id IS DISTINCT FROM {}").format(
        Literal(user and user.pk)
    )
    by_whom = SQL(
        "coalesce((SELECT replace({}, '%(user)s', username) FROM {}"
        " WHERE id = product.locked_by_id), {})"
    ).format(
        Literal(_("It is locked by %(user)s.")),
        Identifier(User._meta.db_table),
        Literal(_("It is locked.")),
    )
    merged = SQL("product.merged_into_id IS NOT NULL")
    reasons: list[Reason] = [
        (by_another, by_whom),
        (merged, _("It was merged into another product.")),
        (
            closed_by_review_sql(user),
            _("Its draft waits for approval; until that is decided, only its reviewers change it."),
        ),
    ]
    if spares_published:
        words = _("It is published, and you have no right to publish.")
        reasons.append((SQL("product.live"), words))
    return reasons
