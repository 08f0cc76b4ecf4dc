"""Small sums over number fields, such as `values.weight / values.length`.

Only numbers, fields, the four operations and brackets: there is nothing here that could do harm.
What cannot be calculated, as a division by zero or a missing value, is empty and matches nothing.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import DecimalField, ExpressionWrapper, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import NullIf
from django.utils.translation import gettext as _

from console.numbers import UNSIGNED

LONGEST_FORMULA = 200
DEEPEST_BRACKETS = 10

_TOKEN = re.compile(rf"\s*(?:(?P<number>{UNSIGNED})|(?P<name>[a-z][\w.]*)|(?P<sign>.))")

Lookup = Callable[[str], Combinable]


def parse_formula(text: object, lookup: Lookup) -> Combinable:
    """The expression of a formula; `lookup` gives the expression of a field, or refuses it.

    Raises ValidationError that says where the formula cannot be read.
    """
    if not isinstance(text, str) or not text.strip():
        raise ValidationError(_("Enter a formula, such as values.weight / values.length."))
    if len(text) > LONGEST_FORMULA:
        raise ValidationError(
            _("A formula can have at most %(limit)d characters.") % {"limit": LONGEST_FORMULA}
        )
    return _Parser(text, lookup).parse()


class _Parser:
    """Reads a sum of products of factors, from left to right."""

    def __init__(self, text: str, lookup: Lookup):
        self._tokens = list(_tokens(text))
        self._lookup = lookup
        self._at = 0
        self._depth = 0

    def parse(self) -> Combinable:
        """The whole formula."""
        result = self._sum()
        if self._at < len(self._tokens):
            raise self._unexpected()
        return result

    def _sum(self) -> Combinable:
        result = self._product()
        while (sign := self._take("+", "-")) is not None:
            other = self._product()
            result = _number(result + other if sign == "+" else result - other)
        return result

    def _product(self) -> Combinable:
        result = self._factor()
        while (sign := self._take("*", "/")) is not None:
            other = self._factor()
            # NULLIF makes a division by zero an empty result instead of an error.
            made = result * other if sign == "*" else result / NullIf(other, _constant("0"))
            result = _number(made)
        return result

    def _factor(self) -> Combinable:
        if self._take("-") is not None:
            return _number(_constant("0") - self._factor())
        if self._take("(") is not None:
            return self._bracket()
        if self._at >= len(self._tokens):
            raise ValidationError(_("The formula is incomplete."))
        kind, text = self._tokens[self._at]
        if kind == "sign":
            raise self._unexpected()
        self._at += 1
        return _constant(text) if kind == "number" else self._lookup(text)

    def _bracket(self) -> Combinable:
        self._depth += 1
        if self._depth > DEEPEST_BRACKETS:
            raise ValidationError(_("The brackets in the formula are nested too deeply."))
        result = self._sum()
        if self._take(")") is None:
            raise ValidationError(_("A bracket in the formula is not closed."))
        self._depth -= 1
        return result

    def _take(self, *signs: str) -> str | None:
        if self._at < len(self._tokens) and self._tokens[self._at] in [("sign", s) for s in signs]:
            self._at += 1
            return self._tokens[self._at - 1][1]
        return None

    def _unexpected(self) -> ValidationError:
        return ValidationError(
            _("“%(token)s” is not allowed at this point in the formula.")
            % {"token": self._tokens[self._at][1]}
        )


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """The parts of the formula in turn, each behind what it is."""
    for found in _TOKEN.finditer(text.strip()):
        yield from ((kind, part) for kind, part in found.groupdict().items() if part is not None)


def _constant(text: str) -> Value:
    return Value(Decimal(text), output_field=DecimalField())


def _number(expression: Combinable) -> Combinable:
    return ExpressionWrapper(expression, output_field=DecimalField())
