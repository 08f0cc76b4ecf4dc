"""Pages of Wagtail's admin that would decode pictures in the web process, and ours instead."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from .account import CheckedAccountView
from .preview import preview

urlpatterns = [
    path("account/", require_admin_access(CheckedAccountView.as_view())),
    path("images/<int:image_id>/preview/<str:filter_spec>/", require_admin_access(preview)),
]
