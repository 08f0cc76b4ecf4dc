"""The schema as a file: a round trip changes nothing, and hostile files change nothing either."""

import pytest
from django.core.management import CommandError, call_command

from catalog.models import (
    Attribute,
    AttributeGroup,
    AttributeOption,
    Category,
    Channel,
    Family,
    Segment,
)
from catalog.revisions.queries.history.sources import source_of
from catalog.schema.services.families import FamilyRow, save_family_attributes
from catalog.schema_changes.schema_file.comparison import compare_schema
from catalog.schema_changes.schema_file.errors import SchemaFileError
from catalog.schema_changes.schema_file.export import export_schema
from catalog.schema_changes.schema_file.reading import read_schema_file
from catalog.schema_changes.services.schema_file import apply_schema_file, try_schema_file
from tests.factories.accounts import UserFactory
from tests.factories.catalog import (
    AttributeFactory,
    AttributeGroupFactory,
    CategoryFactory,
    ChannelFactory,
    FamilyFactory,
    ProductFactory,
)

pytestmark = pytest.mark.django_db
HEAD = "solidus_model: 1\n"


@pytest.fixture
def model():
    group = AttributeGroupFactory(code="looks", label="Looks", labels={"de": "Aussehen"})
    rules = {"minimum": "0.50", "earliest": "2020-02-29", "latest": "today+30", "max_items": 3}
    colour = AttributeFactory(
        code="colour", label="Colour", type="choice", group=group, is_facet=True, **rules
    )
    for order, code in enumerate(["red", "no", "007"]):
        AttributeOption.objects.create(
            attribute=colour, code=code, label=code.title(), sort_order=order
        )
    root = CategoryFactory(code="brakes", name="Brakes")
    CategoryFactory(code="pads", name="Pads: “new”\nline", parent=root)
    web = ChannelFactory(code="web", locales=["en", "de"], category_root=root)
    family = FamilyFactory(code="pad", label="Pad")
    rows = [FamilyRow(colour, frozenset({web.pk}), is_axis=True)]
    save_family_attributes(family=family, rows=rows)
    condition = {"field": "values.colour", "operator": "is", "value": "red"}
    filters = {"match": "all", "conditions": [condition]}
    Segment.objects.create(code="red", name="Red", filter=filters)


def read(text: str):
    return read_schema_file(text.encode())


def test_a_round_trip_changes_nothing_and_builds_the_same_on_an_empty_site(model):
    text = export_schema()
    assert compare_schema(read(text)) == []
    for kind in (Segment, Family, Channel, Attribute, AttributeGroup):
        kind.objects.all().delete()
    Category.objects.filter(depth=1).delete()
    apply_schema_file(document=read(text), user=UserFactory())
    assert export_schema() == text
    assert Category.objects.get(code="pads").get_parent().code == "brakes"


def test_differences_are_told_first_and_then_applied(model):
    text = (
        export_schema().replace("label: Colour", "label: Color").replace("code: 'no'", "code: nox")
    )
    text = text.replace("    - web\n", "    - web\n    - shop\n", 1)
    text = text.replace("channels:\n", "channels:\n- {code: shop, name: Shop, locales: [en]}\n")
    told = [(one.action, one.code, one.path) for one in try_schema_file(document=read(text))]
    assert ("changed", "colour", "label") in told
    assert ("added", "colour", "options.nox") in told
    assert ("missing", "colour", "options.no") in told
    assert ("added", "shop", "") in told
    assert not Channel.objects.filter(code="shop").exists()
    apply_schema_file(document=read(text), user=None)
    codes = list(
        AttributeOption.objects.order_by("sort_order", "label").values_list("code", "label")
    )
    assert {code for code, _label in codes} == {"red", "nox", "007", "no"}
    assert Attribute.objects.get().label == "Color"


def test_the_views_of_a_person_stay_with_that_person(model):
    text = export_schema()
    Segment.objects.create(code="mine", name="My own", is_shared=False, owner=UserFactory())
    assert export_schema() == text
    apply_schema_file(document=read(text), user=None, delete_missing=True)
    assert Segment.objects.filter(code="mine").exists()
    taken = text.replace("code: red\n  name: Red", "code: mine\n  name: Red")
    assert taken != text
    with pytest.raises(SchemaFileError, match="someone's private view"):
        try_schema_file(document=read(taken))


def test_the_history_says_that_a_file_did_it_and_who_applied_it(model):
    user = UserFactory()
    label = Attribute.objects.first().label
    apply_schema_file(
        document=read(export_schema().replace(f"label: {label}", "label: New")), user=user
    )
    row = Attribute.objects.get(label="New").history.first()
    assert (row.history_user, row.history_change_reason) == (user, "model file")
    assert source_of(row.history_change_reason).label == "Model file"


def test_what_is_missing_is_deleted_on_request_and_only_if_nothing_uses_it(model):
    text = export_schema()
    AttributeFactory(code="spare", group=AttributeGroup.objects.get())
    used = ProductFactory(family=FamilyFactory(code="used"))
    document = read(text)
    apply_schema_file(document=document, user=None)
    assert Attribute.objects.filter(code="spare").exists()
    reason = "Family “used” cannot be deleted because it is used by: Products"
    with pytest.raises(SchemaFileError, match=reason):
        apply_schema_file(document=document, user=None, delete_missing=True)
    assert Attribute.objects.filter(code="spare").exists()
    used.delete()
    apply_schema_file(document=document, user=None, delete_missing=True)
    assert not Attribute.objects.filter(code="spare").exists()


def test_the_type_of_an_attribute_with_values_is_not_changed_blindly(model):
    ProductFactory(values={"colour": "red"})
    text = export_schema().replace("type: choice", "type: text")
    with pytest.raises(
        SchemaFileError, match=r"Line \d+, attributes, colour: Products have values"
    ):
        try_schema_file(document=read(text))


HOSTILE = {
    "bomb": ("a: &a [x]\nb: [*a, *a]\n", "Line 1: Anchors"),
    "no yaml": ("a: [1, 2\n", "Line 2: This is not valid YAML"),
    "another file": ("a: 1\n", "not a model file"),
    "tag": (HEAD + "attributes: !!python/object:os.system [x]\n", "Line 2"),
    "unknown section": (HEAD + "prices: []\n", "Line 2, prices"),
    "unknown key": (HEAD + "families:\n- {code: a, label: A, colour: 1}\n", "families[0].colour"),
    "wrong type": (HEAD + "families:\n- code: a\n  label: [1]\n", "Line 4, families[0].label"),
    "no code": (HEAD + "families:\n- label: A\n", "needs a code"),
    "twice": (HEAD + "families:\n- {code: a, label: A}\n- {code: a, label: B}\n", "twice"),
    "repeated key": (HEAD + "families: []\nfamilies: []\n", "Line 3: “families” is listed twice"),
    "deep": (HEAD + "a: " + "[" * 40 + "]" * 40 + "\n", "nested too deeply"),
    "large": ("#" * (11 * 1024 * 1024), "larger than 10 MB"),
    "nul": (HEAD + 'families:\n- {code: a, label: "a\\0b"}\n', "NUL"),
    "huge number": (
        HEAD + "attribute_groups:\n- {code: a, label: A, sort_order: 99999999999999}\n",
        "whole number",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_message_with_its_line(name):
    text, message = HOSTILE[name]
    with pytest.raises(SchemaFileError) as error:
        read(text)
    assert message in str(error.value)


REFUSED = {
    "a circle of categories": (
        "categories:\n- {code: a, name: A, slug: a, parent: b}\n"
        "- {code: b, name: B, slug: b, parent: a}\n",
        "There is no category “b”",
    ),
    "an unknown group": (
        "attributes:\n- {code: a, label: A, group: nowhere}\n",
        "Line 3, attributes, a: There is no attribute group “nowhere”",
    ),
    "an unknown type": (
        "attribute_groups:\n- {code: g, label: G}\n"
        "attributes:\n- {code: a, label: A, group: g, type: colour}\n",
        "type:",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_as_a_whole(name):
    text, message = REFUSED[name]
    with pytest.raises(SchemaFileError) as error:
        apply_schema_file(document=read(HEAD + text), user=None)
    assert message in str(error.value)
    assert not Category.objects.exists()
    assert not AttributeGroup.objects.exists()


def test_a_category_is_not_moved_below_itself(model):
    text = export_schema().replace("code: brakes\n", "code: brakes\n  parent: pads\n")
    with pytest.raises(SchemaFileError, match="cannot be its own subcategory"):
        try_schema_file(document=read(text))


def test_the_commands_write_compare_and_apply(model, tmp_path, capsys):
    call_command("export_model")
    path = tmp_path / "model.yaml"
    path.write_text(capsys.readouterr().out.replace("label: Colour", "label: Color"))
    call_command("import_model", path, "--dry-run")
    assert "changed attributes.colour.label: 'Colour' -> 'Color'" in capsys.readouterr().out
    assert Attribute.objects.get().label == "Colour"
    call_command("import_model", path)
    assert Attribute.objects.get().label == "Color"
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_model", tmp_path / "none.yaml")
