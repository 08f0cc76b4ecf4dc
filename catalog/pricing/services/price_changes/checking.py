"""Says what typed prices would do, cell by cell, and keeps it as a change that waits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.pricing.list_prices import ListPrice, prices_from_day
from catalog.pricing.models import PriceChange, PriceChangeRow
from catalog.pricing.money import check_amount, money
from catalog.pricing.pasted_cells import TypedCell
from catalog.pricing.services.price_changes.naming import Named, named
from catalog.pricing.services.price_changes.planning import Plan, planned
from catalog.pricing.services.price_changes.writing import (
    ADD,
    DELETE,
    no_right_to_add,
    no_right_to_delete,
)
from catalog.products.queries.write_refusals import refused_products
from catalog.products.write_policy import Write
from console.numbers import read_number, read_typed_number

Outcome = PriceChangeRow.Outcome

MOST_CELLS = 20_000
PLACES, MOST_WHOLE_DIGITS = 4, 10
LARGEST_QUANTITY = 2_147_483_647


@dataclass(frozen=True, slots=True)
class _Read:
    """A cell as it was understood: without an amount its price goes."""

    cell: TypedCell
    named: Named
    quantity: int
    amount: Decimal | None
    reasons: list[str]

    @property
    def place(self) -> tuple[int, int, int] | None:
        """What only one cell of a change may be about."""
        if self.named.product is None or self.named.price_list is None:
            return None
        return self.named.product.key, self.named.price_list.pk, self.quantity


@transaction.atomic
def check_prices(
    *,
    cells: Sequence[TypedCell],
    quantity: int,
    day: date,
    ends_former: bool,
    user: User,
) -> PriceChange:
    """Keep what `cells` would do to the prices that hold on `day`; nothing is written yet.

    What is wrong with a cell is kept with it and does not hold back the others. The number of
    statements does not depend on that of cells.
    """
    read = _without_duplicates(
        [_read(cell, found, quantity) for cell, found in zip(cells, named(cells), strict=True)]
    )
    places = [one.place for one in read if one.place and not one.reasons]
    prices = prices_from_day(places, day)
    refused = refused_products(
        {product for product, _list, _quantity in places}, Write.PART, user, parts=["prices"]
    )
    change = PriceChange(day=day, ends_former=ends_former, started_by=user)
    rows = list(_rows(change, read, prices, refused, user))
    change.counts = _counts(rows)
    change.save()
    _number_new_prices(rows)
    PriceChangeRow.objects.bulk_create([one.row for one in rows])
    return change


@dataclass(slots=True)
class _Checked:
    row: PriceChangeRow
    plan: Plan | None


def _rows(
    change: PriceChange,
    read: Sequence[_Read],
    prices: dict[tuple[int, int, int], list[ListPrice]],
    refused: dict[int, list[str]],
    user: User,
) -> Iterator[_Checked]:
    rights = _Rights(user)
    for number, one in enumerate(read):
        row = _row(change, number, one)
        plan = None
        reasons = list(one.reasons)
        if one.place and not reasons:
            plan = planned(one.place, one.amount, prices.get(one.place, []), change)
            reasons = [*_seen_otherwise(one, plan), *refused.get(one.place[0], [])]
            reasons += rights.refusals(plan)
        row.reasons = reasons
        if reasons or plan is None:
            row.outcome = Outcome.REFUSED
        elif plan.changes_nothing:
            row.outcome = Outcome.UNCHANGED
        if plan is not None:
            row.before, row.after = plan.before, plan.after
        yield _Checked(row, plan)


def _row(change: PriceChange, place: int, read: _Read) -> PriceChangeRow:
    product, price_list = read.named.product, read.named.price_list
    return PriceChangeRow(
        change=change,
        place=place,
        line=read.cell.line,
        column=read.cell.column,
        number=product.sku if product else read.cell.number,
        list_name=str(price_list) if price_list else read.cell.list_name,
        typed=read.cell.amount,
        product_id=product.key if product else None,
        price_list_id=price_list.pk if price_list else None,
    )


def _read(cell: TypedCell, found: Named, quantity: int) -> _Read:
    reasons = list(found.reasons)
    amount = None
    try:
        quantity = _quantity(cell, quantity)
        if not cell.removes:
            amount = _amount(cell, found)
    except ValidationError as error:
        reasons += error.messages
    return _Read(cell, found, quantity, amount, reasons)


def _quantity(cell: TypedCell, usual: int) -> int:
    if not cell.quantity:
        return usual
    text = read_typed_number(cell.quantity)
    number = Decimal(text) if text else Decimal(0)
    if number < 1 or number > LARGEST_QUANTITY or number != number.to_integral_value():
        raise ValidationError(
            _("“%(text)s” is not a quantity. Enter a whole number.") % {"text": cell.quantity}
        )
    return int(number)


def _amount(cell: TypedCell, found: Named) -> Decimal:
    if not cell.amount:
        raise ValidationError(_("Give an amount, or - to remove the price."))
    text = read_typed_number(cell.amount)
    if text is None:
        raise ValidationError(
            _("“%(text)s” is not a number. Enter it like %(example)s.")
            % {
                "text": cell.amount,
                "example": number_format(Decimal("1234.50"), use_l10n=True, force_grouping=True),
            }
        )
    amount = Decimal(text)
    if amount < 0:
        raise ValidationError(_("A price is not less than zero."))
    exponent = amount.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > PLACES:
        raise ValidationError(_("A price has at most four decimals."))
    if amount >= Decimal(10) ** MOST_WHOLE_DIGITS:
        raise ValidationError(_("A price has at most ten digits before its decimals."))
    if found.price_list is not None:
        check_amount(amount, found.price_list.currency)
    return amount


def _without_duplicates(read: Sequence[_Read]) -> list[_Read]:
    """The cells, of which a later one for the same price says where the first one stands."""
    first: dict[tuple[int, int, int], _Read] = {}
    kept = []
    for one in read:
        words = []
        if one.place and first.setdefault(one.place, one) is not one:
            stands = {"line": first[one.place].cell.line}
            words = [_("Row %(line)d has the same product, list and quantity already.") % stands]
        kept.append(replace(one, reasons=[*one.reasons, *words]))
    return kept


def _seen_otherwise(read: _Read, plan: Plan) -> Iterator[str]:
    """What to say where somebody has written the price since it was shown."""
    if read.cell.shown is None or read.named.price_list is None:
        return
    text = read_number(read.cell.shown)
    shown = Decimal(text) if text else None
    if plan.old_amount not in (shown, read.amount):
        yield changed_meanwhile(plan.old_amount, read.named.price_list.currency)


def changed_meanwhile(amount: Decimal | None, currency: str) -> str:
    """That a price is not any more what a person saw, and what it is."""
    if amount is None:
        return _("Someone has removed this price since you opened it.")
    return _("Someone has set %(amount)s since you opened it.") % {
        "amount": money(amount, currency)
    }


class _Rights:
    """What the person may not do; each asked once for all cells."""

    def __init__(self, user: User) -> None:
        self._adding = "" if user.has_perm(ADD) else no_right_to_add()
        self._deleting = "" if user.has_perm(DELETE) else no_right_to_delete()

    def refusals(self, plan: Plan) -> Iterator[str]:
        """What is in the way of a plan."""
        if plan.adds and self._adding:
            yield self._adding
        if plan.removes and self._deleting:
            yield self._deleting


def _counts(rows: Sequence[_Checked]) -> dict[str, int]:
    plans = [one.plan for one in rows if one.row.outcome == Outcome.WAITING and one.plan]
    return {
        "changed": sum(one.old_amount is not None and one.new_amount is not None for one in plans),
        "added": sum(one.old_amount is None for one in plans),
        "removed": sum(one.new_amount is None for one in plans),
        "unchanged": sum(one.row.outcome == Outcome.UNCHANGED for one in rows),
        "refused": sum(one.row.outcome == Outcome.REFUSED for one in rows),
    }


def _number_new_prices(rows: Sequence[_Checked]) -> None:
    """Give new prices their keys, so that the change knows what it is going to write."""
    new = [one for row in rows if row.plan for one in row.plan.after if one["id"] is None]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('catalog_price', 'id'))"
            " FROM generate_series(1, %s)",
            [len(new)],
        )
        for row, [key] in zip(new, cursor, strict=True):
            row["id"] = key
