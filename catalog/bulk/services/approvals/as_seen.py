"""Narrows the proposal of a bulk edit that waited for approval to what its reviewers have seen."""

from dataclasses import replace

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal
from wagtail.models import Revision

from catalog.bulk.models import BulkChange
from catalog.bulk.services.changes.patches import Redoing
from catalog.bulk.services.changes.proposals import Proposal
from catalog.bulk.services.edits.operations import PRODUCT, operations_of
from catalog.products.queries.former_channels import channels_since
from catalog.schema.queries.localizable import localizable_codes

_NARROWED = """
SELECT {columns}, CASE WHEN cardinality(proposed.reasons) = 0 AND NOT coalesce({as_seen}, false)
    THEN ARRAY[{words}] ELSE proposed.reasons END AS reasons
FROM ({statement}) AS proposed
JOIN chosen AS kept ON kept.product_id = proposed.product_id
JOIN {products} ON product.id = proposed.product_id
"""
_PRODUCTS = "catalog_product AS product"
_PRODUCTS_WITH_CATEGORIES = """(
    SELECT product.*, ARRAY(
        SELECT category_id FROM catalog_product_additional_categories
        WHERE product_id = product.id ORDER BY 1) AS categories
    FROM catalog_product AS product
) AS product"""

# What is done with the product as a whole is about all of it, and about its draft.
_UNCHANGED_SINCE = """
product.updated_at <= {sent} AND NOT EXISTS (SELECT FROM {revisions} AS draft
    WHERE draft.id = product.latest_revision_id AND draft.created_at > {sent})
"""


def changed_since_words() -> str:
    """Why a product is left out that somebody has changed while the bulk edit waited."""
    return _("It was changed after this was sent to review, so that it would become another.")


def only_as_seen(change: BulkChange, proposal: Proposal) -> Proposal:
    """`proposal`, in which a product is refused that would not become what was sent.

    A product is as it was seen where each part that the row of `change` keeps is still as it was
    before, and the operations make of it what the row keeps, no more and no less.
    """
    names = ["product_id", "values", "channel_values", *proposal.columns]
    if proposal.categories:
        names.append("categories")
    statement = SQL(_NARROWED).format(
        columns=SQL(", ").join(Identifier("proposed", name) for name in names),
        as_seen=_is_as_seen(change, proposal),
        words=Literal(changed_since_words()),
        statement=proposal.statement,
        products=SQL(_PRODUCTS_WITH_CATEGORIES if proposal.categories else _PRODUCTS),
    )
    return replace(proposal, statement=statement)


def _is_as_seen(change: BulkChange, proposal: Proposal) -> Composable:
    assert change.sent_at
    if operations_of(change)[0].target == PRODUCT:
        return SQL(_UNCHANGED_SINCE).format(
            sent=Literal(change.sent_at), revisions=Identifier(Revision._meta.db_table)
        )
    redoing = Redoing(
        proposal.columns,
        sorted(localizable_codes()),
        channels_since(change.sent_at),
        categories=proposal.categories,
    )
    return SQL("cardinality({}) = 0 AND {}").format(redoing.strayed(), redoing.is_as_proposed())
