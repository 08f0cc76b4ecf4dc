"""What the pages say of records in use, and what happens then."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import Customer
from catalog.models import Brand, Price
from console.deletion import explain
from console.references import reference_of, seen_uses, uses_of
from jobs.deletion import start_deletion
from jobs.models import Job
from jobs.services import run_job_here
from tests.console.deleting import delete, text_of, told
from tests.console.prices import list_with_prices
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import BrandFactory, PriceFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def test_a_customer_with_sign_ins_stays(client, administrator):
    customer = CustomerFactory(name="Garage Meyer")
    contact = UserFactory(username="meyer", customer=customer)
    assert told(client, "customer:delete", customer) == {("Users", "customer"): (1, "forbids")}
    page = text_of(client.get(reverse("customer:delete", args=[customer.pk])))
    assert reverse("wagtailusers_users:edit", args=[contact.pk]) in page
    answer = delete(client, "customer:delete", customer, follow=True)
    assert "used by: Users (1). Change or delete these first." in text_of(answer)
    assert Customer.objects.filter(pk=customer.pk).exists()


def test_what_forbids_a_deletion_is_told_before_what_goes_along(client, administrator):
    customer = CustomerFactory()
    PriceFactory(customer=customer)
    PriceFactory(customer=customer)
    UserFactory(customer=customer)
    page = text_of(client.get(reverse("customer:delete", args=[customer.pk])))
    assert 0 < page.index("Prevents deletion") < page.index("Deleted too")


def test_who_sees_nothing_that_forbids_a_deletion_is_sent_to_others(client):
    customer = CustomerFactory()
    PriceFactory(customer=customer)
    UserFactory(customer=customer)
    rights = ["access_admin", "delete_customer", "view_price"]
    manager = UserFactory()
    manager.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(manager)
    page = text_of(client.get(reverse("customer:delete", args=[customer.pk])))
    assert "Deleted too" in page
    assert "because records that you do not have permission to see refer to it" in page
    assert "Change or delete these first" not in page


def test_a_refusal_tells_the_uses_by_records_of_one_kind_apart():
    brand = BrandFactory()
    ProductFactory(brand=brand)
    assert "used by: Products (1)." in explain("It", uses_of(brand, user=None))
    drafted = ProductFactory()
    drafted.brand = brand
    drafted.save_revision()
    text = explain("It", uses_of(brand, user=None))
    assert "Products (brand: 1)" in text
    assert "Products (unpublished draft: 1)" in text


def test_who_sees_all_that_refers_has_it_counted_once(administrator, django_assert_num_queries):
    BrandFactory()
    brands = reference_of(Brand.objects.all())
    with django_assert_num_queries(1):
        assert seen_uses([brands], administrator).count() == 1


def test_a_customer_goes_with_its_prices_once_its_name_is_typed(client, administrator):
    customer = CustomerFactory()
    PriceFactory(customer=customer)
    delete(client, "customer:delete", customer, "anything")
    assert Price.objects.count() == 1
    delete(client, "customer:delete", customer, str(customer))
    assert not Customer.objects.exists()
    assert not Price.objects.exists()


def start(record, user) -> Job:
    start_deletion(record, user)
    return Job.objects.latest("pk")


def test_a_deletion_that_breaks_off_leaves_everything(client, administrator, monkeypatch):
    prices = list_with_prices(600)

    def broken(*_args, **_options):
        raise RuntimeError

    monkeypatch.setattr("wagtail.actions.delete.DeleteAction._delete", broken)
    assert run_job_here(start(prices, administrator)).state == "failed"
    assert Price.objects.count() == 600


def test_a_job_says_what_has_come_in_its_way(administrator):
    customer = CustomerFactory()
    job = start(customer, administrator)
    UserFactory(customer=customer)
    job = run_job_here(job)
    assert job.state == "failed"
    assert "used by: Users (1)" in job.error
