"""What is wrong with a row, told with its number, column and what to do."""

import pytest
from django.core.files.storage import storages
from django.db import connection

from catalog.models import Attribute, Product
from imports.mapping import MappedColumn, columns_of_run
from imports.models import ImportProfile, ImportRun
from imports.services import change_mapping, check_run, stage_run
from imports.staging_tables import StagingTables
from jobs.exceptions import JobError
from jobs.progress import JobProgress
from tests.factories.catalog import AttributeFactory, CategoryFactory, FamilyFactory, ProductFactory
from tests.factories.imports import ImportProfileFactory, applied, staged, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def profile(brand, family):
    return ImportProfileFactory(default_brand=brand, default_family=family)


@pytest.mark.parametrize(
    ("header", "cell", "reason"),
    [
        (
            "teeth",
            "1.234,50",
            "“1.234,50”: teeth must be a number with a decimal point, such as 12.70.",
        ),
        ("teeth", "1e5", "“1e5”: teeth must be a number with a decimal point, such as 12.70."),
        ("teeth", "٣", "“٣”: teeth must be a number with a decimal point, such as 12.70."),
        ("teeth", "0.5", "“0.5”: teeth must be at least 1."),
        ("teeth", "100.01", "“100.01”: teeth must be at most 100."),
        (
            "length",
            "12 kg",
            "“12 kg”: Length must be a number with a decimal point, such as 12.70. Length must "
            "have one of these units: mm, µm, cm, m, km, in, ft, yd, mi.",
        ),
        (
            "length.unit",
            "kg",
            "“kg” is not a unit of Length. Available units: mm, µm, cm, m, km, in, ft, yd, mi.",
        ),
        ("partner", "NONE", "partner must be the SKU of a product; “NONE” was not found."),
        ("photo", "12", "photo must be the ID of an asset; “12” was not found."),
        (
            "sizes",
            "[1]",
            "Sizes must be a table: a list of rows, each an object keyed by column code.",
        ),
        (
            "sizes",
            "M",
            "Sizes must be a table: a list of rows, each an object keyed by column code.",
        ),
        (
            "sizes",
            '[{""size"":""M""},{""count"":""x""}]',
            "Sizes, row 2: count must be a number with a decimal point, such as 12.70.",
        ),
        ("sizes", '[{""weight"":1}]', "Sizes, row 1: there is no column “weight”."),
        (
            "sizes",
            '[{""from"":""2026-02-30""}]',
            "Sizes, row 1: from must be a date, such as 2026-02-28.",
        ),
        (
            "sizes",
            '[{""count"":""1""},{""count"":""2""},{""count"":""3""}]',
            '“[{"count":"1"},{"count":"2"},{"count":"3"}]”: Sizes can have at most 2 rows.',
        ),
        ("launched", "1999-12-31", "“1999-12-31”: launched must be 2000-01-01 or later."),
        ("positions", "front|rear|top", "“front|rear|top”: positions can have at most 2 values."),
        ("coated", "perhaps", "“perhaps”: coated must be yes or no. Enter true or false."),
        ("launched", "2023-02-29", "“2023-02-29”: launched must be a date, such as 2026-02-28."),
        ("launched", "31.12.2024", "“31.12.2024”: launched must be a date, such as 2026-02-28."),
        ("launched", "0000-01-01", "“0000-01-01”: launched must be a date, such as 2026-02-28."),
        (
            "material",
            "wood",
            "material has no option “wood”. Choose one of its options, or add it. Options: "
            "ceramic, metal.",
        ),
        (
            "positions",
            "front|up",
            "positions has no option “up”. Choose one of its options, or add it. Options: front, "
            "rear, top. Separate several values with |.",
        ),
        (
            "manual",
            "javascript:alert(1)",
            "“javascript:alert(1)”: manual must be a web address, such as https://example.com/.",
        ),
        ("manual", "http://a.example", "“http://a.example”: manual must start with https:."),
        ("finish", "Zinc and nickel", "“Zinc and nickel”: finish can have at most 10 characters."),
        ("finish", "zinc", "“zinc”: finish must match the pattern [A-Z].*."),
        ("gtin", "12345", "“12345” is not a valid GTIN: a GTIN has 8, 12, 13 or 14 digits."),
        (
            "gtin",
            "4006381333932",
            "“4006381333932” is not a valid GTIN: the check digit is wrong. Check it against the "
            "product; a digit may be mistyped or two digits swapped.",
        ),
        (
            "status",
            "sold",
            "“sold” is not a life cycle status. Use planned, active, phase_out or discontinued.",
        ),
        ("brand", "Nobody", "No single brand is named “Nobody”. Create it, or correct the name."),
        (
            "category",
            "Nowhere",
            "No single category is named “Nowhere”. Create it, or use its code or its path.",
        ),
    ],
)
def test_a_wrong_cell_rejects_its_row(profile, rejects, header, cell, reason):
    quoted = f'"{cell}"' if cell.startswith("[") else cell
    run = staged(f"sku;name;{header}\nS1;Pad;{quoted}\nS2;Pad;\n", profile)
    assert rejects(run) == {2: f"Column “{header}”: {reason}"}
    assert (run.created, run.rejected) == (1, 1)


def test_tags_that_could_carry_a_script_are_refused(profile, rejects):
    run = staged(
        "sku,name,care\nS1,Pad,<p>Keep <b>dry</b></p>\nS2,Pad,<p onclick=x>no</p>\n"
        "S3,Pad,<script>no</script>\n",
        profile,
    )
    assert list(rejects(run)) == [3, 4]
    assert "HTML that is not allowed" in rejects(run)[3]


@pytest.mark.parametrize(
    ("header", "cell", "value"),
    [
        ("teeth", "12.70", "12.70"),
        ("teeth", "+0012.70", "12.70"),
        ("length", "12.70", {"amount": "12.70", "unit": "mm"}),
        ("length", "-3 mm", {"amount": "-3", "unit": "mm"}),
        ("length", '5"', {"amount": "5", "unit": "in"}),
        ("length", "0.50 INCH", {"amount": "0.50", "unit": "in"}),
        ("partner", "KIT-1", "KIT-1"),
        ("coated", "Ja", True),
        ("coated", "no", False),
        ("launched", "2024-02-29", "2024-02-29"),
        ("material", "METAL", "metal"),
        ("material", "Keramik", "ceramic"),
        ("positions", "hinten | Front", ["rear", "front"]),
        ("manual", "https://example.com/a?b=1", "https://example.com/a?b=1"),
        ("manual", "example.com/a", "https://example.com/a"),
        ("finish", 'A"b\\c', 'A"b\\c'),
        ("title", "Pad", {"en": "Pad"}),
        ("title.de", "Belag", {"de": "Belag"}),
    ],
)
def test_a_right_cell_becomes_the_exact_value(profile, header, cell, value):
    ProductFactory(sku="KIT-1")
    cell = '"' + cell.replace('"', '""') + '"'
    applied(f"sku,name,{header}\nS1,Pad,{cell}\n", profile)
    code = header.split(".")[0]
    assert Product.objects.get(sku="S1").values == {code: value}


def test_a_heading_and_a_column_of_units_say_what_amounts_are_measured_in(profile, rejects):
    applied("sku,name,Length (in)\nS1,Pad,5\nS2,Pad,6 mm\n", profile)
    applied("sku,name,length,length.unit\nS3,Pad,5,inch\nS4,Pad,5,\nS5,Pad,5 cm,in\n", profile)
    lengths = {one.sku: one.values["length"] for one in Product.objects.all()}
    assert lengths == {
        "S1": {"amount": "5", "unit": "in"},
        "S2": {"amount": "6", "unit": "mm"},
        "S3": {"amount": "5", "unit": "in"},
        "S4": {"amount": "5", "unit": "mm"},
        "S5": {"amount": "5", "unit": "cm"},
    }


def test_a_heading_with_a_unit_of_another_family_rejects_its_cells(profile, rejects):
    run = staged("sku,name,Length (kg)\nS1,Pad,5\n", profile)
    columns = columns_of_run(run)
    columns[2] = MappedColumn(header="Length (kg)", target="values.length")
    change_mapping(run_id=run.pk, columns=columns)
    run = check_run(run_id=run.pk, progress=JobProgress())
    assert "The column heading says kg, but Length is measured in mm" in rejects(run)[2]


def test_the_limits_of_a_measure_hold_in_whatever_unit_it_comes(profile, rejects):
    Attribute.objects.filter(code="length").update(minimum=10, maximum="127", decimal_places=1)
    rows = ["S1,Pad,5 in", "S2,Pad,5.1 in", "S3,Pad,9.9", "S4,Pad,1.25 cm"]
    run = staged("sku,name,length\n" + "\n".join(rows) + "\n", profile)
    assert rejects(run) == {
        3: "Column “length”: “5.1 in”: Length must be at most 127 mm.",
        4: "Column “length”: “9.9”: Length must be at least 10 mm.",
        5: "Column “length”: “1.25 cm”: Length can have at most 1 decimals.",
    }


def test_a_table_comes_as_json(profile):
    cell = '[{""size"": ""M"", ""count"": 2}, {""size"": "" ""}, {""count"": ""3.50""}]'
    applied(f'sku,name,sizes\nS1,Pad,"{cell}"\n', profile)
    rows = [{"size": "M", "count": "2"}, {"count": "3.50"}]
    assert Product.objects.get().values == {"sizes": rows}


def test_a_wrong_table_does_not_break_a_parallel_plan(profile, rejects):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL force_parallel_mode = on")
    assert "Sizes must be a table" in rejects(staged("sku,name,sizes\nS1,Pad,[\n", profile))[2]


def test_every_reason_of_a_row_is_told(profile, rejects):
    run = staged("sku,name,teeth,coated\nS1,Pad,x,y?\n", profile)
    assert rejects(run)[2] == (
        "Column “teeth”: “x”: teeth must be a number with a decimal point, such as 12.70. Column "
        "“coated”: “y?”: coated must be yes or no. Enter true or false."
    )


def test_keys_that_stand_twice_in_the_file_keep_the_first(profile, rejects):
    run = staged("sku,part_number,name\nS1,P1,a\nS1,P2,b\nS3,P1,c\nS4,P4,d\n", profile)
    assert rejects(run) == {
        3: "Row 2 already has the same SKU.",
        4: "Row 2 already has the same part number of the same brand.",
    }


def test_what_belongs_to_another_product_is_refused(profile, brand, family, rejects):
    ProductFactory(sku="OLD", part_number="P1", brand=brand, family=family, values={"serial": "7"})
    run = staged(
        "sku,part_number,name,serial\nS1,P1,a,\nS2,P2,b,7\nS3,P3,c,8\nS4,P4,d,8\n", profile
    )
    assert rejects(run) == {
        2: "The product OLD already has this part number of this brand.",
        3: "The product OLD has the same " + _label("serial") + ", which must be unique.",
        5: "Row 4 has the same " + _label("serial") + ", which must be unique.",
    }


def _label(code):
    return Attribute.objects.get(code=code).label


def test_a_sku_of_another_part_number_is_refused(brand, family, rejects):
    ProductFactory(sku="P2", part_number="OTHER", brand=brand, family=family)
    profile = ImportProfileFactory(
        key=ImportProfile.Key.BRAND_PART_NUMBER, default_brand=brand, default_family=family
    )
    run = staged("part_number,name\nP1,a\nP2,b\n", profile)
    assert rejects(run) == {3: "The SKU P2 belongs to a product with another part number."}


@pytest.mark.parametrize("is_localizable", [False, True])
def test_a_sku_by_which_others_know_the_product_stays(brand, family, rejects, is_localizable):
    AttributeFactory(code="mate", type=Attribute.Type.PRODUCT, is_localizable=is_localizable)
    for number in ("1", "2"):
        ProductFactory(sku=f"OLD-{number}", part_number=f"P{number}", brand=brand, family=family)
    ProductFactory(values={"mate": {"en": "OLD-1"} if is_localizable else "OLD-1"})
    profile = ImportProfileFactory(
        key=ImportProfile.Key.BRAND_PART_NUMBER, default_brand=brand, default_family=family
    )
    run = staged("part_number,sku\nP1,NEW-1\nP2,NEW-2\n", profile)
    assert rejects(run) == {
        2: "Other products refer to this one by the SKU “OLD-1”. Keep it, or change them first."
    }
    assert rejects(staged("part_number,name\nP1,a\n", profile)) == {}, "no SKU is written"


def test_a_new_product_needs_name_brand_and_family(db, rejects):
    run = staged("sku\nS1\n", ImportProfileFactory())
    assert rejects(run) == {
        2: "A new product needs a name. A new product needs a brand, and the profile has no "
        "default. A new product needs a family, and the profile has no default."
    }


def test_a_row_without_its_key_is_refused(profile, rejects):
    assert rejects(staged("sku,name\n,a\n", profile)) == {2: "The SKU is missing."}


@pytest.mark.parametrize(
    ("mode", "refused"),
    [
        (
            ImportProfile.Mode.CREATE,
            {2: "The product already exists, and the profile only creates products."},
        ),
        (
            ImportProfile.Mode.UPDATE,
            {3: "The product does not exist, and the profile only updates products."},
        ),
        (ImportProfile.Mode.UPSERT, {}),
    ],
)
def test_the_mode_of_the_profile_holds(profile, brand, family, rejects, mode, refused):
    ProductFactory(sku="OLD", brand=brand, family=family)
    profile.mode = mode
    profile.save()
    assert rejects(staged("sku,name\nOLD,a\nNEW,b\n", profile)) == refused


def test_values_that_the_family_does_not_have_are_refused(profile, rejects):
    FamilyFactory(code="wiper", label="Wipers")
    run = staged("sku,name,family,teeth,coated\nS1,a,wiper,5,ja\nS2,b,Bremsbeläge,5,ja\n", profile)
    assert list(rejects(run)) == [2]
    assert "does not have these attributes: coated, teeth" in rejects(run)[2]


def test_brand_family_and_category_are_found_by_their_names(profile, brand):
    parent = CategoryFactory(code="brakes", name="Brakes", slug="brakes")
    CategoryFactory(code="pads", name="Pads", slug="brake-pads", parent=parent)
    rows = "\n".join(
        f"S{number},a,{brand_name},{category}"
        for number, (brand_name, category) in enumerate(
            [("ACME", "pads"), ("acme", "brake-pads"), ("Acme", "Brakes > Pads"), ("", "Pads")]
        )
    )
    run = staged(f"sku,name,brand,category\n{rows}\n", profile)
    assert (run.created, run.rejected) == (4, 0)


def test_transforms_of_the_profile_are_applied_first(brand, family):
    comma = [
        {"type": "replace", "value": {"search": ".", "replacement": ""}},
        {"type": "replace", "value": {"search": ",", "replacement": "."}},
    ]
    profile = ImportProfileFactory(
        default_brand=brand,
        default_family=family,
        columns={"Zähne": ("values.teeth", comma), "No": ("sku", [{"type": "upper"}])},
    )
    run = applied("No;Name;Zähne\ns1;Pad;12,70\n", profile)
    assert run.rejected == 0, run.details
    product = Product.objects.get()
    assert (product.sku, product.values) == ("S1", {"teeth": "12.70"})


def test_the_preview_shows_counts_differences_and_unknown_columns(profile, brand, family):
    ProductFactory(
        sku="S1", name="Old", brand=brand, family=family, values={"teeth": "5", "coated": True}
    )
    ProductFactory(sku="S2", name="Same", brand=brand, family=family)
    before = list(Product.objects.order_by("pk").values())
    run = staged("sku,name,teeth,stock\nS1,New,6,1\nS2,Same,,2\nS3,More,,3\nS4,,,4\n", profile)
    assert (run.rows, run.created, run.updated, run.unchanged, run.rejected) == (4, 1, 1, 1, 1)
    preview = run.details["preview"]
    assert preview["changes"] == [
        {
            "number": 2,
            "product": before[0]["id"],
            "sku": "S1",
            "fields": [
                {"label": "Name", "old": "Old", "new": "New"},
                {"label": _label("teeth"), "old": "5", "new": "6"},
            ],
        }
    ]
    assert preview["unused"] == ["stock"]
    assert preview["rows"][0] == {"number": 2, "cells": ["S1", "New", "6", "1"]}
    assert list(Product.objects.order_by("pk").values()) == before


def test_another_mapping_is_checked_again_and_remembered(profile):
    run = staged("sku,What,name\nS1,7,Pad\n", profile)
    assert run.details["preview"]["unused"] == ["What"]
    columns = columns_of_run(run)
    columns[1] = MappedColumn(header="What", target="values.teeth")
    change_mapping(run_id=run.pk, columns=columns, remember=True)
    run = check_run(run_id=run.pk, progress=JobProgress())
    assert run.details["preview"]["unused"] == []
    assert list(profile.columns.values_list("header", "target")) == [
        ("sku", "sku"),
        ("What", "values.teeth"),
        ("name", "name"),
    ]


def test_the_rejected_rows_keep_their_cells_and_are_safe_to_open(profile):
    run = staged("sku,name,teeth\n=1+1,@x,-5\nS2,a,b,surplus\n", profile)
    with storages["private"].open(run.rejects_file) as file:
        lines = file.read().decode("utf-8-sig").splitlines()
    assert lines[0] == "Row,Reason,sku,name,teeth"
    assert lines[1] == "2,Column “teeth”: “-5”: teeth must be at least 1.,'=1+1,'@x,-5"
    assert lines[2].endswith(",S2,a,b,surplus")


def test_a_file_that_cannot_be_read_leaves_the_run_failed_and_nothing_else(profile):
    run = upload('sku,name\nS1,"open\n', profile)
    with pytest.raises(JobError, match="Row 2, column 2: A quotation mark is opened"):
        stage_run(run_id=run.pk, progress=JobProgress())
    run.refresh_from_db()
    assert run.state == ImportRun.State.FAILED
    assert run.message.startswith("Row 2, column 2:")
    assert StagingTables(run.pk).staging_name not in connection.introspection.table_names()


def test_a_header_without_rows_is_refused(profile):
    with pytest.raises(JobError, match="column names but no rows"):
        staged("sku,name\n", profile)


def test_staging_twice_gives_the_same(profile):
    run = staged("sku,name\nS1,a\nS1,b\n", profile)
    again = stage_run(run_id=run.pk, progress=JobProgress())
    assert (again.rows, again.created, again.rejected) == (2, 1, 1)


def test_a_pattern_that_the_database_does_not_know_is_named(profile):
    Attribute.objects.filter(code="finish").update(pattern="(?P<a>x)")
    with pytest.raises(JobError, match="The pattern of the attribute"):
        staged("sku,name,finish\nS1,a,x\n", profile)
