"""What a running job tells about itself."""

from collections import deque
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .exceptions import JobError

if TYPE_CHECKING:
    from console.signed_in import User

    from .models import Job


class JobProgress:
    """How far a job is. The job writes here, in memory; its heartbeat carries it to the database.

    `JobProgress()` without a job is silent, for calling a job's function by itself.
    `advance`, `report` and `check_cancelled` raise JobCancelled once a person asked for it
    (or JobSuperseded when another worker took the job over): let both pass.
    """

    def __init__(self, job: "Job | None" = None):
        self.job = job
        self.done = 0
        self.total: int | None = None
        self.message = ""
        self.pending_log: deque[tuple[str, str]] = deque()
        self._stop_reason: Exception | None = None

    @property
    def person(self) -> "User | None":
        """Who started the job and whose rights hold; None where it is called by itself.

        Raises JobError where that account was deleted: nobody's rights are no command's rights.
        """
        if self.job and not self.job.started_by:
            raise JobError(
                _(
                    "The account of the person who started this was deleted. Someone else must "
                    "start it."
                )
            )
        return self.job.started_by if self.job else None

    @property
    def claimed_job(self) -> "Job":
        """The job, for what writes its progress; without one nothing is written."""
        assert self.job is not None
        return self.job

    @property
    def stop_reason(self) -> Exception | None:
        """Why the job must end, or None while it may go on."""
        return self._stop_reason

    def stop(self, reason: Exception) -> None:
        """Make the job end at its next report, for `reason`."""
        self._stop_reason = self._stop_reason or reason

    def check_cancelled(self) -> None:
        """Raise if the job must end."""
        if self._stop_reason is not None:
            raise self._stop_reason

    def set_total(self, total: int | None) -> None:
        """How many steps there are in all; None when nobody knows."""
        self.total = total

    def advance(self, steps: int = 1) -> None:
        """Count `steps` as done."""
        self.done += steps
        self.check_cancelled()

    def report(
        self, *, done: int | None = None, total: int | None = None, message: str | None = None
    ) -> None:
        """Set what is given, keep the rest."""
        if done is not None:
            self.done = done
        if total is not None:
            self.total = total
        if message is not None:
            self.message = message[:500]
        self.check_cancelled()

    def log(self, text: str, level: str = "info") -> None:
        """Add a line to the job's log ("info", "warning" or "error"); it survives a rollback."""
        self.pending_log.append((level, text))
