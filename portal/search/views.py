"""The page of results, and the suggestions under the search box."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from portal.search import queries
from portal.search.downloads import result_table
from portal.search.results import Found, Group
from provinces.tables import answer, site_of

SHOWN, SUGGESTIONS, SUGGESTIONS_A_GROUP = 5, 8, 3
FRESH = 60  # seconds for which a suggestion may be kept
# What officers type, and nothing that asks for a name.
EXAMPLES = (
    "Huế",
    "lần thứ 10",
    "Quảng Bình 2024",
    "khuyến công Tây Nguyên 2020",
    "bán lẻ Bắc Trung Bộ",
    "thứ trưởng 2024",
    "Lotte",
)


# Lists that can be filtered by words, for when there are more results than are read.
LISTS = {Group.CONFERENCES: "conference_list", Group.PROPOSALS: "proposal_list"}


def address(typed: str, group: str = "") -> str:
    """The page of results of a search, or of one group of them."""
    query = {"q": typed, "in": group} if group else {"q": typed}
    return f"{reverse('search')}?{urlencode(query)}"


class SearchPage(TemplateView):
    """What a search found, grouped, the best first, with the words marked (N2)."""

    template_name = "portal/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed, groups = _asked(self.request)
        found = queries.search(typed, self.request.user, groups) if typed else None
        crumbs: list[tuple[str, str | None]] = [(_("Search"), None)]
        return super().get_context_data(
            search_text=typed,
            found=found,
            understood=found.understood() if found else [],
            groups=_shown(found, whole=len(groups) == 1) if found else [],
            whole=address(typed) if len(groups) == 1 else "",
            instead=_instead(found) if found and not found.groups else [],
            examples=[(text, address(text)) for text in EXAMPLES],
            crumbs=crumbs,
            **kwargs,
        )


@require_safe
def search_table(request: HttpRequest, ending: str) -> HttpResponseBase:
    """What the page with the same address found, the whole of each group."""
    typed, groups = _asked(request)
    found = queries.search(typed, request.user, groups).groups if typed else []
    return answer(request, result_table(found, typed=typed, site=site_of(request)), ending)


def _asked(request: HttpRequest) -> tuple[str, list[Group]]:
    """What was typed, and the groups to look in."""
    wanted = request.GET.get("in", "")
    groups = [group for group in Group if group.value == wanted] or list(Group)
    return request.GET.get("q", "").strip(), groups


def _shown(found: queries.Search, *, whole: bool) -> list[dict]:
    """Each group with its first results, or one group with all of them."""
    return [
        {
            "key": one.key,
            "label": one.label,
            "count": f"{len(one.hits)}+" if one.is_capped else str(len(one.hits)),
            "hits": one.hits if whole else one.hits[:SHOWN],
            "all_url": ""
            if whole or len(one.hits) <= SHOWN
            else address(found.query.text, one.key),
            "is_capped": whole and one.is_capped,
            "list_url": _list(one, found.query.text),
        }
        for one in found.groups
    ]


def _list(found: Found, typed: str) -> str:
    """The list with all rows of a group, filtered by the same words; "" where there is none."""
    name = LISTS.get(found.group)
    return f"{reverse(name)}?{urlencode({'q': typed})}" if name else ""


def _instead(found: queries.Search) -> list[tuple[str, str]]:
    """Searches that may find more, when one found nothing."""
    searches = [found.nearest(), *found.query.shorter()]
    return [(text, address(text)) for text in dict.fromkeys(searches) if text]


class Suggestions(TemplateView):
    """The few best results with a name of their own, while somebody types: part of a page."""

    template_name = "components/search_suggestions.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        else:
            patch_cache_control(response, max_age=FRESH)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.request.GET.get("q", "")
        if len(typed.strip()) < 2:
            return super().get_context_data(suggestions=[], **kwargs)
        found = queries.search(typed, self.request.user, queries.SUGGESTED)
        suggestions = [
            {"hit": hit, "label": one.label}
            for one in found.groups
            for hit in one.hits[:SUGGESTIONS_A_GROUP]
        ]
        return super().get_context_data(suggestions=suggestions[:SUGGESTIONS], **kwargs)
