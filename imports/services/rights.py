from django.utils.translation import gettext as _
from psycopg.sql import SQL

from accounts.models import User
from catalog.products.write_policy import may_publish
from imports.models import ImportRun
from imports.staging_tables import StagingTables, fetch

_CHANGES_PUBLISHED = """
SELECT EXISTS (
    SELECT FROM {checked} AS checked JOIN catalog_product product ON product.id = checked.product_id
    WHERE checked.reasons IS NULL AND checked.is_changed AND product.live
)
"""


def refusal(run: ImportRun, user: User | None) -> str:
    """Why `user` may not apply a judged run, for people; empty where nothing is in the way.

    An import writes products, so it needs the rights that the product form needs: none of them
    comes with the right to import.
    """
    if may_publish(user) and (user is None or not run.updated):
        return ""
    if run.created and not (user.has_perm("catalog.add_product") or may_publish(user)):
        return _("The file brings new products, and you have no right to add products.")
    if run.updated and not user.has_perm("catalog.change_product"):
        return _("The file changes products, and you have no right to change products.")
    if run.updated and not may_publish(user) and _changes_published(run):
        return _(
            "The file changes products that are published, and you have no right to publish. "
            "Ask somebody who has it to apply this import; it waits here."
        )
    return ""


def _changes_published(run: ImportRun) -> bool:
    tables = StagingTables(run.pk)
    if not tables.are_judged(run.rows):
        return True
    [(changes,)] = fetch(SQL(_CHANGES_PUBLISHED).format(checked=tables.checked))
    return changes
