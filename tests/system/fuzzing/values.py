"""Values that broke programs elsewhere, as they travel in a query string or a form."""

from dataclasses import dataclass
from urllib.parse import quote_plus


@dataclass(frozen=True)
class Value:
    """A value under its name, with %s where the name of the parameter stands."""

    label: str
    pattern: str

    def sent_as(self, parameter: str) -> str:
        """The part of a query string or form that sends this value."""
        return self.pattern.replace("%s", quote_plus(parameter), 1)


def _raw(values: dict[str, str]) -> list[Value]:
    """Values that are encoded already, rightly or wrongly."""
    return [Value(label, f"%s={text}") for label, text in values.items()]


def _texts(*texts: str) -> list[Value]:
    return [Value(text[:40], f"%s={quote_plus(text)}") for text in texts]


UNDECODABLE = _raw(
    {
        "NUL": "%00",
        "NUL within": "a%00b",
        "NUL in an overlong form": "%C0%80",
        "first surrogate as UTF-8": "%ED%A0%80",
        "last surrogate as UTF-8": "%ED%BF%BF",
        "a pair of surrogates as UTF-8": "%ED%A0%BD%ED%B8%80",
        "surrogate as UTF-16": "%D8%00",
        "surrogate escaped in JSON": "%22%5Cud800%22",
        "surrogate in a list": "%5B%22%5CuDFFF%22%5D",
        "NUL escaped in JSON": "%7B%22a%5Cu0000%22%3A%22%5Cu0000%22%7D",
        "surrogate by %u": "%uD800",
        "overlong slash": "%C0%AF",
        "cut-off character": "%E2%82",
        "beyond Unicode": "%F4%90%80%80",
        "byte order mark": "%EF%BB%BF",
        "Latin-1": "M%FCller",
        "broken escape": "%",
        "half an escape": "%4",
        "no hexadecimal": "%ZZ",
        "escaped twice": "%2500",
        "control characters": "%01%02%08%1B%7F%C2%85",
        "line breaks": "a%0D%0Ab%0Ac%0Dd",
        "header injection": "x%0D%0ASet-Cookie:%20a=b",
    }
)
NUMBERS = _texts(
    "0",
    "-1",
    "-0",
    "1.5",
    "2147483648",
    "-2147483649",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "9" * 40,
    "9" * 5000,
    "1e308",
    "1e309",
    "1E+999999999",
    "-1e-400",
    "NaN",
    "sNaN",
    "Infinity",
    "-inf",
    "0x1F",
    "1_000",
    "٣",
    "²",
    "1,5",
    "1 000,00",
)
DATES = _texts(
    "2026-02-31",
    "0000-00-00",
    "0000-01-01",
    "10000-01-01",
    "9999-12-31T23:59:60Z",
    "0001-01-01T00:00:00-23:59",
    "9999-12-31T23:59:59+23:59",
    "24:00",
    "2026-W54-8",
)
TEXTS = _texts(
    "",
    " ",
    "'",
    '"',
    "' OR 1=1 --",
    "1; DROP TABLE catalog_product; --",
    "%' ESCAPE '!",
    "\\",
    "%s %(name)s %d {0} {name}",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% debug %}",
    "${jndi:ldap://127.0.0.1/a}",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "//evil.example/%5C..",
    "http://[::1",
    "http://a\\b:99999999/",
    "x" * 20_000,
    "ä" * 4000,
    "👩‍👩‍👧‍👦🏴‍☠️",
    "\u202emoc.elpmaxe",
    "שלום مرحبا",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!",
    "\ufeff\u200b\u2028\ufffe\uffff",
    "(a+)+$",
    "[",
    "(?P<x",
    "*",
    "true",
    "null",
    "None",
    "undefined",
    "__all__",
    "-pk",
    "password",
    "user__password",
    "a__b__c",
    "self.__class__",
    "all",
    "0,1,,x",
    "brand:acme AND (",
    "en",
    "xx-yy",
    "csv",
)
STRUCTURES = [
    Value("array", "%s[]=1&%s[]=2".replace("&%s", "&a")),
    Value("object", "%s[a][b]=1"),
    Value("many times", "&".join(["%s=1", *["a=2"] * 50])),
    Value("no value", "%s"),
    *_texts(
        "[]",
        "{}",
        "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]",
        "[" * 5000,
        "[" * 300 + "]" * 300,
        '{"a":' * 200 + "1" + "}" * 200,
        '{"a": NaN, "b": 1e999}',
        "[1, null, true, {}]",
        '{"match": "all", "conditions": 7}',
        '{"match": "all", "conditions": [{"field": {}, "operator": [], "value": null}]}',
        '{"field": "name", "operator": "contains", "value": {"a": [1]}}',
        '["code", ["in"], [["a"]]]',
        '{"blocks": [{"text": 1}], "entityMap": 3}',
        "[" + "9" * 5000 + "]",
    ),
]
VALUES = [*UNDECODABLE, *NUMBERS, *DATES, *TEXTS, *STRUCTURES]

# Parameters that are sent to every address, whether it seems to read them or not.
COMMON_NAMES = (
    "p", "page", "per_page", "limit", "offset", "q", "search", "query", "order_by", "ordering",
    "sort", "id", "ids", "pk", "next", "format", "export", "locale", "language", "channel",
    "fields", "child_of", "type", "page_type", "tag", "collection_id", "filter", "view", "v",
)  # fmt: skip
