"""What is limited, and the name it is counted under."""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

# Before the name of whatever is counted, as Redis holds the queue and the cache as well.
PREFIX = "limit"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once, and as many again in each `seconds`: one returns every `seconds / most`."""

    name: str
    most: int
    seconds: int

    def of(self, key: str = "") -> "Use":
        """One use of it by whoever or whatever `key` is."""
        return Use(self, key)


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a limit."""

    limit: Limit
    key: str

    @property
    def stored_as(self) -> str:
        """The name in the store. It tells nobody whose account, mailbox or address is counted."""
        key = self.key.encode(errors="replace")
        digest = salted_hmac("console.limits", key, algorithm="sha256").hexdigest()[:32]
        return f"{PREFIX}:{self.limit.name}:{digest}"

    @property
    def step(self) -> int:
        """Microseconds until one use returns; rounded down, or the last of `most` would not fit."""
        return self.limit.seconds * 1_000_000 // self.limit.most

    @property
    def span(self) -> int:
        """Microseconds until all uses have returned."""
        return self.limit.seconds * 1_000_000
