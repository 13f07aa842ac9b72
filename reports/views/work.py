"""The first page of who is signed in: what there is to do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.loading import officer
from reports.permissions import prepares_rounds
from reports.work import work_of


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """What somebody's offices ask of them today; without an office, whom to ask for one."""
    asker = officer(request)
    return render(
        request,
        "reports/work.html",
        {
            "work": work_of(asker),
            "officer": asker,
            "ended": [post for post in asker.posts if not post.is_standing],
            "prepares": prepares_rounds(asker),
            "today": timezone.localdate(),
            "crumbs": [(_("Reports"), None)],
        },
    )
