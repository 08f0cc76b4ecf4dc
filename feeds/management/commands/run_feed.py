"""Writes a feed in this process: for schedulers, pipes and people at a terminal."""

import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from feeds.exceptions import FeedError
from feeds.files import replacing, stored_path
from feeds.models import Feed, FeedRun
from feeds.services import create_feed_run
from jobs.exceptions import JobError
from jobs.models import Job
from jobs.services import run_job_here

STANDARD_OUTPUT = "-"


class Command(BaseCommand):
    help = "Write a feed, publish it as the feed's newest file, and copy it to a path."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The feed and where its file goes."""
        parser.add_argument("code", help="Code of the feed.")
        parser.add_argument(
            "--output",
            metavar="PATH",
            help="Where to put a copy of the file; - for standard output.",
        )

    def handle(self, *args: Any, code: str, output: str | None, **options: Any) -> None:
        """Run, copy, and print the checksum; progress goes to standard error."""
        feed = self._find(code)
        try:
            with opened_output(output) as target:
                run = self._run(feed)
                if target is not None:
                    with stored_path(run.file).open("rb") as source:
                        shutil.copyfileobj(source, target, 1024 * 1024)
        except JobError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error
        self._tell(run, output)

    def _find(self, code: str) -> Feed:
        feed = Feed.objects.filter(code=code).first()
        if feed is None:
            known = ", ".join(Feed.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(
                _("There is no feed with the code “%(code)s”. Available feeds: %(known)s.")
                % {"code": code, "known": known or _("none")}
            )
        return feed

    def _run(self, feed: Feed) -> FeedRun:
        run = create_feed_run(feed=feed)
        job = run_job_here(run.job, out=self.stderr)
        if job.state != Job.State.SUCCEEDED:
            raise FeedError(job.error or _("The run was cancelled."))
        run.refresh_from_db()
        return run

    def _tell(self, run: FeedRun, output: str | None) -> None:
        """The checksum as sha256sum writes it, but never into the data."""
        stream = self.stderr if output == STANDARD_OUTPUT else self.stdout
        stream.write(f"{run.sha256}  {output or stored_path(run.file)}", ending="\n")


@contextmanager
def opened_output(output: str | None) -> Iterator[BinaryIO | None]:
    """A binary file to copy to, or None without an output.

    A regular file is replaced only if the block succeeds; a pipe or device is written as it is.
    What cannot be opened fails before the block begins.
    """
    if output is None:
        yield None
    elif output == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif Path(output).is_dir():
        raise FeedError(_("%(path)s is a folder. Specify a file.") % {"path": output})
    elif is_special(Path(output)):
        with Path(output).open("wb") as target:
            yield target
    else:
        with replacing(Path(output).resolve()) as unfinished, unfinished.open("wb") as target:
            yield target


def is_special(path: Path) -> bool:
    """Whether the path is there and is no regular file: a pipe or a device."""
    return path.exists() and not path.is_file()
