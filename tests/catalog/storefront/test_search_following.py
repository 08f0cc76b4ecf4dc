"""The indexes follow the change log, through outages and rebuilds."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.followers import Change, Follower, followers, register_follower
from audit.models import FollowerCursor
from audit.services import follow_batch, follow_pending
from catalog.models import Product
from catalog.storefront.followers import followed_entities, index_changes
from console.health.registry import Status
from console.limits.uses import Limit
from search.backends import elastic
from search.engine import SearchQuery, search
from search.health_checks import check_search
from search.models import SearchDocument
from search.services.indexing import index_objects
from search.services.rebuilding import rebuild_index
from tests.catalog.searching import counts, search_products
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    CategoryFactory,
    FamilyFactory,
    FitmentFactory,
    ProductFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)
from tests.jobs.worker import wait_for
from tests.limits import let_pass
from tests.search.proxy import Proxy

pytestmark = pytest.mark.django_db


def found(text: str = "") -> list[int]:
    return search_products(text).ids


@pytest.fixture
def follow(search_backend, monkeypatch):
    """A function that lets the backend's follower (and no other) handle what is new."""
    follower = Follower(
        name=f"search_{search_backend}",
        handle=partial(index_changes, backend=search_backend),
        entities=followed_entities(),
    )
    vocabulary = partial(index_changes, backend="postgresql")
    monkeypatch.setattr(
        "audit.followers._followers",
        {
            follower.name: follower,
            "search_postgresql": Follower("search_postgresql", vocabulary, followed_entities()),
        },
    )
    return follow_pending


class TestEveryChangeIsFollowed:
    def test_a_product_is_found_when_published_and_gone_when_not(self, follow):
        product = ProductFactory(name="Wiper blade")
        follow()
        assert found("wiper") == [product.pk]
        Product.objects.filter(pk=product.pk).update(name="Lamp")
        follow()
        assert (found("wiper"), found("lamp")) == ([], [product.pk])
        product.refresh_from_db()
        product.unpublish()
        follow()
        assert found("lamp") == []

    def test_a_deleted_product_leaves_the_index(self, follow):
        product = ProductFactory(name="Wiper")
        follow()
        product.delete()
        follow()
        assert found() == []

    def test_a_new_name_of_brand_family_or_category_reaches_the_products(self, follow):
        above = CategoryFactory(name="Chassis")
        product = ProductFactory(
            name="Pad",
            brand=BrandFactory(name="Acme"),
            family=FamilyFactory(label="Pads"),
            category=CategoryFactory(name="Brakes", parent=above),
        )
        follow()
        for record, field, word in (
            (product.brand, "name", "newbrand"),
            (product.family, "label", "newfamily"),
            (above, "name", "newcategory"),
        ):
            setattr(record, field, word)
            record.save()
            follow()
            assert found(word) == [product.pk], word
        assert found("acme") == []

    def test_an_attribute_that_an_editor_marks_becomes_a_facet(self, follow):
        attribute = AttributeFactory(code="material", type="text")
        ProductFactory(values={"material": "Steel"})
        follow()
        assert counts(search_products(facets=["values.material"]), "values.material") == {}
        attribute.is_facet = attribute.is_searchable = True
        attribute.save()
        follow()
        result = search_products(facets=["values.material"])
        assert counts(result, "values.material") == {"Steel": 1}
        assert len(found("steel")) == 1

    def test_fitments_and_new_vehicles_are_understood_at_once(self, follow):
        product = ProductFactory(name="Pad")
        follow()
        assert found("2012 zeppelin comet") == []
        make = VehicleMakeFactory(name="Zeppelin")
        FitmentFactory(product=product, model=VehicleModelFactory(make=make, name="Comet"))
        follow()
        assert found("2012 zeppelin comet pad") == [product.pk]

    @pytest.mark.parametrize(("part", "is_indexed"), [("prices", True), ("asset_links", False)])
    def test_only_parts_that_stand_in_documents_are_indexed(self, part, is_indexed):
        product = ProductFactory()
        change = Change("catalog.product", product.pk, part, "updated", timezone.now())
        index_changes([change], backend="postgresql")
        assert SearchDocument.objects.filter(object_id=product.pk).exists() == is_indexed


def test_documents_take_the_same_queries_for_one_product_and_for_many(search_backend):
    rebuild_index(index="products", backend=search_backend)
    counts = []
    for size in (1, 40):
        ids = [product.pk for product in ProductFactory.create_batch(size)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            index_objects(index="products", object_ids=ids, backend=search_backend)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 18


@pytest.mark.elasticsearch
class TestElasticsearchGoesAndComes:
    @pytest.fixture
    def proxy(self, elasticsearch_node, settings, monkeypatch):
        """Elasticsearch behind a door that the test can shut."""
        door = Proxy(settings.ELASTICSEARCH_URL)
        settings.ELASTICSEARCH_URL = door.url
        monkeypatch.setattr(elastic.circuit, "PROBE", Limit("probe", most=1, seconds=1))
        yield door
        door.stop()

    @pytest.fixture
    def both(self, proxy, monkeypatch):
        """The followers of both backends."""
        monkeypatch.setattr("audit.followers._followers", {})
        for backend in ("postgresql", "elasticsearch"):
            handle = partial(index_changes, backend=backend)
            register_follower(f"search_{backend}", handle, followed_entities())
        return proxy

    def test_postgresql_answers_at_once_and_elasticsearch_catches_up(self, both):
        first = ProductFactory(name="Wiper one")
        follow_pending()
        assert search_products("wiper").backend == "elasticsearch"
        assert check_search().status == Status.OK

        both.stop()
        second = ProductFactory(name="Wiper two")
        with pytest.raises(elastic.UNAVAILABLE):
            follow_pending()
        result = search_products("wiper")
        assert (result.backend, result.ids) == ("postgresql", [first.pk, second.pk])
        health = check_search()
        assert health.status == Status.DEGRADED
        assert health.details == {"backend": "postgresql"}

        both.start()
        follow_pending()
        wait_for(
            lambda: search_products("wiper").backend == "elasticsearch", "Elasticsearch to be asked"
        )
        result = search_products("wiper")
        assert result.ids == [first.pk, second.pk]
        assert check_search().status == Status.OK

    def test_while_away_nobody_waits_for_it_twice(self, proxy, monkeypatch):
        asked = []
        answer = elastic.answer
        monkeypatch.setattr(
            elastic, "answer", lambda *arguments: asked.append(1) or answer(*arguments)
        )
        proxy.stop()
        for _ in range(5):
            assert search_products("x").backend == "postgresql"
        assert len(asked) == 1
        # What another process knows, which has not asked yet.
        monkeypatch.setattr(elastic.circuit, "_known", (False, "", float("-inf")))
        assert search_products("x").backend == "postgresql"
        assert len(asked) == 1, "nor does anybody else"
        assert elastic.circuit.LOOK_SECONDS < 1, "who asked just before knows it within a second"

    def test_one_asks_for_all_whether_it_is_back(self, proxy, monkeypatch):
        asked = []
        monkeypatch.setattr(elastic.circuit, "_probe", asked.append)
        monkeypatch.setattr(elastic.circuit, "PROBE", Limit("probe", most=1, seconds=900))
        proxy.stop()
        search_products("x")
        let_pass(timedelta(seconds=900))
        for _ in range(3):
            monkeypatch.setattr(elastic.circuit, "_known", (False, "", float("-inf")))
            search_products("x")
        assert asked == ["products"]

    def test_the_state_is_not_read_for_every_search(self, elasticsearch_node, monkeypatch):
        read = []
        monkeypatch.setattr(elastic.circuit, "LOOK_SECONDS", 60)
        monkeypatch.setattr(elastic.circuit, "is_used_up", lambda use: bool(read.append(use)))
        assert all(elastic.circuit.is_closed("products") for _ in range(20))
        assert len(read) == 1

    def test_a_lost_index_is_built_again_with_the_next_change(self, both, elasticsearch_node):
        old, new = ProductFactory(), None
        follow_pending()
        for name in elasticsearch_node.indices.get_alias(name=elastic.connection.alias("products")):
            elasticsearch_node.indices.delete(index=name)
        assert search_products().backend == "postgresql"
        assert check_search().status == Status.DEGRADED
        new = ProductFactory()
        follow_pending()
        elastic.circuit.close()
        result = search_products(sort="newest")
        assert (result.backend, set(result.ids)) == ("elasticsearch", {old.pk, new.pk})

    def test_without_an_assortment_elasticsearch_answers_and_with_one_postgresql(self, both):
        product = ProductFactory()
        follow_pending()
        plain = search(SearchQuery(index="products"))
        limited = search(SearchQuery(index="products", allowed=Product.objects.filter(pk=0)))
        mine = search(SearchQuery(index="products", allowed=Product.objects.all()))
        assert (plain.backend, plain.total) == ("elasticsearch", 1)
        assert (limited.backend, limited.total) == ("postgresql", 0)
        assert (mine.backend, mine.ids) == ("postgresql", [product.pk])


class TestRebuilding:
    def test_the_command_builds_both_and_says_how_many(self, search_backend, capsys):
        ProductFactory.create_batch(3)
        call_command("rebuild_search_index", backend=search_backend)
        assert f"products in {search_backend}: 3 documents" in capsys.readouterr().out
        assert len(found()) == 3

    def test_what_is_gone_is_gone_after_a_rebuild(self, search_backend, indexed):
        products = ProductFactory.create_batch(4)
        indexed()
        for product in (products[0], products[2], products[3]):
            product.delete()
        indexed()
        assert found() == [products[1].pk]


@pytest.mark.django_db(transaction=True)
class TestRebuildingBesideChanges:
    def test_what_changes_during_a_rebuild_is_indexed_after_it(self, search_backend, settings):
        first, second = ProductFactory(name="One"), ProductFactory(name="Two")
        follower = Follower(
            f"search_{search_backend}",
            partial(index_changes, backend=search_backend),
            followed_entities(),
        )
        follow_batch(follower)

        def edit(done: int) -> None:
            """Change and delete after the documents were read; the follower runs in between."""
            Product.objects.filter(pk=first.pk).update(name="Changed")
            Product.objects.filter(pk=second.pk).delete()
            follow_batch(follower)

        rebuild_index(index="products", backend=search_backend, report=edit)
        follow_batch(follower)
        assert found() == [first.pk]
        assert found("changed") == [first.pk]
        assert FollowerCursor.objects.get(name=follower.name).error == ""


def test_followers_are_registered_for_what_is_configured(search_backend):
    backends = {name for name in followers() if name.startswith("search_")}
    assert backends == {"search_postgresql", f"search_{search_backend}"}
