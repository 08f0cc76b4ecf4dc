"""Long tests: `make soak` runs every case of them, `make test` a sample drawn by a fixed seed.

A long test bears the mark `soak` and takes its cases from `sample`, so that one definition serves
both. SOAK_SEED draws another sample, and other random inputs.
"""

import os
import random
from collections.abc import Iterable
from typing import TypeVar

Case = TypeVar("Case")

SEED = int(os.environ.get("SOAK_SEED", "20261127"))
IS_WHOLE = os.environ.get("SOAK") == "1"


def sample(cases: Iterable[Case], *, at_most: int) -> list[Case]:
    """All of `cases` in a soak, else `at_most` of them, drawn by the seed, in their own order."""
    every = list(cases)
    if IS_WHOLE or len(every) <= at_most:
        return every
    chosen = sorted(random.Random(SEED).sample(range(len(every)), at_most))
    return [every[index] for index in chosen]
