"""No form of any record with drafts loses what a colleague saved, nor stops at a past schedule."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin, Page, RevisionMixin

from catalog.models import Product
from home.models import HomePage
from home.services.publishing import publish_what_is_due
from tests.catalog.admin_forms import posted
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
TOMORROW = timezone.now() + timedelta(days=1)
LATER = f"{timezone.localtime(TOMORROW):%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class Drafted:
    """How a record of a model is made, two of its texts, and what scripts put into its form."""

    make: Callable[[], Model]
    first: str
    second: str
    by_script: dict[str, str] = field(default_factory=dict)

    def sent(self, page, **changes) -> dict:
        """What a browser sends of the form on `page`."""
        return posted(page, **changes) | self.by_script


def a_page() -> HomePage:
    page = HomePage(title="Parts", slug="parts", seo_title="Old")
    Page.objects.get(depth=1).add_child(instance=page)
    page.save_revision().publish()
    return HomePage.objects.get()


# A model with drafts that is not here fails below: add how one of its records is made.
DRAFTED = {
    Product: Drafted(lambda: ProductFactory(live=True), "name", "description"),
    HomePage: Drafted(a_page, "seo_title", "search_description", {"body-count": "0"}),
}
MODELS = [
    model for model in apps.get_models() if issubclass(model, RevisionMixin) and model is not Page
]
EVERY_MODEL = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)

WAYS = {
    "draft": {},
    "publish": {"action-publish": "action-publish"},
    "schedule": {"go_live_at": LATER},
    "schedule and publish": {"go_live_at": LATER, "action-publish": "action-publish"},
    "itself": None,
}


def signed_in() -> tuple[Client, str]:
    client, user = Client(), UserFactory(is_superuser=True, first_name="Ada", last_name="Other")
    client.force_login(user)
    return client, user


def edit_url(record) -> str:
    return AdminURLFinder(UserFactory(is_superuser=True)).get_edit_url(record)


def latest(record):
    return type(record).objects.get(pk=record.pk).get_latest_revision_as_object()


@EVERY_MODEL
@pytest.mark.parametrize("way", WAYS)
def test_what_a_colleague_saved_meanwhile_stays_and_is_told(model, way):
    drafted = DRAFTED[model]
    record = drafted.make()
    address = edit_url(record)
    (one, _), (two, _) = signed_in(), signed_in()
    hers, his = one.get(address), two.get(address)
    assert one.post(address, drafted.sent(hers, **{drafted.first: "Of hers"})).status_code == 302

    sent = drafted.sent(his, **{drafted.second: "Of his"}) | (WAYS[way] or {})
    if way == "itself":
        answer = two.post(address, sent, **JSON).json()
        told = answer.get("merged") or answer.get("error_message")
    else:
        told = two.post(address, sent, follow=True).content.decode()

    assert getattr(latest(record), drafted.first) == "Of hers"
    assert any(words in told for words in ("Others have changed", "newer version")), told
    assert type(record).objects.get(pk=record.pk).live


@EVERY_MODEL
def test_a_schedule_that_has_passed_blocks_no_save(model):
    if not issubclass(model, DraftStateMixin):
        pytest.skip("It is never scheduled.")
    drafted = DRAFTED[model]
    record = drafted.make()
    address = edit_url(record)
    client, _user = signed_in()
    began, ended = (timezone.now() - timedelta(minutes=minutes) for minutes in (9, 5))
    scheduled = type(record).objects.get(pk=record.pk)
    scheduled.go_live_at, scheduled.expire_at = began, ended
    scheduled.save_revision().publish(log_action="wagtail.publish.scheduled")
    assert publish_what_is_due() == 1
    assert not type(record).objects.get(pk=record.pk).live

    shown = client.get(address)
    assert written(ended) not in drafted.sent(shown)["expire_at"]
    # As a form that was opened when the times were still to come, which then saves itself.
    old = drafted.sent(shown, go_live_at=written(began), expire_at=written(ended))
    answer = client.post(address, old | {drafted.first: "Old form"}, **JSON).json()
    assert answer["success"], answer
    assert {answer["field_updates"][name] for name in ("go_live_at", "expire_at")} == {""}
    assert getattr(latest(record), drafted.first) == "Old form"

    new = drafted.sent(client.get(address), **{drafted.first: "New form"})
    assert client.post(address, new).status_code == 302
    assert (latest(record).go_live_at, latest(record).expire_at) == (None, None)
    typed = drafted.sent(client.get(address), expire_at=written(began))
    assert "must be in the future" in client.post(address, typed).content.decode()
    client.post(address, drafted.sent(client.get(address)) | WAYS["publish"])
    assert publish_what_is_due() == 0
    assert type(record).objects.get(pk=record.pk).live


def written(moment) -> str:
    """As the form writes a time."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
