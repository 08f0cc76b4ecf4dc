"""Amounts of money: how many decimals a currency has, and how an amount is written.

What Python writes for one amount, `amount_text_sql` writes for many; both say the same.
"""

from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}

# The decimals of the minor unit (ISO 4217), where they are not two.
_USUAL = 2
_WITHOUT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
WITHOUT_MINOR_UNIT = tuple(_WITHOUT.split())
_OTHER_MINOR_UNITS = {
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
_MINOR_UNITS = {**dict.fromkeys(WITHOUT_MINOR_UNIT, 0), **_OTHER_MINOR_UNITS}


def minor_units(currency: str) -> int:
    """How many decimals the smallest coin of a currency has."""
    return _MINOR_UNITS.get(currency, _USUAL)


def exact_amount(amount: Decimal, currency: str) -> Decimal:
    """The amount with the decimals of its currency, or with as many more as it really has."""
    places = minor_units(currency)
    exponent = amount.normalize().as_tuple().exponent
    if places and isinstance(exponent, int):
        places = max(places, -exponent)
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def amount_text(amount: Decimal, currency: str) -> str:
    """An exact amount as files and programs read it: "1500", "12.70", "0.0125".

    It has the decimals of its currency, or as many more as it really has; a currency without a
    minor unit has none.
    """
    return format(exact_amount(amount, currency), "f")


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency, as people read it: "$1,234.50", "¥1,500", "CHF 12.00"."""
    symbol = _SYMBOLS.get(currency)
    number = f"{exact_amount(amount, currency):,f}"
    return f"{symbol}{number}" if symbol else f"{currency} {number}"


def typed_amount(amount: Decimal) -> str:
    """An amount as somebody would type it who leaves the currency to the list: "1500", "12.70"."""
    is_whole = amount == amount.to_integral_value()
    return format(amount.quantize(Decimal(1)), "f") if is_whole else amount_text(amount, "")


def local_amount(amount: Decimal, currency: str) -> str:
    """An amount as somebody types it in the language of this thread: "12.70", in German "12,70"."""
    return number_format(exact_amount(amount, currency), use_l10n=True)


def check_amount(amount: Decimal, currency: str) -> None:
    """Raise ValidationError for an amount that nobody can pay: a part of a yen.

    Parts of a cent are taken: what is sold by the thousand costs so little a piece. The database
    says the same by `catalog_is_payable`.
    """
    if minor_units(currency) == 0 and amount != amount.to_integral_value():
        raise ValidationError(
            _("%(currency)s has no decimals. Enter a whole amount.") % {"currency": currency}
        )


def amount_text_sql(amount: Composable, currency: Composable) -> Composable:
    """The SQL of `amount_text`; both are looked at several times, and are names of columns."""
    return SQL(
        "CASE WHEN {currency} = ANY ({whole}) THEN round({amount})::text"
        " WHEN {currency} = ANY ({others}) THEN CASE {currency} {by_currency} END"
        " ELSE {usual} END"
    ).format(
        amount=amount,
        currency=currency,
        whole=Literal(list(WITHOUT_MINOR_UNIT)),
        others=Literal(list(_OTHER_MINOR_UNITS)),
        by_currency=SQL(" ").join(
            SQL("WHEN {} THEN {}").format(Literal(code), _exact_sql(amount, places))
            for code, places in _OTHER_MINOR_UNITS.items()
        ),
        usual=_exact_sql(amount, _USUAL),
    )


def _exact_sql(amount: Composable, places: int) -> Composable:
    return SQL(
        "CASE WHEN {amount} = round({amount}, {places}) THEN round({amount}, {places})::text"
        " ELSE trim_scale({amount})::text END"
    ).format(amount=amount, places=Literal(places))
