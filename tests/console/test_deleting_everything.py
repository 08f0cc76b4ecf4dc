"""Everything that can be deleted says first what would break, whatever it is.

The delete pages and bulk deletions are found among the addresses of the admin, what can refer to
their records among the foreign keys: the next viewset, and the next key, is walked by itself.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from modelcluster.fields import ParentalKey
from wagtail.admin.views.bulk_action.mixins import ReferenceIndexMixin
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Collection, Site

from accounts.models import User
from catalog.bulk.wagtail_admin.start import DeleteProducts
from catalog.models import BulkChange
from console.deletion import name_of
from console.postgresql.foreign_keys import ForeignUse, foreign_uses
from console.references import Reference
from console.visibility import may_see
from console.wagtail_admin.bulk_deletion import BulkDeletionRule
from console.wagtail_admin.delete_views import DeletionRule, UploadDeletionRule
from console.wagtail_admin.usage import UsesTable
from tests.factories.accounts import UserFactory
from tests.soak import sample

from .records import make

pytestmark = pytest.mark.django_db

# Addresses that speak of deletion and delete no record that others could refer to.
OTHERS = {
    "wagtailadmin_workflows:remove": "takes a workflow from a page",
    "wagtailadmin_reports:page_types_usage": "a report",
    "wagtailadmin_reports:page_types_usage_results": "a report",
    "wagtailadmin_pages:type_use": "the list of pages of a type",
    "wagtailadmin_pages:type_use_results": "the list of pages of a type",
    "wagtailadmin_workflows:usage": "the list of pages with a workflow",
    "wagtailadmin_workflows:usage_results": "the list of pages with a workflow",
    "wagtailforms:delete_submissions": "what visitors sent; nothing refers to it",
    "wagtaildocs:delete_upload_multiple": "a file that is no document yet",
    "wagtailimages:delete_upload_multiple": "a file that is no picture yet",
    "reports_search-log_modeladmin_delete": "nobody may, see below",
    "catalog_product:view_delete": "a view of the listing, through its own dialog",
}

# What is left of channels that are no records any more; it is asked for by their codes.
FORMER = "catalog_channel:former"

# What always has something that it takes along: a site its first page.
ALWAYS_ASKED = {Site}


@dataclass(frozen=True)
class DeletePage:
    """A page that deletes records of a model."""

    name: str
    view_class: type
    options: dict[str, Any]

    @property
    def model(self) -> type[models.Model]:
        return self.options.get("model") or self.view_class.model

    @property
    def changed_models(self) -> tuple[type[models.Model], ...]:
        """What a change in the background, which can be undone, takes the record from first."""
        return getattr(self.view_class, "changed_models", ())

    def __str__(self) -> str:
        return self.name

    def url(self, record: models.Model) -> str:
        return reverse(self.name, args=[record.pk])


def addresses(patterns: Any = None, namespace: str = "") -> Iterator[tuple[str, str, Any]]:
    """Name, path and view of every address of the admin."""
    if patterns is None:
        [admin] = [p for p in get_resolver().url_patterns if str(p.pattern) == "admin/"]
        patterns = admin.url_patterns
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", str(pattern.pattern), pattern.callback


@cache
def delete_pages() -> list[DeletePage]:
    found = [
        DeletePage(name, view.view_class, view.view_initkwargs)
        for name, _path, view in addresses()
        if issubclass(getattr(view, "view_class", object), DeletionRule) and name != FORMER
    ]
    return list({page.name: page for page in found}.values())


@cache
def bulk_deletions() -> list[tuple[type, type[models.Model]]]:
    return [
        (action, apps.get_model(app, name))
        for app, by_model in bulk_action_registry.actions.items()
        for name, actions in by_model.items()
        for action in actions.values()
        if issubclass(action, ReferenceIndexMixin)
    ]


def ways_to_refer(record: models.Model) -> list[ForeignUse]:
    """The foreign keys by which records may refer to this one that are told to people."""
    return [use for use in foreign_uses(type(record), [record.pk]) if use.is_shown]


def some_ways_to_refer(record: models.Model) -> list[ForeignUse]:
    """All of them in a soak, else a few, which are others for each model."""
    return sample(ways_to_refer(record), at_most=2, drawn_for=record._meta.label)


def referring(use: ForeignUse, record: models.Model) -> models.Model:
    """A row that refers in this way to the record, or to what stands for it."""
    if use.target is not type(record):
        [row] = [
            row
            for above in foreign_uses(type(record), [record.pk])
            if above.field.model is use.target
            for row in above.rows
        ]
        return make(use.field.model, **{use.field.name: row})
    return make(use.field.model, **{use.field.name: record})


def use_of(use: ForeignUse, *records: models.Model) -> ForeignUse:
    """The same way to refer, asked of other records."""
    found = foreign_uses(type(records[0]), [record.pk for record in records])
    return next(one for one in found if one.field == use.field)


def is_part(use: ForeignUse) -> bool:
    """Whether rows belong to the record alone: its lines, or what stands for it."""
    field = use.relation.field
    return isinstance(field, ParentalKey) or (
        field.one_to_one and use.relation.on_delete is models.CASCADE
    )


def is_note(use: ForeignUse) -> bool:
    """Whether the field says only who did something."""
    is_cleared = getattr(use.relation, "on_delete", None) is models.SET_NULL
    return is_cleared and use.target is User


def bulk_url(action: type, records: list[models.Model]) -> str:
    meta = (action.models[0] if len(action.models) == 1 else type(records[0]))._meta
    url = reverse("wagtail_bulk_action", args=[meta.app_label, meta.model_name, action.action_type])
    return f"{url}?{urlencode([('id', record.pk) for record in records])}"


def member_who_may(client, right: str, model: type[models.Model]) -> User:
    """A member of staff with one right to one model, signed in."""
    user = UserFactory()
    user.user_permissions.set(
        Permission.objects.filter(codename="access_admin")
        | Permission.objects.filter(
            codename=f"{right}_{model._meta.model_name}",
            content_type__app_label=model._meta.app_label,
        )
    )
    client.force_login(user)
    return user


def still_refers(use: ForeignUse, row: models.Model, record: models.Model) -> bool:
    return use_of(use, record).rows.filter(pk=row.pk).exists()


@pytest.fixture
def administrator(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def words(text: str) -> set[str]:
    return set(re.split(r"[^a-z]+", text.lower()))


def uses_by(page: Any, use: ForeignUse) -> list[Reference]:
    """What a page says of the records that refer in one way."""
    found = page.context["uses"].references
    return [one for one in found if one.model is use.records.model and one.field_name == use.label]


def test_every_address_that_deletes_is_under_the_rule():
    speaking = {
        name: view
        for name, path, view in addresses()
        if words(f"{name} {path}") & {"delete", "usage", "remove"}
    }
    rules = (DeletionRule, UploadDeletionRule, UsesTable)
    free = {
        name
        for name, view in speaking.items()
        if not issubclass(getattr(view, "view_class", object), rules)
    }
    assert free == OTHERS.keys()
    assert len(delete_pages()) >= 30


def test_every_bulk_deletion_is_under_the_rule():
    deleting = [
        action
        for by_model in bulk_action_registry.actions.values()
        for actions in by_model.values()
        for name, action in actions.items()
        if name == "delete"
    ]
    # Products have a deletion of their own, which is counted first and can be undone.
    assert {one for one in deleting if not issubclass(one, BulkDeletionRule)} == {DeleteProducts}


@pytest.mark.parametrize("page", delete_pages(), ids=str)
def test_what_nothing_uses_is_deleted(client, administrator, page):
    record = make(page.model)
    model = type(record)
    shown = client.get(page.url(record))
    assert shown.status_code == 200
    assert client.delete(page.url(record)).status_code == 405
    assert not shown.context["uses"].refuses
    assert shown.context["uses"].asks_name == (model in ALWAYS_ASKED)
    name = name_of(record) if model in ALWAYS_ASKED else ""
    assert client.post(page.url(record), {"confirmation": name}).status_code == 302
    assert not model._default_manager.filter(pk=record.pk).exists()


@pytest.mark.soak
@pytest.mark.parametrize("page", delete_pages(), ids=str)
def test_what_is_in_use_is_never_lost_unasked(client, administrator, page):
    for use in some_ways_to_refer(make(page.model)):
        record = make(page.model)
        row = referring(use, record)
        shown = client.get(page.url(record), follow=True)
        assert shown.status_code == 200, use.field
        if "uses" in shown.context and not shown.redirect_chain:
            is_changed_first = use.records.model in page.changed_models
            on_delete = getattr(use.relation, "on_delete", None)
            protects = on_delete is models.PROTECT and not is_changed_first
            asks = page.model in ALWAYS_ASKED or not (protects or is_part(use) or is_note(use))
            refuses = protects or use.target is Collection
            uses = shown.context["uses"]
            assert (uses.refuses, uses.asks_name) == (refuses, asks and not refuses), use.field
            [told] = uses_by(shown, use_of(use, record))
            assert told.count == use_of(use, record).records.count() == 1, use.field
            assert name_of(told.examples[0]) in html.unescape(shown.content.decode())
        answer = client.post(page.url(record), {"confirmation": "something else"}, follow=True)
        assert answer.status_code == 200, use.field
        if is_part(use) or is_note(use):
            continue
        assert still_refers(use, row, record), use.field
        asks = shown.context.get("uses") and shown.context["uses"].asks_name
        if asks:
            assert "The name does not match" in answer.content.decode()
            done = client.post(page.url(record), {"confirmation": name_of(record)})
            assert done.status_code == 302
            if page.changed_models:
                assert BulkChange.objects.filter(job__isnull=False).exists()
                continue
            assert not type(record)._default_manager.filter(pk=record.pk).exists()


@pytest.mark.soak
@pytest.mark.parametrize("page", sample(delete_pages(), at_most=10), ids=str)
def test_what_one_may_not_see_is_neither_named_nor_counted(client, page):
    for use in some_ways_to_refer(make(page.model)):
        record = make(page.model)
        row = referring(use, record)
        [whole] = use_of(use, record).records
        member = member_who_may(client, "delete", page.model)
        if may_see(member, type(whole)):
            continue
        shown = client.get(page.url(record), follow=True)
        if shown.status_code == 302 or "uses" not in (shown.context or {}):
            # Nobody but administrators enters.
            continue
        assert uses_by(shown, use) == []
        assert name_of(whole) in name_of(record) or name_of(whole) not in html.unescape(
            shown.content.decode()
        )
        client.post(page.url(record), {"confirmation": "something else"})
        if not is_part(use) and not is_note(use):
            assert shown.context["uses"].hides
            assert still_refers(use, row, record), use.field


@pytest.mark.soak
@pytest.mark.parametrize(("action", "model"), bulk_deletions(), ids=str)
def test_a_bulk_deletion_loses_nothing_that_is_in_use(client, administrator, action, model):
    free = [make(model), make(model)]
    assert client.get(bulk_url(action, free)).status_code == 200
    client.post(bulk_url(action, free))
    assert not type(free[0])._default_manager.filter(pk__in=[one.pk for one in free]).exists()
    for use in some_ways_to_refer(make(model)):
        record, other = make(model), make(model)
        row = referring(use, record)
        shown = client.get(bulk_url(action, [record, other]))
        assert shown.status_code == 200, use.field
        in_database = use_of(use, record, other).records.count()
        assert [one.count for one in uses_by(shown, use)] == [in_database], use.field
        assert client.post(bulk_url(action, [record, other])).status_code in (200, 302)
        if not is_part(use) and not is_note(use):
            assert still_refers(use, row, record), use.field
            assert type(other)._default_manager.filter(pk=other.pk).exists()


@pytest.mark.soak
@pytest.mark.parametrize("page", sample(delete_pages(), at_most=10), ids=str)
def test_a_use_that_comes_at_the_last_moment_is_told(client, administrator, page):
    record = make(page.model)

    def refuse(**_signal: Any) -> None:
        raise ProtectedError("in use", set())

    pre_delete.connect(refuse, sender=type(record))
    try:
        answer = client.post(page.url(record), {"confirmation": name_of(record)}, follow=True)
    finally:
        pre_delete.disconnect(refuse, sender=type(record))
    assert answer.status_code == 200
    assert "other records now refer to it" in html.unescape(answer.content.decode())
    assert type(record)._default_manager.filter(pk=record.pk).exists()
