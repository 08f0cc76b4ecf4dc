"""Who lacks the right to a condition neither sees it nor learns which products meet it."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import timezone
from wagtail.log_actions import log

from catalog.models import CustomerTerms, Family, QualityIssue, QualityRule, Segment
from catalog.quality.queries.product_state import state_of
from catalog.quality.queries.publication import refusals
from catalog.quality.queries.quality_report import quality_report
from catalog.quality.queries.rule_rights import closed_rules, rules_known_to
from catalog.segments import registry as segment_registry
from catalog.segments.compilation import segment_products
from catalog.segments.conditions import on_expression
from catalog.segments.registry import SegmentField, segment_fields
from catalog.segments.rights import FilterRights, segments_known_to
from catalog.storefront.blocks import segment_choices
from catalog.storefront.queries.showcase import featured_products
from feeds.models import Feed, FeedRun
from feeds.selectors import feeds_open_to, runs_visible_to
from feeds.services import write_feed
from jobs.progress import JobProgress
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    ChannelFactory,
    FamilyFactory,
    PriceFactory,
    PriceListFactory,
    ProductFactory,
    QualityRuleFactory,
)
from tests.factories.feeds import FeedFactory
from tests.soak import sample

pytestmark = pytest.mark.django_db

SAMPLES = {"number": "7", "count": "7", "date": "2026-01-01", "boolean": "yes"}
MARK = "7.654321"
CHEAP = {"field": "price", "operator": "lt", "value": MARK}
SECRET = "Xyzzy"


def filter_of(*conditions, **options):
    return {"match": "all", "conditions": list(conditions), **options}


def closed_fields():
    return [field for field in segment_fields().values() if field.permission]


def places(field):
    """The same field in every place of a filter that can ask for it."""
    asked = {"field": field.name, "operator": "is", "value": SAMPLES.get(field.kind, "x")}
    other = {"field": "values.width", "operator": "gt"}
    yield filter_of(asked)
    yield filter_of({"field": "sku", "operator": "not_empty"}, filter_of(asked, match="any"))
    yield filter_of(asked, **{"not": True})
    yield filter_of({**other, "value": {"field": field.name}})
    yield filter_of({**other, "value": {"formula": f"2 * {field.name}"}})
    yield filter_of(
        {"field": "formula", "operator": "gt", "formula": f"-{field.name}/2", "value": "1"}
    )
    Segment.objects.update_or_create(code="inner", defaults={"filter": filter_of(asked)})
    Segment.objects.update_or_create(
        code="outer",
        defaults={"filter": filter_of({"field": "segment", "operator": "in", "value": ["inner"]})},
    )
    yield filter_of({"field": "segment", "operator": "is", "value": "outer"})
    yield filter_of({"field": "segment", "operator": "not_in", "value": ["else", "outer"]})
    QualityRule.objects.filter(code="inner").delete()
    QualityRuleFactory(code="inner", requirement=filter_of(asked))
    yield filter_of({"field": "quality_rule", "operator": "is", "value": "inner"})


def test_the_rights_of_every_field_are_those_of_every_filter_that_asks_for_it(monkeypatch):
    """Of a field that is registered later as well."""
    later = SegmentField(
        "later", "Later", "number", on_expression(None), permission="catalog.view_family"
    )
    sources = [*segment_registry._sources, lambda: [later]]
    monkeypatch.setattr(segment_registry, "_sources", sources)
    fields = closed_fields()
    assert {field.name for field in fields} >= {"price", "later"}
    for field in fields:
        for found in places(field):
            assert FilterRights().of(found) == {field.permission}, found
    assert FilterRights().of({}, None, "x", [{"field": ["price"]}]) == frozenset()


def test_segments_that_name_each_other_in_a_circle_have_an_end():
    for code, other in [("one", "two"), ("two", "one")]:
        named = {"field": "segment", "operator": "is", "value": other}
        Segment.objects.create(code=code, name=code, filter=filter_of(named, CHEAP))
    assert FilterRights().of(filter_of({"field": "segment", "value": "one"})) == {
        "catalog.change_price"
    }


@pytest.fixture
def cheap():
    """A product for 5 and one for 9, with a segment, a rule and a feed on the price."""
    prices = PriceListFactory(code="public", is_public=True)
    for sku, amount in [("CHEAP", 5), ("DEAR", 9)]:
        product = ProductFactory(sku=sku, live=True)
        PriceFactory(product=product, price_list=prices, amount=amount)
    return Segment.objects.create(code="cheap", name=SECRET, filter=filter_of(CHEAP))


@pytest.fixture
def rule(cheap):
    """A rule on the price that DEAR breaks, and one of names that it breaks as well."""
    rule = QualityRuleFactory(
        code="dear",
        name=f"{SECRET} rule",
        message="Too dear",
        requirement=filter_of(CHEAP),
        severity="error",
    )
    named = QualityRuleFactory(
        code="named",
        requirement=filter_of({"field": "name", "operator": "is", "value": "else"}),
        severity="error",
    )
    dear = segment_products({}).get(sku="DEAR")
    for one in (rule, named):
        QualityIssue.objects.create(product=dear, rule=one, found_at=timezone.now())
    return rule


def everything_but(*codenames):
    """Somebody with every right but these."""
    user = UserFactory()
    user.user_permissions.set(Permission.objects.exclude(codename__in=codenames))
    return user


@pytest.fixture
def stranger():
    return everything_but("change_price")


@pytest.fixture
def buyer():
    return everything_but()


def test_the_segment_and_all_that_name_it_are_there_for_who_may_know_them(cheap, stranger, buyer):
    named = {"field": "segment", "operator": "is", "value": "cheap"}
    around = Segment.objects.create(code="around", name="Around", filter=filter_of(named))
    plain = Segment.objects.create(code="plain", name="Plain", filter={})
    assert set(segments_known_to(stranger)) == {plain}
    assert set(segments_known_to(buyer)) == {cheap, around, plain}
    assert [code for code, _name in segment_choices()] == ["plain"], "a page shows it to everybody"


def test_a_page_saved_before_the_condition_shows_nothing_of_its_segment():
    product = ProductFactory(live=True)
    PriceFactory(product=product, price_list=PriceListFactory(is_public=True), amount="1.00")
    segment = Segment.objects.create(code="shown", name="Shown", filter={})
    assert featured_products("shown", 9, None) == [product.pk]
    Segment.objects.filter(pk=segment.pk).update(filter=filter_of(CHEAP))
    assert segment_products(filter_of(CHEAP)).get() == product
    assert featured_products("shown", 9, None) == []


@pytest.mark.parametrize("model", [Segment, QualityRule, Feed])
def test_the_site_history_names_it_to_nobody_else(cheap, rule, client, stranger, buyer, model):
    feed = FeedFactory(segment=cheap, name=f"{SECRET} feed")
    log({Segment: cheap, QualityRule: rule, Feed: feed}[model], "wagtail.edit")
    for user, is_told in ((stranger, False), (buyer, True)):
        client.force_login(user)
        page = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
        assert (SECRET in page) == is_told


def test_the_deletion_of_what_it_names_is_refused_without_naming_it(rule, client, stranger, buyer):
    pads = FamilyFactory(code="pads")
    asked = filter_of(CHEAP, {"field": "family", "operator": "is", "value": "pads"})
    Segment.objects.update(filter=asked)
    QualityRule.objects.filter(pk=rule.pk).update(about=asked)
    address = reverse("catalog_family:delete", args=[pads.pk])
    for user, is_told in ((stranger, False), (buyer, True)):
        client.force_login(user)
        pages = [
            client.get(address),
            client.post(address, {"confirmation": str(pads)}, follow=True),
        ]
        assert [SECRET in page.content.decode() for page in pages] == [is_told, is_told]
        assert Family.objects.filter(pk=pads.pk).exists()


def test_a_closed_segment_is_asked_for_as_one_that_there_is_not(cheap, client, stranger, buyer):
    client.force_login(stranger)
    told = []
    for code in ("cheap", "nothing"):
        asked = filter_of({"field": "segment", "operator": "is", "value": code})
        answer = client.post(
            reverse("catalog_segment_builder:preview"),
            json.dumps(asked),
            content_type="application/json",
        )
        told.append(answer.json()["error"].replace(code, ""))
        page = client.get(
            reverse("catalog_product:list"), {"f": json.dumps(asked["conditions"][0])}
        ).content.decode()
        assert SECRET not in page
        assert "CHEAP" not in page
    assert told[0] == told[1]
    choices = reverse("catalog_segment_builder:choices")
    for asked in ({"q": ""}, {"value": "cheap"}):
        query = {"field": "segment", **asked}
        assert client.get(choices, query).json() == {"choices": []}
    client.force_login(buyer)
    assert client.get(choices, {"field": "segment", "q": ""}).json() == {
        "choices": [["cheap", SECRET]]
    }


def test_a_feed_of_the_segment_is_closed_with_its_files(cheap, stranger, buyer):
    run = write_feed(
        run=FeedRun.objects.create(feed=FeedFactory(segment=cheap)), progress=JobProgress()
    )
    assert run.rows == 1
    assert run.permissions == ["catalog.change_price"]
    assert not feeds_open_to(stranger).exists()
    assert not runs_visible_to(stranger).exists()
    assert feeds_open_to(buyer).exists()
    assert runs_visible_to(buyer).exists()
    cheap.filter = {}
    cheap.save()
    assert not runs_visible_to(stranger).exists(), "what the file tells has not changed"


def test_a_rule_and_its_issues_are_there_for_who_may_know_it(rule, client, stranger, buyer):
    dear = rule.issues.get().product
    assert rule not in rules_known_to(stranger)
    assert {one.rule.code for one in state_of(dear, user=stranger).issues} == {"named"}
    assert {one.rule.code for one in state_of(dear, user=buyer).issues} == {"named", "dear"}
    assert (quality_report(stranger).total, quality_report(buyer).total) == (1, 2)
    assert [row["issues"] for row in quality_report(stranger).brands] == [1]
    for user, count in [(stranger, 1), (buyer, 2)]:
        client.force_login(user)
        issues = client.get(reverse("catalog_quality:issues"), {"export": "csv"})
        assert len(issues.getvalue().splitlines()) == 1 + count


def test_filters_by_rule_and_severity_do_not_tell_of_a_closed_rule(rule, stranger, buyer):
    QualityRule.objects.exclude(pk=rule.pk).delete()
    for asked in (("quality_rule", "dear"), ("quality_severity", "error")):
        found = filter_of({"field": asked[0], "operator": "is", "value": asked[1]})
        assert not segment_products(found, user=stranger).exists()
        assert segment_products(found, user=buyer).count() == 1
    sent = filter_of({"field": "quality_severity", "operator": "is", "value": "error"})
    assert not segment_products(sent).exists(), "a feed of it would need no right"
    assert closed_rules(None) == [rule.pk]


def test_a_refused_publication_does_not_say_what_the_rule_asks(rule):
    channel = ChannelFactory(is_site_channel=True)
    rule.blocks.add(channel)
    rule.save()
    [reasons] = refusals([rule.issues.get().product]).values()
    assert "Too dear" not in " ".join(reasons)
    assert "do not have permission to see" in reasons[0]


def test_the_whole_model_goes_out_with_who_may_know_all_of_it(cheap, client, stranger, buyer):
    client.force_login(stranger)
    assert client.get(reverse("catalog_model:download")).status_code == 302
    client.force_login(buyer)
    assert MARK in client.get(reverse("catalog_model:download")).content.decode()


def patterns(resolver, prefix=""):
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{prefix}{one.name}", one.callback
        else:
            yield from patterns(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)


def model_of(callback):
    """The model whose records an address is about, as its viewset says."""
    view = getattr(callback, "view_class", None)
    given = getattr(callback, "view_initkwargs", {}).get("model")
    return given or getattr(view, "model", None)


# What an address does rather than shows.
DONE_BY_ADDRESS = ("logout", "login", "error_test")


def addresses(*records):
    """Every address of the admin without arguments, and ours about these records."""
    models = {type(record) for record in records}
    for name, callback in patterns(get_resolver()):
        if name.endswith(DONE_BY_ADDRESS):
            continue
        about = model_of(callback)
        asked = [record for record in records if about in (None, type(record))]
        for arguments in ([], *([record.pk] for record in asked)):
            if arguments and about is None and not name.startswith(("catalog", "feeds")):
                continue
            if arguments and about is not None and about not in models:
                continue
            try:
                address = reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            if address.startswith("/admin/"):
                yield address


@pytest.mark.soak
def test_no_page_of_the_admin_shows_the_condition(rule, cheap, client, stranger, buyer):
    feed = FeedFactory(segment=cheap, name=f"{SECRET} feed")
    run = write_feed(run=FeedRun.objects.create(feed=feed), progress=JobProgress())
    client.force_login(stranger)
    walked = list(dict.fromkeys(addresses(cheap, rule, feed, run)))
    # Pages that name one of the records are walked always, a sample of the others.
    without = set(addresses())
    about = [address for address in walked if address not in without]
    for address in about + sample(sorted(without), at_most=40):
        response = client.get(address)
        if not response.streaming:
            assert MARK not in response.content.decode(errors="replace"), address
    client.force_login(buyer)
    for name, record in [("catalog_segment", cheap), ("catalog_qualityrule", rule)]:
        address = reverse(f"{name}:edit", args=[record.pk])
        assert address in walked
        assert MARK in client.get(address).content.decode()


def test_each_form_that_takes_a_segment_offers_known_ones_only(cheap, client, stranger, buyer):
    """Whichever model points to segments: its form is found by its model."""
    relations = Segment._meta.get_fields(include_hidden=True)
    models = {relation.related_model for relation in relations if relation.one_to_many}
    models = {model for model in models if not model.__name__.startswith("Historical")}
    forms = {}
    for name, callback in patterns(get_resolver()):
        if name.endswith(":add") and model_of(callback) in models:
            forms[model_of(callback)] = reverse(name)
    assert {Feed, CustomerTerms} <= forms.keys() == models
    for address in forms.values():
        client.force_login(stranger)
        assert SECRET not in client.get(address).content.decode()
        client.force_login(buyer)
        assert SECRET in client.get(address).content.decode()
