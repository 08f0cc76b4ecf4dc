"""Bulk edits of published products that wait for approval: what is kept, decided and applied."""

import pytest
from django.contrib.auth.models import Group, Permission

from catalog.bulk.queries.waiting import decidable_bundles, returned_bundles
from catalog.bulk.services.approvals.deciding import (
    approve_all_but,
    approve_bundle,
    send_back_bundle,
)
from catalog.bulk.services.approvals.sending import start_correcting, start_sending
from catalog.bulk.services.edits.editing import apply_bulk_edit, count_bulk_edit
from catalog.models import BulkChange, Product
from jobs.exceptions import JobError
from tests.factories.accounts import UserFactory
from tests.factories.bulk_approvals import approval_rule, approved, person, sent
from tests.factories.bulk_edits import applied, counted, finish, undone
from tests.factories.catalog import (
    AttributeFactory,
    BrandFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db

GLOSS = {"target": "values.finish", "action": "set", "value": "Gloss"}


@pytest.fixture
def family():
    family = FamilyFactory()
    for code, settings in {
        "finish": {},
        "coating": {},
        "title": {"is_localizable": True},
    }.items():
        attribute = AttributeFactory(code=code, label=code.title(), **settings)
        FamilyAttributeFactory(family=family, attribute=attribute)
    return family


@pytest.fixture
def products(family):
    brand = BrandFactory()
    return [
        ProductFactory(sku=f"S{n}", family=family, brand=brand, values={"finish": "Matt"})
        for n in range(4)
    ]


@pytest.fixture
def editor():
    return person("editor", username="editor")


@pytest.fixture
def reviewer():
    return person("reviewer", username="reviewer")


def finishes():
    found = Product.objects.order_by("sku").values_list("values__finish", flat=True)
    return list(found)


def test_what_is_sent_changes_nothing_and_keeps_what_each_product_would_become(products, editor):
    Product.objects.filter(sku="S1").update(values={"finish": "Gloss"})
    locker = UserFactory(username="erika")
    Product.objects.filter(sku="S2").update(locked=True, locked_by=locker)
    change = sent(GLOSS, user=editor, note="Please look at the finish")
    assert finishes() == ["Matt", "Gloss", "Matt", "Matt"]
    assert (change.state, change.sent_by, change.note) == (
        "waiting", editor, "Please look at the finish",
    )  # fmt: skip
    assert change.counts == {"selected": 4, "changed": 2, "unchanged": 1, "refused": 1}
    kept = change.rows.filter(outcome="waiting")
    assert {(row.before["values"]["finish"], row.after["values"]["finish"]) for row in kept} == {
        ("Matt", "Gloss")
    }
    assert "erika has locked" in change.rows.get(outcome="refused").reasons[0]


def test_what_is_approved_is_applied_with_the_reviewers_right_in_the_name_of_the_editor(
    products, editor, reviewer
):
    change = approved(sent(GLOSS, user=editor), reviewer)
    assert (change.state, finishes()) == ("applied", ["Gloss"] * 4)
    latest = Product.objects.get(sku="S0").history.first()
    assert (latest.history_user, latest.history_change_reason) == (editor, f"bulk edit {change.pk}")
    [step] = change.steps.all()
    assert (step.decision, step.decided_by) == ("approved", reviewer)
    undone(change, user=reviewer)
    assert finishes() == ["Matt"] * 4


def test_forty_nine_of_fifty_are_approved_and_one_is_corrected_and_sent_again(
    family, editor, reviewer
):
    brand = BrandFactory()
    products = [
        ProductFactory(sku=f"S{n:02}", family=family, brand=brand, values={"finish": "Matt"})
        for n in range(50)
    ]
    change = sent(GLOSS, user=editor)
    returned = send_back_bundle(
        change_id=change.pk, user=reviewer, comment="This one is matt", only=[products[7].pk]
    )
    change = approved(change, reviewer)
    assert (change.counts["changed"], finishes().count("Gloss")) == (49, 49)
    assert (returned.state, returned.sent_by, returned.counts["changed"]) == (
        "sent_back", editor, 1,
    )  # fmt: skip
    assert returned.steps.get().comment == "This one is matt"
    assert list(returned_bundles(editor)) == [returned]
    assert list(decidable_bundles(reviewer)) == []

    returned = start_correcting(change_id=returned.pk, user=editor)
    finish(returned, count_bulk_edit)
    assert (returned.state, returned.counts["changed"]) == ("ready", 1)
    start_sending(change_id=returned.pk, user=editor)
    undone(change, user=reviewer)
    assert finishes() == ["Matt"] * 50


def test_all_but_some_are_approved_in_one_go(products, editor, reviewer):
    change = sent(GLOSS, user=editor)
    approve_all_but(
        change_id=change.pk, user=reviewer, but=[products[2].pk], comment="Not this one"
    )
    change.refresh_from_db()
    finish(change, apply_bulk_edit, user=reviewer)
    assert finishes() == ["Gloss", "Gloss", "Matt", "Gloss"]
    assert BulkChange.objects.get(split_from=change).state == "sent_back"


def test_some_are_approved_and_the_others_go_on_waiting(products, editor, reviewer):
    change = sent(GLOSS, user=editor)
    part = approved(change, reviewer, only=[products[0].pk, products[1].pk])
    assert finishes() == ["Gloss", "Gloss", "Matt", "Matt"]
    assert (part.state, part.steps.get().decided_by) == ("applied", reviewer)
    change.refresh_from_db()
    assert (change.state, change.counts["changed"]) == ("waiting", 2)


def test_what_was_changed_since_is_left_out_unless_the_reviewer_wants_it(
    products, editor, reviewer
):
    first = sent(GLOSS, user=editor)
    applied({**GLOSS, "value": "Satin"}, products=Product.objects.filter(sku="S1"))
    applied({**GLOSS, "target": "values.coating"}, products=Product.objects.filter(sku="S2"))
    approved(first, reviewer)
    assert finishes() == ["Gloss", "Satin", "Gloss", "Gloss"]
    assert "changed after this was sent" in first.rows.get(outcome="refused").reasons[0]

    second = sent({**GLOSS, "value": "Raw"}, user=editor)
    applied({**GLOSS, "value": "Zinc"}, products=Product.objects.filter(sku="S1"))
    approved(second, reviewer, with_changed=True)
    assert finishes() == ["Raw"] * 4


def test_another_language_is_another_part_and_what_is_copied_belongs_to_what_was_seen(
    products, editor, reviewer
):
    titles = {"target": "values.title", "action": "set", "value": "Pad", "locale": "en"}
    copies = {"target": "values.coating", "action": "copy", "source": "finish"}
    one, other = sent(titles, user=editor), sent(copies, user=editor)
    applied({**titles, "locale": "de", "value": "Belag"})
    approved(one, reviewer)
    assert Product.objects.filter(values__title={"de": "Belag", "en": "Pad"}).count() == 4
    Product.objects.filter(sku="S3").update(values={"finish": "Raw"})
    approved(other, reviewer)
    assert Product.objects.filter(values__coating="Matt").count() == 3
    assert other.rows.get(outcome="refused").product_id == products[3].pk


def test_the_second_reviewer_is_told_who_decided(products, editor, reviewer):
    late = person("reviewer", username="late")
    change = sent(GLOSS, user=editor)
    approve_bundle(change_id=change.pk, user=reviewer)
    for decide in (approve_bundle, send_back_bundle):
        with pytest.raises(JobError, match="reviewer has decided about it just now"):
            decide(change_id=change.pk, user=late, comment="No")
    change.refresh_from_db()
    finish(change, apply_bulk_edit, user=reviewer)
    with pytest.raises(JobError, match=r"reviewer has decided it on .*: Approved"):
        send_back_bundle(change_id=change.pk, user=late, comment="No")


def apply_here(*, change_id, user):
    finish(BulkChange.objects.get(pk=change_id), apply_bulk_edit, user=user)


@pytest.mark.parametrize("when", ["before the click", "before the job"])
def test_a_reviewer_who_loses_the_right_is_refused_and_it_goes_on_waiting(
    products, editor, reviewer, when
):
    other = person("reviewer", username="other")
    change = sent(GLOSS, user=editor)
    if when == "before the job":
        approve_bundle(change_id=change.pk, user=reviewer)
        change.refresh_from_db()
    reviewer.user_permissions.remove(Permission.objects.get(codename="publish_product"))
    reviewer = type(reviewer).objects.get(pk=reviewer.pk)
    decides = approve_bundle if when == "before the click" else apply_here
    with pytest.raises(JobError, match=r"You cannot decide this step\. other"):
        decides(change_id=change.pk, user=reviewer)
    change.refresh_from_db()
    assert (change.state, change.steps.get().decision, finishes()) == ("waiting", "", ["Matt"] * 4)
    approved(change, other)
    assert finishes() == ["Gloss"] * 4


def test_a_rule_asks_for_steps_and_each_is_decided_by_its_group(products, editor, reviewer):
    experts, chiefs = Group.objects.create(name="Experts"), Group.objects.create(name="Chiefs")
    expert = person("editor", username="expert")
    expert.groups.add(experts)
    chief = person("reviewer", username="chief")
    chief.groups.add(chiefs)
    approval_rule("Coatings", chiefs, targets=["values.coating"])
    approval_rule("Many", experts, chiefs, targets=["values.finish", "name"], at_least=3)
    change = sent(GLOSS, user=editor)
    assert [step.group for step in change.steps.all()] == [experts, chiefs]
    for stranger in (editor, reviewer, chief):
        with pytest.raises(JobError, match="You cannot decide this step"):
            approve_bundle(change_id=change.pk, user=stranger)
    approve_bundle(change_id=change.pk, user=expert, comment="Fine")
    change.refresh_from_db()
    assert (change.state, finishes()) == ("waiting", ["Matt"] * 4)
    assert list(decidable_bundles(chief)) == [change]
    assert list(decidable_bundles(expert)) == []
    approved(change, chief)
    assert finishes() == ["Gloss"] * 4


def test_a_rule_binds_who_may_publish_too_and_small_changes_pass_without(
    products, editor, reviewer
):
    group = Group.objects.create(name="Chiefs")
    approval_rule("Many", group, at_least=3)
    change = counted(GLOSS, user=reviewer)
    with pytest.raises(JobError, match=r"“Many” asks for approval first \(Chiefs\)"):
        finish(change, apply_bulk_edit)
    applied(GLOSS, user=reviewer, products=Product.objects.filter(sku__in=["S0", "S1"]))
    assert finishes() == ["Gloss", "Gloss", "Matt", "Matt"]


def test_only_what_one_may_not_apply_alone_is_sent_and_only_the_sender_takes_it_back(
    products, editor, reviewer
):
    with pytest.raises(JobError, match="You can apply this yourself"):
        start_sending(change_id=counted(GLOSS, user=reviewer).pk, user=reviewer)
    change = sent(GLOSS, user=editor)
    with pytest.raises(JobError, match="Only editor, who sent it, can take it back"):
        start_correcting(change_id=change.pk, user=reviewer)
    change = start_correcting(change_id=change.pk, user=editor)
    finish(change, count_bulk_edit)
    assert (change.state, change.sent_at) == ("ready", None)
    assert set(change.rows.values_list("outcome", "after")) == {("waiting", None)}


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_what_is_done_with_whole_products_waits_too(products, editor, action):
    admin = UserFactory(is_superuser=True)
    change = sent({"target": "product", "action": action}, user=editor)
    products[1].name = "Another name"
    products[1].save()
    assert Product.objects.filter(live=True).count() == 4
    approved(change, admin)
    assert list(Product.objects.filter(live=True)) == [products[1]]


def test_the_number_of_queries_does_not_grow_with_the_products(
    family, editor, reviewer, django_assert_max_num_queries
):
    brand = BrandFactory()
    ProductFactory.create_batch(120, family=family, brand=brand, values={"finish": "Matt"})
    with django_assert_max_num_queries(90):
        change = sent(GLOSS, user=editor)
    with django_assert_max_num_queries(70):
        approved(change, reviewer)
    assert finishes() == ["Gloss"] * 120
