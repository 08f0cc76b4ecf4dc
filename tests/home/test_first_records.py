"""What a new site begins with is called as the trade says."""

import json

from django.conf import settings


def test_the_roots_of_pages_and_collections_are_named_by_what_they_hold():
    records = json.loads((settings.BASE_DIR / "fixtures" / "initial_data.json").read_text())
    names = {record["model"]: record["fields"] for record in reversed(records)}
    assert names["wagtailcore.page"]["title"] == "All pages"
    assert names["wagtailcore.collection"]["name"] == "General"
