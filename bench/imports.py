"""Imports against the bare COPY into staging plus INSERT ... ON CONFLICT of the same columns.

Both write the same file into the same table with its indexes and foreign keys. The bare one
does nothing else: no validation, no history, no change log (its triggers are off), no
completeness, and it rewrites every row.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import connection, transaction

from bench.data import make_products, remove_products
from catalog.models import Channel, FamilyAttribute
from imports.models import ImportProfile, ImportRun
from imports.services import apply_run, create_run, discard_run, stage_run
from jobs.progress import JobProgress

LIMIT = 2.5
ROUNDS = 2
REQUIRED_ATTRIBUTES = 6

# header: (SQL of the cell over the product, SQL of the attribute's value over the cell)
VALUES = {
    "bench_title": ("product.values ->> 'bench_title'", "to_jsonb(bench_title)"),
    "bench_model": ("product.values ->> 'bench_model'", "to_jsonb(bench_model)"),
    "bench_origin": ("product.values ->> 'bench_origin'", "to_jsonb(bench_origin)"),
    "bench_length": ("product.values ->> 'bench_length'", "to_jsonb(bench_length)"),
    "bench_width": ("product.values ->> 'bench_width'", "to_jsonb(bench_width)"),
    "bench_teeth": ("product.values ->> 'bench_teeth'", "to_jsonb(bench_teeth)"),
    "bench_weight": (
        "product.values -> 'bench_weight' ->> 'amount'",
        "jsonb_build_object('amount', bench_weight, 'unit', 'kg')",
    ),
    "bench_torque": (
        "product.values -> 'bench_torque' ->> 'amount'",
        "jsonb_build_object('amount', bench_torque, 'unit', 'Nm')",
    ),
    "bench_coated": ("product.values ->> 'bench_coated'", "to_jsonb(bench_coated::boolean)"),
    "bench_material": ("product.values ->> 'bench_material'", "to_jsonb(bench_material)"),
    "bench_position": ("product.values ->> 'bench_position'", "to_jsonb(bench_position)"),
}
FIXED = {
    "sku": "product.sku",
    "part_number": "product.part_number",
    "brand": "brand.name",
    "family": "family.code",
    "category": "category.code",
    "name": "product.name",
    "description": "product.description",
    "gtin": "product.gtin",
    "status": "product.status",
}
HEADERS = [*FIXED, *VALUES]

_FILE = """
COPY (
    SELECT {cells} FROM catalog_product product
    JOIN catalog_brand brand ON brand.id = product.brand_id
    JOIN catalog_family family ON family.id = product.family_id
    JOIN catalog_category category ON category.id = product.category_id
    WHERE product.sku LIKE 'BENCH-%' ORDER BY product.sku
) TO STDOUT (FORMAT csv, HEADER)
"""

_BARE = """
INSERT INTO catalog_product (
    live, has_unpublished_changes, expired, locked, first_published_at, last_published_at,
    channel_values, created_at, updated_at, brand_id, family_id, category_id, sku, part_number,
    name, description, gtin, status, values)
SELECT true, false, false, false, now(), now(), '{{}}', now(), now(), b.id, f.id, c.id, sku,
    part_number, s.name, s.description, gtin, status, jsonb_build_object({values})
FROM bench_staging s JOIN catalog_brand b ON b.name = s.brand
JOIN catalog_family f ON f.code = s.family JOIN catalog_category c ON c.code = s.category
ON CONFLICT (sku) DO UPDATE SET (brand_id, family_id, category_id, part_number, name, description,
    gtin, status, values, updated_at, last_published_at) = (excluded.brand_id, excluded.family_id,
    excluded.category_id, excluded.part_number, excluded.name, excluded.description, excluded.gtin,
    excluded.status, excluded.values, excluded.updated_at, excluded.last_published_at)
"""

_REMOVE = [
    "DELETE FROM catalog_completeness WHERE product_id IN"
    " (SELECT id FROM catalog_product WHERE sku LIKE 'BENCH-%')",
    "DELETE FROM audit_change_log WHERE entity = 'catalog.product' AND entity_id IN"
    " (SELECT id FROM catalog_product WHERE sku LIKE 'BENCH-%')",
    "DELETE FROM catalog_price WHERE product_id IN"
    " (SELECT id FROM catalog_product WHERE sku LIKE 'BENCH-%')",
    "DELETE FROM catalog_historicalproduct WHERE sku LIKE 'BENCH-%'",
    "DELETE FROM catalog_product WHERE sku LIKE 'BENCH-%'",
]
_TABLES = ["catalog_product", "catalog_historicalproduct", "catalog_completeness"]


def run(products: int) -> list[dict]:
    """Measure inserting `products` products and updating them with one in a hundred changed."""
    _clean_up()
    with tempfile.TemporaryDirectory() as folder:
        fresh, changed = Path(folder, "fresh.csv"), Path(folder, "changed.csv")
        try:
            channel = make_products(products)
            _require(channel)
            _write_file(fresh)
            _write_changed(fresh, changed)
            profile = ImportProfile.objects.create(code="bench", name="Bench")
            return _measure(products, fresh, changed, profile)
        finally:
            _clean_up()


def _measure(products: int, fresh: Path, changed: Path, profile: ImportProfile) -> list[dict]:
    """Both ways in turn, ROUNDS times; the best of each counts, as other work disturbs a round."""
    bare, ours = [], []
    for _round in range(ROUNDS):
        for make, measured in ((_bare, bare), (lambda file: _import(file, profile), ours)):
            _remove_products()
            inserted = _seconds(make, fresh)
            _vacuum()
            measured.append((inserted, _seconds(make, changed)))
    (bare_insert, bare_update), (insert, update) = (
        map(min, zip(*m, strict=True)) for m in (bare, ours)
    )
    return [
        _result("import, CSV, 20 columns, insert", products, insert, bare_insert),
        _result("import, CSV, 20 columns, update 1 %", products, update, bare_update),
    ]


def _result(name: str, products: int, seconds: float, baseline: float) -> dict:
    return {
        "name": name,
        "rows": products,
        "seconds": round(seconds, 3),
        "baseline_seconds": round(baseline, 3),
        "ratio": round(seconds / baseline, 2),
        "limit": LIMIT,
    }


def _seconds(make: Callable[[Path], None], file: Path) -> float:
    started = time.perf_counter()
    make(file)
    return time.perf_counter() - started


def _import(path: Path, profile: ImportProfile) -> None:
    """The whole way of a file: upload, staging, checks, preview, checks again, apply."""
    with path.open("rb") as file:
        import_run = create_run(file=File(file), original_name=path.name, profile=profile)
    stage_run(run_id=import_run.pk, progress=JobProgress())
    result = apply_run(run_id=import_run.pk, progress=JobProgress())
    if result["rejected"]:
        raise AssertionError(f"{result['rejected']} rows were rejected")


@transaction.atomic
def _bare(path: Path) -> None:
    columns = ", ".join(f"{header} text" for header in HEADERS)
    values = ", ".join(f"'{header}', {value}" for header, (_cell, value) in VALUES.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE bench_staging ({columns})")
        with (
            path.open("rb") as file,
            cursor.copy("COPY bench_staging FROM STDIN (FORMAT csv, HEADER)") as copy,
        ):
            while block := file.read(1 << 16):
                copy.write(block)
        cursor.execute("ANALYZE bench_staging")
        cursor.execute("ALTER TABLE catalog_product DISABLE TRIGGER USER")
        cursor.execute(_BARE.format(values=values))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE catalog_product ENABLE TRIGGER USER")
        cursor.execute("DROP TABLE bench_staging")


def _require(channel: Channel) -> None:
    """Make completeness work for its living: some attributes of every family are required."""
    for owned in FamilyAttribute.objects.filter(
        family__code__startswith="bench_", sort_order__lt=REQUIRED_ATTRIBUTES
    ):
        owned.required_for.add(channel)
        owned.save()


def _write_file(path: Path) -> None:
    cells = ", ".join(
        [f"{cell} AS {header}" for header, cell in FIXED.items()]
        + [f"{cell} AS {header}" for header, (cell, _value) in VALUES.items()]
    )
    with (
        path.open("wb") as file,
        connection.cursor() as cursor,
        cursor.copy(_FILE.format(cells=cells)) as copy,
    ):
        for block in copy:
            file.write(block)


def _write_changed(fresh: Path, changed: Path) -> None:
    """The same file with another name in every hundredth row."""
    with fresh.open() as lines, changed.open("w") as out:
        for number, line in enumerate(lines):
            out.write(line.replace(",Bench part ", ",Better part ", number % 100 == 1))


def _remove_products() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _REMOVE:
            cursor.execute(statement)
    _vacuum()


def _vacuum() -> None:
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")


def _clean_up() -> None:
    for import_run in ImportRun.objects.filter(profile__code="bench"):
        if import_run.state == ImportRun.State.STAGED:
            discard_run(run_id=import_run.pk)
        elif import_run.file:
            storages["private"].delete(import_run.file)
    ImportRun.objects.filter(profile__code="bench").delete()
    ImportProfile.objects.filter(code="bench").delete()
    _remove_products()
    remove_products()
