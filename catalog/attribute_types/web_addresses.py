"""Web addresses: one rule for whoever writes them, in Python and in SQL.

An address has a host with a dot in it (or localhost), or is of a kind that has none; it holds
nothing that could end a quoted attribute of a page. Without a kind it is taken to be https.
"""

import re

from psycopg.sql import SQL, Composable, Literal

from console.spelling import BLANKS

# Letters and digits of any script, dashes and underscores: what is no sign of ASCII else.
_LABEL = rf"[^{BLANKS}!-,./:-@\[-^`{{-~]+"
_HOSTLESS = r"(mailto|tel):"
# Written so that Python and PostgreSQL read it alike.
ADDRESS = (
    rf"((https?|ftp)://([^{BLANKS}<>\"/?#@]+@)?"
    rf"(localhost|{_LABEL}(\.{_LABEL})+)(:[0-9]{{1,5}})?([/?#][^{BLANKS}<>\"]*)?"
    rf"|{_HOSTLESS}[^{BLANKS}<>\"]+)"
)
_ADDRESS = re.compile(ADDRESS, re.IGNORECASE)
_HAS_KIND = re.compile(rf"{_HOSTLESS}|.*://", re.IGNORECASE | re.DOTALL)


def read_address(text: str) -> str | None:
    """The address that `text` means, None where it is none."""
    complete = text if _HAS_KIND.match(text) else f"https://{text}"
    return complete if _ADDRESS.fullmatch(complete) else None


def read_address_sql(text: Composable) -> Composable:
    """SQL of `read_address`, of a text that may be NULL."""
    complete = SQL("CASE WHEN {0} ~* {1} THEN {0} ELSE 'https://' || {0} END").format(
        text, Literal(f"^({_HOSTLESS}|.*://)")
    )
    return SQL(
        "(SELECT CASE WHEN address ~* {0} THEN address END FROM (SELECT {1} AS address) AS one)"
    ).format(Literal(f"^{ADDRESS}$"), complete)
