from functools import partial

from django.utils.translation import gettext as _
from psycopg.sql import SQL

from accounts.models import User
from accounts.right_holders import holders_of
from catalog.products.write_policy import Write, may_publish, refusal_of_many
from imports.models import ImportRun
from imports.staging_tables import StagingTables, fetch

_ADD = "catalog.add_product"
_CHANGES_PUBLISHED = """
SELECT EXISTS (
    SELECT FROM {checked} AS checked JOIN catalog_product product ON product.id = checked.product_id
    WHERE checked.reasons IS NULL AND checked.is_changed AND product.live
)
"""


def refusal(run: ImportRun, user: User | None) -> str:
    """Why `user` may not apply a judged run, for people; empty where nothing is in the way.

    An import writes products, so it needs the rights that the product form needs: none of them
    comes with the right to import. Who may publish may bring new products too.
    """
    if run.created and not may_publish(user) and not user.has_perm(_ADD):
        words = _(
            "The file contains new products, and you do not have permission to add products. Ask "
            "%(roles)s."
        )
        return words % {"roles": holders_of(_ADD)}
    if not run.updated:
        return ""
    return refusal_of_many(Write.ROW, user, touches_published=partial(_changes_published, run))


def _changes_published(run: ImportRun) -> bool:
    tables = StagingTables(run.pk)
    if not tables.are_judged(run.rows):
        return True
    [(changes,)] = fetch(SQL(_CHANGES_PUBLISHED).format(checked=tables.checked))
    return changes
