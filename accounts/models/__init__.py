"""Users and the customers (trading partners) they belong to."""

from .customer import Customer
from .sign_in_attempt import SignInAttempt
from .user import User

__all__ = ["Customer", "SignInAttempt", "User"]
