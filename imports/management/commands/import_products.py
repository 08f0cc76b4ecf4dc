"""Imports a file in this process: for schedulers and people at a terminal."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from imports.models import ImportProfile, ImportRun
from imports.services import create_run, discard_run
from jobs.exceptions import JobError
from jobs.models import Job
from jobs.services import create_job, run_job_here


class Command(BaseCommand):
    help = "Import products from a CSV, TSV or XLSX file by a profile, all or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, how it is read, and what to do with it."""
        parser.add_argument("file", type=Path, help="CSV, TSV or XLSX file.")
        parser.add_argument("--profile", required=True, help="Code of the import profile.")
        parser.add_argument("--dry-run", action="store_true", help="Check, but change nothing.")
        parser.add_argument(
            "--rejects", type=Path, metavar="PATH", help="Where to put the rejected rows (CSV)."
        )
        parser.add_argument("--sheet", help="Name of the sheet; else the first with cells.")
        parser.add_argument("--encoding", help="Encoding of a text file; else it is found out.")

    def handle(self, *args: Any, file: Path, profile: str, **options: Any) -> None:
        """Read, check, apply; progress goes to standard error, the counts to standard output."""
        run = self._upload(file, self._find(profile), options)
        try:
            self._work(run, "imports.stage", _("Read %(file)s"))
            if not options["dry_run"]:
                self._work(run, "imports.apply", _("Import %(file)s"), user_id=None)
            run.refresh_from_db()
            self._copy_rejects(run, options["rejects"])
        finally:
            run.refresh_from_db()
            if run.state != ImportRun.State.APPLIED:
                discard_run(run_id=run.pk)
        self._tell(run)

    def _find(self, code: str) -> ImportProfile:
        profile = ImportProfile.objects.filter(code=code).first()
        if profile is None:
            known = ", ".join(ImportProfile.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(
                _(
                    "There is no import profile with the code “%(code)s”. Available profiles: "
                    "%(known)s."
                )
                % {"code": code, "known": known or _("none")}
            )
        return profile

    def _upload(self, path: Path, profile: ImportProfile, options: dict[str, Any]) -> ImportRun:
        reading = {name: options[name] for name in ("sheet", "encoding")}
        try:
            with path.open("rb") as file:
                return create_run(
                    file=File(file), original_name=path.name, profile=profile, reading=reading
                )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error

    def _work(self, run: ImportRun, kind: str, title: str, **parameters: None) -> None:
        job = create_job(
            kind=kind,
            title=title % {"file": run.original_name},
            parameters={"run_id": run.pk, **parameters},
        )
        ImportRun.objects.filter(pk=run.pk).update(job=job)
        try:
            job = run_job_here(job, out=self.stderr)
        except JobError as error:
            raise CommandError(str(error)) from error
        if job.state != Job.State.SUCCEEDED:
            raise CommandError(job.error or _("The import was cancelled. Nothing was changed."))

    def _copy_rejects(self, run: ImportRun, path: Path | None) -> None:
        if path is None or not run.rejects_file:
            return
        try:
            with storages["private"].open(run.rejects_file) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error

    def _tell(self, run: ImportRun) -> None:
        counts = _(
            "%(rows)s rows: %(created)s created, %(updated)s updated, %(unchanged)s unchanged, "
            "%(rejected)s rejected."
        ) % {
            name: getattr(run, name)
            for name in ("rows", "created", "updated", "unchanged", "rejected")
        }
        if run.state != ImportRun.State.APPLIED:
            counts = _("Nothing was changed. The result would be: %(counts)s") % {"counts": counts}
        self.stdout.write(counts)
