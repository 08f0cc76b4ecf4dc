"""The texts that people read are in the words of the trade: docs/words.md says which."""

import re
from functools import cache

import pytest
from django.conf import settings

from tests.interface_texts import interface_texts

ROWS = [
    line.strip("|").split(" | ")
    for line in (settings.BASE_DIR / "docs" / "words.md").read_text("utf-8").splitlines()
    if line.startswith("| ")
]
PHRASES = [phrase for row in ROWS for phrase in re.findall(r"`([^`]+)`", row[1])]
# "It is no longer there" is said where "It is no field" is not.
FINE = re.compile(r"\bno longer\b", re.IGNORECASE)


def found_in(text: str) -> list[str]:
    """The phrases of docs/words.md that are not said, where `text` says them."""
    plain = FINE.sub("", " ".join(text.split()))
    return [phrase for phrase in PHRASES if _pattern(phrase).search(plain)]


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """Finds the phrase as whole words; one may begin with the quotation mark that ends a value."""
    before = r"\b" if phrase[0].isalpha() else ""
    return re.compile(rf"{before}{re.escape(phrase)}(?!\w)", re.IGNORECASE)


def test_each_phrase_that_is_not_said_has_words_to_say_instead():
    assert all(len(row) == 2 and row[0].strip() for row in ROWS)
    assert len(PHRASES) == len(set(PHRASES)) > 60


def test_no_text_says_what_nobody_in_the_trade_says():
    assert [
        f"{text} ({', '.join(found)})"
        for text in interface_texts()
        if (found := found_in(text.text))
    ] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("catalog/bulk/services/edits/operations.py", "Find and replace in the text"),
        ("catalog/pricing/currency_changes.py", "%(currency)s has no decimals, but %(number)d"),
        ("catalog/templates/catalog/bulk/page.html", "About this bulk edit"),
        ("catalog/templates/catalog/bulk/_actions.html", "Change %(count)s products"),
        ("catalog/jinja2/catalog/storefront/list.html", "<strong>%(shown)s</strong> parts"),
        ("solidus/templates/accounts/password_reset_mail.txt", "Your username is %(name)s."),
    ],
)
def test_texts_of_every_kind_of_source_are_read(path, text):
    assert any(one.path == path and one.text.startswith(text) for one in interface_texts())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“a” is no number.", ["” is no"]),
        ("There is no such field.", ["there is no such"]),
        ("It is no longer published.", []),
        ("There is no field “a”.", []),
        ("Throw away", ["throw away"]),
        ("Nobody\n    has a mailbox.", ["nobody", "mailbox"]),
        ("The beginning", []),
    ],
)
def test_a_phrase_is_found_as_whole_words(text, found):
    assert found_in(text) == found
