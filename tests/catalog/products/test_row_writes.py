"""Writing the row of a product: one by Django and many by SQL let go of their revisions alike."""

from datetime import timedelta
from itertools import product as combinations

import pytest
from django.db import connection
from django.utils import timezone
from psycopg.sql import SQL

from catalog.models import Product
from catalog.products.services.row_writes import leave_revisions, left_revisions
from tests.factories.catalog import ProductFactory

LEFT = ["latest_revision_id", "live_revision_id", "last_published_at"]


def made(*, live: bool, has_draft: bool, is_published: bool) -> Product:
    product = ProductFactory(live=live)
    revision = product.save_revision()
    Product.objects.filter(pk=product.pk).update(
        has_unpublished_changes=has_draft,
        live_revision=revision if live else None,
        last_published_at=timezone.now() - timedelta(days=1) if is_published else None,
    )
    return Product.objects.get(pk=product.pk)


def left(product: Product, before: Product) -> dict:
    """What it keeps of before: each field by whether it is the same, gone or new."""
    product.refresh_from_db()
    return {
        name: "same"
        if getattr(product, name) == getattr(before, name)
        else "gone"
        if getattr(product, name) is None
        else "new"
        for name in LEFT
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("live", "has_draft", "is_published"), list(combinations([True, False], repeat=3))
)
def test_one_and_many_let_go_of_their_revisions_alike(live, has_draft, is_published):
    state = {"live": live, "has_draft": has_draft, "is_published": is_published}
    one, many = made(**state), made(**state)
    before = [Product.objects.get(pk=product.pk) for product in (one, many)]
    one.save(update_fields=["updated_at", *leave_revisions(one)])
    statement = SQL("UPDATE catalog_product AS product SET {} WHERE id = %s").format(
        SQL(", ").join(left_revisions())
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [many.pk])
    found = left(one, before[0])
    assert found == left(many, before[1])
    assert found["latest_revision_id"] == ("same" if has_draft else "gone")
    assert found["last_published_at"] == ("new" if live else "same")
    assert many.updated_at != before[1].updated_at


@pytest.mark.django_db
def test_a_statement_leaves_out_what_it_assigns_itself():
    made_of = [one.as_string() for one in left_revisions(but=["last_published_at"])]
    assert len(made_of) == len(left_revisions()) - 1
    assert not any("last_published_at" in one for one in made_of)
