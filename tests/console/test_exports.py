"""Every export that the admin has, Wagtail's own included, gives files that are safe to open."""

import csv
import inspect
import io
from itertools import chain

import openpyxl
import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Page, Site
from wagtail_modeladmin.options import ModelAdmin

from audit.models import ChangeLogEntry
from catalog.models import Segment
from jobs.models import Job
from search.models import SearchLogEntry
from tests.factories.accounts import UserFactory
from tests.factories.catalog import BrandFactory, FamilyFactory, ProductFactory

pytestmark = pytest.mark.django_db

RUN = "=cmd|' /C calc'!A0"
HOSTILE = [RUN, "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "-6AN", "#N/A", "a\x01b"]
SIGNS = set("=+-@\t\r＝")


def patterns(resolver, prefix=""):
    """The names and callbacks of all addresses."""
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield (f"{prefix}{one.name}" if one.name else "", one.callback)
        else:
            inner = f"{prefix}{one.namespace}:" if one.namespace else prefix
            yield from patterns(one, inner)


def registered_exports():
    """Every view class with an export that an address leads to, with the name of the address."""
    for name, callback in patterns(get_resolver()):
        view = getattr(callback, "view_class", None)
        register = getattr(inspect.unwrap(callback), "__self__", None)
        if isinstance(register, ModelAdmin) and name == register.url_helper.get_action_url_name(
            "index"
        ):
            view = register.index_view_class
        if view is not None and issubclass(view, SpreadsheetExportMixin):
            yield name, view


def all_exports():
    """Those, and the classes that anything loaded has made of Wagtail's export."""
    found = {view for _name, view in registered_exports()}
    classes = [SpreadsheetExportMixin]
    while classes:
        below = classes.pop().__subclasses__()
        classes += below
        found |= set(below)
    return sorted(found, key=lambda view: (view.__module__, view.__qualname__))


def is_harmless(cell):
    return cell[:1] not in SIGNS or cell == "-5"


class OneRow:
    """What a listing would give, with one row."""

    model = Page

    def __iter__(self):
        yield object()


def written(view, form):
    """A file of `view` with every hostile text as a heading and as a cell."""

    class Filled(view):
        list_export = HOSTILE
        export_headings = dict(zip(HOSTILE, HOSTILE, strict=True))

        def __init__(self):
            pass

        def to_row_dict(self, item):
            return dict(zip(HOSTILE, HOSTILE, strict=True))

    if form == "csv":
        text = b"".join(Filled().stream_csv(OneRow())).decode()
        return list(csv.reader(io.StringIO(text, newline="")))
    output = io.BytesIO()
    Filled().write_xlsx(OneRow(), output)
    return list(openpyxl.load_workbook(output).active.iter_rows())


def test_there_are_exports_of_wagtail_and_of_ours():
    modules = {view.__module__.partition(".")[0] for _name, view in registered_exports()}
    assert {"wagtail", "catalog", "jobs", "audit", "wagtail_modeladmin"} <= modules
    names = {view.__name__ for view in all_exports()}
    assert {"LogEntriesView", "AgingPagesView", "SubmissionsListView"} <= names


def test_no_class_with_an_export_writes_a_formula_into_a_csv_file():
    for view in all_exports():
        for cell in chain.from_iterable(written(view, "csv")):
            assert is_harmless(cell), (view, cell)


def test_no_class_with_an_export_writes_a_formula_or_an_error_into_a_workbook():
    for view in all_exports():
        heading, row = written(view, "xlsx")
        assert {cell.data_type for cell in row} == {"s"}, view
        assert "f" not in {cell.data_type for cell in heading}, view
        # A text cell is no formula, so numbers of parts stay as they are.
        assert [cell.value for cell in row[:-1]] == HOSTILE[:-1], view
        assert row[-1].value == "a\ufffdb"
        assert all(is_harmless(cell.value) for cell in heading), view


@pytest.fixture
def hostile_rows():
    """A record of many kinds that bears a formula wherever people type."""
    user = UserFactory(first_name=RUN, last_name="@SUM(A1)", is_superuser=True)
    product = ProductFactory(
        name=RUN, sku="-6AN", brand=BrandFactory(name="=B()"), family=FamilyFactory(label="+1+1")
    )
    page = Page.objects.filter(depth__gt=1).first()
    Page.objects.filter(pk=page.pk).update(title=RUN, draft_title=RUN)
    Redirect.add_redirect("/old", page)
    Site.objects.update(site_name=RUN)
    Segment.objects.create(code="formula", name=RUN, description="@SUM(A1)")
    SearchLogEntry.objects.create(query=RUN, backend="x", results=0, milliseconds=1)
    Job.objects.create(kind="feeds.run", title=RUN, state="succeeded")
    ChangeLogEntry.objects.update(source=RUN)
    ModelLogEntry.objects.create(
        label=RUN,
        action="wagtail.edit",
        object_id=str(product.pk),
        content_type=ContentType.objects.get_for_model(product),
        user=user,
        content_changed=True,
        deleted=False,
        timestamp=product.created_at,
    )
    return user


def addresses():
    for name, view in registered_exports():
        try:
            yield reverse(name), view
        except NoReverseMatch:
            # The page of one record; its class is walked above.
            continue


def test_every_export_with_an_address_answers_with_a_file_without_formulas(client, hostile_rows):
    client.force_login(hostile_rows)
    exported = {}
    for address, view in addresses():
        response = client.get(address, {"export": "csv"})
        assert response.status_code == 200, address
        if not response.streaming:
            continue  # a listing that exports nothing shows itself
        text = b"".join(response.streaming_content).decode()
        cells = list(chain.from_iterable(csv.reader(io.StringIO(text, newline=""))))
        assert not [cell for cell in cells if not is_harmless(cell)], address
        exported[view.__name__] = cells
        workbook = client.get(address, {"export": "xlsx"})
        assert workbook.status_code == 200, address
        sheet = openpyxl.load_workbook(io.BytesIO(workbook.getvalue())).active
        types = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert "f" not in types, address
    assert any(f"'{RUN}" in cells for cells in exported.values())
    assert len(exported) >= 8, sorted(exported)
