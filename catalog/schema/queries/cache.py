"""Process cache of reads, invalidated when the catalog changes."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.utils.translation import get_language

from catalog.schema.queries.generation import catalog_generation
from console.process_caches import register_process_cache

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def cached_until_the_catalog_changes(
    *, at_most: int = 16
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Keep the results of a read, by arguments and language, until the catalog changes.

    At most `at_most` results are kept; the whole set is dropped when they are more, or when the
    catalog's generation moves. Results are shared between threads, so they must not be changed.
    """

    def decorate(read: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        state: dict[str, dict] = {}
        register_process_cache(state.clear)

        @functools.wraps(read)
        def read_or_keep(*arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
            generation = catalog_generation()
            results = state.get(generation)
            if results is None or len(results) > at_most:
                results = {}
                state.clear()
                state[generation] = results
            key = (get_language(), arguments, tuple(named.items()))
            if key not in results:
                results[key] = read(*arguments, **named)
            return results[key]

        return read_or_keep

    return decorate
