"""Which day it is."""

from datetime import date

from django.utils import timezone


def site_day() -> date:
    """Today, in the time zone of the site.

    In the admin the current time zone is that of whoever works there; a price, a licence or a
    relative date that held on another day for each person would never agree with what went out.
    """
    return timezone.localdate(timezone=timezone.get_default_timezone())
