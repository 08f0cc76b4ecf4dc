"""Registry of the caches in a process's memory, and how they are cleared.

Each such cache finds out by itself when it is outdated. Somebody who changes at once all that they
were made from, as each test does with the database, has them forget it.
"""

from collections.abc import Callable

_forget: list[Callable[[], object]] = []


def register_process_cache(forget: Callable[[], object]) -> None:
    """Call `forget` where nothing may be known of before; it empties a cache of this process."""
    _forget.append(forget)


def forget_process_caches() -> None:
    """Empty every cache of this process."""
    for forget in _forget:
        forget()
