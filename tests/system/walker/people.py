"""One person of every role."""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission

from accounts.access import ADMINISTRATOR, ANONYMOUS, CONTACT, STAFF
from accounts.models import Customer, User
from accounts.roles import ROLES
from accounts.services import sync_roles
from tests.factories.accounts import CustomerFactory, UserFactory

OTHER_CONTACT = "Contacts of another customer"
EVERYBODY = (
    ANONYMOUS,
    CONTACT,
    OTHER_CONTACT,
    STAFF,
    *(role.name for role in ROLES),
    ADMINISTRATOR,
)

CUSTOMER_NAME = "Ashgrove Traders"
OTHER_CUSTOMER_NAME = "Quillfield Motors"


@dataclass
class People:
    """The users by their role (None is nobody signed in), and the two customers."""

    customer: Customer
    other_customer: Customer
    users: dict[str, User | None] = field(default_factory=dict)

    def __getitem__(self, role: str) -> User | None:
        return self.users[role]


def create_people() -> People:
    """The roles as they are created on a new site, and one person in each."""
    sync_roles()
    people = People(
        customer=CustomerFactory(number="A-4711", name=CUSTOMER_NAME, currency="EUR"),
        other_customer=CustomerFactory(number="Q-4712", name=OTHER_CUSTOMER_NAME, currency="EUR"),
    )
    staff = UserFactory(username="staff")
    staff.user_permissions.add(Permission.objects.get(codename="access_admin"))
    people.users = {
        ANONYMOUS: None,
        CONTACT: UserFactory(username="contact", customer=people.customer),
        OTHER_CONTACT: UserFactory(username="other-contact", customer=people.other_customer),
        STAFF: staff,
        ADMINISTRATOR: UserFactory(username="administrator", is_superuser=True, is_staff=True),
    }
    for role in ROLES:
        user = UserFactory(username=role.name.lower().replace(" ", "-"))
        user.groups.add(Group.objects.get(name=role.name))
        people.users[role.name] = user
    return people
