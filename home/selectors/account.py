"""What a customer's contact sees of its own organisation."""

from dataclasses import dataclass

from accounts.models import Customer, User
from catalog.models import CustomerTerms


@dataclass(frozen=True, slots=True)
class Account:
    """A person, the customer they belong to, and the terms that hold for it."""

    person: str
    email: str
    customer: Customer | None
    is_approved: bool
    price_list: str
    assortment: str


def account_of(user: User) -> Account:
    """The account of a signed-in person; without a customer the terms are empty."""
    terms = (
        CustomerTerms.objects.select_related("price_list", "assortment")
        .filter(customer=user.customer_id)
        .first()
        if user.customer_id
        else None
    )
    return Account(
        person=str(user),
        email=user.email,
        customer=user.customer,
        is_approved=user.active_customer is not None,
        price_list=terms.price_list.name if terms and terms.price_list else "",
        assortment=terms.assortment.name if terms and terms.assortment else "",
    )
