"""What knows a code, in words, for those who may be told of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from catalog.schema.code_uses.registry import CodeUse
from console.postgresql.statement_timeout import StatementTimeoutError, statement_timeout
from console.signed_in import User

LONGEST_COUNT = 1000  # milliseconds
NAMED = 3
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class DescribedUse:
    """A use as a page shows it: how many in words, and some of them."""

    text: str
    examples: list[Model]
    condition: dict[str, Any] | None = None

    def __str__(self) -> str:
        return self.text


def describe_uses(uses: Iterable[CodeUse], user: User | None) -> list[DescribedUse]:
    """The uses, as far as `user` may be told of them; that there are others closes the list."""
    described, is_hiding = [], False
    for use in uses:
        shown = use.shown_to(user)
        try:
            with statement_timeout(LONGEST_COUNT):
                examples, count = list(shown[:EXAMPLES]), shown.order_by().count()
        except StatementTimeoutError:
            described.append(DescribedUse(_too_many(use), [], use.condition))
            continue
        if examples:
            described.append(
                DescribedUse(f"{count:,} {use.nouns[count != 1]}", examples, use.condition)
            )
        elif shown is not use.queryset:
            is_hiding = is_hiding or use.is_probable()
    if is_hiding:
        described.append(DescribedUse(_("records that you do not have permission to see"), []))
    return described


def _too_many(use: CodeUse) -> str:
    return _("%(records)s, too many to count quickly") % {"records": use.nouns[1]}


def in_words(uses: Iterable[CodeUse], user: User | None) -> str:
    """The uses in one sentence: "25 products, 1 segment (“Steel parts”)"."""
    return ", ".join(_with_names(use) for use in describe_uses(uses, user))


def _with_names(use: DescribedUse) -> str:
    if not use.examples or use.examples[0]._meta.model_name == "product":
        return use.text
    names = ", ".join(f"“{record}”" for record in use.examples[:NAMED])
    more = " …" if len(use.examples) > NAMED else ""
    return f"{use.text} ({names}{more})"
