"""The form of customer terms."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from catalog.models import CustomerTerms, Segment
from tests.factories.accounts import CustomerFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cheap():
    """A segment on the price, which needs a right."""
    condition = {"field": "price", "operator": "lt", "value": "7"}
    return Segment.objects.create(
        code="cheap", name="Cheap", filter={"match": "all", "conditions": [condition]}
    )


@pytest.fixture
def stranger():
    """Somebody who may do everything, but knows no prices."""
    user = UserFactory()
    user.user_permissions.set(Permission.objects.exclude(codename="change_price"))
    return user


def test_customer_terms_offer_what_the_person_may_know_and_keep_what_is_chosen(
    cheap, client, stranger
):
    terms = CustomerTerms.objects.create(customer=CustomerFactory(), assortment=cheap)
    other = CustomerTerms.objects.create(customer=CustomerFactory())
    client.force_login(stranger)
    for instance, is_offered in [(terms, True), (other, False)]:
        page = client.get(reverse("catalog_customerterms:edit", args=[instance.pk]))
        assert (cheap in page.context["form"].fields["assortment"].queryset) is is_offered


@pytest.mark.parametrize("text", ["", "x", "²", "9" * 30, "999999999"])
def test_new_terms_are_for_the_customer_of_the_address_or_for_nobody_yet(client, text):
    client.force_login(UserFactory(is_superuser=True))
    customer, add = CustomerFactory(), reverse("catalog_customerterms:add")
    page = client.get(add, {"customer": customer.pk})
    assert page.context["form"].initial["customer"] == customer
    page = client.get(add, {"customer": text})
    assert page.context["form"].initial["customer"] is None
