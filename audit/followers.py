"""Registry of the followers (subscribers) of the change log."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Change:
    """One changed record, as its follower gets it.

    `part` names the table that changed when it is only a part of the record, and is "" when it is
    the record itself; `action` is "created", "updated" or "deleted".
    """

    entity: str
    entity_id: int
    part: str
    action: str
    at: datetime


Handle = Callable[[Sequence[Change]], None]


@dataclass(frozen=True)
class Follower:
    """A function that is told of every change of the entities it asks for (None: of all)."""

    name: str
    handle: Handle
    entities: frozenset[str] | None


_followers: dict[str, Follower] = {}


def register_follower(name: str, handle: Handle, entities: Iterable[str] | None = None) -> None:
    """Tell `handle` of every change of `entities`, such as "catalog.product", after its commit.

    It gets up to 5,000 changes at once and should look the records up as they are now: changes of
    one transaction come in order, those of concurrent transactions in any order. A change may
    come twice (after a crash), never not at all. It runs in a transaction that also moves the
    follower's cursor; if it raises, both are rolled back and it is tried again.
    """
    wanted = None if entities is None else frozenset(entities)
    _followers[name] = Follower(name=name, handle=handle, entities=wanted)


def followers() -> Mapping[str, Follower]:
    """The registered followers by name."""
    return MappingProxyType(_followers)
