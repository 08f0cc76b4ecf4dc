"""Answers kept in the memory of one process, within a fixed number of bytes."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from time import monotonic


@dataclass(frozen=True, slots=True)
class StoredPage:
    """One answer as it was sent, and until when (monotonic seconds) it may be sent again."""

    content: bytes
    headers: tuple[tuple[str, str], ...]
    kept_until: float


class PageStore:
    """The pages that were asked for last; safe to use from several threads.

    All pages belong to one generation of the catalog: when it moves, they all go. The pages asked
    for least recently go when there is no room, so strange addresses cannot fill the memory.
    """

    def __init__(self, *, most_bytes: int, most_pages: int):
        self._most_bytes = most_bytes
        self._most_pages = most_pages
        self._pages: OrderedDict[Hashable, StoredPage] = OrderedDict()
        self._bytes = 0
        self._generation = ""
        self._lock = threading.Lock()

    def get(self, generation: str, key: Hashable) -> StoredPage | None:
        """The page kept under `key` of this generation, if it may still be sent."""
        with self._lock:
            self._move_to(generation)
            page = self._pages.get(key)
            if page is None:
                return None
            if page.kept_until < monotonic():
                self._remove(key)
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, generation: str, key: Hashable, page: StoredPage) -> None:
        """Keep a page of `generation`; a page of an older generation is not kept."""
        with self._lock:
            if generation != self._generation or len(page.content) > self._most_bytes:
                return
            if key in self._pages:
                self._remove(key)
            self._pages[key] = page
            self._bytes += len(page.content)
            while self._bytes > self._most_bytes or len(self._pages) > self._most_pages:
                self._remove(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget every page."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._pages)

    def _move_to(self, generation: str) -> None:
        if generation != self._generation:
            self._pages.clear()
            self._bytes = 0
            self._generation = generation

    def _remove(self, key: Hashable) -> None:
        self._bytes -= len(self._pages.pop(key).content)
