"""`python -m bench`: run the measurements, print the table, write bench/results.json."""

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from django.core.management import call_command

RESULTS = Path(__file__).with_name("results.json")


def main() -> int:
    """Run the chosen parts; exit code 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", default=["feeds", "imports", "web"])
    parser.add_argument("--products", type=int, default=100_000)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "solidus.settings.development")
    django.setup()
    call_command("migrate", verbosity=0)
    results = [row for part in options.parts for row in _run(part, options.products)]
    _print(results)
    RESULTS.write_text(json.dumps(_document(results, options.products), indent=2) + "\n")
    return 0 if all(row["kept"] for row in results) else 1


def _run(part: str, products: int) -> list[dict]:
    from importlib import import_module

    print(f"measuring {part} …", file=sys.stderr, flush=True)
    rows = import_module(f"bench.{part}").run(products)
    return [{"part": part, **row, "kept": _is_kept(row)} for row in rows]


def _is_kept(row: dict) -> bool:
    """Whether the limit holds; a row without a limit only informs."""
    if row.get("limit") is None:
        return True
    if row.get("at_least"):
        return row["ratio"] >= row["limit"]
    return row["ratio"] <= row["limit"]


def _document(results: list[dict], products: int) -> dict:
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "products": products,
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
