"""A form that the database refuses is shown again with the reason, whichever model it is of."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from lxml import html
from wagtail.admin.views.generic import CreateView, EditView

from catalog.models import Attribute, AttributeOption
from console.wagtail_admin.database_refusals import TellsDatabaseRefusals
from feeds.models import Feed
from imports.models import ImportProfile
from tests.factories.accounts import UserFactory
from tests.factories.catalog import AttributeFactory
from tests.factories.feeds import FeedFactory
from tests.factories.imports import ImportProfileFactory
from tests.system.walker import forms_of

pytestmark = pytest.mark.django_db


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        yield from patterns(one) if isinstance(one, URLResolver) else [one]


def views_with_rows() -> dict[str, type]:
    """The views that save a record together with rows of its own, by the name of the model."""
    found = {}
    for pattern in patterns(get_resolver()):
        kind = getattr(pattern.callback, "view_class", None)
        if not (isinstance(kind, type) and issubclass(kind, CreateView | EditView)):
            continue
        view = kind(**pattern.callback.view_initkwargs)
        panel = getattr(view, "panel", None)
        if panel and panel.get_form_options().get("formsets"):
            found[f"{view.model._meta.label} {kind.__name__}"] = kind
    return found


def test_every_view_that_saves_rows_tells_what_the_database_refuses():
    views = views_with_rows()
    assert len({name.split()[0] for name in views}) >= 4, views
    assert not [name for name, kind in views.items() if not issubclass(kind, TellsDatabaseRefusals)]


def keys(record: Feed | ImportProfile | Attribute, rows: str) -> list[int]:
    stored = type(record).objects.get(pk=record.pk)
    return sorted(row.pk for row in getattr(stored, rows).all())


def feed() -> Feed:
    return FeedFactory(columns=[("SKU", "sku"), ("Name", "name")])


def profile() -> ImportProfile:
    return ImportProfileFactory(columns={"sku": "sku", "name": "name"})


def choice() -> Attribute:
    attribute = AttributeFactory(type="choice")
    for code in ("red", "blue"):
        AttributeOption.objects.create(attribute=attribute, code=code, label=code)
    return attribute


FORMS = {
    "feeds_feed": (feed, "columns", "Column", "feed and header"),
    "imports_importprofile": (profile, "columns", "Column", "profile and header"),
    "catalog_attribute": (choice, "options", "Option", "attribute and code"),
}


@pytest.mark.parametrize("known", ["", "0", "other"])
@pytest.mark.parametrize("name", FORMS)
def test_rows_that_are_sent_without_their_keys_are_refused_with_words(client, name, known):
    make, rows, row, fields = FORMS[name]
    client.force_login(UserFactory(is_superuser=True))
    record, other = make(), make()
    address = reverse(f"{name}:edit", args=[record.pk])
    form = next(form for form in forms_of(client.get(address), address) if form.address == address)
    stored = keys(record, rows)
    key = str(keys(other, rows)[0]) if known == "other" else known
    sent = {**form.body, f"{rows}-0-id": [key]}
    if not known:
        sent |= {f"{rows}-INITIAL_FORMS": ["0"], f"{rows}-1-id": [""]}
    answer = client.post(address, sent)
    assert answer.status_code in (200, 302)
    assert keys(record, rows) == stored
    if not known:
        page = html.document_fromstring(answer.content).text_content()
        message = f"Nothing was saved. {row}: another entry already has this value of {fields}."
        assert message in page
