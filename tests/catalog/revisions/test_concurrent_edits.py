"""The three-way merge: edits of different fields stay both, the same field is a clash."""

import pytest

from catalog.revisions.services.concurrent_edits.merging import merge_edits

BASE = {
    "pk": 1,
    "name": "Pad",
    "description": "",
    "category": 3,
    "live": True,
    "values": {"length": {"amount": "5", "unit": "mm"}, "title": {"en": "Pad", "de": "Belag"}},
    "channel_values": {"web": {"title": {"en": "Web pad"}}},
    "additional_categories": [1, 2],
    "packages": [],
    "fitments": [
        {"pk": 10, "product": 1, "make": 1, "year_from": 2010},
        {"pk": 11, "product": 1, "make": 2, "year_from": 2012},
    ],
}


def merged(mine: dict, theirs: dict, **options):
    return merge_edits(
        base=BASE,
        mine={**BASE, **mine},
        theirs={**BASE, **theirs},
        localizable={"title"},
        **options,
    )


def test_edits_of_different_fields_stay_both():
    merge = merged({"name": "My pad"}, {"description": "Theirs", "category": 4})
    assert merge.clashes == []
    assert (merge.content["name"], merge.content["description"]) == ("My pad", "Theirs")
    assert merge.content["category"] == 4
    assert set(merge.theirs) == {"description", "category"}


def test_a_value_counts_by_its_language_and_its_channel():
    mine = {
        "values": {**BASE["values"], "title": {"en": "Mine", "de": "Belag"}},
        "channel_values": {"web": {"title": {"en": "Web pad", "de": "Netz"}}},
    }
    theirs = {
        "values": {**BASE["values"], "title": {"en": "Pad", "de": "Ihrer"}},
        "channel_values": {"web": {"title": {"en": "Their web pad"}}, "shop": {"bore": "1"}},
    }
    merge = merged(mine, theirs)
    assert merge.clashes == []
    assert merge.content["values"]["title"] == {"en": "Mine", "de": "Ihrer"}
    assert merge.content["channel_values"] == {
        "web": {"title": {"en": "Their web pad", "de": "Netz"}},
        "shop": {"bore": "1"},
    }


def test_the_same_value_written_twice_is_asked_about_and_follows_the_answer():
    mine = {"values": {**BASE["values"], "length": {"amount": "6", "unit": "mm"}}}
    theirs = {"values": {"title": BASE["values"]["title"]}}
    merge = merged(mine, theirs)
    assert merge.clashes == ["values.length"]
    assert "length" not in merge.content["values"]
    decided = merged(mine, theirs, prefer_mine={"values.length"})
    assert decided.clashes == []
    assert decided.content["values"]["length"] == {"amount": "6", "unit": "mm"}


def test_both_writing_the_same_is_no_clash():
    assert merged({"name": "Same"}, {"name": "Same"}).clashes == []


def test_categories_are_added_and_taken_away_by_both():
    merge = merged({"additional_categories": [1, 2, 5]}, {"additional_categories": [2, 7]})
    assert merge.content["additional_categories"] == [2, 5, 7]


def test_rows_of_both_are_kept():
    old = BASE["fitments"]
    mine = [{**old[0], "year_from": 2009}, old[1], {"pk": None, "make": 3, "year_from": 1}]
    theirs = [old[0], {"pk": None, "make": 4, "year_from": 2}]
    merge = merged({"fitments": mine}, {"fitments": theirs})
    assert merge.clashes == []
    assert [(row["make"], row["year_from"]) for row in merge.content["fitments"]] == [
        (1, 2009),
        (4, 2),
        (3, 1),
    ]


def test_a_row_that_both_changed_is_asked_about():
    old = BASE["fitments"]
    mine = [{**old[0], "year_from": 2009}, old[1]]
    theirs = [old[1]]
    assert merged({"fitments": mine}, {"fitments": theirs}).clashes == ["fitments.10"]
    decided = merged({"fitments": mine}, {"fitments": theirs}, prefer_mine={"fitments.10"})
    assert [row["year_from"] for row in decided.content["fitments"]] == [2012, 2009]


def test_a_new_row_that_was_given_its_key_meanwhile_is_the_same_row():
    new = {"pk": None, "make": 9, "year_from": 5}
    base = {**BASE, "fitments": [new]}
    merge = merge_edits(
        base=base,
        mine={**base, "fitments": [{**new, "year_from": 6}]},
        theirs={**base, "fitments": [{**new, "pk": 55}]},
        localizable=(),
    )
    assert [row["year_from"] for row in merge.content["fitments"]] == [6]
    assert merge.theirs == []


@pytest.mark.parametrize("name", ["live", "locked", "latest_revision", "updated_at"])
def test_book_keeping_is_no_edit(name):
    merge = merged({name: "mine"}, {name: "theirs"})
    assert (merge.clashes, merge.theirs) == ([], [])
    assert merge.content[name] == "theirs"
