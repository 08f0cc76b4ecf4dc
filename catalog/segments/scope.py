"""What a condition is compiled in: its parameters, the day, and whether there are variants."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.functional import cached_property

from accounts.models import User
from catalog.products.models import Product
from console.site_day import site_day


class Filter:
    """One filter that is being compiled, with what all its conditions share."""

    def __init__(self, compile_segment: Callable[[str], Q], user: User | None = None):
        self.compile_segment = compile_segment
        # Who asks; None is the site itself.
        self.user = user

    @cached_property
    def has_variants(self) -> bool:
        """Whether any product inherits; without variants the statement stays the simple one."""
        return Product.objects.filter(parent__isnull=False).exists()

    @cached_property
    def today(self) -> date:
        """The day from which relative dates count."""
        return site_day()


@dataclass(frozen=True)
class Scope:
    """The place of one condition: the filter it stands in and its own parameters.

    `parameters` narrow what is asked, such as {"language": "de", "channel": "web"}.
    """

    filter: Filter
    parameters: Mapping[str, str] = field(default_factory=dict)

    def parameter(self, name: str) -> str:
        """A parameter's value; empty where the condition leaves it open."""
        return self.parameters.get(name, "")
