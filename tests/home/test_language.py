"""The choice of a language on public pages."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def choose(client: Client, language: str, page: str = "/catalog/"):
    """Press the button of `language` on `page`."""
    return client.post(
        reverse("home:language"),
        {"language": language},
        headers={"referer": f"http://testserver{page}"},
    )


def language_of(client: Client, page: str = "/catalog/", **headers: str) -> str:
    """The language that a page is in."""
    content = client.get(page, headers=headers).content.decode()
    return re.search(r'<html lang="(\w+)"', content)[1]


def test_every_language_is_offered_in_its_own_words_and_the_present_one_marked(client):
    page = client.get("/catalog/", headers={"accept-language": "fr"}).content.decode()
    buttons = re.findall(r'name="language" value="(\w+)" lang="\1"([^>]*)>(\w+)<', page)
    assert [code for code, _mark, _name in buttons] == [code for code, _name in settings.LANGUAGES]
    assert [name for _code, _mark, name in buttons] == ["English", "Deutsch", "Español", "Français"]
    assert [code for code, mark, _name in buttons if "aria-current" in mark] == ["fr"]


def test_the_choice_outweighs_the_browser_and_keeps_the_address(client):
    address = "/catalog/?q=brake&view=list"
    assert choose(client, "es", address)["Location"] == f"http://testserver{address}"
    assert language_of(client, address, **{"accept-language": "de"}) == "es"


def test_an_unknown_language_changes_nothing(client):
    for unknown in ("", "xx", "it", "../de", "d" * 600):
        choose(client, unknown)
        assert language_of(client) == "en"


def test_the_choice_leads_to_no_other_site(client):
    answer = client.post(
        reverse("home:language"),
        {"language": "de", "next": "https://evil.example/"},
        headers={"referer": "https://evil.example/"},
    )
    assert answer["Location"] == "/"


def test_a_page_that_was_kept_for_others_lets_a_visitor_choose(settings):
    """A kept page holds no token, so the choice asks for none."""
    settings.PAGE_CACHE_SECONDS = 300
    Client().get("/catalog/")
    visitor = Client(enforce_csrf_checks=True)
    assert language_of(visitor) == "en"
    assert choose(visitor, "de").status_code == 302
    assert language_of(visitor) == "de"
    assert language_of(Client()) == "en"
