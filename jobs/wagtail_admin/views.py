"""One job in the admin: its page, its state for scripts, cancel and retry."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView, TemplateView
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from console.health.registry import current_health
from console.keys import read_key
from console.signed_in import SignedInRequest
from jobs.exceptions import JobError
from jobs.models import Job, WorkerBeat
from jobs.selectors import job_log, job_state, jobs_controlled_by, jobs_visible_to
from jobs.services import request_cancel, retry_job


@method_decorator(never_cache, name="dispatch")
class JobDetailView(WagtailAdminTemplateMixin, DetailView):
    """One job: live progress, how it ended, its log."""

    request: SignedInRequest
    template_name = "jobs/detail.html"
    header_icon = "cogs"
    context_object_name = "job"

    def get_queryset(self):
        """The jobs that the person may see; others are not found."""
        return jobs_visible_to(self.request.user)

    def get_page_title(self) -> str:
        """The job's own title."""
        return self.object.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Through the report for those who may see it."""
        items = super().get_breadcrumbs_items()
        if self.request.user.has_perm("jobs.view_job"):
            items = [*items, {"url": reverse("jobs:list"), "label": _("Jobs")}]
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The job with its log, and whether the person may control it."""
        context = super().get_context_data(**kwargs)
        context["log"] = job_log(self.object)
        context["may_control"] = (
            jobs_controlled_by(self.request.user).filter(pk=self.object.pk).exists()
        )
        return context


@never_cache
@require_safe
def state(request: SignedInRequest, pk: int) -> JsonResponse:
    """The state of a job, and its log after the line `log_after`, for the page's script."""
    job = get_object_or_404(jobs_visible_to(request.user), pk=pk)
    log_after = read_key(request.GET.get("log_after", "")) or 0
    return JsonResponse(job_state(job, log_after=log_after))


@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Cancel a job."""
    job = request_cancel(job=get_object_or_404(jobs_controlled_by(request.user), pk=pk))
    if job.state == Job.State.RUNNING:
        messages.success(request, _("The job “%(title)s” will stop soon.") % {"title": job.title})
    elif job.state == Job.State.CANCELLED:
        messages.success(request, _("The job “%(title)s” is cancelled.") % {"title": job.title})
    else:
        messages.warning(
            request, _("The job “%(title)s” had already finished.") % {"title": job.title}
        )
    return _back(request, job)


@require_POST
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Run a failed or cancelled job again."""
    job = get_object_or_404(jobs_controlled_by(request.user), pk=pk)
    try:
        retry_job(job=job)
    except JobError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The job “%(title)s” has been restarted.") % {"title": job.title}
        )
    return _back(request, job)


def _back(request: HttpRequest, job: Job) -> HttpResponse:
    """To where the button was, or to the job's page."""
    return redirect(
        get_valid_next_url_from_request(request) or reverse("jobs:detail", args=[job.pk])
    )


@method_decorator(never_cache, name="dispatch")
class SystemHealthView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """How every part of the site is, with what the public answer leaves out."""

    model = WorkerBeat
    permission_required = "view"
    template_name = "jobs/system_health.html"
    page_title = gettext_lazy("System health")
    header_icon = "desktop"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then this page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The report and the workers."""
        return super().get_context_data(
            report=current_health(), workers=WorkerBeat.objects.all(), **kwargs
        )
