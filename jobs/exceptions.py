"""What may end a job early, and how an error is put to people."""

import psycopg
from django.db import DatabaseError, OperationalError
from django.utils.translation import gettext as _


class JobError(Exception):
    """A job cannot go on; the message is shown to people as it is."""


class JobCancelled(Exception):  # noqa: N818 - not a fault
    """A person asked for the job to be cancelled. Let it pass: the runner deals with it."""


class JobSuperseded(Exception):  # noqa: N818 - not a fault of the job
    """The job was taken from this process, which was held to be dead. Nothing more is written."""


class UnknownJobKindError(LookupError):
    """No room has registered this kind of job."""


def describe_error(error: BaseException) -> str:
    """What to tell people about `error`: its own words if they were meant for people."""
    if isinstance(error, JobError):
        return str(error)
    if isinstance(error, DatabaseError):
        return _describe_database_error(error)
    if isinstance(error, MemoryError):
        return _("The server ran out of memory.")
    if isinstance(error, OSError) and error.strerror:
        return _("A file could not be read or written: %(reason)s.") % {"reason": error.strerror}
    return _("An unexpected error occurred (%(kind)s). See the server's log for details.") % {
        "kind": type(error).__name__
    }


def _describe_database_error(error: DatabaseError) -> str:
    cause = error.__cause__
    if isinstance(cause, psycopg.errors.DiskFull):
        return _("The database is out of disk space. Free some space and retry the job.")
    if isinstance(error, OperationalError) and not isinstance(cause, psycopg.errors.QueryCanceled):
        return _("The database is not responding. Retry the job when it is available again.")
    return _("The database refused a change. See the server's log for details.")
