"""Guesses which field a column of a file fills, from the column's name."""

import re
from collections.abc import Iterable, Iterator, Mapping

from catalog.attribute_types.addresses import VALUES
from catalog.attribute_types.unit_families import allowed_units
from console.spelling import folded
from imports.mapping import MappedColumn
from imports.targets import Target

# Names that suppliers give to the columns of their files, in the languages of the trade.
SYNONYMS = {
    "sku": ["SKU", "Item SKU", "Article ID", "Material number"],
    "part_number": [
        "Part number", "Part no", "PartNo", "Part #", "PN", "P/N", "MPN", "Item number",
        "Manufacturer part number", "Artikelnummer", "Artikel-Nr.", "Teilenummer", "Teile-Nr.",
        "Référence", "Numéro de pièce", "Número de pieza", "Referencia",
    ],
    "gtin": [
        "GTIN", "EAN", "UPC", "EAN/UPC", "EAN code", "Barcode", "Item level GTIN", "Strichcode",
    ],
    "name": [
        "Name", "Title", "Product name", "Short description", "Designation", "Bezeichnung",
        "Produktname", "Titel", "Nom", "Désignation", "Nombre", "Denominación",
    ],
    "description": [
        "Description", "Long description", "Marketing text", "Beschreibung", "Langtext",
        "Descripción",
    ],
    "brand": [
        "Brand", "Brand name", "Manufacturer", "Make", "AAIA brand ID", "Brand AAIA ID", "Marke",
        "Hersteller", "Marque", "Fabricant", "Marca", "Fabricante",
    ],
    "family": ["Family", "Product family", "Part type", "Produktfamilie", "Famille", "Familia"],
    "category": [
        "Category", "Product group", "Kategorie", "Warengruppe", "Catégorie", "Categoría",
    ],
    "status": ["Status", "Life cycle", "Lifecycle status", "Statut", "Estado"],
}  # fmt: skip


def guess_columns(
    headers: Iterable[str], targets: Mapping[str, Target], known: Iterable[MappedColumn]
) -> list[MappedColumn]:
    """A mapped column for each header, in order.

    Columns that the profile knows win, then codes, labels in any language, and the synonyms of
    the trade. A target is given away once; a header without one is left out.
    """
    by_header = {normalized(column.header): column for column in known}
    by_name = _targets_by_name(targets)
    taken = {column.target for column in by_header.values()}
    columns = []
    for header in headers:
        column = by_header.get(normalized(header))
        if column is not None:
            columns.append(column.renamed(header))
            continue
        target = by_name.get(normalized(header), "")
        columns.append(MappedColumn(header=header, target="" if target in taken else target))
        taken.add(target)
    return columns


def normalized(name: str) -> str:
    """A header as it is compared: "Artikel-Nr." and "artikel nr" are the same."""
    return re.sub(r"[^\w#]|_", "", folded(name))


def _targets_by_name(targets: Mapping[str, Target]) -> dict[str, str]:
    """The target of each name that somebody may have given it; the first claim counts."""
    names: dict[str, str] = {}
    for candidates in (_codes(targets), _labels(targets), _synonyms(targets)):
        for name, code in candidates:
            names.setdefault(normalized(name), code)
    names.pop("", None)
    return names


def _codes(targets: Mapping[str, Target]) -> Iterator[tuple[str, str]]:
    for code, target in targets.items():
        yield code, code
        if target.attribute is not None:
            yield code.removeprefix(f"{VALUES}."), code


def _labels(targets: Mapping[str, Target]) -> Iterator[tuple[str, str]]:
    for code, target in targets.items():
        yield target.label, code
        attribute = target.attribute
        if attribute is None or target.is_unit:
            continue
        for language, label in attribute.labels.items():
            if not target.locale or target.locale == language:
                yield label, code
        for unit in allowed_units(attribute.unit):
            yield f"{attribute.label} ({unit})", code


def _synonyms(targets: Mapping[str, Target]) -> Iterator[tuple[str, str]]:
    for code, names in SYNONYMS.items():
        if code in targets:
            yield from ((name, code) for name in names)
