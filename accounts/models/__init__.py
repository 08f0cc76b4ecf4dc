"""Users and the customers (trading partners) they belong to."""

from .customer import Customer
from .user import User

__all__ = ["Customer", "User"]
