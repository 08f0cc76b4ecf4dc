"""Why a bulk edit leaves a product alone: conditions in SQL with their words."""

from collections.abc import Sequence

from accounts.models import User
from catalog.products.write_policy import (
    Refusal,
    Write,
    closing_conditions,
    refusing_conditions,
)


def standing_reasons(
    write: Write, user: User | None, *, spares_published: bool
) -> Sequence[Refusal]:
    """What refuses the product `product` whatever is done with it by `user`, or is undone.

    What lacks a right is counted with the rest, and waits for somebody who has it: it is refused
    only when it is applied, with `spares_published`.
    """
    return refusing_conditions(write, user) if spares_published else closing_conditions(write, user)
