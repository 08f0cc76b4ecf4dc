"""Every model of the catalog can be listed, created, edited and deleted in the admin."""

from itertools import count

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from catalog.models import (
    AssetRole,
    Attribute,
    AttributeGroup,
    BaseVehicle,
    Brand,
    Category,
    Channel,
    CustomerTerms,
    Family,
    Fitment,
    PackageLevel,
    Price,
    PriceList,
    Product,
    RelationKind,
    Segment,
    Unit,
    UnitFamily,
    VehicleMake,
    VehicleModel,
)
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    AttributeGroupFactory,
    BrandFactory,
    CategoryFactory,
    ChannelFactory,
    FamilyFactory,
    FitmentFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    VehicleMakeFactory,
    VehicleModelFactory,
)

pytestmark = pytest.mark.django_db

SNIPPETS = {Product, Fitment, Price, PriceList}

NUMBERS = count()
RECORDS = {
    AssetRole: AssetRole.objects.first,
    Attribute: AttributeFactory,
    AttributeGroup: AttributeGroupFactory,
    BaseVehicle: lambda: BaseVehicle.objects.create(model=VehicleModelFactory(), year=2015),
    Brand: BrandFactory,
    Category: CategoryFactory,
    Channel: ChannelFactory,
    CustomerTerms: lambda: CustomerTerms.objects.create(customer=CustomerFactory()),
    Family: FamilyFactory,
    Fitment: FitmentFactory,
    PackageLevel: PackageLevel.objects.first,
    Price: lambda: PriceFactory(price_list=PriceListFactory()),
    PriceList: PriceListFactory,
    Product: ProductFactory,
    RelationKind: RelationKind.objects.first,
    Segment: lambda: Segment.objects.create(code="all", name="All"),
    Unit: Unit.objects.first,
    UnitFamily: lambda: UnitFamily.objects.create(code=f"own_{next(NUMBERS)}", label="Own"),
    VehicleMake: VehicleMakeFactory,
    VehicleModel: VehicleModelFactory,
}


def address(model, view: str, *args) -> str:
    name = "list" if view == "index" and model in SNIPPETS else view
    return reverse(f"catalog_{model._meta.model_name}:{name}", args=args)


def sign_in(client, *permissions: str):
    """A member of staff who may enter the admin and has exactly these permissions."""
    user = UserFactory()
    codenames = ["access_admin", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_a_record_is_listed_and_has_a_form_a_history_and_a_usage_page(client, administrator, model):
    record = RECORDS[model]()
    listing = client.get(address(model, "index"))
    assert listing.status_code == 200
    assert address(model, "edit", record.pk) in listing.content.decode()
    for view in ("edit", "history", "usage", "delete"):
        response = client.get(address(model, view, record.pk))
        assert response.status_code == 200, view
    assert client.get(address(model, "add")).status_code == 200


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_a_record_is_searched(client, administrator, model):
    RECORDS[model]()
    response = client.get(address(model, "index"), {"q": "no such thing"})
    assert response.status_code == 200
    assert response.context["items_count"] == 0


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_a_record_is_deleted(client, administrator, model):
    record = RECORDS[model]()
    client.post(address(model, "delete", record.pk))
    assert not model.objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_without_permission_nothing_is_shown_or_changed(client, model):
    record = RECORDS[model]()
    sign_in(client)
    for view, args in (("index", []), ("add", []), ("edit", [record.pk]), ("usage", [record.pk])):
        response = client.get(address(model, view, *args))
        assert (response.status_code, response["Location"]) == (302, "/admin/"), view
    client.post(address(model, "delete", record.pk))
    assert model.objects.filter(pk=record.pk).exists()
