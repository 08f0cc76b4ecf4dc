"""Nasty input to every address: said in words to be wrong, and never an error of the server."""

import logging
import random
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.db import connection
from lxml import html

from solidus.requests import UTF8WSGIRequest
from tests.soak import IS_WHOLE, SEED, sample
from tests.system.fuzzing import BODIES, COMMON_NAMES, VALUES, Failure, Sender, Value
from tests.system.fuzzing.bodies import METHODS
from tests.system.fuzzing.senders import ReadNames
from tests.system.walker import Address, Form, World, addresses, forms_of
from tests.system.walker.people import ADMINISTRATOR, ANONYMOUS, CONTACT

pytestmark = [pytest.mark.soak, pytest.mark.django_db]

FORM = "application/x-www-form-urlencoded"
# The parts into which the addresses are cut in a soak, for its processes to share.
PARTS = 12 if IS_WHOLE else 1
# A soak gives each parameter, body and field so many of the nasty values, each time others by the
# seed: all with all are 200,000 pages.
VALUES_OF_A_PARAMETER = 10
BODIES_OF_AN_ADDRESS = 10
VALUES_OF_A_FIELD = 6
NUMBER = re.compile(r"(?<=/)\d+(?=/|$)")


@pytest.fixture(autouse=True)
def alone(settings, monkeypatch) -> Iterator[None]:
    """Search by PostgreSQL, requests as `solidus.wsgi` makes them, and views in savepoints.

    A statement that fails in a savepoint does not end the transaction of the test. Nothing is
    logged: the tracebacks of half a million refusals would be kept in memory.
    """
    settings.ELASTICSEARCH_URL = ""
    logging.disable()
    monkeypatch.setattr("django.test.client.WSGIRequest", UTF8WSGIRequest)
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def read_names(monkeypatch) -> ReadNames:
    """Tells which parameters a view reads."""
    names = ReadNames()
    names.attach(monkeypatch)
    return names


def every_address(world: World) -> list[Address]:
    """One address of every name."""
    found: dict[str, Address] = {}
    for address in addresses(world):
        found.setdefault(address.name, address)
    return list(found.values())


def with_query(address: str, query: str) -> str:
    """The address with one more part in its query string."""
    return f"{address}{'&' if '?' in address else '?'}{query}"


def names_in(page: bytes) -> set[str]:
    """The parameters in links and fields of a page."""
    if b"<" not in page:
        return set()
    document = html.document_fromstring(page or b"<p>")
    links = [link.partition("?")[2] for link in document.xpath("//@href | //@*[name()='hx-get']")]
    linked = {part.partition("=")[0] for link in links for part in link.split("&")}
    return linked | set(document.xpath("//form[not(@method='post' or @method='POST')]//@name"))


def parameters(
    sender: Sender, read_names: ReadNames, known: list[Address]
) -> Iterator[tuple[str, str]]:
    """Each address, with each parameter that its view reads or that its page sends."""
    for address in known:
        with read_names.noted() as read:
            answer = sender.get(address.path)
            names = {name for name in read if name.isascii()}
        if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            names |= {name for name in names_in(answer.content) if 0 < len(name) < 40}
        yield from ((address.path, name) for name in sorted(names))


def told(failures: list[Failure]) -> str:
    """Every place of failure once, with one request that leads there."""
    places = {(failure.error[:60], failure.place): failure for failure in failures}
    return "\n".join(str(failure) for failure in places.values())


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(("role", "at_most"), [(ADMINISTRATOR, 50), (ANONYMOUS, 20), (CONTACT, 20)])
def test_parameters(world, read_names, role, at_most, part):
    sender = Sender(world.people[role])
    known = share_of(role, world, part)
    draw = random.Random(f"{SEED} {part}")
    cases = [
        (address, name, value)
        for address, name in parameters(sender, read_names, sample(known, at_most=20))
        for value in draw.sample(VALUES, VALUES_OF_A_PARAMETER)
    ]
    for address, name, value in sample(cases, at_most=at_most):
        sender.get(with_query(address, value.sent_as(name)))
    assert not sender.failures, told(sender.failures)


def share_of(role: str, world: World, part: int) -> list[Address]:
    """The addresses of this part that `role` gets more from than the way to sign in."""
    known = every_address(world)[part::PARTS]
    return [address for address in known if role == ADMINISTRATOR or is_public(address)]


def is_public(address: Address) -> bool:
    """Whether others than people of the admin get more from it than the way to sign in."""
    return not address.path.startswith("/admin/") or "login" in address.path


@pytest.mark.parametrize("role", [ADMINISTRATOR, ANONYMOUS])
def test_common_parameters_everywhere(world, role):
    sender = Sender(world.people[role])
    cases = [(address, value) for address in every_address(world) for value in VALUES]
    for address, value in sample(cases, at_most=25, in_a_soak=2000):
        query = "&".join(value.sent_as(name) for name in COMMON_NAMES)
        sender.get(with_query(address.path, query))
    assert not sender.failures, told(sender.failures)


@pytest.mark.parametrize("role", [ADMINISTRATOR, ANONYMOUS])
def test_numbers_in_the_path(world, role):
    sender = Sender(world.people[role])
    cases = [
        NUMBER.sub(number, address.path)
        for address in every_address(world)
        if NUMBER.search(address.path)
        for number in ("0", "99999999999999999999", "9" * 5000, "%00", "-1", "1.5")
    ]
    for address in sample(cases, at_most=30):
        sender.get(address)
        sender.send("POST", address, "", FORM)
    assert not sender.failures, told(sender.failures)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("role", [ADMINISTRATOR, ANONYMOUS])
def test_bodies(world, role, part):
    sender = Sender(world.people[role])
    draw = random.Random(f"{SEED} {part}")
    cases = [
        (address, *body)
        for address in share_of(role, world, part)
        for body in draw.sample(BODIES, BODIES_OF_AN_ADDRESS)
    ]
    for address, body, kind in sample(cases, at_most=40):
        sender.send("POST", address.path, body, kind)
    for address, body, kind in sample(cases, at_most=5, in_a_soak=80):
        for method in METHODS:
            sender.send(method, address.path, body, kind)
    assert not sender.failures, told(sender.failures)


def test_headers(world):
    sender = Sender(None)
    names = ("Accept", "Accept-Language", "Content-Type", "Cookie", "Referer", "User-Agent")
    cases = [
        (name, written, address)
        for name in names
        for value in VALUES
        for text in [value.sent_as("a")]
        for written in (text, text.partition("=")[2], f"sessionid={text}; theme={text}")
        for address in ("/catalog/", "/nothing/", "/admin/")
    ]
    for name, written, address in sample(cases, at_most=50):
        sender.send("GET", address, HTTP_HOST="testserver", **{header(name): written})
    assert not sender.failures, told(sender.failures)


def header(name: str) -> str:
    """The name of a header in WSGI."""
    written = name.upper().replace("-", "_")
    return written if written == "CONTENT_TYPE" else f"HTTP_{written}"


@pytest.mark.parametrize("part", range(PARTS))
def test_forms_with_one_field_replaced(world, part):
    sender = Sender(world.people[ADMINISTRATOR])
    known = share_of(ADMINISTRATOR, world, part)
    forms = list(every_form(sender, sample(known, at_most=6)))
    cases = [(form, name) for form in forms for name in form.body if name != "csrfmiddlewaretoken"]
    draw = random.Random(f"{SEED} {part}")
    for form, name in sample(cases, at_most=20):
        for value in draw.sample(VALUES, VALUES_OF_A_FIELD if IS_WHOLE else 1):
            sender.send("POST", form.address, body_with(form, name, value), FORM)
    assert not sender.failures, told(sender.failures)


def every_form(sender: Sender, known: list[Address]) -> Iterator[Form]:
    """The forms of every page, each with one of its buttons."""
    seen = set()
    for address in known:
        for form in forms_of(sender.get(address.path), address.path):
            key = (form.address, *sorted(set(form.body)))
            if form.address and len(seen) < len(seen | {key}):
                seen.add(key)
                yield form


def body_with(form: Form, name: str, value: Value) -> str:
    """What the form sends when one of its fields is nasty."""
    others = {field: values for field, values in form.body.items() if field != name}
    return "&".join([urlencode(others, doseq=True), value.sent_as(name)])
