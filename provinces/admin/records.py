"""Verbs on one record in the admin, and records that are retired instead of deleted (S2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces import actions
from vietnamese.admin import VietnameseAdmin


class ReasonForm(forms.Form):
    """Why something is done; it is kept with who did it and when."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField", "autofocus": True}),
        error_messages={"required": _("Give the reason.")},
    )


@dataclass(frozen=True)
class Verb:
    """A deed on one record that is asked about before it is done: retire, restore, publish."""

    name: str
    """The last part of its address."""
    label: Promise
    question: Promise
    done: Promise
    permission: str
    """"change" or "delete": the right of the model that it needs."""
    is_open: Callable[[Any], bool]
    """Whether the record is in a state for it."""
    act: Callable[..., Any]
    """An action: takes `by`, and `reason` when it asks for one; refuses by ValidationError."""
    subject: str = "record"
    """What the action calls the record."""
    asks_reason: bool = False
    warns: bool = False


RETIRE = Verb(
    name="retire",
    label=_("Retire"),
    question=_(
        "The record leaves the register: it is no longer shown and no longer counts. It is kept "
        "with who retired it, when and why, and can be restored."
    ),
    done=_("Retired: %(record)s."),
    permission="delete",
    is_open=lambda record: not record.is_retired,
    act=actions.retire,
    asks_reason=True,
    warns=True,
)
RESTORE = Verb(
    name="restore",
    label=_("Restore"),
    question=_("The record comes back into the register as it was."),
    done=_("Restored: %(record)s."),
    permission="delete",
    is_open=lambda record: record.is_retired,
    act=actions.restore,
    asks_reason=True,
)


class VerbsAdmin(VietnameseAdmin):
    """A model with verbs: a button each, which leads to the question."""

    verbs: Sequence[Verb] = ()
    change_form_template = "admin/record_form.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the address of each verb's question."""
        opts = self.model._meta
        return [
            path(
                f"<path:object_id>/{verb.name}/",
                self.admin_site.admin_view(self.ask),
                {"verb": verb},
                name=f"{opts.app_label}_{opts.model_name}_{verb.name}",
            )
            for verb in self.verbs
        ] + super().get_urls()

    def ask(self, request: HttpRequest, object_id: str, verb: Verb) -> HttpResponse:
        """Ask whether to do it (GET), and do it (POST)."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.may(request, verb):
            raise PermissionDenied
        back = self.address_of(record, "change")
        if not verb.is_open(record):
            self.message_user(request, _("This was done already."), messages.WARNING)
            return HttpResponseRedirect(back)
        typed = request.POST if request.method == "POST" else None
        form = (ReasonForm if verb.asks_reason else forms.Form)(typed)
        if form.is_valid():
            try:
                verb.act(**{verb.subject: record}, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                done = verb.done % {"record": record}
                self.log_change(request, record, str(verb.label))
                self.message_user(request, done, messages.SUCCESS)
                return HttpResponseRedirect(back)
        return TemplateResponse(
            request,
            "admin/verb.html",
            {
                **self.admin_site.each_context(request),
                "title": verb.label,
                "verb": verb,
                "form": form,
                "original": record,
                "opts": self.opts,
                "back": back,
            },
        )

    def may(self, request: HttpRequest, verb: Verb) -> bool:
        """Whether the person has the right of the model that a verb needs."""
        codename = get_permission_codename(verb.permission, self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{codename}")

    def address_of(self, record: Model, page: str) -> str:
        """Return where the admin shows a record, or asks about a verb on it."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[record.pk])

    def notices(self, record: Any) -> list[str]:
        """Return what must be known about a record before it is edited, a sentence each."""
        return []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add the verbs that the record is open to, and what must be known about it."""
        if record := context.get("original"):
            context["notices"] = self.notices(record)
            context["verbs"] = [
                {"label": verb.label, "url": self.address_of(record, verb.name)}
                for verb in self.verbs
                if verb.is_open(record) and self.may(request, verb)
            ]
        return super().render_change_form(request, context, *args, **kwargs)


class StateFilter(admin.SimpleListFilter):
    """Whether records are in the register or were retired."""

    title = _("state")
    parameter_name = "state"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Promise]]:
        """Return the states that can be chosen."""
        return [("live", _("In the register")), ("retired", _("Retired"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the records in the chosen state."""
        if self.value() is None:
            return queryset
        return queryset.filter(retired_at__isnull=self.value() != "retired")


class RetirableAdmin(VerbsAdmin):
    """Records that are never deleted: retired with a reason, read-only then, and restored."""

    verbs: Sequence[Verb] = (RETIRE, RESTORE)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes a record of the register (S2)."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A retired record stays as it was."""
        if obj is not None and obj.is_retired:
            return False
        return super().has_change_permission(request, obj)

    def notices(self, record: Any) -> list[str]:
        """Say who retired the record, when and why."""
        if not record.is_retired:
            return []
        return [
            gettext("Retired on %(day)s by %(who)s: %(reason)s")
            % {
                "day": f"{timezone.localtime(record.retired_at):%-d/%-m/%Y}",
                "who": record.retired_by,
                "reason": record.retired_reason,
            }
        ]
