"""What cannot be read or stored is refused in words: on a page of site or admin, or as JSON."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client

from solidus.requests import UTF8WSGIRequest
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

UNSTORABLE = "a character that cannot be stored"
DEEP = "[" * 300 + "]" * 300


@pytest.fixture
def client(settings) -> Client:
    """A visitor of the public site."""
    settings.ELASTICSEARCH_URL = ""
    return Client()


@pytest.fixture
def admin() -> Client:
    """An administrator."""
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def refusal(answer: HttpResponse) -> str:
    """The words of an answer that refuses."""
    assert answer.status_code == 400
    return answer.content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q=a%00b", f"“q” contains {UNSTORABLE}"),
        ("a%00=1", f"The name of a field contains {UNSTORABLE}"),
        ("q=%22%5Cud800%22", f"“q” contains {UNSTORABLE}"),
        ("filter=%5B%22%5Cu0000%22%5D", f"“filter” contains {UNSTORABLE}"),
        (f"filter={DEEP}", "“filter” is nested too deeply"),
        ("filter=" + "[" * 10_000, "“filter” is nested too deeply"),
    ],
)
def test_a_parameter(client, query, words):
    assert words in refusal(client.get(f"/catalog/?{query}"))


@pytest.mark.parametrize("query", ["q=%ED%A0%80", "q=%", "q=[", "q=\\u0000", "filter=[1]", "q=%F0"])
def test_what_can_be_read_is_left_to_the_view(client, query):
    assert client.get(f"/catalog/?{query}").status_code == 200


def test_the_address_cookies_and_headers(client):
    for address in ("/nothing%00/", "/catalog/c/%00/"):
        assert f"The address contains {UNSTORABLE}" in refusal(client.get(address))
    answer = client.get("/catalog/", headers={"Referer": "a\x00"})
    assert f"“Referer” contains {UNSTORABLE}" in refusal(answer)
    client.cookies["sessionid"] = "a\x00"
    assert f"contains {UNSTORABLE}" in refusal(client.get("/account/"))


def test_a_form_and_the_names_in_it(client):
    answer = client.post("/accounts/sign-in/", {"username": "a\x00", "password": "b"})
    assert f"“username” contains {UNSTORABLE}" in refusal(answer)
    assert "The name of a field" in refusal(client.post("/accounts/sign-in/", {"\x00": "b"}))


@pytest.mark.parametrize("begin", ["", " ", "\u00a0", "\f", "\v\u2003"])
def test_json_in_a_form_whatever_white_space_it_begins_with(client, begin):
    answer = client.post("/accounts/sign-in/", {"username": begin + '[{"\\ud800": 1}]'})
    assert f"“username” contains {UNSTORABLE}" in refusal(answer)


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "hex", "unicode_escape", "nothing"])
def test_another_encoding_than_utf_8(client, charset, monkeypatch):
    monkeypatch.setattr("django.test.client.WSGIRequest", UTF8WSGIRequest)  # as solidus.wsgi does
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    answer = client.generic("POST", "/accounts/sign-in/?q=a", b"--x--", kind)
    assert "not encoded in UTF-8" in refusal(answer)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"match": "\\ud800"}', UNSTORABLE),
        (DEEP, "nested too deeply"),
        ("[" * 100_000, "nested too deeply"),
        ("{", "not valid JSON"),
        ('{"a": NaN}', "not valid JSON"),
        ("9" * 5000, "not valid JSON"),
        (b"\xff", "not valid JSON"),
    ],
)
def test_json_is_answered_by_json(admin, body, words):
    answer = admin.post("/admin/catalog/segment-builder/preview/", body, "application/json")
    assert words in json.loads(refusal(answer))["error"]


def test_who_prefers_json_gets_it(client):
    answer = client.get("/catalog/?q=%00", headers={"Accept": "application/json"})
    assert UNSTORABLE in json.loads(refusal(answer))["error"]


def test_the_admin_says_it_in_its_own_look_and_to_its_people_alone(client, admin):
    address = "/admin/catalog/product/?q=%00"
    assert "wagtailadmin" in refusal(admin.get(address))
    assert "wagtailadmin" not in refusal(client.get(address))


def test_what_is_said_is_escaped(client):
    assert "<script>" not in refusal(client.get("/catalog/?%3Cscript%3E=%00"))


@pytest.mark.parametrize("address", ["/admin/failwhale/", "/admin/test404/"])
def test_wagtails_addresses_for_trying_out_errors_are_closed(admin, address):
    assert admin.get(address).status_code == 404


class BrokenOff:
    """A connection that ends before all was sent."""

    def read(self, *_size: int) -> bytes:
        """Fail as a server's stream does."""
        raise OSError("The client disconnected")

    readline = read


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json"])
def test_a_request_that_breaks_off_is_no_error_of_ours(client, kind):
    sent = {"wsgi.input": BrokenOff()}
    answer = client.generic("POST", "/catalog/", "q=1", content_type=kind, **sent)
    assert "was interrupted" in refusal(answer)
