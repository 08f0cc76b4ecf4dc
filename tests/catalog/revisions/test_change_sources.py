"""Whatever way of a change is registered, histories tell it in words and lead to its run."""

import pytest
from django.urls import reverse

from catalog.revisions.queries.history import sources
from catalog.revisions.queries.history.sources import (
    Source,
    register_change_source,
    registered_words,
    source_of,
)


@pytest.mark.parametrize("word", registered_words())
def test_a_registered_word_is_told_with_its_key(word):
    source = source_of(f"{word} 7")
    assert source.key == "7"
    assert source.label
    assert "%" not in source.label
    assert word not in (source.label, source_of(word).label)
    assert not source_of(f"{word} of old").url_name


@pytest.mark.parametrize("word", registered_words())
def test_the_address_of_a_registered_word_takes_its_key(word):
    source = source_of(f"{word} 7")
    assert not source.url_name or "7" in reverse(source.url_name, args=[source.key])


def test_ways_with_one_key_are_told_apart():
    told = [source_of(f"{word} 7").label for word in registered_words()]
    assert len(set(told)) == len(told)


def test_an_undo_leads_to_the_change_that_it_took_back():
    assert source_of("undo 7").url_name == source_of("bulk edit 7").url_name != ""


def test_the_longer_word_goes_before_the_shorter_one(monkeypatch):
    monkeypatch.setattr(sources, "_ways", {})
    register_change_source("night", "Night")
    register_change_source("night shift", "Shift %(key)s", url_name="jobs:detail")
    assert source_of("night shift 3") == Source("Shift 3", "3", "jobs:detail")
    assert source_of("night 3") == Source("Night", "3")
    assert source_of("nightly") == Source("nightly")
