"""A menu entry for those who have a right."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class PermittedMenuItem(MenuItem):
    """Shown to people with `permission` ("jobs.view_job")."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person has the right."""
        return request.user.has_perm(self.permission)
