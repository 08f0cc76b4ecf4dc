"""The interface in every language: nothing is missing, and no translation breaks what it fills."""

import json
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override, pgettext
from polib import POEntry, POFile
from stack.console import RefusedError
from translations import catalogs
from translations.sources import Message
from wagtail.users.models import UserProfile

from accounts.models import Customer
from catalog.attribute_types.codes import TypeCode
from catalog.attribute_types.registry import attribute_type
from tests.factories.accounts import UserFactory

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
# What is filled in, the tags around it, the blanks at the ends, which stand beside other texts, and
# what would end an attribute of HTML, where templates write translations as they are.
FILLED = re.compile(r"""%\(\w+\)[a-z]|%%|%[sd]|\{\w*[^{}]*\}|</?\w+[^>]*>|^\s+|\s+$|["&]""")

every_catalog = pytest.mark.parametrize("domain", catalogs.DOMAINS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def filled(text: str) -> set[str]:
    """What a text holds that its translation holds as well."""
    return set(FILLED.findall(text))


def texts_and_translations(entry: POEntry) -> list[tuple[str, str]]:
    """The texts of one and of many, each with its translation."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [
        (entry.msgid, entry.msgstr_plural[0]),
        (entry.msgid_plural, entry.msgstr_plural[1]),
    ]


def test_there_is_a_catalog_for_every_language_of_the_site():
    assert list(catalogs.PLURALS) == LANGUAGES
    assert sorted(path.name for path in catalogs.FOLDER.iterdir()) == LANGUAGES


@every_catalog
@every_language
def test_every_text_is_translated(language, domain):
    catalog = catalogs.read(language, domain)
    assert [entry.msgid for entry in catalogs.untranslated(catalog)] == []


@every_catalog
@every_language
def test_the_catalog_has_the_texts_of_the_source_and_no_others(language, domain):
    kept = catalogs.read(language, domain)
    assert str(kept) == str(catalogs.updated(kept, language, domain)), "make messages updates it"


@every_catalog
@every_language
def test_translations_hold_what_the_texts_hold(language, domain):
    assert [
        (text, translation)
        for entry in catalogs.read(language, domain)
        for text, translation in texts_and_translations(entry)
        if filled(translation) != filled(text)
    ] == []


@every_catalog
@every_language
def test_the_compiled_catalog_is_made_of_the_written_one(language, domain):
    compiled = catalogs.path_of(language, domain).with_suffix(".mo").read_bytes()
    assert compiled == catalogs.read(language, domain).to_binary(), "make messages compiles it"


@pytest.fixture
def source(monkeypatch):
    """Lets the source say only these messages."""
    return lambda *messages: monkeypatch.setattr(catalogs, "messages", lambda kinds: messages)


def test_an_update_keeps_translations_adds_new_texts_and_removes_unused_ones(source):
    kept = POFile()
    kept.append(POEntry(msgid="Kept", msgstr="Behalten"))
    kept.append(POEntry(msgid="Unused", msgstr="Unbenutzt"))
    source(Message("a.py", "Kept"), Message("b.html", "Kept"), Message("a.py", "New"))
    updated = catalogs.updated(kept, "de", "django")
    assert [(entry.msgid, entry.msgstr) for entry in updated] == [("Kept", "Behalten"), ("New", "")]
    assert [entry.msgid for entry in catalogs.untranslated(updated)] == ["New"]
    assert updated[0].occurrences == [("a.py", ""), ("b.html", "")]


def test_one_text_with_two_meanings_is_translated_twice(source):
    source(Message("a.py", "Model"), Message("b.py", "Model", context="data model"))
    updated = catalogs.updated(POFile(), "de", "django")
    assert [(entry.msgctxt, entry.msgid) for entry in updated] == [
        (None, "Model"),
        ("data model", "Model"),
    ]


def test_a_changed_plural_waits_for_its_translation(source):
    kept = POFile()
    kept.append(
        POEntry(msgid="%(n)s row", msgid_plural="%(n)s rows", msgstr_plural={0: "1", 1: "2"})
    )
    source(Message("a.py", "%(n)s row", plural="All %(n)s rows"))
    assert len(catalogs.untranslated(catalogs.updated(kept, "de", "django"))) == 1


def test_one_text_with_two_plurals_is_refused(source):
    source(Message("a.py", "row", plural="rows"), Message("b.py", "row", plural="lines"))
    with pytest.raises(RefusedError, match=r"b\.py.*row.*rows.*lines"):
        catalogs.updated(POFile(), "de", "django")


@pytest.mark.parametrize(
    ("language", "applied", "number", "model"),
    [
        ("de", "Beantragt", "Zahl", "Datenmodell"),
        ("es", "Solicitado", "Número", "Modelo de datos"),
        ("fr", "Demandé", "Nombre", "Modèle de données"),
    ],
)
def test_words_of_two_meanings_are_told_apart(language, applied, number, model):
    with override(language):
        assert Customer.Status.APPLIED.label == applied
        assert str(attribute_type(TypeCode.NUMBER).label) == number
        assert pgettext("data model", "Model") == model
        assert gettext("Model") != model
        assert gettext("Applied") != applied


@pytest.mark.django_db
@every_language
def test_a_visitor_reads_the_site_in_the_language_of_the_browser(client, language):
    page = client.get("/catalog/", headers={"accept-language": language}).content.decode()
    with override(language):
        skip = gettext("Skip to content")
    assert f'<html lang="{language}"' in page
    assert skip != "Skip to content"
    assert skip in page


@pytest.mark.django_db
@every_language
def test_an_editor_works_in_the_language_of_the_profile(client, language):
    editor = UserFactory(is_superuser=True)
    UserProfile.objects.create(user=editor, preferred_language=language)
    client.force_login(editor)
    with override(language):
        products = gettext("Products")
    page = client.get(reverse("wagtailadmin_home"), headers={"accept-language": "en"})
    assert products != "Products"
    assert products in page.content.decode()
    script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    entry = catalogs.read(language, "djangojs").find("Compare and choose")
    assert (
        json.loads(re.search(r"const newcatalog = (\{.*?\n  \});", script, re.DOTALL)[1])[
            entry.msgid
        ]
        == entry.msgstr
    )


@pytest.mark.django_db
def test_the_profile_offers_the_languages_of_the_site_only(client):
    client.force_login(UserFactory(is_superuser=True))
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    select = re.search(r'<select name="locale-preferred_language".*?</select>', page, re.DOTALL)[0]
    offered = re.findall(r'<option value="([^"]+)"', select)
    assert sorted(offered) == sorted(code for code, _name in settings.LANGUAGES)
