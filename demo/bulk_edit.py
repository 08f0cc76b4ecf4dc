"""A finished bulk edit, whose page shows what it changed and the button that undoes it."""

from django.db import transaction

from accounts.models import User
from catalog.bulk.services.edits.editing import apply_bulk_edit, count_bulk_edit, prepare_bulk_edit
from catalog.bulk.services.edits.operations import Operation
from catalog.models import Attribute, BulkChange, Product
from catalog.revisions.queries.reviews import waiting_reviews
from jobs.progress import JobProgress

PRODUCTS = "VLDR-BD"
ATTRIBUTE = "warranty_months"
MONTHS = "60"
MOST = 12


@transaction.atomic
def create_bulk_edit_of_the_demo() -> None:
    """Give some brake discs a longer warranty, as a reviewer would; once."""
    if BulkChange.objects.exists():
        return
    reviewer = User.objects.get(username="reviewer")
    # A command leaves alone what waits for approval.
    in_review = [int(state.workflow_state.object_id) for state in waiting_reviews(reviewer)]
    discs = Product.objects.filter(sku__startswith=PRODUCTS).exclude(pk__in=in_review)
    products = discs.order_by("sku")[:MOST]
    if not products:
        return
    change = prepare_bulk_edit(
        products=Product.objects.filter(pk__in=[product.pk for product in products]),
        selection=f"{len(products)} products",
        title=f"{Attribute.objects.get(code=ATTRIBUTE).label}: Set to “{MONTHS}”",
        operations=[Operation(action="set", target=f"values.{ATTRIBUTE}", value=MONTHS)],
        user=reviewer,
    )
    for work in (count_bulk_edit, apply_bulk_edit):
        work(change_id=change.pk, progress=JobProgress())
