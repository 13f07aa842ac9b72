"""The administrator corrects a published figure: typed, previewed, done, nothing lost (F7)."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import gettext as _

from accounts.models import User
from metrics.actions import correct_figure
from metrics.models import Figure
from metrics.periods import Period
from provinces.actions import retire
from tests import register
from tests.admin_pages import signed_in
from tests.reading import Element, read
from tests.register import NorthCentral, registrar

pytestmark = pytest.mark.django_db
RIGHT = {"number": "11,29", "printed": "11,29 tỷ USD"}
REASON = "Đọc nhầm khi lập hồ sơ."


@pytest.fixture
def exports(north: NorthCentral) -> Figure:
    """A published figure of the region: 11,28 tỷ USD."""
    return north.figures[1]


@pytest.fixture
def keeper() -> Client:
    return signed_in(register.administrator())


def officer(*rights: str) -> Client:
    """Somebody of the staff who has these rights on figures alone."""
    user = User.objects.create_user("officer", full_name="Cán bộ", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return signed_in(user)


def address(figure: Figure, verb: str = "correct") -> str:
    return f"/admin/metrics/figure/{figure.pk}/{verb}/"


def typed(client: Client, figure: Figure, **said: str) -> dict[str, Any]:
    """What a browser sends for the form as it is opened, after something was typed into it."""
    form = client.get(address(figure)).context["adminform"].form
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value is not None} | said


def preview(client: Client, data: dict[str, Any], figure: Figure) -> HttpResponse:
    return client.post(address(figure), data)


def confirm(client: Client, data: dict[str, Any], figure: Figure) -> HttpResponse:
    """Press the button of the preview that what was typed gives."""
    seen = preview(client, data, figure).context["preview"]["seen"]
    return client.post(address(figure), data | {"seen": seen, "correct": "on"})


def changes(page: Element) -> list[list[str]]:
    return page.one("div", id="preview").rows


def offers_to_correct(page: Element) -> bool:
    return "correct" in [one.attributes.get("name") for one in page.all("input", type="submit")]


def sentences(response: HttpResponse) -> list[str]:
    """What the page says is wrong, in the order of the page."""
    lists = read(response).one("div", id="content-main").all("ul", "errorlist")
    return [item for one in lists for item in one.items]


# The way in


def test_published_figure_leads_to_its_correction(keeper, exports):
    page = read(keeper.get(address(exports, "change")))
    assert page.links[_("Correct…")] == address(exports)


def test_figure_that_does_not_stand_leads_to_no_correction(keeper, north, exports):
    correct_figure(figure=exports, by=registrar(), reason=REASON, number="11.29")
    retire(record=north.figures[0], by=registrar(), reason="Nhập nhầm.")
    pages = [read(keeper.get(address(one, "change"))) for one in (exports, north.figures[0])]
    assert [_("Correct…") in page.links for page in pages] == [False, False]


def test_reader_is_led_to_no_correction_and_refused(exports):
    reader = officer("view_figure")
    page = read(reader.get(address(exports, "change")))
    answers = [reader.get(address(exports)), reader.post(address(exports), {"correct": "on"})]
    assert (_("Correct…") in page.links, [one.status_code for one in answers]) == (
        False,
        [403, 403],
    )


def test_who_may_change_figures_may_correct_them(exports):
    client = officer("view_figure", "change_figure")
    confirm(client, typed(client, exports, **RIGHT, reason=REASON), exports)
    assert Figure.objects.get(supersedes=exports).entered_by.username == "officer"


def test_anonymous_is_asked_to_sign_in(client, exports):
    response = client.get(address(exports))
    asked = f"/login/?next={address(exports)}"
    assert (response.status_code, response["Location"]) == (302, asked)


@pytest.mark.parametrize("pk", ["0", "999999", "x"])
def test_figure_that_does_not_exist_is_not_found(keeper, pk):
    assert keeper.get(f"/admin/metrics/figure/{pk}/correct/").status_code == 404


def test_draft_is_edited_instead(keeper, north):
    at = register.conference(north.series, dt.date(2026, 5, 1), draft=True)
    figure = register.figure("export", "11.28", "ty-usd", reported_at=at)
    response = keeper.get(address(figure), follow=True)
    assert response.redirect_chain == [(address(figure, "change"), 302)]
    assert [str(one) for one in response.context["messages"]] == [
        _("Only a published figure that stands can be corrected.")
    ]


# Preview


def test_form_shows_the_figure_as_it_stands(keeper, exports):
    said = typed(keeper, exports)
    shown = [said[one] for one in ("number", "printed", "last_day", "region")]
    assert shown == ["11,28", "11,28 tỷ USD", "31/12/2021", exports.region_id]


def test_preview_says_was_and_becomes_and_writes_nothing(keeper, exports):
    response = preview(keeper, typed(keeper, exports, **RIGHT, reason=REASON), exports)
    assert changes(read(response)) == [["Số", "11,28 tỷ USD", "11,29 tỷ USD"]]
    assert Figure.objects.filter(supersedes=exports).exists() is False


def test_preview_needs_no_reason_yet(keeper, exports):
    response = preview(keeper, typed(keeper, exports, **RIGHT), exports)
    assert (len(changes(read(response))), sentences(response)) == (1, [_("Give the reason.")])


def test_preview_in_english_tells_the_printed_form_too(exports):
    keeper = signed_in(register.administrator(), "en")
    said = RIGHT | {"number": "11.29", "reason": REASON}
    response = preview(keeper, typed(keeper, exports, **said), exports)
    assert changes(read(response)) == [
        ["Number", "11.28 billion USD", "11.29 billion USD"],
        ["As printed", "11,28 tỷ USD", "11,29 tỷ USD"],
    ]


@pytest.mark.parametrize(
    ("said", "doubted"),
    [({"number": "11,29"}, True), ({"printed": "11,29 tỷ USD"}, True), (RIGHT, False)],
)
def test_preview_doubts_a_number_that_changes_without_its_printed_form(
    keeper, exports, said, doubted
):
    response = preview(keeper, typed(keeper, exports, **said, reason=REASON), exports)
    assert read(response).one("div", id="preview").has("li", "warning") is doubted


def test_preview_of_no_change_offers_nothing_to_confirm(keeper, exports):
    response = preview(keeper, typed(keeper, exports, reason=REASON), exports)
    page = read(response)
    words = _("Nothing would change: type what the figure should have said.")
    assert page.one("div", id="preview").one("p").text == words
    assert offers_to_correct(page) is False


# Done


def test_confirmed_correction_is_made_as_previewed(keeper, exports):
    response = confirm(keeper, typed(keeper, exports, **RIGHT, reason=REASON), exports)
    new = Figure.objects.get(supersedes=exports)
    old = Figure.objects.get(pk=exports.pk)
    assert (new.number, new.printed, new.region) == ("11.29", "11,29 tỷ USD", exports.region)
    assert (old.superseded_by.username, old.superseded_reason) == ("administrator", REASON)
    assert response["Location"] == address(new, "change")


def test_correction_leads_to_where_everybody_sees_it(keeper, exports):
    confirm(keeper, typed(keeper, exports, **RIGHT, reason=REASON), exports)
    new = Figure.objects.get(supersedes=exports)
    told = read(keeper.get(address(new, "change"))).one("li", "success")
    assert told.links == {
        _("See it with its notice"): f"/conferences/bac-trung-bo/x-2022/#figure-{new.pk}"
    }


def test_period_and_place_can_be_corrected(keeper, north, exports):
    said = {"period_start": "1/1/2020", "last_day": "30/4/2020", "scope": "province", "region": ""}
    place = north.units["nghe-an"]
    data = typed(keeper, exports, **said, province=str(place.pk), reason=REASON)
    confirm(keeper, data, exports)
    new = Figure.objects.get(supersedes=exports)
    assert (new.period, new.province, new.region) == (
        Period(dt.date(2020, 1, 1), dt.date(2020, 5, 1)),
        place,
        None,
    )


def test_reported_at_order_and_headline_stay(keeper, exports):
    data = typed(keeper, exports, **RIGHT, reason=REASON)
    assert {"reported_at", "position", "is_headline"} & set(data) == set()
    confirm(keeper, data | {"reported_at": "", "position": "99"}, exports)
    new = Figure.objects.get(supersedes=exports)
    assert (new.reported_at, new.position) == (exports.reported_at, exports.position)


# Refused; nothing typed is lost


def kept(response: HttpResponse) -> tuple[str, str, str]:
    """Number, printed form and reason as the form shows them again."""
    form, reason = response.context["adminform"].form, response.context["reason"]
    return form["number"].value(), form["printed"].value(), reason["reason"].value()


def uncorrected(exports: Figure) -> bool:
    return not Figure.objects.filter(supersedes=exports).exists()


def test_correction_without_a_reason_is_refused(keeper, exports):
    response = confirm(keeper, typed(keeper, exports, **RIGHT, reason=" "), exports)
    assert sentences(response) == [_("Give the reason.")]
    assert (kept(response), uncorrected(exports)) == ((*RIGHT.values(), " "), True)


def test_number_in_the_other_notation_is_refused_as_typed(keeper, exports):
    data = typed(keeper, exports, number="11.28", printed="11.28", reason=REASON)
    response = keeper.post(address(exports), data | {"correct": "on", "seen": "x"})
    assert list(response.context["adminform"].form.errors) == ["number"]
    assert (kept(response), uncorrected(exports)) == (("11.28", "11.28", REASON), True)


def test_correction_that_was_not_previewed_is_refused(keeper, exports):
    data = typed(keeper, exports, **RIGHT, reason=REASON)
    response = keeper.post(address(exports), data | {"correct": "on"})
    assert sentences(response) == [_("Look at the preview, and confirm it.")]
    assert (kept(response), uncorrected(exports)) == ((*RIGHT.values(), REASON), True)


def test_what_was_typed_after_the_preview_is_previewed_first(keeper, exports):
    data = typed(keeper, exports, **RIGHT, reason=REASON)
    seen = preview(keeper, data, exports).context["preview"]["seen"]
    other = data | {"number": "12", "printed": "12 tỷ USD"}
    response = keeper.post(address(exports), other | {"seen": seen, "correct": "on"})
    words = _("The register has changed since this preview. Look at it and confirm again.")
    assert sentences(response) == [words]
    assert changes(read(response)) == [["Số", "11,28 tỷ USD", "12 tỷ USD"]]
    assert uncorrected(exports) is True


def test_answer_that_is_recorded_already_is_refused(keeper, north, exports):
    said = {"region": north.region, "reported_at": north.x_2022}
    register.figure("export", "11.29", "ty-usd", **said)
    response = preview(keeper, typed(keeper, exports, **RIGHT, reason=REASON), exports)
    assert sentences(response) == [_("This source's number is recorded already.")]


def test_the_slower_of_two_people_is_told_and_keeps_what_was_typed(keeper, exports):
    data = typed(keeper, exports, **RIGHT, reason=REASON)
    seen = preview(keeper, data, exports).context["preview"]["seen"]
    faster = correct_figure(figure=exports, by=registrar(), reason="Theo báo cáo.", number="11.3")
    response = keeper.post(address(exports), data | {"seen": seen, "correct": "on"})
    words = _("This figure is not current any more: correct the one that is.")
    assert sentences(response) == [words]
    assert kept(response) == (*RIGHT.values(), REASON)
    page = read(response)
    [stands] = [one for one in page.all("a") if one.text == _("The figure that stands now")]
    assert stands["href"] == address(faster, "change")
    assert offers_to_correct(page) is False
    assert list(Figure.objects.filter(supersedes=exports)) == [faster]


def test_preview_of_a_figure_corrected_meanwhile_says_so(keeper, exports):
    data = typed(keeper, exports, **RIGHT, reason=REASON)
    correct_figure(figure=exports, by=registrar(), reason="Theo báo cáo.", number="11.3")
    response = preview(keeper, data, exports)
    words = _("This figure is not current any more: correct the one that is.")
    assert (sentences(response), kept(response)) == ([words], (*RIGHT.values(), REASON))


# What was corrected


def test_corrected_figure_cannot_be_retired(keeper, exports):
    correct_figure(figure=exports, by=registrar(), reason=REASON, number="11.29")
    keeper.post(address(exports, "retire"), {"reason": "Gỡ thông báo."})
    assert Figure.objects.get(pk=exports.pk).retired_at is None


@pytest.mark.parametrize("which", ["corrected", "correcting"])
def test_no_button_deletes_a_figure_of_a_correction(keeper, exports, which):
    new = correct_figure(figure=exports, by=registrar(), reason=REASON, number="11.29")
    figure = {"corrected": exports, "correcting": new}[which]
    assert keeper.post(address(figure, "delete"), {"post": "yes"}).status_code == 403
    actions = keeper.get("/admin/metrics/figure/").context["action_form"]
    assert (actions is None or "delete_selected" not in str(actions)) is True
    assert Figure.objects.filter(pk=figure.pk).exists() is True
