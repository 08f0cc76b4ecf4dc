"""The glossary names what is there."""

import re

from django.apps import apps
from django.conf import settings

GLOSSARY = (settings.BASE_DIR / "docs" / "glossary.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in GLOSSARY.splitlines()
    if line.startswith("| ")
]
NAMES = re.findall(r"`([^`]+)`", GLOSSARY)


def test_each_word_stands_once_with_the_words_of_trade_and_framework():
    assert all(len(row) == 3 and all(row) for row in ROWS)
    words = [row[0] for row in ROWS]
    assert len(words) == len(set(words)) > 40


def test_its_paths_and_rooms_are_there():
    paths = [name for name in NAMES if "/" in name or (name.islower() and name.isalpha())]
    known = {"label", "live", "locked", "parent"}  # columns of products
    bases = [settings.BASE_DIR, settings.BASE_DIR / "catalog"]
    missing = [
        path
        for path in paths
        if path not in known and not any((base / path).exists() for base in bases)
    ]
    assert missing == []


def test_its_models_are_there():
    models = {model.__name__ for model in apps.get_models()}
    named = {name for name in NAMES if re.fullmatch(r"([A-Z][a-z]+)+", name)}
    others = {
        "AttributeType",
        "CodeField",
        "KindField",
        "ProductPart",
        "SegmentField",
        "ValueAddress",
    }
    assert {"Brand", "Fitment", "PriceList"} <= named
    assert named - others - models == set()
