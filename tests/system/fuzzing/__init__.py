"""Nasty input for every address: values, bodies, the parameters that views read, and senders."""

from .bodies import BODIES
from .senders import Failure, Sender
from .values import COMMON_NAMES, VALUES, Value

__all__ = ["BODIES", "COMMON_NAMES", "VALUES", "Failure", "Sender", "Value"]
