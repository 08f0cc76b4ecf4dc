"""Registry of checks on the forms of lower rooms and subjects."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import Model

from console.mixins import FormMixin

Check = Callable[[Any, Mapping[str, Any]], Mapping[str, str]]

_checks: dict[type[Model], list[Check]] = {}


def register_form_check(model: type[Model], check: Check) -> None:
    """Let a higher room refuse what a form makes of a record; once, from `AppConfig.ready()`.

    `check` is called with the record of `model` as it is before (without a key, where it is new)
    and with what the form read, which lacks the fields that it refused already. It gives what is
    wrong by the name of a field that was read, in words for people. It asks the database only
    where something changes that it has to judge.
    """
    known = _checks.setdefault(model, [])
    if check not in known:
        known.append(check)


def form_checks(model: type[Model]) -> Iterator[Check]:
    """What was registered for the forms of a model."""
    yield from _checks.get(model, ())


class CheckedForm(FormMixin):
    """A form that every higher room and subject can refuse."""

    def clean(self) -> dict[str, Any]:
        """Put what is wrong to the fields."""
        super().clean()
        for check in form_checks(type(self.instance)):
            for field, message in check(self.instance, self.cleaned_data).items():
                self.add_error(field, message)
        return self.cleaned_data
