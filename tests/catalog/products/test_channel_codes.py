"""A channel's code is any code, also one that would mean something in a path of a lookup."""

import pytest
from wagtail.models import Revision

from catalog.models import Attribute, Product
from catalog.products.code_uses import holding_attribute
from catalog.schema_changes.services.operations import plan_channel_removal, plan_deletion
from catalog.schema_changes.services.previewing import preview
from catalog.schema_changes.services.running import apply_schema_change
from catalog.storefront.search.values import ATTRIBUTE_SEARCH
from jobs.progress import JobProgress
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, ChannelFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["web__shop", "web_", "contains"])
def channel(request):
    return ChannelFactory(code=request.param, name="Web shop", is_site_channel=True)


@pytest.fixture
def product(channel) -> Product:
    """A product with a value that stands in the channel alone."""
    AttributeFactory(code="finish", label="Finish", is_per_channel=True)
    return ProductFactory(live=True, channel_values={channel.code: {"finish": "zinc plated"}})


def test_the_index_finds_the_products_with_a_value_for_the_site(product):
    ids = Attribute.objects.values_list("pk", flat=True)
    assert product in ATTRIBUTE_SEARCH.named_by["catalog.attribute"](list(ids))


def test_products_and_drafts_that_hold_the_attribute_are_found(product):
    held = holding_attribute("finish")
    assert product in Product.objects.filter(held(""))
    assert product.save_revision() in Revision.objects.filter(held("content__"))


def test_an_attribute_that_is_deleted_takes_its_values_along(product):
    attribute = Attribute.objects.get(code="finish")
    user = UserFactory(is_superuser=True)
    change = plan_deletion(attribute=attribute, user=user)
    assert preview(change).products == 1
    apply_schema_change(change_id=change.pk, user=user, progress=JobProgress())
    product.refresh_from_db()
    assert product.channel_values == {}


def test_what_a_channel_takes_along_is_shown_before(product, channel):
    user = UserFactory(is_superuser=True)
    change = plan_channel_removal(code=channel.code, name="Web shop", user=user)
    assert [sample.value for sample in preview(change).samples] == ["Finish: zinc plated"]
