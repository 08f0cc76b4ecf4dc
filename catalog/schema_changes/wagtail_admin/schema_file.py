"""The schema as a file in the admin: download it, upload one, look at the differences, apply."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages

from catalog.schema_changes.schema_file.errors import SchemaFileError
from catalog.schema_changes.schema_file.export import export_schema
from catalog.schema_changes.schema_file.reading import read_schema_file
from catalog.schema_changes.schema_file.yaml_reading import LARGEST
from catalog.schema_changes.services.schema_file import apply_schema_file, try_schema_file
from catalog.segments.rights import closed_segments
from console.site_day import site_day

PERMISSION = "catalog.exchange_model"
SHOWN = 500
KEPT = "catalog_model_file"


class SchemaFileForm(forms.Form):
    """A file of the schema, and what may happen to what it does not have."""

    file = forms.FileField(
        label=gettext_lazy("Model file"),
        help_text=gettext_lazy(
            "A YAML file from “Export the model”, from this site or another one."
        ),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )
    delete_missing = forms.BooleanField(
        required=False,
        label=gettext_lazy("Delete records that are not in the file"),
        help_text=gettext_lazy(
            "Only records that are not in use. If one is in use, nothing is changed."
        ),
    )

    def clean_file(self) -> bytes:
        """The content; a file that is too large is not even read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB.") % {"limit": LARGEST // 1024 // 1024}
            )
        return file.read()


class PermittedView(View):
    """For those who may take the whole schema in and out."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Turn others away as Wagtail does."""
        if not request.user.has_perm(PERMISSION):
            messages.error(request, _("You do not have permission to access this page."))
            return redirect("wagtailadmin_home")
        if closed_segments(request.user):
            messages.error(
                request,
                _(
                    "The model contains segments with conditions that you do not have permission "
                    "to see, such as prices. Someone with that permission can import and export "
                    "the model."
                ),
            )
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)


class DownloadView(PermittedView):
    """The schema as a file."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """YAML, named by the day."""
        response = HttpResponse(export_schema(), content_type="application/yaml; charset=utf-8")
        name = f"model-{site_day():%Y-%m-%d}.yaml"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class UploadView(PermittedView):
    """Takes a file, shows its differences, and applies it once they were seen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The question for the file; one that was uploaded before is forgotten."""
        request.session.pop(KEPT, None)
        return self._render(form=SchemaFileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Compare an uploaded file, or apply the one that was compared."""
        if "token" in request.POST:
            return self._apply(request.POST["token"])
        form = SchemaFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._render(form=form)
        content, delete = form.cleaned_data["file"], form.cleaned_data["delete_missing"]
        try:
            differences = try_schema_file(document=read_schema_file(content), delete_missing=delete)
        except SchemaFileError as error:
            return self._render(form=form, problems=error.problems)
        token = get_random_string(24)
        # In the session, which every process of the site can read.
        request.session[KEPT] = {"token": token, "text": content.decode(), "delete": delete}
        return self._render(
            form=SchemaFileForm(),
            token=token,
            is_compared=True,
            deletes=delete,
            differences=differences[:SHOWN],
            more=max(0, len(differences) - SHOWN),
        )

    def _apply(self, token: str) -> HttpResponse:
        kept = self.request.session.get(KEPT)
        if kept is None or kept["token"] != token:
            messages.error(self.request, _("The file is no longer available. Upload it again."))
            return redirect("catalog_model:upload")
        try:
            differences = apply_schema_file(
                document=read_schema_file(kept["text"].encode()),
                user=self.request.user,
                delete_missing=kept["delete"],
            )
        except SchemaFileError as error:
            return self._render(form=SchemaFileForm(), problems=error.problems)
        del self.request.session[KEPT]
        count = len(differences)
        messages.success(
            self.request,
            ngettext(
                "The model was applied: %(count)d difference.",
                "The model was applied: %(count)d differences.",
                count,
            )
            % {"count": count},
        )
        return redirect("catalog_model:upload")

    def _render(self, **context: Any) -> HttpResponse:
        title = _("Import or export the model")
        return render(
            self.request,
            "catalog/schema_changes/schema_file.html",
            {
                "page_title": title,
                "header_title": title,
                "header_icon": "download",
                "breadcrumbs_items": [
                    {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                    {"url": "", "label": title},
                ],
                **context,
            },
        )


def schema_file_urls() -> list[URLPattern]:
    """Upload and download."""
    return [
        path("", UploadView.as_view(), name="upload"),
        path("model.yaml", DownloadView.as_view(), name="download"),
    ]
