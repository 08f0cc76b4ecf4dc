"""An attribute may have very many options: no statement has them more than once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Attribute, AttributeOption, Product
from catalog.schema_changes.services.operations import plan_retyping
from catalog.schema_changes.services.previewing import preview
from catalog.schema_changes.services.running import apply_schema_change
from jobs.progress import JobProgress
from tests.factories.accounts import UserFactory
from tests.factories.bulk_edits import applied
from tests.factories.catalog import (
    AttributeFactory,
    FamilyAttributeFactory,
    FamilyFactory,
    ProductFactory,
)
from tests.factories.imports import ImportProfileFactory, staged

pytestmark = pytest.mark.django_db
OPTIONS = 300
# In each label, so that it tells how often a statement has all of them.
MARK = "quite a long label of an option "
KINDS = [Attribute.Type.CHOICE, Attribute.Type.MULTIPLE_CHOICE]
LAST = f"{MARK}{OPTIONS - 1}"


@pytest.fixture
def family():
    family = FamilyFactory()
    for code in ("finish", "material"):
        FamilyAttributeFactory(family=family, attribute=AttributeFactory(code=code))
    AttributeOption.objects.bulk_create(
        AttributeOption(
            attribute=Attribute.objects.get(code="material"), code=f"o{n}", label=f"{MARK}{n}"
        )
        for n in range(OPTIONS)
    )
    return family


@pytest.fixture
def most_of_a_statement():
    """How often the statement that has the most options has all of them."""
    with CaptureQueriesContext(connection) as captured:
        yield lambda: max(text_of(query["sql"]).count(MARK) / OPTIONS for query in captured)


def text_of(sql):
    text = sql if isinstance(sql, str) else sql.as_string(connection.connection)
    # Other spellings of the labels are other keys, in capitals and small letters.
    return text.lower()


def answer_of(kind):
    code = f"o{OPTIONS - 1}"
    return code if kind == Attribute.Type.CHOICE else [code]


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_change_of_type(family, kind, most_of_a_statement):
    user = UserFactory(is_superuser=True)
    product = ProductFactory(family=family, values={"material": LAST})
    material = Attribute.objects.get(code="material")
    change = plan_retyping(attribute=material, fields={"type": kind}, user=user)
    assert preview(change).lost == 0
    apply_schema_change(change_id=change.pk, user=user, progress=JobProgress())
    product.refresh_from_db()
    assert product.values == {"material": answer_of(kind)}
    assert most_of_a_statement() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_copy_to_many_products(family, kind, most_of_a_statement):
    Attribute.objects.filter(code="material").update(type=kind)
    ProductFactory(family=family, values={"finish": LAST})
    applied({"target": "values.material", "action": "copy", "source": "finish"})
    assert Product.objects.get().values["material"] == answer_of(kind)
    assert most_of_a_statement() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_of_an_import_which_also_says_what_is_no_option(family, kind, most_of_a_statement):
    Attribute.objects.filter(code="material").update(type=kind)
    ProductFactory(family=family, sku="S1")
    run = staged(f"sku,values.material\nS1,{LAST}\n", ImportProfileFactory(key="sku"))
    assert (run.updated, run.rejected) == (1, 0)
    assert most_of_a_statement() == (1 if kind == Attribute.Type.CHOICE else 2)
