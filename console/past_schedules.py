"""Forms of models with drafts leave out go-live and expiry times that have passed."""

from datetime import datetime
from typing import Any

from django.utils import timezone

SCHEDULE = ("go_live_at", "expire_at")


class PastScheduleForm:
    """A form that does not show the times of a schedule that have passed, and stores them no more.

    Wagtail refuses to save an expiry in the past, also where the form only sends back what it
    showed: a record would take no edit any more once it has expired, nor a form that was open
    when it did. A time in the past that somebody types anew is still refused.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._passed = {
            name: self.initial[name]
            for name in SCHEDULE
            if name in self.fields and has_passed(self.initial.get(name))
        }
        self._ended: list[str] = []
        for name in self._passed:
            self.initial[name] = None

    def clean(self) -> dict:
        """End a schedule that has passed where the form sends back what it showed."""
        cleaned = super().clean()
        for name, moment in self._passed.items():
            sent = self.cleaned_data.get(name)
            # The inputs show minutes.
            if sent and _minute(sent) == _minute(moment):
                self.cleaned_data[name] = None
                self._ended.append(name)
        return cleaned

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Empty the inputs of a form that stays on the screen, so that they are not sent again."""
        return [*super().get_field_updates_for_resave(), *((name, "") for name in self._ended)]


def has_passed(moment: datetime | None) -> bool:
    """Whether a time of a schedule is there and in the past."""
    return moment is not None and moment < timezone.now()


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
