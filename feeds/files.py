"""Where the files of feeds lie: in the private storage, under feeds/<code>/."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.core.files.storage import storages
from django.db import transaction
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from feeds.exceptions import FeedError
from feeds.models import Feed, FeedRun

KEPT_FILES = 10
UNFINISHED = ".part"


def file_name(run: FeedRun) -> str:
    """The name, in the private storage, of the file that `run` publishes."""
    code = get_valid_filename(run.feed.code)
    return f"feeds/{code}/{code}-{run.pk}.{run.feed.format}"


def stored_path(name: str) -> Path:
    """Where a file of the private storage lies on the disk."""
    return Path(storages["private"].path(name))


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; it takes the target's place if the block succeeds.

    The bytes are on the disk before the name changes, so a reader finds the old file or the whole
    new one. Raises FeedError where the file system refuses.
    """
    unfinished = target.with_name(f".{target.name}{UNFINISHED}")
    try:
        yield unfinished
        _flush(unfinished)
        unfinished.replace(target)
        _flush(target.parent)
    except OSError as error:
        raise FeedError(
            _("The file %(path)s could not be written: %(reason)s.")
            % {"path": target, "reason": error.strerror or error}
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Have the system write `path`, a file or a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def prepare_folder(folder: Path) -> None:
    """Make the folder of a feed, or rid it of what runs that died left there unpublished.

    Call it only while no other run writes to the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = {f"feeds/{folder.name}/{path.name}": path for path in folder.iterdir()}
    published = set(FeedRun.objects.filter(file__in=names).values_list("file", flat=True))
    for name in names.keys() - published:
        names[name].unlink(missing_ok=True)


def prune_files(feed: Feed) -> None:
    """Give up the files of all but the newest runs; the rows of the runs stay.

    The files go when the transaction commits: one that is rolled back still needs them.
    """
    old = feed.runs.exclude(file="").order_by("-id")[KEPT_FILES:]
    names = dict(old.values_list("pk", "file"))
    FeedRun.objects.filter(pk__in=names).update(file="")
    for name in names.values():
        transaction.on_commit(partial(storages["private"].delete, name), robust=True)
