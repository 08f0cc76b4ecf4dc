"""The markup of rich text: which is allowed, and what a reader sees of it.

Each rule in Python and in SQL, of one pattern that both understand alike.
"""

import re
from functools import lru_cache
from html import escape, unescape
from html.entities import html5

from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Literal

# What the editor writes (wagtail.admin.rich_text) and what imports bring. Formatting carries no
# script, and a link leads to an address of the site or of a scheme that runs none.
_BLANKS = r"[ \t\r\n]"
_NAMES = "p|br|hr|b|i|em|strong|ul|ol|li|h2|h3|h4"
_HREF = r'href="(?:(?:https?|ftp|mailto|tel):[^"<>]*|[^":/?#<>&]*(?:[/?#][^"<>]*)?)"'
_RECORD = r'linktype="[a-z]+"|id="[0-9]+"'
_ALLOWED = (
    rf'/?(?:{_NAMES})(?:{_BLANKS}+data-block-key="[a-z0-9]*")?{_BLANKS}*/?>'
    rf"|a(?:{_BLANKS}+(?:{_HREF}|{_RECORD}))*{_BLANKS}*>|/a{_BLANKS}*>"
)
DISALLOWED = rf"(?i)<(?!{_ALLOWED})"

# What is no character of the text is marked before the text is searched: where an entity begins
# and ends (browsers read some names without their semicolon, too), and a tag. The marks stand for
# nothing in Unicode.
_ENTITY, _ENTITY_END, _TAG, _TAG_END, _CUT_END = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4"
_MARKS = _ENTITY + _ENTITY_END + _TAG + _TAG_END + _CUT_END
_MARKED = "&;<>"
_IS_MARKED = f"[{_MARKS}]"
_CUT_NAMES = sorted((name for name in html5 if not name.endswith(";")), key=len, reverse=True)
_STEPS = [
    (r"<(/?[A-Za-z][^<>]*)>", rf"{_TAG}\1{_TAG_END}"),
    (r"&([A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);", rf"{_ENTITY}\1{_ENTITY_END}"),
    (f"&({'|'.join(_CUT_NAMES)})", rf"{_ENTITY}\1{_CUT_END}"),
]
_TAGS = _STEPS[0][0]
_ENDS = f"[{_ENTITY_END}{_CUT_END}]"
# The end of what was found stands in no entity and in no tag.
_OUTSIDE = f"(?![^{_ENTITY}{_ENTITY_END}{_CUT_END}]*{_ENDS})(?![^{_TAG}{_TAG_END}]*{_TAG_END})"


def disallowed_message(label: str) -> str:
    """What to do where markup is not allowed."""
    return _(
        "%(label)s contains HTML that is not allowed. Allowed tags are p, br, hr, b, i, em, "
        "strong, ul, ol, li, h2, h3 and h4 without attributes, and links; use &lt; for a literal "
        "<."
    ) % {"label": label}


def is_disallowed(markup: str) -> bool:
    """Whether anything but an allowed tag begins where one may begin."""
    return re.search(DISALLOWED, markup, flags=re.ASCII) is not None


def disallowed_sql(markup: Composable) -> Composable:
    """The same in SQL."""
    return SQL("{} ~ {}").format(markup, Literal(DISALLOWED))


def replaced(markup: str, sought: str, given: str) -> str:
    """The markup with every `sought` that a reader sees in one piece replaced by the text `given`.

    Tags and everything else stay as they are. Text that is divided by a tag, such as half of a
    word in bold, is not found: it is not known which of the halves the new text would belong to.
    """
    if re.search(_IS_MARKED, markup + sought):
        return markup
    marked = markup
    for pattern, mark in _STEPS:
        marked = re.sub(pattern, mark, marked)
    made = re.sub(_pattern(sought), lambda _found: written(given), marked)
    return made.translate(str.maketrans(_MARKS[:-1], _MARKED, _CUT_END))


def replaced_sql(markup: Composable, sought: str, given: str) -> Composable:
    """The same in SQL."""
    if re.search(_IS_MARKED, sought):
        return markup
    marked = markup
    for pattern, mark in _STEPS:
        marked = _sub(marked, pattern, mark)
    made = _sub(marked, _pattern(sought), written(given).replace("\\", "\\\\"))
    # What has no partner in the second text is taken away.
    return SQL(
        "CASE WHEN NOT ({0}) OR {1} ~ {2} THEN {1} ELSE translate({3}, {4}, {5}) END"
    ).format(
        _may_hold(markup, sought), markup, Literal(_IS_MARKED), made, Literal(_MARKS),
        Literal(_MARKED),
    )  # fmt: skip


def _may_hold(markup: Composable, sought: str) -> Composable:
    """Whether a text may be found; spares most of what does not hold it the rest."""
    forms = [sought, "&#", *(f"&{name}" for one in set(sought) for name in _names(one))]
    found = [SQL("strpos({}, {}) > 0").format(markup, Literal(form)) for form in sorted(forms)]
    return SQL(" OR ").join(found)


def _sub(text: Composable, pattern: str, given: str) -> Composable:
    return SQL("regexp_replace({}, {}, {}, 'g')").format(text, Literal(pattern), Literal(given))


def written(text: str) -> str:
    """Plain text as it stands in markup; the marks would become tags and entities there."""
    return re.sub(_IS_MARKED, "", escape(text, quote=False))


def paragraph_sql(text: Composable) -> Composable:
    """SQL of the markup of a plain text: one paragraph, in which lines stay lines."""
    return SQL(
        "('<p>' || replace(replace(replace(replace({}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'),"
        " chr(10), '<br/>') || '</p>')"
    ).format(text)


def text_of(markup: str) -> str:
    """The plain text that a reader sees of markup, in one line."""
    return " ".join(unescape(re.sub(_TAGS, " ", markup)).split())


# What editors and imports write; the ampersand last, so that &amp;lt; stays &lt;.
_READ = [("&nbsp;", " "), ("&quot;", '"'), ("&#x27;", "'"), ("&#39;", "'"), ("&lt;", "<"),
         ("&gt;", ">"), ("&amp;", "&")]  # fmt: skip


def text_sql(markup: Composable) -> Composable:
    """SQL of the plain text that a reader sees of markup, in one line."""
    text = _sub(markup, _TAGS, " ")
    for entity, character in _READ:
        text = SQL("replace({}, {}, {})").format(text, Literal(entity), Literal(character))
    return SQL("btrim(regexp_replace({}, '\\s+', ' ', 'g'))").format(text)


def _pattern(sought: str) -> str:
    """Finds a text in marked markup, however its characters are written there."""
    return "".join(map(_character, sought)) + _OUTSIDE


@lru_cache(maxsize=512)
def _names(character: str) -> list[str]:
    """The names of a character in markup."""
    return sorted({name.removesuffix(";") for name, text in html5.items() if text == character})


@lru_cache(maxsize=512)
def _character(character: str) -> str:
    code, names = ord(character), _names(character)
    digits = f"{code:x}"
    hexadecimal = "".join(f"[{one}{one.upper()}]" if one.isalpha() else one for one in digits)
    forms = "|".join([*names, f"#0*{code}", f"#[xX]0*{hexadecimal}"])
    return f"(?:{_ENTITY}(?:{forms}){_ENDS}|{_literal(character)})"


def _literal(character: str) -> str:
    """A pattern of one character: the two languages escape letters differently."""
    if character.isalnum():
        return character
    return rf"[\{character}]" if character in r"\]^-[" else f"[{character}]"
