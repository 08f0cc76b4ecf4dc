"""Every address, asked for and every form on it sent as every role: no more than the table says."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest
from django.urls import Resolver404, resolve

from accounts.access import ADMINISTRATOR, roles_opening
from tests.soak import IS_WHOLE, sample, sample_of_each

from .walker import Address, Form, World, addresses, forms_of
from .walker.addresses import name_of
from .walker.people import CONTACT, EVERYBODY, OTHER_CONTACT
from .walker.secrets import secrets_kept_from
from .walker.visits import Visit, Visitor

# What a page may write while it is only looked at: who has it open, what is shown to whom, pictures
# made on demand.
NOTES = {
    "catalog_openedform",
    "media_library_imagerendition",
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "wagtailusers_userprofile",
}
# Whether these open depends on the state of the record too: whose turn it is, what is locked.
BY_STATE = ("catalog_product:*workflow*", "catalog_product:cell", "catalog_reviews:review")
ROLES = [role for role in EVERYBODY if role != ADMINISTRATOR]
# The walk of those who may open all is as long as all others together; processes share it.
PARTS = 4 if IS_WHOLE else 1


@pytest.fixture(scope="module")
def every_address(built_world: World) -> list[Address]:
    """All of them; the part of a listing that is loaded anew only in a soak, as its page is."""
    every = addresses(built_world)
    return [address for address in every if IS_WHOLE or not address.name.endswith("_results")]


@pytest.fixture
def administrator(world: World) -> Visitor:
    return Visitor(world, ADMINISTRATOR)


def subject_of(address: Address) -> str:
    """The subject whose view answers, as `catalog.pricing` or `wagtail.images`."""
    view = resolve(address.path.partition("?")[0]).func
    module = getattr(view, "view_class", view).__module__
    return ".".join(module.split(".")[:2])


def share_of(role: str, every: list[Address]) -> list[Address]:
    """All addresses in a soak, else some of each subject and of the records; others by role."""
    of_records = [address for address in every if address.is_special]
    share = sample_of_each(every, subject_of, at_most=2, drawn_for=role)
    return share if IS_WHOLE else share + sample(of_records, at_most=12, drawn_for=role)


def share_of_administrators(part: int, every: list[Address]) -> list[Address]:
    """A part of all addresses in a soak, else some of each subject, with one record.

    Further records differ in who may see them, which is all the same to administrators.
    """
    share = every[part::PARTS]
    common = [address for address in share if IS_WHOLE or not address.is_special]
    return sample_of_each(common, subject_of, at_most=4, drawn_for=ADMINISTRATOR)


def may_open(role: str, name: str) -> bool:
    return (CONTACT if role == OTHER_CONTACT else role) in roles_opening(name)


def is_walked(role: str, path: str) -> bool:
    """A second contact of a customer is nothing new to the admin."""
    return role != OTHER_CONTACT or not path.startswith("/admin/")


def faults_of(address: Address, visit: Visit) -> Iterator[str]:
    """What is wrong with an answer whoever asks."""
    if visit.is_error:
        yield f"breaks {address}"
    if written := visit.written - NOTES:
        yield f"writes {sorted(written)} by looking at {address}"


@pytest.mark.soak
@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_the_table_says_and_no_more(world, every_address, administrator, role):
    visitor, secrets, faults = Visitor(world, role), secrets_kept_from(role), []
    for address in share_of(role, every_address):
        if not is_walked(role, address.path):
            continue
        visit, may = visitor.get(address.path), may_open(role, address.name)
        is_fixed = not address.is_special and not _depends_on_state(address)
        if visit.is_opened and not may:
            faults.append(f"opens {address}")
        if may and is_fixed and not visit.is_opened and administrator.get(address.path).is_opened:
            faults.append(f"does not open {address}: {visit.response.status_code}")
        faults += [f"reads {secret!r} at {address}" for secret in secrets if secret in visit.text]
        faults += faults_of(address, visit)
    assert not faults, f"{role}:\n" + "\n".join(faults)


def _depends_on_state(address: Address) -> bool:
    return any(fnmatchcase(address.name, pattern) for pattern in BY_STATE)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_breaks_for_administrators(every_address, administrator, part):
    faults = [
        fault
        for address in share_of_administrators(part, every_address)
        for fault in faults_of(address, administrator.get(address.path))
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.soak
def test_a_form_writes_for_those_alone_who_may_open_its_address(
    world, every_address, administrator
):
    visitors = {role: Visitor(world, role) for role in ROLES}
    faults, forms = [], _forms(sample(every_address, at_most=30), administrator)
    for form, name in forms:
        sent = administrator.post(form.address, form.body)
        if sent.is_error:
            faults.append(f"{ADMINISTRATOR} break {form.address} with {form.body}")
        for role, visitor in visitors.items():
            if not is_walked(role, form.address):
                continue
            sent = visitor.post(form.address, form.body)
            if sent.is_error:
                faults.append(f"{role} break {form.address} with {form.body}")
            if sent.written and not may_open(role, name):
                faults.append(f"{role} write {sorted(sent.written)} by {form.address} ({name})")
            read = [secret for secret in secrets_kept_from(role) if secret in sent.text]
            if read and not any(secret in str(form.body) for secret in read):
                faults.append(f"{role} read {read} from {form.address}")
    assert forms
    assert not faults, "\n".join(faults)


def _forms(every: list[Address], administrator: Visitor) -> list[tuple[Form, str]]:
    """The forms that administrators see at these addresses, each once, and where they go."""
    forms: dict[str, tuple[Form, str]] = {}
    for address in every:
        visit = administrator.get(address.path)
        for form in forms_of(visit.response, address.path):
            try:
                forms.setdefault(
                    f"{form.address} {sorted(form.body)}", (form, name_of(form.address))
                )
            except Resolver404:
                continue
    return list(forms.values())
