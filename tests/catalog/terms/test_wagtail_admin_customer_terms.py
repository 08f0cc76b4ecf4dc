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
