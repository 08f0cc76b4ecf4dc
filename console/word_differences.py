"""What differs between two texts, by their words, in bounded time.

Texts are compared by words. Long ones are compared by sentences first, and only what differs there
by words; what differs too much for that is replaced as a whole. The steps of all this are counted
and limited, so that texts made to be slow are shown as whole as well.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# A word or a sign, with the blanks before it; and a sentence or a line, with what ends it.
# An amount, a date or a size such as $12.50, 2026-02-28 or 10/100 is one word.
_WORDS = re.compile(r"\s*[^\w\s]?\d+(?:[.,:/-]\d+)*\w*|\s*\w+|\s*[^\w\s]|\s+")
_SENTENCES = re.compile(r"[^.!?\n]*(?:[.!?\n]+|$)\s*")
# Numbers, codes and single words are read as a whole.
_FEWEST_WORDS = 4
_MOST_TOKENS = 4_000
_MOST_EDITS = 200
_MOST_STEPS = 400_000
_LONGEST = 500_000
# With less than this in common, marks all over the text say less than the two texts.
_LEAST_IN_COMMON = 0.25
_ARROW = SafeString(' <span aria-hidden="true">→</span> ')
# What stays the same between two changes and is no longer than this is read with them.
_SHORTEST_BETWEEN = 4
# Of a longer run that is the same, so much is shown beside each change.
_CONTEXT = 80
_LONGEST_SAME = 3 * _CONTEXT


class Kind(StrEnum):
    """What a piece of a comparison is."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text of one kind. What is left out is the same in both."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class _Region:
    """Tokens of both sides that stand for each other: the same, or one instead of the other."""

    is_same: bool
    before: Sequence[str]
    after: Sequence[str]


class _TooManyStepsError(Exception):
    """Two texts cannot be compared with the steps that are left."""


class _Budget:
    """The steps that one comparison may take."""

    def __init__(self) -> None:
        self.left = _MOST_STEPS

    def take(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise _TooManyStepsError


def word_pieces(before: str, after: str) -> list[Piece]:
    """The comparison of two texts, in the order in which to read it."""
    if before == after:
        return [Piece(Kind.SAME, before)] if before else []
    if (
        min(len(before.split(None, _FEWEST_WORDS)), len(after.split(None, _FEWEST_WORDS)))
        < (_FEWEST_WORDS)
        or max(len(before), len(after)) > _LONGEST
    ):
        return _whole(before, after)
    pieces = list(_pieces(_joined(_regions(before, after))))
    same = sum(len(one.text) for one in pieces if one.kind is Kind.SAME)
    if same < _LEAST_IN_COMMON * min(len(before), len(after)):
        return _whole(before, after)
    return pieces


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with most of every long run left out that is the same."""
    return [
        short
        for place, piece in enumerate(pieces)
        for short in _shortened(piece, is_first=place == 0, is_last=place == len(pieces) - 1)
    ]


def _whole(before: str, after: str) -> list[Piece]:
    both = [Piece(Kind.REMOVED, before), Piece(Kind.ADDED, after)]
    return [piece for piece in both if piece.text]


def _regions(before: str, after: str) -> Iterator[_Region]:
    budget = _Budget()
    words = _tokens(_WORDS, before, after)
    if max(map(len, words)) <= _MOST_TOKENS:
        try:
            yield from list(_compared(*words, budget))
        except _TooManyStepsError:
            pass
        else:
            return
    yield from _by_sentences(before, after)


def _tokens(pattern: re.Pattern[str], before: str, after: str) -> tuple[list[str], list[str]]:
    """Both texts in the tokens of a pattern, none of them empty."""
    return (
        [one for one in pattern.findall(before) if one],
        [one for one in pattern.findall(after) if one],
    )


def _by_sentences(before: str, after: str) -> Iterator[_Region]:
    """Compared by sentences, and those that differ by words while there are steps left."""
    budget = _Budget()
    sentences = _tokens(_SENTENCES, before, after)
    try:
        regions = list(_compared(*sentences, budget))
    except _TooManyStepsError:
        regions = [_Region(False, *sentences)]
    for region in regions:
        words = _tokens(_WORDS, "".join(region.before), "".join(region.after))
        if region.is_same or max(map(len, words)) > _MOST_TOKENS:
            yield region
            continue
        try:
            yield from list(_compared(*words, budget))
        except _TooManyStepsError:
            yield region


def _compared(before: Sequence[str], after: Sequence[str], budget: _Budget) -> Iterator[_Region]:
    """The regions of two lists of tokens; raises _TooManyStepsError."""
    start = _common(before, after)
    rest = before[start:], after[start:]
    end = _common(rest[0][::-1], rest[1][::-1])
    middle = rest[0][: len(rest[0]) - end], rest[1][: len(rest[1]) - end]
    if start:
        yield _Region(True, before[:start], after[:start])
    place = [0, 0]
    behind = len(middle[0]), len(middle[1]), 0
    for mine, theirs, length in [*_matches(*middle, budget), behind]:
        if mine > place[0] or theirs > place[1]:
            yield _Region(False, middle[0][place[0] : mine], middle[1][place[1] : theirs])
        if length:
            both = middle[0][mine : mine + length]
            yield _Region(True, both, both)
        place = [mine + length, theirs + length]
    if end:
        yield _Region(True, before[len(before) - end :], after[len(after) - end :])


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    """How many tokens are the same from the start."""
    pairs = enumerate(zip(before, after, strict=False))
    return next(
        (place for place, (one, other) in pairs if one != other), min(len(before), len(after))
    )


def _matches(
    before: Sequence[str], after: Sequence[str], budget: _Budget
) -> list[tuple[int, int, int]]:
    """The longest tokens in common as (place before, place after, length); Myers' algorithm.

    Raises _TooManyStepsError.
    """
    if not before or not after:
        return []
    if max(len(before), len(after)) > _MOST_TOKENS:
        raise _TooManyStepsError
    furthest = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(_MOST_EDITS + 1):
        trail.append(furthest.copy())
        for diagonal in range(-edits, edits + 1, 2):
            x = _next_place(furthest, diagonal, edits)
            started = x
            while (
                x < len(before) and x - diagonal < len(after) and before[x] == after[x - diagonal]
            ):
                x += 1
            budget.take(1 + x - started)
            furthest[diagonal] = x
            if x >= len(before) and x - diagonal >= len(after):
                return _walked_back(trail, len(before), len(after))
    raise _TooManyStepsError


def _next_place(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    """Where the path of one more edit goes on: down, or to the right."""
    goes_down = diagonal == -edits or (
        diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1]
    )
    return furthest[diagonal + 1] if goes_down else furthest[diagonal - 1] + 1


def _walked_back(trail: Sequence[dict[int, int]], x: int, y: int) -> list[tuple[int, int, int]]:
    """The runs of tokens in common on the way that `trail` found, from the start."""
    found = []
    for edits in range(len(trail) - 1, -1, -1):
        furthest, diagonal = trail[edits], x - y
        goes_down = edits and _next_place(furthest, diagonal, edits) == furthest.get(diagonal + 1)
        before = diagonal + 1 if goes_down else diagonal - 1
        started = _next_place(furthest, diagonal, edits) if edits else 0
        if x > started:
            found.append((started, started - diagonal, x - started))
        x = furthest.get(before, 0)
        y = x - before
    return found[::-1]


def _joined(regions: Iterator[_Region]) -> list[_Region]:
    """The regions, with a few letters that are the same between two changes taken into them."""
    joined: list[_Region] = []
    waiting = list(regions)
    for place, region in enumerate(waiting):
        is_between = 0 < place < len(waiting) - 1 and not waiting[place + 1].is_same
        is_short = region.is_same and len("".join(region.before).strip()) <= _SHORTEST_BETWEEN
        is_change = not region.is_same or (is_short and is_between)
        if is_change and joined and not joined[-1].is_same:
            last = joined.pop()
            region = _Region(  # noqa: PLW2901 - both together
                False, [*last.before, *region.before], [*last.after, *region.after]
            )
        joined.append(region)
    return joined


def _pieces(regions: Sequence[_Region]) -> Iterator[Piece]:
    for region in regions:
        before, after = "".join(region.before), "".join(region.after)
        if region.is_same:
            yield Piece(Kind.SAME, before)
        else:
            yield from _whole(before, after)


def _shortened(piece: Piece, *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    if piece.kind is not Kind.SAME or len(piece.text) <= _LONGEST_SAME:
        yield piece
        return
    head = 0 if is_first else _CONTEXT
    tail = len(piece.text) - (0 if is_last else _CONTEXT)
    if head:
        yield Piece(Kind.SAME, piece.text[:head])
    yield Piece(Kind.LEFT_OUT, piece.text[head:tail])
    if tail < len(piece.text):
        yield Piece(Kind.SAME, piece.text[tail:])


class WordDifference:
    """Two texts for a template: in one (`inline`), or side by side (`before` and `after`).

    Everything is escaped; the marks are those of HTML (del and ins).
    """

    def __init__(self, before: str, after: str) -> None:
        self._texts = before, after

    @cached_property
    def pieces(self) -> list[Piece]:
        """The comparison, with long runs left out that are the same."""
        return shortened(word_pieces(*self._texts))

    @property
    def is_whole(self) -> bool:
        """Whether one text stands for the other as a whole."""
        return all(piece.kind in {Kind.REMOVED, Kind.ADDED} for piece in self.pieces)

    @property
    def is_formatting(self) -> bool:
        """Whether both read the same, so that only their formatting can differ."""
        return self._texts[0] == self._texts[1]

    @property
    def inline(self) -> SafeString:
        """Both texts in one."""
        between = _ARROW if self.is_whole else ""
        return _html(self.pieces, between)

    @property
    def before(self) -> SafeString:
        """The text of before, with what was removed marked."""
        return _html([piece for piece in self.pieces if piece.kind is not Kind.ADDED])

    @property
    def after(self) -> SafeString:
        """The text of after, with what was added marked."""
        return _html([piece for piece in self.pieces if piece.kind is not Kind.REMOVED])


def _html(pieces: Sequence[Piece], between: str = "") -> SafeString:
    marked = format_html_join(between, "{}", ((_marked(piece),) for piece in pieces))
    return format_html('<span class="words">{}</span>', marked)


def _marked(piece: Piece) -> str | SafeString:
    if piece.kind is Kind.LEFT_OUT:
        words = len(piece.text.split())
        title = _("%(count)d words are the same") % {"count": words}
        return format_html('<span class="words__left-out" title="{}">…</span>', title)
    tag = {Kind.REMOVED: "del", Kind.ADDED: "ins"}.get(piece.kind)
    return format_html("<{0}>{1}</{0}>", tag, piece.text) if tag else piece.text
