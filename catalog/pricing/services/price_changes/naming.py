"""Which products and price lists typed cells are about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.pricing.models import PriceList
from catalog.pricing.pasted_cells import TypedCell
from catalog.products.models.product import Product
from console.spelling import NumberKey, name_key, number_key


@dataclass(frozen=True, slots=True)
class NamedProduct:
    """A product as cells name it."""

    key: int
    sku: str
    part_number: str


@dataclass(frozen=True, slots=True)
class Named:
    """The product and the list of a cell, with the words for what is not known."""

    product: NamedProduct | None
    price_list: PriceList | None
    reasons: list[str] = field(default_factory=list)


def names_of_lists() -> set[str]:
    """What people may call the price lists: by name and by code."""
    rows = PriceList.objects.order_by().values_list("name", "code")
    return {name for row in rows for name in row}


def named(cells: Sequence[TypedCell]) -> list[Named]:
    """What each cell is about; three queries, whatever their number."""
    lists = _Lists()
    products = _Products(cells)
    return [_named(cell, products, lists) for cell in cells]


def _named(cell: TypedCell, products: "_Products", lists: "_Lists") -> Named:
    reasons = []
    found = products.of(cell)
    if not found:
        reasons.append(
            _("No product has this number.") if cell.number else _("Enter a part number.")
        )
    elif len(found) > 1:
        reasons.append(
            ngettext(
                "%(count)d product has this number. Give its SKU.",
                "%(count)d products have this number. Give the SKU of one.",
                len(found),
            )
            % {"count": len(found)}
        )
    owners = lists.of(cell)
    if not owners:
        reasons.append(_("This price list does not exist."))
    elif len(owners) > 1:
        reasons.append(_("Several price lists have this name. Give the code of one."))
    return Named(
        product=found[0] if len(found) == 1 else None,
        price_list=owners[0] if len(owners) == 1 else None,
        reasons=reasons,
    )


class _Lists:
    """Every price list, by key, code and name."""

    def __init__(self) -> None:
        lists = list(PriceList.objects.order_by("pk"))
        self._by_key = {one.pk: one for one in lists}
        self._by_code = {one.code: one for one in lists}
        self._by_name: dict[str, list[PriceList]] = defaultdict(list)
        for one in lists:
            for key in {name_key(one.name), name_key(one.code)}:
                self._by_name[key].append(one)

    def of(self, cell: TypedCell) -> Sequence[PriceList]:
        """The list that a cell names; several where its name is that of several."""
        if cell.price_list_id is not None:
            found = self._by_key.get(cell.price_list_id)
        else:
            found = self._by_code.get(cell.list_name)
        return [found] if found else self._by_name.get(name_key(cell.list_name), ())


class _Products:
    """The products that cells name, in any spelling of their numbers."""

    def __init__(self, cells: Iterable[TypedCell]) -> None:
        keys = {cell.product_id for cell in cells if cell.product_id is not None}
        spelt = {number_key(cell.number) for cell in cells if cell.product_id is None} - {""}
        rows = (
            Product.objects.alias(sku_key=NumberKey("sku"))
            .filter(Q(pk__in=keys) | Q(normalized_part_number__in=spelt) | Q(sku_key__in=spelt))
            .order_by("pk")
            .values_list("pk", "sku", "part_number", "normalized_part_number")
        )
        self._by_key: dict[int, NamedProduct] = {}
        self._by_sku: dict[str, NamedProduct] = {}
        self._by_number: dict[str, list[NamedProduct]] = defaultdict(list)
        for key, sku, part_number, normalized in rows:
            product = self._by_key[key] = NamedProduct(key, sku, part_number)
            self._by_sku[sku] = product
            for spelling in {normalized, number_key(sku)}:
                self._by_number[spelling].append(product)

    def of(self, cell: TypedCell) -> Sequence[NamedProduct]:
        """The products that a cell may mean: the one with this very SKU, or all it could be."""
        found: Mapping[str, NamedProduct] = self._by_sku
        if cell.product_id is not None:
            known = self._by_key.get(cell.product_id)
            return [known] if known else []
        if cell.number in found:
            return [found[cell.number]]
        return self._by_number.get(number_key(cell.number), ())
