"""Proposals that publish, unpublish or delete products instead of changing their content."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from accounts.models import User
from catalog.bulk.services.changes.deleting import protected_reasons
from catalog.bulk.services.changes.proposals import Proposal
from catalog.bulk.services.edits.operations import Action
from catalog.bulk.services.edits.reasons import standing_reasons
from catalog.products.models.product import Product
from catalog.products.publication_checks import refusing_conditions
from catalog.products.write_policy import Refusal, Write, reasons_sql

_COLUMNS = {
    Action.PUBLISH: {
        "live": "true",
        "has_unpublished_changes": "false",
        "first_published_at": "CASE WHEN product.live THEN product.first_published_at"
        " ELSE coalesce(product.first_published_at, now()) END",
        "last_published_at": "CASE WHEN product.live AND NOT product.has_unpublished_changes"
        " THEN product.last_published_at ELSE now() END",
        # An expiry that has passed would take it off again at once.
        "expire_at": "CASE WHEN product.expire_at >= now() THEN product.expire_at END",
        "expired": "false",
    },
    # A product that was not published keeps what it has; one that was shows as changed since.
    Action.UNPUBLISH: {
        "live": "false",
        "has_unpublished_changes": "product.has_unpublished_changes OR product.live",
        "last_published_at": "product.last_published_at",
    },
    Action.DELETE: {},
}

LIFECYCLE_WRITES = {
    Action.PUBLISH: Write.PUBLICATION,
    Action.UNPUBLISH: Write.PUBLICATION,
    Action.DELETE: Write.DELETION,
}

_PROPOSAL = """
SELECT product.id AS product_id, product.values, product.channel_values, {columns}
    {reasons} AS reasons
FROM chosen JOIN catalog_product AS product ON product.id = chosen.product_id
"""

HAS_DRAFT = SQL("product.has_unpublished_changes AND product.latest_revision_id IS NOT NULL")


def lifecycle_proposal(
    action: str, *, user: User | None, spares_published: bool = False, spares_drafts: bool = False
) -> Proposal:
    """What publishing, unpublishing or deleting makes of each product.

    With `spares_drafts`, a product with an open draft is refused: its draft is to be published.
    """
    write = LIFECYCLE_WRITES[Action(action)]
    reasons = [*standing_reasons(write, user, spares_published=spares_published)]
    if action == Action.DELETE:
        reasons += protected_reasons()
    if action == Action.PUBLISH:
        reasons += _refused_to_publish()
    if action == Action.UNPUBLISH:
        reasons.append(
            (
                _only_scheduled(),
                _("It is not published, only scheduled. Cancel the schedule on its page."),
            )
        )
    if spares_drafts:
        reasons.append((HAS_DRAFT, _("It now has a draft. Publish it again.")))
    columns = _COLUMNS[action]
    statement = SQL(_PROPOSAL).format(
        columns=SQL("").join(_named(name, made) for name, made in columns.items()),
        reasons=reasons_sql(reasons),
    )
    return Proposal(statement, columns=list(columns))


def _only_scheduled() -> Composable:
    """The condition that a product is to be published later; Wagtail leaves that alone too."""
    kind = ContentType.objects.get_for_model(Product)
    return SQL(
        "NOT product.live AND EXISTS (SELECT FROM wagtailcore_revision WHERE object_id ="
        " product.id::text AND base_content_type_id = {} AND approved_go_live_at IS NOT NULL)"
    ).format(Literal(kind.pk))


def _refused_to_publish() -> list[Refusal]:
    """Why stored products cannot be published.

    Of a product with an open draft, the draft is asked when it is published.
    """
    stored = SQL("NOT ({}) AND {}")
    return [(stored.format(HAS_DRAFT, found), words) for found, words in refusing_conditions()]


def _named(name: str, expression: str) -> Composable:
    return SQL("{} AS {}, ").format(SQL(expression), Identifier(name))
