from croniter import croniter
from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule

from jobs.registry import scheduled_calls


@transaction.atomic
def write_schedules() -> None:
    """Make the queue's schedules equal to the registered ones, keeping when each runs next."""
    registered = scheduled_calls()
    for call in registered.values():
        known = Schedule.objects.select_for_update().filter(name=call.name, func=call.function)
        if known.filter(cron=call.cron).exists():
            continue
        Schedule.objects.update_or_create(
            name=call.name,
            defaults={
                "func": call.function,
                "cron": call.cron,
                "schedule_type": Schedule.CRON,
                "repeats": -1,
                "next_run": croniter(call.cron, timezone.now()).get_next(type(timezone.now())),
            },
        )
