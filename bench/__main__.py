"""`python -m bench`: run the measurements, print the table, write bench/results.json.

A part is a module with `run(products) -> list[dict]`; it makes its own data. A part of the working
catalog has `measure(products) -> list[dict]` instead: these parts share one catalog of each size,
made once, and the growth of their times from size to size is part of the table.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import django
from django.core.management import call_command

RESULTS = Path(__file__).with_name("results.json")
PARTS = ("feeds", "imports", "web")
CATALOG_PARTS: tuple[str, ...] = ("completeness", "quality", "bulk", "listing")
SIZES = (100_000, 1_000_000)


def main() -> int:
    """Run the chosen parts; exit code 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", default=[*PARTS, *CATALOG_PARTS])
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidus.settings.development")
    django.setup()
    call_command("migrate", verbosity=0)
    results: list[dict] = []
    for rows in _measure(options.parts, options.products, options.sizes):
        results += rows
        # After each part: a run takes long, and what is measured must outlast what comes later.
        RESULTS.write_text(json.dumps(_document(results), indent=2) + "\n")
    _print(results)
    return 0 if all(row["kept"] for row in results) else 1


def _measure(parts: Sequence[str], products: int, sizes: Sequence[int]) -> Iterator[list[dict]]:
    """The rows of each part, as soon as it ends."""
    for part in parts:
        if part not in CATALOG_PARTS:
            print(f"measuring {part} …", file=sys.stderr, flush=True)
            yield _judged(part, import_module(f"bench.{part}").run(products))
    yield from _measure_catalog([part for part in parts if part in CATALOG_PARTS], sizes)


def _measure_catalog(parts: Sequence[str], sizes: Sequence[int]) -> Iterator[list[dict]]:
    """The rows of each part that shares a catalog, for each size, then how their times grow."""
    if not parts:
        return
    from bench.data import make_products

    rows: list[dict] = []
    for products in sizes:
        print(f"making {products:,} products …", file=sys.stderr, flush=True)
        make_products(products)
        for part in parts:
            print(f"measuring {part} …", file=sys.stderr, flush=True)
            measured = _judged(part, import_module(f"bench.{part}").measure(products))
            rows += measured
            yield measured
    yield _judged("growth", _growth(rows, sizes))


def _growth(rows: Sequence[dict], sizes: Sequence[int]) -> Iterator[dict]:
    """How many times longer the same takes with the next larger catalog."""
    seconds = {(row["name"], row["rows"]): row["seconds"] for row in rows if row.get("seconds")}
    for small, large in pairwise(sizes):
        for name, size in seconds:
            if size == small and (name, large) in seconds:
                times = seconds[name, large] / seconds[name, small]
                text = f"{times:.1f} times"
                yield {"name": f"growth: {name}", "rows": large, "text": text}


def _judged(part: str, rows: Iterable[dict]) -> list[dict]:
    return [{"part": part, **row, "kept": _is_kept(row)} for row in rows]


def _is_kept(row: dict) -> bool:
    """Whether the limit holds; a row without a limit only informs."""
    if row.get("limit") is None:
        return True
    if row.get("at_least"):
        return row["ratio"] >= row["limit"]
    return row["ratio"] <= row["limit"]


def _document(results: list[dict]) -> dict:
    """What is kept of a run; `products` are the sizes of catalog that the rows were measured at."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "products": sorted({row["rows"] for row in results}),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "results": results,
    }


def _print(results: list[dict]) -> None:
    print(f"\n{'what':58} {'rows':>9} {'here':>12} {'bare':>12} {'ratio':>7}  limit")
    for row in results:
        limit = row.get("limit")
        sign = "≥" if row.get("at_least") else "≤"
        verdict = "" if limit is None else f"{sign} {limit} {'kept' if row['kept'] else 'MISSED'}"
        here = row.get("text") or f"{row['seconds']:.2f} s"
        bare = row.get("baseline_text") or (
            f"{row['baseline_seconds']:.2f} s" if row.get("baseline_seconds") else ""
        )
        ratio = "" if row.get("ratio") is None else f"{row['ratio']:.2f}"
        print(f"{row['name']:58} {row['rows']:>9,} {here:>12} {bare:>12} {ratio:>7}  {verdict}")


if __name__ == "__main__":
    sys.exit(main())
