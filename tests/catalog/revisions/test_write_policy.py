"""Who may write what of a product: one product in Python, many in SQL, in the same words."""

import re
from datetime import timedelta
from itertools import product as combinations
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from catalog.models import Product
from catalog.products.parts import product_parts
from catalog.products.queries.write_refusals import refused_products
from catalog.products.services.publication import PublicationRefusedError
from catalog.products.write_policy import (
    Write,
    WriteRefusedError,
    refusal_of_many,
    refusals,
    refuse_write,
    refusing_conditions,
)
from tests.concurrency import threads, wait_until_one_waits
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory
from tests.factories.reviews import review_step, submit
from tests.soak import sample

pytestmark = pytest.mark.django_db

JUDGES = re.compile(
    r"\.get_lock\(|product\.locked\b|\blocked_by_id\b|\.locked_for_user\("
    r"|merged_into_id IS NOT NULL"
)
WRITES = [(write, ()) for write in Write]
OF_PARTS = [(write, (part,)) for write in (Write.ROW, Write.PART) for part in product_parts()]
STATES = ["open", "own lock", "anothers lock", "nobodys lock", "merged", "in review", "scheduled"]
STATES += ["discontinued"]
PEOPLE = ["nobody", "editor", "publisher", "reviewer", "administrator", "command"]
RIGHTS = {
    "nobody": [],
    "editor": ["change_product"],
    "publisher": ["change_product", "publish_product", "delete_product"],
    "reviewer": ["change_product", "publish_product"],
}


@pytest.fixture
def people() -> dict[str, User | None]:
    found: dict[str, User | None] = {name: UserFactory(username=name) for name in RIGHTS}
    for name, rights in RIGHTS.items():
        found[name].user_permissions.set(Permission.objects.filter(codename__in=rights))
    deciding = Group.objects.create(name="Deciders")
    found["reviewer"].groups.add(deciding)
    review_step(deciding)
    publishing = Group.objects.create(name="Publishers")
    publishing.permissions.add(Permission.objects.get(codename="publish_product"))
    found["administrator"] = UserFactory(is_superuser=True, first_name="Ada", last_name="Byron")
    return {**found, "command": None}


def made(state: str, user: User | None, *, live: bool) -> Product:
    product = ProductFactory(live=live and state != "merged", name=state)
    if state == "own lock":
        lock(product, user)
    if state == "anothers lock":
        lock(product, UserFactory(first_name="Erika", last_name="Muster"))
    if state == "nobodys lock":
        lock(product, None)
    if state == "merged":
        product.merged_into = ProductFactory(name="Kept")
        product.save()
    if state == "discontinued":
        product.status = Product.Status.DISCONTINUED
        product.save()
    if state == "in review":
        submit(product, UserFactory())
    if state == "scheduled":
        product.go_live_at = timezone.now() + timedelta(days=1)
        product.save_revision().publish()
    return Product.objects.get(pk=product.pk)


def lock(product: Product, user: User | None) -> None:
    Product.objects.filter(pk=product.pk).update(locked=True, locked_by=user)


@pytest.mark.soak
@pytest.mark.parametrize("person", PEOPLE)
def test_both_forms_say_the_same_whoever_writes_what_of_which_product(people, person):
    user = people[person]
    products = [made(state, user, live=live) for state in STATES for live in (True, False)]
    keys = [product.pk for product in products]
    for write, parts in WRITES + sample(OF_PARTS, at_most=4, drawn_for=person):
        by_database = refused_products(keys, write, user, parts=parts)
        for product in products:
            said = refusals(product, write, user, parts=parts)
            assert said == by_database.get(product.pk, []), (product.name, write, parts)


# Who may: by state, for a product that is published; "-" where nobody may.
MAY = {
    Write.DRAFT: {
        "open": "editor publisher reviewer administrator command",
        "own lock": "editor publisher reviewer administrator",
        "anothers lock": "-",
        "nobodys lock": "-",
        "merged": "-",
        "in review": "reviewer administrator",
        "scheduled": "-",
        "discontinued": "editor publisher reviewer administrator command",
    },
    Write.ROW: {
        "open": "publisher reviewer administrator command",
        "own lock": "publisher reviewer administrator",
        "anothers lock": "-",
        "nobodys lock": "-",
        "merged": "-",
        "in review": "publisher reviewer administrator command",
        "scheduled": "publisher reviewer administrator command",
        "discontinued": "publisher reviewer administrator command",
    },
    Write.PART: {
        "open": "nobody editor publisher reviewer administrator command",
        "own lock": "nobody editor publisher reviewer administrator",
        "anothers lock": "-",
        "nobodys lock": "-",
        "merged": "-",
        "in review": "nobody editor publisher reviewer administrator command",
        "scheduled": "nobody editor publisher reviewer administrator command",
        "discontinued": "nobody editor publisher reviewer administrator command",
    },
    Write.PUBLICATION: {
        "open": "publisher reviewer administrator command",
        "own lock": "publisher reviewer administrator",
        "anothers lock": "-",
        "nobodys lock": "-",
        "merged": "-",
        "in review": "reviewer administrator",
        "scheduled": "publisher reviewer administrator command",
        "discontinued": "publisher reviewer administrator command",
    },
    Write.DELETION: {
        "open": "publisher administrator command",
        "own lock": "publisher administrator",
        "anothers lock": "-",
        "nobodys lock": "-",
        "merged": "-",
        "in review": "administrator",
        "scheduled": "publisher administrator command",
        "discontinued": "publisher administrator command",
    },
}


@pytest.mark.parametrize("state", STATES)
def test_who_may_write_what(people, state):
    products = {person: made(state, user, live=True) for person, user in people.items()}
    for write in Write:
        may = [name for name, user in people.items() if not refusals(products[name], write, user)]
        allowed = MAY[write][state].split()
        assert may == [name for name in people if name in allowed], write


@pytest.mark.parametrize("state", STATES)
def test_the_last_step_of_publishing_asks_too(people, state):
    """A form that was open before the product was closed gets there."""
    allowed = MAY[Write.PUBLICATION][state].split()
    for person in set(people) - {"command"}:
        product = made(state, people[person], live=True)
        revision = product.latest_revision or product.save_revision()
        if person in allowed:
            revision.publish(user=people[person])
            is_live = Product.objects.get(pk=product.pk).live_revision_id == revision.pk
            assert is_live or state == "scheduled"
            continue
        with pytest.raises(PublicationRefusedError) as refused:
            revision.publish(user=people[person])
        assert refused.value.reasons == refusals(product, Write.PUBLICATION, people[person])


@pytest.mark.django_db(transaction=True)
def test_the_last_step_of_publishing_waits_for_a_lock_that_is_being_taken():
    product = ProductFactory(live=True)
    revision, user = product.save_revision(), UserFactory(is_superuser=True)
    with threads() as begin, transaction.atomic():
        lock(product, UserFactory())
        publishing = begin(lambda: revision.publish(user=user))
        wait_until_one_waits()
    with pytest.raises(PublicationRefusedError, match="has locked this product"):
        publishing.result()


@pytest.mark.parametrize("state", STATES)
def test_the_form_is_closed_by_the_same(people, state):
    """Wagtail asks the product for its lock; who may change products at all is its own check."""
    for person, live in combinations(PEOPLE[1:5], [True, False]):
        product = made(state, people[person], live=live)
        found = product.get_lock()
        is_closed = bool(found and found.for_user(people[person]))
        refused = refusals(product, Write.DRAFT, people[person])
        assert is_closed == bool(refused), (person, live)


def test_what_waits_for_approval_and_is_not_published_is_written_by_its_reviewers(people):
    product = made("in review", None, live=False)
    refused = {name for name, user in people.items() if refusals(product, Write.ROW, user)}
    assert refused == {"nobody", "editor", "publisher", "command"}


@pytest.mark.parametrize(
    ("state", "person", "words"),
    [
        (
            "open",
            "nobody",
            "You do not have permission to change products. Ask editor, publisher, reviewer",
        ),
        ("open", "editor", "you do not have permission to publish. Ask .*Publishers"),
        (
            "anothers lock",
            "administrator",
            "Erika Muster has locked this product. Ask Erika Muster",
        ),
        ("nobodys lock", "administrator", "This product is locked. Ask .* to unlock it."),
        (
            "merged",
            "administrator",
            "It was merged into .* – Kept and can no longer be edited. Edit .* instead.",
        ),
    ],
)
def test_the_answer_says_why_and_who_can(people, state, person, words):
    product = made(state, None, live=True)
    with pytest.raises(WriteRefusedError, match=words):
        refuse_write(product, Write.ROW, people[person])
    draft = made("in review", None, live=True)
    with pytest.raises(
        WriteRefusedError, match=r"is waiting for Product review.* only Deciders can"
    ):
        refuse_write(draft, Write.DRAFT, people["editor"])


@pytest.mark.parametrize("write", [Write.ROW, Write.PUBLICATION, Write.DELETION])
@pytest.mark.parametrize("live", [True, False])
def test_many_as_a_whole_take_the_rights_that_one_takes(people, write, live):
    """An import, a bulk edit and a change of the model wait for the same people as a form."""
    product = made("open", None, live=live)
    for name, user in people.items():
        one = refusals(product, write, user)
        many = refusal_of_many(write, user, touches_published=lambda: live)
        assert bool(one) == bool(many), name
        if one and "It is published" not in one[0]:
            assert many == one[0]
        elif one:
            assert many.startswith("Some of these products are published, and you do not have")


@pytest.mark.parametrize("name", [name for name, one in product_parts().items() if one.permission])
def test_rows_of_a_part_need_its_right(people, name):
    product = made("open", None, live=True)
    with pytest.raises(
        WriteRefusedError, match=r"changes that you do not have permission to make. Ask"
    ):
        refuse_write(product, Write.ROW, people["publisher"], parts=[name])
    codename = product_parts()[name].permission.partition(".")[2]
    people["publisher"].user_permissions.add(Permission.objects.get(codename=codename))
    refuse_write(product, Write.ROW, User.objects.get(username="publisher"), parts=[name])


def test_nobody_else_judges_whether_a_product_is_closed():
    """A rule that is written out again would drift; the listing only marks what is closed."""
    judging = {
        str(file.relative_to(settings.BASE_DIR))
        for room in ("catalog", "imports", "feeds", "home")
        for file in Path(settings.BASE_DIR, room).rglob("*.py")
        if "migrations" not in file.parts and JUDGES.search(file.read_text())
    }
    assert judging == {
        "catalog/listing/wagtail_admin/editing_locks.py",
        "catalog/products/models/product.py",
        "catalog/products/write_policy.py",
        "catalog/revisions/review_closing.py",
    }


def test_the_statement_asks_a_fixed_number_of_things(people, django_assert_max_num_queries):
    for _number in range(3):
        made("in review", None, live=True)
    with django_assert_max_num_queries(12):
        refusing_conditions(Write.ROW, people["editor"])
