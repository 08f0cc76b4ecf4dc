"""The transform that replaces values one by one."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.sql import SQL, Composable
from wagtail import blocks

from .base import (
    Transform,
    TransformError,
    check_choice,
    check_text,
    emptied,
    evaluated_once,
    literal,
)
from .text import text_block

KEEP, EMPTY = "keep", "empty"
OTHERS = [(KEEP, gettext_lazy("Keep")), (EMPTY, gettext_lazy("Clear"))]


@dataclass(frozen=True, slots=True)
class MapValues(Transform):
    """Each value replaced by the one named for it; the others stay or become empty.

    Stored as {"pairs": [{"value": "a", "becomes": "b"}, ...], "others": "keep" | "empty"}.
    """

    pairs: tuple[tuple[str, str], ...]
    others: str = KEEP

    code = "map"
    label = gettext_lazy("Map values")

    @classmethod
    def setting_blocks(cls):
        pair = blocks.StructBlock(
            [
                ("value", text_block(gettext_lazy("Value"))),
                ("becomes", text_block(gettext_lazy("New value"), required=False)),
            ]
        )
        others = blocks.ChoiceBlock(
            label=gettext_lazy("Other values"), choices=OTHERS, default=KEEP
        )
        pairs = blocks.ListBlock(pair, label=gettext_lazy("Values"), min_num=1)
        return [("pairs", pairs), ("others", others)]

    @classmethod
    def build(cls, settings: dict[str, Any]) -> Self:
        """As its base; a pair may stand in the envelope of a list of blocks."""
        pairs = [item.get("value", item) if "type" in item else item for item in _pairs(settings)]
        try:
            plain = tuple((pair["value"], pair.get("becomes") or "") for pair in pairs)
        except (KeyError, TypeError, AttributeError):
            raise TransformError(_("Each row needs a value and a new value.")) from None
        transform = cls(pairs=plain, others=settings.get("others") or KEEP)
        transform.check()
        return transform

    def check(self) -> None:
        if not self.pairs:
            raise TransformError(_("Enter at least one value."))
        for value, becomes in self.pairs:
            check_text(value, _("Value"))
            check_text(becomes, _("New value"), required=False)
        value, times = Counter(value for value, _becomes in self.pairs).most_common(1)[0]
        if times > 1:
            raise TransformError(_("“%(value)s” is listed twice.") % {"value": value})
        check_choice(self.others, _("Other values"), (KEEP, EMPTY))

    def sql(self, value: Composable) -> Composable:
        branches = SQL(" ").join(
            SQL("WHEN {} THEN {}").format(literal(given), literal(becomes))
            for given, becomes in self.pairs
        )
        others = SQL("given.value") if self.others == KEEP else SQL("NULL")
        template = "CASE given.value {branches} ELSE {others} END"
        return emptied(evaluated_once(value, template, branches=branches, others=others))

    def apply(self, value: str) -> str | None:
        return dict(self.pairs).get(value, value if self.others == KEEP else None)


def _pairs(settings: dict[str, Any]) -> list[dict[str, Any]]:
    pairs = settings.get("pairs") or []
    if not isinstance(pairs, list) or not all(isinstance(item, dict) for item in pairs):
        raise TransformError(_("Each row needs a value and a new value."))
    return pairs
