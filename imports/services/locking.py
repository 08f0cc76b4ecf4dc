from django.utils.translation import gettext as _

from imports.models import ImportRun
from jobs.exceptions import JobError


def locked_run(run_id: int, *states: ImportRun.State) -> ImportRun:
    """The run, locked until the transaction ends; JobError unless it is in one of `states`."""
    run = (
        ImportRun.objects.select_for_update(of=["self"])
        .select_related("profile", "profile__default_brand", "profile__default_family")
        .get(pk=run_id)
    )
    if run.state not in states:
        raise JobError(
            _("The import is “%(state)s” and cannot be worked on.")
            % {"state": run.get_state_display()}
        )
    return run
