"""The generation moves with every committed change, also one that commits late."""

import psycopg
import pytest
from django.db import connection

from catalog.models import Brand
from catalog.schema.queries.generation import catalog_generation
from tests.factories.catalog import BrandFactory, ProductFactory


@pytest.mark.django_db
def test_it_stays_without_a_change_and_moves_with_one():
    product = ProductFactory()
    before = catalog_generation()
    assert catalog_generation() == before
    product.name = "Other"
    product.save()
    assert catalog_generation() != before


@pytest.mark.django_db
def test_a_process_asks_the_database_once_in_a_while_only(settings, django_assert_num_queries):
    catalog_generation()
    settings.CATALOG_GENERATION_SECONDS = 60
    with django_assert_num_queries(0):
        for _ in range(100):
            catalog_generation()


@pytest.mark.django_db
def test_a_test_asks_the_database_anew_after_a_write_alone(django_assert_num_queries):
    brand = BrandFactory()
    for _ in range(2):
        with django_assert_num_queries(1):
            for _time in range(100):
                catalog_generation()
        Brand.objects.filter(pk=brand.pk).update(name="Other")


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_after_a_younger_one_is_seen():
    parameters = connection.get_connection_params()
    options = {
        key: parameters[key]
        for key in ("dbname", "user", "password", "host", "port")
        if key in parameters
    }
    with psycopg.connect(**options) as late:
        late.execute(
            "INSERT INTO catalog_brand (name, slug, aaia_id, website, part_number_pattern)"
            " VALUES ('L', 'l', '', '', '')"
        )
        BrandFactory(name="Younger")
        between = catalog_generation()
        late.commit()
        assert catalog_generation() != between
