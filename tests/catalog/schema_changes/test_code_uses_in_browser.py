"""Replacing an option and deleting a channel, in the browser and by the worker."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from catalog.models import Attribute, AttributeOption, Channel, Product
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory, ChannelFactory, ProductFactory


@pytest.mark.browser
@pytest.mark.queue
@pytest.mark.django_db(transaction=True)
def test_an_option_is_replaced_and_a_channel_is_deleted_and_both_come_back(open_page, worker):
    material = AttributeFactory(
        code="material", label="Material", type=Attribute.Type.CHOICE, is_per_channel=True
    )
    steel, ceramic = (
        AttributeOption.objects.create(attribute=material, code=code, label=code.title())
        for code in ("steel", "ceramic")
    )
    outlet = ChannelFactory(code="outlet", name="Outlet")
    before = {
        "values": {"material": "ceramic"},
        "channel_values": {"outlet": {"material": "steel"}},
    }
    ProductFactory(sku="A-1", **before)
    page = open_page(UserFactory(is_superuser=True))

    page.goto(reverse("catalog_attributeoption:delete", args=[ceramic.pk]))
    page.get_by_role("link", name="Replace it with another option").click()
    page.get_by_label("Replacement").select_option("steel")
    page.get_by_role("button", name="Preview changes").click()
    expect(page.get_by_text("1 product will get another option.")).to_be_visible()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Products changed: 1.")).to_be_visible()
    assert Product.objects.get().values == {"material": "steel"}
    assert list(AttributeOption.objects.all()) == [steel]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone", exact=True)).to_be_visible()
    assert AttributeOption.objects.filter(pk=ceramic.pk).exists()

    page.goto(reverse("catalog_channel:delete", args=[outlet.pk]))
    page.get_by_label("to delete it with everything listed here").fill("Outlet")
    page.get_by_role("button", name="Yes, delete").click()
    expect(page.get_by_text("Products changed: 1.")).to_be_visible()
    assert Product.objects.get().channel_values == {}
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone", exact=True)).to_be_visible()
    assert Channel.objects.get() == outlet
    stored = Product.objects.get()
    assert {name: getattr(stored, name) for name in before} == before
