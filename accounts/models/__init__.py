"""Users and the customers (trading partners) they belong to."""

from .customer import Customer
from .password_reset_request import PasswordResetRequest
from .user import User

__all__ = ["Customer", "PasswordResetRequest", "User"]
