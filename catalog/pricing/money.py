"""Amounts of money as people read them."""

from decimal import Decimal

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency: "$1,234.50", "CHF 12.00"; never fewer than two decimals."""
    exponent = amount.normalize().as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    symbol = _SYMBOLS.get(currency)
    number = f"{amount:,.{places}f}"
    return f"{symbol}{number}" if symbol else f"{currency} {number}"
