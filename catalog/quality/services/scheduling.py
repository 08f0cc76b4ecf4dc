"""Checks rules when they or the schema changed: at once in a small catalog, else by a job."""

from collections.abc import Collection
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import get_default_timezone, make_aware
from django.utils.translation import gettext as _

from catalog.products.models.product import Product
from catalog.quality.models.quality import QualityCheck, QualityRule
from catalog.quality.services.checking import check_everything
from catalog.segments.compilation import check_filter, depends_on_day
from console.site_day import site_day
from jobs.models import Job
from jobs.progress import JobProgress
from jobs.services.queueing import start_job

CHECK_QUALITY = "catalog.quality"
CHECK_DAY = "catalog.quality.services.scheduling.check_day"
# A larger catalog is checked by a job, so that the follower stays free for what was just saved.
AT_ONCE = 5_000


@transaction.atomic
def check_soon(*, rules: Collection[int] | None = None) -> Job | None:
    """Hold all rules, or those with the keys `rules`, against every product.

    Returns the job, where one is needed; one that waits to do the same already is returned instead
    of a second.
    """
    keys = None if rules is None else sorted(rules)
    checked = QualityRule.objects.all() if keys is None else QualityRule.objects.filter(pk__in=keys)
    if not checked.exists():
        return None
    if Product.objects.order_by()[: AT_ONCE + 1].count() <= AT_ONCE:
        check_everything(progress=JobProgress(), rules=keys)
        return None
    parameters = {"rules": keys}
    job = Job.objects.filter(
        kind=CHECK_QUALITY, state=Job.State.QUEUED, parameters=parameters
    ).first()
    job = job or start_job(kind=CHECK_QUALITY, title=_title(keys), parameters=parameters)
    for rule in checked:
        QualityCheck.objects.update_or_create(rule=rule, defaults={"job": job})
    return job


def check_day() -> Job | None:
    """Check those rules anew that depend on the day and were not checked on this one.

    A price begins or ends, and a date lies behind, without anything being saved. Called by the
    queue; returns the job, where one is needed.
    """
    idle = ~Q(check_state__job__state__in=[Job.State.QUEUED, Job.State.RUNNING])
    midnight = make_aware(datetime.combine(site_day(), time.min), get_default_timezone())
    older = QualityRule.objects.checkable().filter(idle, check_state__checked_at__lt=midnight)
    stale = [rule.pk for rule in older if _depends_on_day(rule)]
    return check_soon(rules=stale) if stale else None


def _depends_on_day(rule: QualityRule) -> bool:
    try:
        return any(depends_on_day(asked) for asked in (rule.about, rule.requirement))
    except ValidationError:
        return False  # It is stopped with the reason when it is checked.


def reconsider_stopped() -> None:
    """Look at every rule again after the schema has changed.

    Stops those that ask for what is no more, and checks those anew that can be asked again.
    """
    again = []
    for rule in QualityRule.objects.filter(is_active=True).select_related("check_state"):
        check = getattr(rule, "check_state", None)
        problem = _problem(rule)
        if problem:
            QualityCheck.objects.update_or_create(rule=rule, defaults={"problem": problem})
        elif check and check.problem:
            again.append(rule.pk)
    if again:
        check_soon(rules=again)


def _problem(rule: QualityRule) -> str:
    try:
        check_filter(rule.about)
        check_filter(rule.requirement)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _title(keys: list[int] | None) -> str:
    if keys is not None and len(keys) == 1:
        rule = QualityRule.objects.get(pk=keys[0])
        return _("Check of the quality rule “%(rule)s”") % {"rule": rule}
    return _("Check of all quality rules")
