"""Which parts of a product a person may see and change."""

from accounts.models import User
from catalog.products.parts import part_permissions


def hidden_parts_of(user: User) -> list[str]:
    """The parts of a product that `user` does not see, such as prices."""
    return [part for part, needed in part_permissions().items() if not user.has_perm(needed)]


def sees_products(user: User) -> bool:
    """Whether `user` may look at products in the admin, be it to change them or not."""
    return any(user.has_perm(f"catalog.{way}_product") for way in ("view", "change"))
