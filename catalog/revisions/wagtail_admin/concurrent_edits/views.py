"""What the views of the product form do where others save the same product meanwhile."""

import re
from typing import Any

from django.contrib.admin.utils import quote
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Revision

from catalog.products.models.product import Product
from catalog.products.wagtail_admin.form import OPENED_FORM, SENT_NUMBER
from catalog.products.wagtail_admin.permissions import hidden_parts_of
from catalog.products.write_policy import WriteRefusedError
from catalog.revisions.models.opened_form import OpenedForm
from catalog.revisions.services.concurrent_edits.forms import (
    OvertakenError,
    keep_pending,
    open_form,
    opened_form,
    renew_form,
    take_turn,
)
from catalog.revisions.services.concurrent_edits.merging import Merge
from catalog.revisions.services.concurrent_edits.saving import (
    ConflictError,
    JoinedError,
    changed_by_others,
    save_merged,
)
from catalog.revisions.wagtail_admin.concurrent_edits.labels import labels_of


class MergingCreateView:
    """Remembers what the form shows once it has saved itself for the first time."""

    def get_success_json(self) -> dict[str, Any]:
        """Hand the form its key, with which it goes on as the form of the new product."""
        data = super().get_success_json()
        opened = open_form(product=self.object, user=self.request.user)
        data.setdefault("field_updates", {})[OPENED_FORM] = str(opened.pk)
        return data


class MergingEditView:
    """Keeps what others have saved since the form was opened, and asks about the same fields."""

    conflict_url_name: str | None = None
    merge: Merge | None = None

    @cached_property
    def opened(self) -> OpenedForm | None:
        """What the form on the screen showed."""
        key = self.request.POST.get(OPENED_FORM, "")
        return opened_form(key=key, product=self.live_object, user=self.request.user)

    def get_object(self, queryset: Any = None) -> Product:
        """The product as the form showed it; Wagtail asks twice for what a GET shows."""
        return self._shown

    @cached_property
    def _shown(self) -> Product:
        """The product of which what is sent fits the rows."""
        product, method = super().get_object(), self.request.method
        if method == "POST" and self.opened:
            return self.live_object.with_content_json(self.opened.content)
        if method == "GET":
            # Where Wagtail looks first: the page asks for it from eight places.
            states = product.workflow_states.active().select_related("current_task_state__task")
            product._current_workflow_states = list(states.order_by("pk"))
        return product

    def get_form(self, form_class: Any = None) -> Any:
        """The form, with the key of what it shows."""
        form = super().get_form(form_class)
        if self.request.method == "GET" and not self.is_partial_answer:
            opened = open_form(product=self.object, user=self.request.user)
            form.initial[OPENED_FORM] = str(opened.pk)
        return form

    @property
    def is_partial_answer(self) -> bool:
        """Whether only parts of the page are asked for; the form stays on the screen."""
        return self.hydrate_create_view or self.expects_json_response

    def get_editing_sessions(self) -> Any:
        """Who else is here; without Wagtail's question whether to overwrite what they saved."""
        sessions = super().get_editing_sessions()
        sessions.revision_id = sessions.revision_created_at = None
        return sessions

    @cached_property
    def is_out_of_date(self) -> bool:
        """Only where it is not known what the form showed; else edits are merged."""
        if self.opened:
            return False
        posted = self.request.POST
        seen = posted.get("overwrite_revision_id") or posted.get("loaded_revision_id")
        return super().is_out_of_date or (bool(seen) and not self.latest_revision)

    def is_valid(self, form: Any) -> bool:
        """Never write over what somebody else has saved."""
        if self.is_out_of_date:
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = _(
                "This form is out of date: the product has changed since you opened it. Nothing "
                "was saved. Copy your text, reload the page and enter it again."
            )
            return False
        return super().is_valid(form)

    @cached_property
    def overwrite_revision(self) -> Revision | None:
        """The version that this form saved before, unless somebody has saved a newer one."""
        posted = self.request.POST.get("overwrite_revision_id", "")
        return super().overwrite_revision if posted == str(self.latest_key) else None

    @property
    def latest_key(self) -> int | None:
        """The key of the latest revision."""
        return Product.objects.values_list("latest_revision_id", flat=True).get(pk=self.object.pk)

    def form_valid(self, form: Any) -> HttpResponse:
        """Save; or keep what was sent and ask where both have changed the same."""
        try:
            return super().form_valid(form)
        except ConflictError as conflict:
            keep_pending(form=self.opened, content=conflict.sent)
            return self._ask(conflict)
        except WriteRefusedError as error:
            self.produced_error_code = "locked"
            self.produced_error_message = _("Nothing was saved. %(reasons)s") % {
                "reasons": " ".join(error.reasons)
            }
            return self.form_invalid(form)
        except OvertakenError as error:
            self.produced_error_code, self.produced_error_message = "invalid_revision", str(error)
            return self.form_invalid(form)
        except JoinedError as error:
            self.produced_error_code, self.produced_error_message = "validation_error", str(error)
            return self.form_invalid(form)

    def save_instance(self) -> Product:
        """Save what was sent, together with what others have saved."""
        if not self.opened:
            return super().save_instance()
        take_turn(form=self.opened, number=self._number, gives_way=self.expects_json_response)
        if not changed_by_others(form=self.opened):
            product = super().save_instance()
            renew_form(form=self.opened, content=product.serializable_data())
            return product
        sent = self.form.save(commit=False).serializable_data()
        saved = save_merged(form=self.opened, sent=sent, user=self.request.user)
        self.new_revision, self.merge = saved.revision, saved.merge
        return saved.product

    @property
    def _number(self) -> int:
        """The form's number of what was sent; 0 where it has none."""
        number = self.request.POST.get(SENT_NUMBER, "")
        return int(number) if re.fullmatch("[0-9]{1,15}", number) else 0

    def save_action(self) -> HttpResponse:
        """Tell what others have changed, also on the page that comes next."""
        message = self._conflict_message()
        if message and not self.expects_json_response:
            messages.warning(self.request, message)
        return super().save_action()

    def get_success_json(self) -> dict[str, Any]:
        """Tell the form what others have changed."""
        data, message = super().get_success_json(), self._conflict_message()
        return data | {"merged": message} if message else data

    def _conflict_message(self) -> str:
        texts = []
        if self.merge:
            labels = labels_of(self.merge.theirs, hidden_parts_of(self.request.user))
            text = _(
                "Others have changed this product while you were editing. Both sets of changes "
                "were kept: %(what)s."
            )
            texts.append(text % {"what": ", ".join(labels)})
        if lost := self.form.written_in_vain:
            text = _(
                "Not saved, because the product no longer has this attribute: %(what)s. Copy the "
                "text before you leave if you need it."
            )
            texts.append(text % {"what": "; ".join(lost)})
        return " ".join(texts)

    def _ask(self, conflict: ConflictError) -> HttpResponse:
        labels = labels_of(conflict.merge.clashes, hidden_parts_of(self.request.user))
        text = _("Someone else has changed the same fields: %(what)s. Your text has been kept.") % {
            "what": ", ".join(labels)
        }
        if self.expects_json_response:
            return JsonResponse(
                {
                    "success": False,
                    "error_code": "validation_error",
                    "error_message": text,
                    "conflict": text,
                }
            )
        return redirect(
            reverse(self.conflict_url_name, args=[quote(self.object.pk), self.opened.pk])
        )
