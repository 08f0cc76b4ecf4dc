"""What a fitment names is not deleted."""

import pytest
from django.urls import reverse

from catalog.models import VehicleMake
from tests.factories.accounts import UserFactory
from tests.factories.catalog import FitmentFactory

pytestmark = pytest.mark.django_db


def test_a_make_that_a_fitment_names_stays(client):
    client.force_login(UserFactory(is_superuser=True))
    make = FitmentFactory().make
    client.post(reverse("catalog_vehiclemake:delete", args=[make.pk]))
    assert VehicleMake.objects.filter(pk=make.pk).exists()
