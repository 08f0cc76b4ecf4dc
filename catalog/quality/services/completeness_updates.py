"""Which products a change concerns, and whether their completeness waits for a job."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.products.models.product import Product
from catalog.quality.services.completeness import recalculate_completeness
from catalog.schema.models.family import Family
from jobs.models import Job
from jobs.services.queueing import start_job

RECALCULATE = "catalog.completeness"
# So many products are recalculated at once; more would keep the follower from what was just saved.
AT_ONCE = 5_000


@transaction.atomic
def recalculate_families(*, families: Collection[int] | None) -> Job | None:
    """Recalculate all products of `families` (None: of every family), few at once, many by a job.

    Returns the job, where one is needed; one that waits to do the same already is returned instead
    of a second.
    """
    chosen = None if families is None else sorted(families)
    products = Product.objects.order_by()
    if chosen is not None:
        products = products.filter(family__in=chosen)
    keys = list(products.values_list("pk", flat=True)[: AT_ONCE + 1])
    if len(keys) <= AT_ONCE:
        recalculate_completeness(product_ids=keys)
        return None
    waiting = Job.objects.filter(
        kind=RECALCULATE, state=Job.State.QUEUED, parameters={"families": chosen}
    ).first()
    return waiting or start_job(
        kind=RECALCULATE, title=_title(chosen), parameters={"families": chosen}
    )


def _title(families: Sequence[int] | None) -> str:
    if families is None or len(families) > 1:
        return _("Product completeness")
    family = Family.objects.filter(pk=families[0]).first()
    return _("Completeness of %(family)s") % {"family": family or _("the products")}
