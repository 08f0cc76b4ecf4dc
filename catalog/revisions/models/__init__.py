"""The models of the subject revisions."""

from catalog.revisions.models.offered_value import OfferedValue
from catalog.revisions.models.opened_form import OpenedForm
from catalog.revisions.models.review import ReviewTask

__all__ = ["OfferedValue", "OpenedForm", "ReviewTask"]
