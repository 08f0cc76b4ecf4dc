"""Who is changing data in this thread, and by what way; history rows and the change log say so."""

from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

from audit.sources import reason_of


@dataclass(frozen=True)
class Actor:
    """A user's key (None: nobody in particular) and a source such as "form" or "import:12"."""

    user_id: int | None = None
    source: str = ""

    @cached_property
    def user(self) -> AbstractBaseUser | None:
        """The user, if there still is one."""
        if self.user_id is None:
            return None
        return get_user_model().objects.filter(pk=self.user_id).first()

    @property
    def reason(self) -> str | None:
        """The reason of a history row, such as "import 12"; None for a person's form."""
        return reason_of(self.source)


NOBODY = Actor()
current_actor: ContextVar[Actor] = ContextVar("current_actor", default=NOBODY)
