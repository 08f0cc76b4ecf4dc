"""The page of a customer: its sign-ins, and what other rooms show there."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from accounts.models import Customer, User
from accounts.roles import PRICE_MANAGER
from accounts.services.password_reset import send_requested_mails
from accounts.services.roles import sync_roles
from tests.factories.accounts import CustomerFactory, UserFactory
from tests.factories.catalog import PriceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def edit_url(customer):
    return reverse("customer:edit", args=[customer.pk])


def add(client, customer, **fields):
    address = reverse("customer:sign_in_add", args=[customer.pk])
    data = {"email": "anna@parts.example", "first_name": "Anna", "last_name": ""} | fields
    return client.post(address, data, follow=True)


def test_an_administrator_makes_a_customer_with_a_sign_in(client, administrator):
    new = {"number": "C-7", "name": "Parts & Co", "status": "approved", "currency": "USD"}
    page = client.post(reverse("customer:add"), {**new, "note": ""}, follow=True)
    customer = Customer.objects.get()
    assert page.redirect_chain[-1][0] == edit_url(customer)
    assert "No sign-ins for this customer yet." in page.content.decode()
    page = add(client, customer)
    assert "anna@parts.example" in page.content.decode()
    send_requested_mails()
    [message] = mail.outbox
    assert message.subject == "Your new account"
    path = re.search(r"http://\S+?(/accounts/\S+)", message.body)[1]
    client.logout()
    form = client.get(path, follow=True).request["PATH_INFO"]
    client.post(form, {"new_password1": "an-Entirely-new-1", "new_password2": "an-Entirely-new-1"})
    assert client.login(username="anna@parts.example", password="an-Entirely-new-1")
    assert User.objects.get(customer=customer).active_customer == customer


def test_an_address_is_taken_once(client, administrator):
    UserFactory(email="Anna@Parts.example")
    page = add(client, CustomerFactory())
    assert "This address is already used to sign in." in page.content.decode()
    assert not User.objects.exclude(customer=None).exists()


def test_a_link_is_sent_again_to_a_contact_of_this_customer_alone(client, administrator):
    customer, other = CustomerFactory(), CustomerFactory()
    contact = UserFactory(customer=customer)
    wrong = reverse("customer:sign_in_again", args=[other.pk, contact.pk])
    assert client.post(wrong).status_code == 404
    client.post(reverse("customer:sign_in_again", args=[customer.pk, contact.pk]))
    send_requested_mails()
    assert [message.to for message in mail.outbox] == [[contact.email]]


def test_a_price_manager_sees_terms_and_prices_and_no_sign_ins(client):
    sync_roles()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=PRICE_MANAGER.name))
    client.force_login(user)
    contact = UserFactory(customer=CustomerFactory(currency="JPY"))
    PriceFactory(price_list=None, customer=contact.customer, amount="1500")
    page = client.get(edit_url(contact.customer)).content.decode()
    assert "Add terms" in page
    assert "¥1,500" in page
    assert contact.email not in page
    add_url = reverse("customer:sign_in_add", args=[contact.customer_id])
    assert client.get(add_url).status_code == 302


@pytest.mark.parametrize("way", ["prices", "contacts"])
def test_the_page_asks_as_often_for_few_as_for_many(
    client, administrator, way, django_assert_max_num_queries
):
    customer = CustomerFactory()

    def more(count):
        for _number in range(count):
            if way == "prices":
                PriceFactory(price_list=None, customer=customer)
            else:
                UserFactory(customer=customer)
        with django_assert_max_num_queries(80) as captured:
            assert client.get(edit_url(customer)).status_code == 200
        return len(captured)

    more(1)
    assert more(1) == more(12)
