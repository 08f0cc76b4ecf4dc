"""Explain this value: which one holds, why, who requires it and who changed it last."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, seed
from hypothesis import strategies as st

from audit.services import acting_as
from audit.sources import ChangeSource
from catalog.attribute_types.holding import fallback_locales, places_asked, resolve
from catalog.models import Attribute, Product
from catalog.products.queries.effective_values import StoredDocuments
from catalog.quality.models.quality import QualityIssue
from catalog.quality.queries.value_explanation import explain_value
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    ChannelFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
    QualityRuleFactory,
)
from tests.factories.feeds import FeedFactory
from tests.soak import SEED
from tests.texts import exhaustive

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(is_superuser=True, first_name="Erin", last_name="Editor")


@pytest.fixture
def title() -> Attribute:
    return AttributeFactory(
        code="title", label="Title", is_localizable=True, is_per_channel=True, max_length=40
    )


@pytest.fixture
def variant(title, editor) -> Product:
    """A variant without a title; its parent has one for the channel, and one for all of them."""
    web = ChannelFactory(code="web", name="Web shop", locales=["en", "de"], is_site_channel=True)
    family = FamilyFactory()
    link = FamilyAttributeFactory(family=family, attribute=title)
    link.required_for.set([web])
    link.save()
    with acting_as(user_id=editor.pk, source=ChangeSource.FORM):
        parent = ProductFactory(
            family=family,
            live=True,
            values={"title": {"en": "Pad", "de": "Belag"}},
            channel_values={"web": {"title": {"en": "Web pad"}}},
        )
    return ProductFactory(family=family, parent=parent, live=True)


def test_it_says_the_value_its_owner_its_source_and_the_places_that_were_asked(
    variant, title, editor
):
    told = explain_value(variant, attribute=title, user=editor, locale="de", channel="web")
    assert (told.value, told.owner, told.channel, told.locale) == (
        "Belag",
        variant.parent,
        "",
        "de",
    )
    assert (told.is_inherited, told.is_common, told.is_fallback) == (True, True, False)
    assert told.source == "Inherited from the parent product, the value for all channels."
    assert [(step.owner, step.channel, step.language, step.text) for step in told.steps] == [
        ("This product", "Web shop", "German", ""),
        ("This product", "all channels", "German", ""),
        ("This product", "Web shop", "English", ""),
        ("This product", "all channels", "English", ""),
        (str(variant.parent), "Web shop", "German", ""),
        (str(variant.parent), "all channels", "German", "Belag"),
    ]
    assert [step.holds for step in told.steps] == [False] * 5 + [True]


def test_it_says_what_stands_in_and_that_nothing_holds(variant, title, editor):
    variant.values = {"title": {"en": "Own"}}
    told = explain_value(variant, attribute=title, user=editor, locale="fr", channel="web")
    assert (told.text, told.is_fallback) == ("Own", True)
    assert told.source.startswith(
        "Its own, the value for all channels, in the site’s default language"
    )
    variant.values = {"title": {"fr": "Plaquette"}}
    told = explain_value(variant, attribute=title, user=editor, locale="de", channel="web")
    assert (told.value, told.owner, told.source) == (None, None, "There is no value here.")
    # The product has a text, so that of its parent is not asked.
    assert {step.owner for step in told.steps} == {"This product"}


def test_it_says_who_requires_and_checks_it_and_which_rules_it_breaks(variant, title, editor):
    asks = {"conditions": [{"field": "values.title", "operator": "not_empty"}]}
    rule = QualityRuleFactory(name="Has a title", requirement=asks)
    QualityRuleFactory(
        requirement={"conditions": [{"field": "name", "operator": "is", "value": "x"}]}
    )
    QualityIssue.objects.create(product=variant, rule=rule, found_at=timezone.now())
    told = explain_value(variant, attribute=title, user=editor, locale="en")
    assert told.required_for == ["Web shop"]
    assert any("40" in message for message in told.rules)
    assert [(one.name, one.has_issue) for one in told.quality_rules] == [("Has a title", True)]


def test_it_says_who_gave_the_value_and_when_in_the_product_that_has_it(variant, title, editor):
    told = explain_value(variant, attribute=title, user=editor, locale="de", channel="web")
    assert (told.change.user, told.change.is_draft) == (editor, False)
    assert told.change.at == variant.parent.history.latest().history_date


def test_a_value_of_a_draft_is_told_as_one(variant, title, editor):
    variant.values = {"title": {"en": "Drafted"}}
    variant.save_revision(user=editor)
    draft = Product.objects.get(pk=variant.pk).get_latest_revision_as_object()
    told = explain_value(draft, attribute=title, user=editor, locale="en")
    assert (told.text, told.change.is_draft, told.change.user) == ("Drafted", True, editor)


def test_a_published_value_that_no_history_tells_of_is_not_put_down_to_a_draft(
    variant, title, editor
):
    parent = variant.parent
    parent.history.all().delete()
    parent.values = {"title": {"de": "Belag, neu"}}
    parent.save_revision(user=editor)
    told = explain_value(
        Product.objects.get(pk=variant.pk), attribute=title, user=editor, locale="de"
    )
    assert (told.text, told.change) == ("Belag", None)


def test_what_is_published_without_a_history_is_no_draft(variant, title, editor, client):
    variant.parent.save_revision(user=editor)
    variant.parent.history.all().delete()
    asked = {"attribute": title, "user": editor, "locale": "en", "channel": "web"}
    told = explain_value(Product.objects.get(pk=variant.pk), **asked)
    assert (told.text, told.change) == ("Web pad", None)
    client.force_login(editor)
    page = reverse("catalog_product:history_value", args=[variant.parent_id])
    for asked_path in ("values.title.en@web", "part_number"):
        shown = client.get(page, {"path": asked_path}).content.decode()
        assert "is older than the history" in shown
    assert "has never had this value" in client.get(page, {"path": "gtin"}).content.decode()


def test_the_owner_is_not_named_to_who_may_not_see_products(variant, title):
    told = explain_value(variant, attribute=title, user=UserFactory(), locale="en", channel="web")
    assert (told.text, told.owner) == ("Web pad", None)
    assert str(variant.parent) not in {step.owner for step in told.steps}


def test_the_queries_do_not_depend_on_how_long_the_history_is(variant, title, editor):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            explain_value(
                Product.objects.get(pk=variant.pk),
                attribute=title,
                user=editor,
                locale="en",
                channel="web",
            )
        return len(captured)

    queries()
    before = queries()
    for number in range(5):
        variant.parent.values = {"title": {"en": f"Pad {number}"}}
        variant.parent.save()
    # The labels of the catalog are read anew after a change.
    queries()
    assert queries() == before


def test_the_form_and_the_feed_preview_lead_to_the_same_explanation(variant, title, editor, client):
    client.force_login(editor)
    page = reverse("catalog_product:history_value", args=[variant.pk])
    of_form = client.get(page, {"field": "values-web-de-title"})
    feed = FeedFactory(
        channel=ChannelFactory(code="print"),
        locale="de",
        columns=[("sku", "sku"), ("title", "values.title")],
    )
    preview = client.get(reverse("feeds_feed:inspect", args=[feed.pk])).content.decode()
    address = f"{page}?path=values.title.de%40print"
    assert f'href="{address}"' in preview
    assert preview.count("data-value-explained") == 2
    of_feed = client.get(address)
    assert of_form.context["explanation"].text == of_feed.context["explanation"].text == "Belag"
    assert "Inherited from the parent product" in of_form.content.decode()
    assert client.get(page, {"path": "values.nothing"}).status_code == 404


def test_a_value_of_a_channel_that_is_no_more_has_its_own_history_and_holds_nowhere(
    variant, editor, client
):
    client.force_login(editor)
    parent = variant.parent
    parent.channel_values = {"former": {"title": {"en": "Former pad"}}}
    parent.save()
    page = reverse("catalog_product:history_value", args=[parent.pk])
    answer = client.get(page, {"path": "values.title.en@former"})
    assert answer.context["label"] == "Title (English, former)"
    assert [step.text for step in answer.context["steps"]] == ["Former pad"]
    assert "explanation" not in answer.context


places = st.dictionaries(st.sampled_from(["en", "de", "fr"]), st.sampled_from(["", "A", "B"]))
documents = st.builds(
    lambda common, own: StoredDocuments({"title": common}, {"web": {"title": own}}), places, places
)


@seed(SEED)
@exhaustive
@given(documents, documents, st.sampled_from(["en", "de"]), st.sampled_from(["", "web"]))
def test_the_last_place_that_is_asked_is_the_one_that_holds(title, own, parent, locale, channel):
    asked = {"locales": fallback_locales(locale), "channel": channel}
    *before, last = places_asked(title, [own, parent], **asked)
    assert all(place.value is None for place in before)
    held = resolve(title, [own, parent], **asked)
    if held is None:
        assert last.value is None
    else:
        assert (last.value, last.locale, last.channel, last.owner) == (
            held.value,
            held.locale,
            held.channel,
            held.owner,
        )
