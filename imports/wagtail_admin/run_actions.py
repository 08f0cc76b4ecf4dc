"""What a person does with a run: upload, map, apply, throw away, download the rejected rows."""

from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from console.signed_in import SignedInRequest
from imports.models import ImportRun
from imports.selectors import may_be_read
from imports.services import (
    change_mapping,
    create_run,
    discard_run,
    refusal,
    send_back_run,
    send_run,
    start_applying,
    start_checking,
    start_staging,
    take_back_run,
)
from imports.staging_tables import StagingTables
from jobs.exceptions import JobError

from .forms import MappingForm, UploadForm

RUN_PAGE = "imports_importrun:inspect"
LONGEST_COMMENT = 5_000


class UploadView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Takes a file and sends it on its way."""

    model = ImportRun
    permission_required = "add"
    form_class = UploadForm
    template_name = "imports/admin/upload.html"
    page_title = gettext_lazy("New import")
    header_icon = "download"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list of runs."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("imports_importrun:index"), "label": _("Imports")},
            {"url": "", "label": self.page_title},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form shows what the person may do."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    @transaction.atomic
    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Keep the file and read it in the background."""
        file = form.cleaned_data["file"]
        run = create_run(
            file=file,
            original_name=file.name,
            profile=form.chosen_profile(),
            user=self.request.user,
            reading=form.reading(),
        )
        start_staging(run=run, user=self.request.user)
        return redirect(RUN_PAGE, run.pk)


class RunActionView(PermissionCheckedMixin, View):
    """Does one thing with a run and shows its page again."""

    request: SignedInRequest
    model = ImportRun
    permission_required: str | None = "add"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Act, or say why not."""
        run = get_object_or_404(ImportRun, pk=pk)
        try:
            if run.job and not run.job.is_finished:
                raise JobError(_("Wait until the import has finished."))
            self.act(run)
        except JobError as error:
            messages.error(request, str(error))
        return redirect(RUN_PAGE, run.pk)

    def act(self, run: ImportRun) -> None:
        """Do it; JobError says why not."""
        raise NotImplementedError


class ApplyView(RunActionView):
    """Imports the accepted rows in the background."""

    permission_required = None
    any_permission_required = ["add", "change"]

    def act(self, run: ImportRun) -> None:
        """Start the job."""
        if run.state not in ImportRun.READY:
            raise JobError(_("Only an import that is ready can be applied."))
        if not run.is_judged:
            raise JobError(
                _("The rows have not been checked with this mapping yet. Check them first.")
            )
        if not StagingTables(run.pk).hold_rows():
            start_staging(run=run, user=self.request.user)
            raise JobError(
                _(
                    "Nothing was imported: the database stopped unexpectedly and lost the rows "
                    "that had been read. The file is being read again; check the differences "
                    "before you apply it."
                )
            )
        if reason := refusal(run, self.request.user):
            raise JobError(reason)
        start_applying(run=run, user=self.request.user)


class SendView(RunActionView):
    """Lets a run wait for somebody who may apply it."""

    def act(self, run: ImportRun) -> None:
        """At once; nothing is changed by that."""
        note = self.request.POST.get("note", "")[:LONGEST_COMMENT]
        send_run(run_id=run.pk, user=self.request.user, note=note)
        messages.success(self.request, _("The import waits for approval. Nothing was changed."))


class SendBackView(RunActionView):
    """Gives a waiting run back to its sender."""

    permission_required = None
    any_permission_required = ["add", "change"]

    def act(self, run: ImportRun) -> None:
        """At once."""
        comment = self.request.POST.get("comment", "")[:LONGEST_COMMENT]
        send_back_run(run_id=run.pk, user=self.request.user, comment=comment)
        messages.success(self.request, _("The import was sent back. Nothing was changed."))


class TakeBackView(RunActionView):
    """Takes a run out of its review."""

    def act(self, run: ImportRun) -> None:
        """At once."""
        take_back_run(run_id=run.pk, user=self.request.user)
        messages.success(self.request, _("The import is no longer waiting for approval."))


class DiscardView(RunActionView):
    """Throws a run away."""

    def act(self, run: ImportRun) -> None:
        """At once."""
        discard_run(run_id=run.pk)
        messages.success(self.request, _("The import was discarded. Nothing was changed."))


class ReadAgainView(RunActionView):
    """Reads the file again: after a failure or a cancelled job, or for rows that were lost."""

    def act(self, run: ImportRun) -> None:
        """Start the job."""
        if not may_be_read(run):
            raise JobError(_("The file has already been read."))
        start_staging(run=run, user=self.request.user)


class MappingView(RunActionView):
    """Changes what the columns fill and checks the rows again."""

    def act(self, run: ImportRun) -> None:
        """Store the mapping and start the job; tell what is wrong with the form."""
        form = MappingForm(self.request.POST, run=run, user=self.request.user)
        if not form.is_valid():
            for name, errors in form.errors.items():
                messages.error(self.request, f"{form[name].label}: {' '.join(errors)}")
            return
        with transaction.atomic():
            run = change_mapping(
                run_id=run.pk,
                columns=form.mapped_columns(),
                remember=form.cleaned_data.get("remember", False),
                spellings=form.chosen_spellings(),
            )
            start_checking(run=run, user=self.request.user)


class RejectsView(PermissionCheckedMixin, View):
    """Sends the rejected rows with their reasons."""

    model = ImportRun
    any_permission_required = ["view", "add", "change"]
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file, if there is one."""
        run = get_object_or_404(ImportRun.objects.exclude(rejects_file=""), pk=pk)
        try:
            file = storages["private"].open(run.rejects_file)
        except FileNotFoundError:
            raise Http404(_("The file with the rejected rows no longer exists.")) from None
        return FileResponse(
            file,
            as_attachment=True,
            filename=f"rejected-rows-{run.pk}.csv",
            content_type="text/csv; charset=utf-8",
        )
