"""Numbers that are known in another spelling never make a second product by themselves."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.models import Product
from imports.checks.spellings import OtherSpellings
from imports.mapping import columns_of_run
from imports.models import ImportProfile
from imports.services import apply_run, change_mapping, check_run
from jobs.models import Job
from jobs.progress import JobProgress
from jobs.runner import run_job
from tests.factories.accounts import UserFactory
from tests.factories.catalog import BrandFactory, ProductFactory
from tests.factories.imports import ImportProfileFactory, applied, staged

pytestmark = pytest.mark.django_db

UNSEEN = ["QX-1001 ", "\u00a0 QX-1001", "QX-1001\u200b", "\ufeffQX-1001", "QX\u00ad-1001"]
OTHERWISE = [
    "QX\u20111001",
    "QX\u20131001",
    "qx-1001",
    "Q\u0425-1001",
    "\uff31\uff38\uff0d1001",
    "QX -1001",
    "QX\u00a0-1001",
]


@pytest.fixture(params=[ImportProfile.Key.SKU, ImportProfile.Key.BRAND_PART_NUMBER])
def profile(request, brand, family):
    return ImportProfileFactory(default_brand=brand, default_family=family, key=request.param)


@pytest.fixture
def known(brand, family):
    return ProductFactory(brand=brand, family=family, part_number="QX-1001", sku="QX-1001")


def content(numbers):
    rows = "".join(f'"{number}","{number}",Look-alike\n' for number in numbers)
    return f"sku,part_number,name\n{rows}"


def text_of(query):
    sql = query["sql"]
    return sql if isinstance(sql, str) else sql.as_string(connection.connection)


def answered(run, answer):
    change_mapping(run_id=run.pk, columns=columns_of_run(run), spellings=answer)
    return check_run(run_id=run.pk, progress=JobProgress())


@pytest.mark.parametrize("number", UNSEEN)
def test_what_cannot_be_seen_makes_no_other_number(profile, known, number):
    run = applied(content([number]), profile)
    assert (run.created, run.updated, run.rejected) == (0, 1, 0)
    assert Product.objects.get().sku == "QX-1001"


@pytest.mark.parametrize("number", UNSEEN)
def test_what_cannot_be_seen_is_not_stored(profile, number):
    run = applied(content([number]), profile)
    assert run.created == 1
    product = Product.objects.get()
    assert (product.sku, product.part_number) == ("QX-1001", "QX-1001")


def test_another_spelling_is_held_back_and_asked_about(profile, known, rejects):
    run = staged(content(OTHERWISE), profile)
    assert (run.created, run.updated, run.rejected) == (0, 0, len(OTHERWISE))
    assert run.details["spellings_held"] == len(OTHERWISE)
    told = "QX-1001 of the product QX-1001 is the same number, spelled differently."
    assert all(reason.startswith(told) for reason in rejects(run).values())


def test_nothing_is_asked_about_numbers_that_are_as_they_were(profile, known):
    with CaptureQueriesContext(connection) as queries:
        run = staged(content(["QX-1001"]), profile)
    assert (run.updated, run.rejected) == (1, 0)
    asked = [text for text in map(text_of, queries) if "console_number_key" in text]
    assert asked
    assert all(text.startswith("SELECT EXISTS") for text in asked)


def test_held_rows_are_taken_for_the_known_product_once_somebody_says_so(profile, known):
    run = answered(staged(content(OTHERWISE[:1]), profile), OtherSpellings.SAME)
    assert (run.created, run.updated, run.rejected) == (0, 1, 0)
    apply_run(run_id=run.pk, user_id=run.started_by_id, progress=JobProgress())
    assert Product.objects.get().pk == known.pk
    known.refresh_from_db()
    assert known.name == "Look-alike"
    named = known.sku if profile.key == ImportProfile.Key.SKU else known.part_number
    assert named == "QX-1001"


def test_held_rows_become_products_once_somebody_says_so(profile, known):
    run = answered(staged(content(OTHERWISE), profile), OtherSpellings.NEW)
    assert (run.created, run.rejected) == (len(OTHERWISE), 0)


def test_where_several_products_are_alike_none_is_taken_for_the_one(
    profile, known, brand, family, rejects
):
    ProductFactory(brand=brand, family=family, part_number="QX/1001", sku="QX/1001")
    run = answered(staged(content(["QX1001", "qx 1001"]), profile), OtherSpellings.SAME)
    assert (run.created, run.updated, run.rejected) == (0, 0, 2)
    assert run.details["spellings_held"] == 0
    for reason in rejects(run).values():
        assert reason.startswith(
            "QX-1001 of the product QX-1001 is the same number, spelled differently"
        )
        assert reason.endswith("Use the exact spelling of the product you mean.")
    run = answered(staged(content(["QX-1001", "QX/1001"]), profile), OtherSpellings.SAME)
    assert (run.updated, run.rejected) == (2, 0)


@pytest.mark.parametrize("first", ["Pad", ""])
def test_a_later_row_of_the_same_new_product_is_a_row_that_stands_twice(profile, rejects, first):
    """As the same rows in one spelling, also where the first of them has another fault."""
    spelt, equal = (
        answered(
            staged(
                f"sku,part_number,name\nQX-1001,QX-1001,{first}\nAB-1,AB-1,Pad\n"
                f"{later},{later},Pad\n",
                profile,
            ),
            OtherSpellings.SAME,
        )
        for later in ("qx 1001", "QX-1001")
    )
    assert (spelt.created, spelt.details["spellings_held"]) == (2 if first else 1, 0)
    assert rejects(spelt) == rejects(equal)
    assert rejects(spelt)[4].startswith("Row 2 already has the same SKU.")


@pytest.mark.parametrize(
    ("key", "row", "told", "better"),
    [
        (
            ImportProfile.Key.SKU,
            "OTHER-7,qx 1001",
            "Use the SKU of that product in the row, or give the row a different part number.",
            ["QX-1001,qx 1001", "OTHER-7,OTHER-7"],
        ),
        (
            ImportProfile.Key.BRAND_PART_NUMBER,
            "qx 1001,OTHER-7",
            "Use those of that product in the row, or give the row a different SKU.",
            ["qx 1001,QX-1001", "OTHER-7,OTHER-7"],
        ),
    ],
)
@pytest.mark.parametrize("exists", [False, True])
def test_a_number_beside_the_key_tells_which_product_the_row_must_name(
    brand, family, known, rejects, key, row, told, better, exists
):
    if exists:
        ProductFactory(brand=brand, family=family, part_number="OTHER-7", sku="OTHER-7")
    profile = ImportProfileFactory(default_brand=brand, default_family=family, key=key)

    def said(row):
        return answered(staged(f"sku,part_number,name\n{row},Pad\n", profile), OtherSpellings.SAME)

    run = said(row)
    assert (run.rejected, run.details["spellings_held"]) == (1, 0)
    [reason] = rejects(run).values()
    assert reason.startswith("QX-1001 of the product QX-1001 is the same ")
    assert reason.endswith(told)
    assert [said(row).rejected for row in better] == [0, 0]


def test_another_spelling_in_a_row_before_is_asked_about(profile, rejects):
    run = staged(content(["QX-1001", "AB-1", "qx1001"]), profile)
    assert (run.created, run.rejected) == (2, 1)
    [(row, reason)] = rejects(run).items()
    assert row == 4
    assert reason.startswith("QX-1001 in row 2 is the same number, spelled differently.")


def test_products_that_were_kept_apart_are_not_asked_about_again(profile, known, brand, family):
    ProductFactory(brand=brand, family=family, part_number="QX/1001", sku="QX/1001", name="Pad")
    run = staged(content(["QX/1001", "QX-1001"]), profile)
    assert (run.created, run.updated, run.rejected) == (0, 2, 0)


@pytest.mark.parametrize(
    "numbers",
    [["ВАЗ-2108", "КАМАЗ-2108", "2108"], ["部品-77", "零件-77"], ["90.750", "90.75"], ["--", "//"]],
)
def test_other_letters_and_digits_are_other_numbers(profile, numbers):
    assert staged(content(numbers), profile).created == len(numbers)


def test_other_brands_have_numbers_of_their_own(profile, known):
    other = BrandFactory()
    run = staged(f'sku,part_number,brand,name\nOWN-7,QX 1001,"{other.name}",Pad\n', profile)
    assert (run.created, run.rejected) == (1, 0)


def test_the_page_of_the_import_asks_and_takes_the_answer(client, brand, family, known):
    user = UserFactory()
    rights = ["access_admin", "add_importrun", "view_importrun", "add_product"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    profile = ImportProfileFactory(default_brand=brand, default_family=family)
    run = staged(content(["qx-1001"]), profile)
    address = reverse("imports_importrun:inspect", args=[run.pk])
    page = client.get(address).content.decode()
    assert "Numbers that exist in a different spelling" in page
    assert "1 row has such a number and will not be imported" in page
    # Where a person decides whether to apply it, too.
    assert page.index('href="#spellings"') < page.index('id="spellings"')
    fields = {f"column_{place}": name for place, name in enumerate(["sku", "part_number", "name"])}
    mapping = reverse("imports_importrun:mapping", args=[run.pk])
    client.post(mapping, {**fields, "spellings": "new"})
    for pk in Job.objects.filter(state=Job.State.QUEUED).values_list("pk", flat=True):
        run_job(pk)
    run.refresh_from_db()
    assert (run.created, run.rejected) == (1, 0)
    assert 'id="id_spellings_2" checked' in client.get(address).content.decode()
