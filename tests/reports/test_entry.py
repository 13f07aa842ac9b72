"""The page on which a report is filled in, and its cells on their way."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from reports.actions.entering import save_cells
from reports.actions.steps import present
from reports.enums import Act, State, Via
from reports.forms.entry import MOST, changed_in, read_sent
from reports.models import Entry, Event, RoundRow
from tests.reading import Element, read
from tests.reporting import (
    FILLED,
    Reporting,
    a_year_earlier,
    accepted,
    account,
    fill,
    reporting,
    returned,
    sent,
)

pytestmark = pytest.mark.django_db

PAGE = "/reports/bac-trung-bo/thanh-hoa/"
CELLS = f"{PAGE}cells/"
PASTE = f"{PAGE}paste/"
SECRET = "Sở đề nghị giữ kín."


@pytest.fixture
def built() -> Reporting:
    return reporting()


def as_(client: Client, built: Reporting, who: str = "clerk_thanh_hoa") -> Client:
    client.force_login(getattr(built.people, who))
    return client


def type_in(built: Reporting, *cells, who: str = "clerk_thanh_hoa") -> None:
    save_cells(report=built.thanh_hoa, cells=cells, by=built.officer(who))


def place(built: Reporting, row: str, column: int) -> str:
    return f"{built.rows[row].pk}-{built.columns[column].pk}"


def cell(page: Element, where: str) -> Element:
    return page.one("td", data_cell=where)


def fields(page: Element) -> dict[str, str]:
    """What a browser would send from the table: inputs as they stand, explanations too."""
    form = page.one("form", "sheet")
    inputs = {
        one["name"]: one.attributes.get("value", "")
        for one in form.all("input")
        if "name" in one.attributes and one.attributes.get("type") != "radio"
    }
    return inputs | {one["name"]: "".join(map(str, one.children)) for one in form.all("textarea")}


def values(built: Reporting) -> dict[tuple[str, int], str]:
    """What the report says: (row, column) → as typed."""
    rows = {row.pk: key for key, row in built.rows.items()}
    columns = [column.pk for column in built.columns]
    return {
        (rows[one.row_id], columns.index(one.column_id)): one.typed
        for one in Entry.objects.filter(report=built.thanh_hoa)
    }


def send(client: Client, built: Reporting, *cells: dict[str, Any], who="clerk_thanh_hoa", **said):
    body = {"account": getattr(built.people, who).pk, "cells": list(cells)} | said
    return client.post(CELLS, json.dumps(body), content_type="application/json")


def typed(built: Reporting, row: str, column: int, text: str, seen: int = 0, note=None):
    return {
        "row": built.rows[row].pk,
        "column": built.columns[column].pk,
        "typed": text,
        "seen": seen,
        "note": note,
    }


# The page


def test_department_types_where_it_may(client: Client, built: Reporting) -> None:
    fill(built)
    page = read(as_(client, built).get(PAGE))
    where = place(built, "retail", 2)
    box = page.one("input", id=f"c-{where}")
    assert (box["value"], box["aria-label"]) == (
        "80.500",
        f"Tổng mức bán lẻ hàng hóa, {built.columns[2]}",
    )
    assert cell(page, where).one("span", "said").text == f"{_('Saved')} 80.500 tỷ đồng"
    assert [row[0] for row in page.one("table", "sheet__table").rows if row[0]] == [
        "I Thương mại",
        "1 Tổng mức bán lẻ hàng hóa tỷ đồng",
        "2 Kim ngạch xuất khẩu triệu USD",
        "II Khuyến công",
        f"1 Kinh phí khuyến công quốc gia tỷ đồng {built.rows['funds'].get_owner_display()}",
    ]
    assert [one.text for one in page.all("td", "cell--computed")][:2] == ["48,79%", "10,00%"]


def test_contributing_unit_types_in_its_rows_alone(client: Client, built: Reporting) -> None:
    fill(built)
    page = read(as_(client, built, "centre_thanh_hoa").get(PAGE))
    boxes = {one["id"].split("-")[1] for one in page.all("input", inputmode="decimal")}
    assert boxes == {str(built.rows["funds"].pk)}
    assert cell(page, place(built, "retail", 0)).one("span", "cell__value").text == "150.000"


@pytest.mark.parametrize(
    ("text", "kind", "words", "read_as"),
    [
        ("150.000", "saved", "Saved", "150.000 tỷ đồng"),
        ("11.28", "refused", "Refused", ""),
        ("-", "saved", "Saved", "Nil"),
        ("…", "saved", "Saved", "Not reported"),
    ],
)
def test_state_of_a_cell_is_told_in_words(client, built, text, kind, words, read_as) -> None:
    type_in(built, built.cell("retail", 0, text))
    page = read(as_(client, built).get(PAGE))
    shown = cell(page, place(built, "retail", 0))
    assert shown["data-kind"] == kind
    said = " ".join(part for part in (_(words), _(read_as) if read_as else "") if part)
    assert shown.one("span", "said").text == said


def test_refused_cell_says_what_is_expected(client: Client, built: Reporting) -> None:
    type_in(built, built.cell("retail", 0, "11.28"))
    page = read(as_(client, built).get(PAGE))
    where = place(built, "retail", 0)
    box = page.one("input", id=f"c-{where}")
    remark = page.one("div", id=f"d-{where}")
    assert (box["value"], box["aria-invalid"]) == ("11.28", "true")
    assert f"d-{where}" in box["aria-describedby"].split()
    assert remark.one("p", "remark__refused").text.startswith("“11.28”")


def test_doubtful_cell_asks_for_an_explanation(client: Client, built: Reporting) -> None:
    earlier = a_year_earlier(built)
    accepted(earlier)
    type_in(built, built.cell("retail", 0, "1.500.000"))
    page = read(as_(client, built).get(PAGE))
    where = place(built, "retail", 0)
    shown = cell(page, where)
    assert shown["data-kind"] == "doubtful"
    assert shown.one("small", "cell__same").text.startswith(f"{_('same period')} 150.000 (")
    assert page.one("textarea", id=f"n-{where}").text == ""
    answer = client.post(CELLS, fields(page) | {f"n-{where}": "Có dự án lớn."})
    assert answer.status_code == 302
    page = read(client.get(PAGE))
    assert cell(page, where)["data-kind"] == "explained"
    assert Entry.objects.get(report=built.thanh_hoa).note == "Có dự án lớn."


def test_returned_report_shows_first_the_cells_to_mend(client: Client, built: Reporting) -> None:
    returned(built)
    page = read(as_(client, built).get(PAGE))
    where = place(built, "export", 2)
    rows = [row[0] for row in page.one("table", "sheet__table").rows if row[0]]
    assert rows[:2] == ["I Thương mại", "2 Kim ngạch xuất khẩu triệu USD"]
    assert len(page.all("tr", "sheet__row")) == 1
    assert cell(page, where)["data-kind"] == "returned"
    assert page.one("div", id=f"d-{where}").one("p", "remark__returned").text == (
        f"{_('Returned cell')}: Chưa khớp với số của hải quan."
    )
    whole = read(client.get(f"{PAGE}?show=all"))
    assert len(whole.all("tr", "sheet__row")) == 3
    client.post(CELLS, fields(page) | {f"c-{where}": "2.750"})
    assert cell(read(client.get(PAGE)), where)["data-kind"] == "mended"


def test_only_cells_to_fill_in_are_shown_when_asked(client: Client, built: Reporting) -> None:
    fill(built)
    type_in(built, built.cell("export", 1, "", seen=1))
    page = read(as_(client, built).get(f"{PAGE}?show=missing"))
    assert [row.one("th").text for row in page.all("tr", "sheet__row")] == [
        "2 Kim ngạch xuất khẩu triệu USD"
    ]
    fill(built)
    page = read(client.get(f"{PAGE}?show=missing"))
    assert (page.all("table"), page.one(of="empty__title").text) == (
        [],
        _("No cell is left to fill in."),
    )


def test_unknown_filter_shows_all(client: Client, built: Reporting) -> None:
    page = read(as_(client, built).get(f"{PAGE}?show=x"))
    assert len(page.all("tr", "sheet__row")) == 3


def test_ministry_reads_what_was_sent_not_what_is_typed(client: Client, built: Reporting) -> None:
    returned(built)
    type_in(built, built.cell("export", 2, "9.999", seen=1))
    page = read(as_(client, built, "ministry_reader").get(PAGE))
    assert cell(page, place(built, "export", 2)).one("span", "cell__value").text == "2.700"
    assert "9.999" not in page.text
    assert page.all("input", inputmode="decimal") == []


def test_other_department_reads_accepted_numbers_alone(client: Client, built: Reporting) -> None:
    earlier = a_year_earlier(built)
    accepted(earlier)
    fill(built)
    type_in(built, built.cell("retail", 0, "1.500.000", seen=1, note=SECRET))
    assert cell(read(as_(client, built).get(PAGE)), place(built, "retail", 0)).has("small")
    assert SECRET in read(client.get(PAGE)).text
    accepted(built)
    page = read(as_(client, built, "clerk_nghe_an").get(PAGE))
    shown = cell(page, place(built, "export", 0))
    assert (shown.text, shown.has("small", "cell__same")) == ("5.200,5", False)
    assert SECRET not in page.text


def test_row_with_a_note_explains_itself(client: Client, built: Reporting) -> None:
    RoundRow.objects.filter(pk=built.rows["retail"].pk).update(note="Theo Cục Thống kê.")
    page = read(as_(client, built).get(PAGE))
    assert page.one("details", "hint").one("p").text == "Theo Cục Thống kê."


def test_page_is_not_kept_by_anybody(client: Client, built: Reporting) -> None:
    assert "no-store" in as_(client, built).get(PAGE).headers["Cache-Control"]


# By form


def test_form_saves_what_was_changed(client: Client, built: Reporting) -> None:
    page = read(as_(client, built).get(PAGE))
    where = place(built, "retail", 0)
    answer = client.post(CELLS, fields(page) | {f"c-{where}": "150000"}, follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?show=all#sheet", 302)]
    assert values(built) == {("retail", 0): "150000"}
    assert read(answer).one("input", id=f"c-{where}")["value"] == "150.000"
    assert Event.objects.get(act=Act.CELL).via == Via.FORM


def test_form_sent_twice_changes_nothing_more(client: Client, built: Reporting) -> None:
    page = read(as_(client, built).get(PAGE))
    post = fields(page) | {f"c-{place(built, 'retail', 0)}": "150.000"}
    addresses = [client.post(CELLS, post).headers["Location"] for _again in range(2)]
    assert addresses == [f"{PAGE}?show=all#sheet"] * 2
    assert Event.objects.filter(act=Act.CELL).count() == 1


def test_form_leaves_alone_what_only_a_colleague_changed(client: Client, built: Reporting) -> None:
    fill(built)
    page = read(as_(client, built).get(PAGE))
    type_in(built, built.cell("retail", 0, "151.000", seen=1), who="head_thanh_hoa")
    answer = client.post(CELLS, fields(page) | {f"c-{place(built, 'export', 0)}": "5.300"})
    assert answer.status_code == 302
    assert (values(built)["retail", 0], values(built)["export", 0]) == ("151.000", "5.300")


def test_conflict_shows_both_values_and_a_person_chooses(client: Client, built: Reporting) -> None:
    fill(built)
    page = read(as_(client, built).get(PAGE))
    mine, other = place(built, "retail", 0), place(built, "export", 0)
    type_in(built, built.cell("retail", 0, "151.000", seen=1), who="head_thanh_hoa")
    answer = client.post(CELLS, fields(page) | {f"c-{mine}": "152.000", f"c-{other}": "5.300"})
    page = read(answer)
    assert (answer.status_code, cell(page, mine)["data-kind"]) == (409, "conflict")
    assert page.one("input", id=f"c-{mine}")["value"] == "152.000"
    labels = [one.text for one in page.one("fieldset", "remark__choice").all("label")]
    assert labels[0] == f"{_('Yours:')} 152.000"
    assert labels[1].startswith("head_thanh_hoa: 151.000")
    assert (values(built)["retail", 0], values(built)["export", 0]) == ("151.000", "5.300")
    # Without a choice nothing is overwritten; with one it is what was chosen.
    assert client.post(CELLS, fields(page)).status_code == 409
    version = page.all("input", type="radio")[0]["value"]
    assert client.post(CELLS, fields(page) | {f"k-{mine}": version}).status_code == 302
    assert values(built)["retail", 0] == "152.000"


def test_conflict_is_settled_by_taking_theirs(client: Client, built: Reporting) -> None:
    fill(built)
    page = read(as_(client, built).get(PAGE))
    mine = place(built, "retail", 0)
    type_in(built, built.cell("retail", 0, "151.000", seen=1), who="head_thanh_hoa")
    page = read(client.post(CELLS, fields(page) | {f"c-{mine}": "152.000"}))
    assert client.post(CELLS, fields(page) | {f"k-{mine}": "theirs"}).status_code == 302
    assert values(built)["retail", 0] == "151.000"


def test_third_value_meanwhile_is_a_conflict_again(client: Client, built: Reporting) -> None:
    fill(built)
    page = read(as_(client, built).get(PAGE))
    mine = place(built, "retail", 0)
    type_in(built, built.cell("retail", 0, "151.000", seen=1), who="head_thanh_hoa")
    page = read(client.post(CELLS, fields(page) | {f"c-{mine}": "152.000"}))
    version = page.all("input", type="radio")[0]["value"]
    type_in(built, built.cell("retail", 0, "153.000", seen=2), who="head_thanh_hoa")
    assert client.post(CELLS, fields(page) | {f"k-{mine}": version}).status_code == 409
    assert values(built)["retail", 0] == "153.000"


def test_what_came_too_late_is_shown_with_the_reason(client: Client, built: Reporting) -> None:
    fill(built)
    page = read(as_(client, built).get(PAGE))
    report = built.thanh_hoa
    present(report=report, seen=report.version, by=built.officer("head_thanh_hoa"))
    where = place(built, "retail", 0)
    answer = client.post(CELLS, fields(page) | {f"c-{where}": "152.000"})
    page = read(answer)
    assert (answer.status_code, cell(page, where)["data-kind"]) == (409, "denied")
    assert (
        page.one("div", id=f"d-{where}")
        .one("p", "remark__refused")
        .text.startswith(f"{_('Not saved:')} 152.000.")
    )
    assert values(built)["retail", 0] == "150.000"


@pytest.mark.parametrize(
    ("seen", "cells"),
    [("1|150.000", 0), ("1|149.000", 1), ("1", 1), ("x|150.000", 0), ("", 1), ("9" * 20, 1)],
)
def test_form_says_which_cells_it_changed(rf, seen: str, cells: int) -> None:
    post = rf.post("/", {"c-1-2": "150.000", "v-1-2": seen, "c-1-x": "5", "c-1-2-3": "5"}).POST
    assert len(changed_in(post)) == cells


def test_form_of_a_large_report_is_taken(client: Client, built: Reporting) -> None:
    cells = {f"{kind}-{n}-1": "5" for n in range(900_000, 900_999) for kind in "cv"}
    post = cells | {f"c-{place(built, 'retail', 0)}": "5", f"v-{place(built, 'retail', 0)}": "0|"}
    assert as_(client, built).post(CELLS, post).status_code == 409  # told of those it has not
    assert values(built) == {("retail", 0): "5"}


def test_form_after_the_session_ended_goes_on(client: Client, built: Reporting) -> None:
    page = read(as_(client, built).get(PAGE))
    post = fields(page) | {f"c-{place(built, 'retail', 0)}": "150.000"}
    client.logout()
    answer = client.post(CELLS, post)
    assert (answer.status_code, values(built)) == (401, {})
    kept = {one["name"]: one["value"] for one in read(answer).all("input", type="hidden")}
    signed = {"resume-username": "clerk_thanh_hoa", "resume-password": "mat-khau-123"}
    assert client.post(CELLS, kept | signed).status_code == 302
    assert values(built) == {("retail", 0): "150.000"}


# By script


def test_script_saves_a_cell_and_hears_how_it_was_read(client: Client, built: Reporting) -> None:
    fill(built)
    answer = send(as_(client, built), built, typed(built, "retail", 2, "82500", seen=1)).json()
    [told] = answer["cells"]
    keys = ("outcome", "version", "shown", "state", "kind", "read", "message", "doubts", "theirs")
    assert {key: told[key] for key in keys} == {
        "outcome": "saved",
        "version": 2,
        "shown": "82.500",
        "state": "number",
        "kind": "saved",
        "read": "82.500\xa0tỷ đồng",
        "message": "",
        "doubts": [],
        "theirs": None,
    }
    assert answer["computed"] == {str(built.rows["retail"].pk): ["50,00%", "10,00%"]}
    assert (answer["counts"]["answered"], answer["account"]) == (
        9,
        built.people.clerk_thanh_hoa.pk,
    )
    assert values(built)["retail", 2] == "82500"


def test_script_hears_of_any_row_of_a_returned_report(client: Client, built: Reporting) -> None:
    returned(built)
    [told] = send(as_(client, built), built, typed(built, "retail", 0, "151", 1)).json()["cells"]
    assert (told["outcome"], told["shown"]) == ("saved", "151")


def test_script_hears_why_a_text_was_refused(client: Client, built: Reporting) -> None:
    [told] = send(as_(client, built), built, typed(built, "retail", 0, "11.28")).json()["cells"]
    assert (told["outcome"], told["kind"], told["words"]) == ("saved", "refused", _("Refused"))
    assert told["message"].startswith("“11.28”")
    assert told["message"] in told["remark"]


def test_answer_that_was_lost_is_no_conflict_when_sent_again(client, built) -> None:
    one = typed(built, "retail", 0, "150.000")
    answers = [send(as_(client, built), built, one).json()["cells"][0] for _again in range(2)]
    assert [(told["outcome"], told["version"]) for told in answers] == [
        ("saved", 1),
        ("unchanged", 1),
    ]


def test_script_hears_of_a_conflict_with_name_and_time(client: Client, built: Reporting) -> None:
    type_in(built, built.cell("retail", 0, "151.000"), who="head_thanh_hoa")
    [told] = send(as_(client, built), built, typed(built, "retail", 0, "152.000")).json()["cells"]
    saved = Entry.objects.get()
    assert (told["outcome"], told["theirs"]["shown"], told["theirs"]["by"], told["version"]) == (
        "conflict",
        "151.000",
        "head_thanh_hoa",
        1,
    )
    assert told["theirs"]["at"][:19] == saved.saved_at.isoformat()[:19]
    assert saved.typed == "151.000"


def test_row_of_another_unit_is_denied_by_itself(client: Client, built: Reporting) -> None:
    cells = [typed(built, "retail", 0, "5"), typed(built, "funds", 0, "3,5")]
    client = as_(client, built, "centre_thanh_hoa")
    told = send(client, built, *cells, who="centre_thanh_hoa").json()["cells"]
    assert [one["outcome"] for one in told] == ["denied", "saved"]
    assert told[0]["message"] == _("This row is filled in by the clerk of the department.")
    assert values(built) == {("funds", 0): "3,5"}


def test_cell_that_is_none_is_denied(client: Client, built: Reporting) -> None:
    one = typed(built, "retail", 0, "5") | {"row": 999_999}
    [told] = send(as_(client, built), built, one).json()["cells"]
    assert (told["outcome"], told["message"]) == ("denied", _("This round has no such cell."))
    assert values(built) == {}


def test_script_hears_what_colleagues_saved(client: Client, built: Reporting) -> None:
    before = timezone.now().isoformat()
    type_in(built, built.cell("retail", 0, "151.000"), who="head_thanh_hoa")
    client = as_(client, built)
    answer = client.get(CELLS, {"since": before}, headers={"Accept": "application/json"}).json()
    [told] = answer["others"]
    assert (answer["cells"], told["shown"], told["by"], told["outcome"]) == (
        [],
        "151.000",
        "head_thanh_hoa",
        "colleague",
    )
    later = timezone.now().isoformat()
    answer = client.get(CELLS, {"since": later}, headers={"Accept": "application/json"}).json()
    assert (answer["others"], answer["computed"]) == ([], {})


def test_script_hears_of_others_when_it_saves(client: Client, built: Reporting) -> None:
    before = timezone.now().isoformat()
    type_in(built, built.cell("export", 0, "5.000"), who="head_thanh_hoa")
    one = typed(built, "retail", 0, "150.000")
    answer = send(as_(client, built), built, one, since=before).json()
    assert [told["shown"] for told in answer["cells"]] == ["150.000"]
    assert [told["shown"] for told in answer["others"]] == ["5.000"]


def test_cells_of_another_account_are_not_mixed(client: Client, built: Reporting) -> None:
    as_(client, built, "head_thanh_hoa")
    answer = send(client, built, typed(built, "retail", 0, "5"), who="clerk_thanh_hoa")
    assert (answer.status_code, values(built)) == (409, {})


@pytest.mark.parametrize(
    "body",
    [
        "null",
        "[]",
        "{}",
        '{"account": 1, "cells": [{}]}',
        '{"account": 1, "cells": [{"row": "1", "column": 1, "typed": "5", "seen": 0}]}',
        '{"account": 1, "cells": [{"row": 1, "column": 1, "typed": 5, "seen": 0}]}',
        '{"account": 1, "cells": [{"row": -1, "column": 1, "typed": "5", "seen": 0}]}',
        '{"account": 1, "cells": [{"row": 1, "column": 1, "typed": "5", "seen": true}]}',
        '{"account": 1, "cells": [], "since": "hôm qua"}',
        '{"account": 1, "cells": [], "since": "2026-01-01T00:00:00"}',
        "[" * 100_000,
    ],
)
def test_request_of_another_shape_is_refused(client: Client, built: Reporting, body: str) -> None:
    answer = as_(client, built).post(CELLS, body, content_type="application/json")
    assert (answer.status_code, answer.json()["ok"], values(built)) == (400, False, {})


def test_no_more_cells_than_agreed_come_at_once() -> None:
    one = {"row": 1, "column": 1, "typed": "5", "seen": 0}
    body = {"account": 1, "cells": [one] * (MOST + 1)}
    with pytest.raises(ValidationError, match=str(MOST)):
        read_sent(json.dumps(body).encode())
    assert len(read_sent(json.dumps(body | {"cells": [one] * MOST}).encode()).cells) == MOST


def test_moment_that_is_none_is_refused(client: Client, built: Reporting) -> None:
    answer = as_(client, built).get(CELLS, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["ok"]) == (400, False)


def test_script_without_a_session_is_told_so(client: Client, built: Reporting) -> None:
    saved = send(client, built, typed(built, "retail", 0, "5"))
    asked = client.get(CELLS, headers={"Accept": "application/json"})
    assert (saved.status_code, asked.status_code, values(built)) == (401, 401, {})
    assert saved.json()["ok"] is False


def test_script_needs_the_token_of_the_page(built: Reporting) -> None:
    client = as_(Client(enforce_csrf_checks=True), built)
    assert send(client, built, typed(built, "retail", 0, "5")).status_code == 403
    assert values(built) == {}


def test_number_is_typed_and_read_back_in_english(client: Client, built: Reporting) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    [told] = send(as_(client, built), built, typed(built, "retail", 0, "150,000.5")).json()["cells"]
    assert (told["shown"], Entry.objects.get().number) == ("150,000.5", "150000.5")


# What it costs


@pytest.mark.parametrize("count", [1, 3])
def test_saving_costs_the_same_however_many(client, built, count: int) -> None:
    fill(built)
    cells = [typed(built, row, column, "5", 1) for row in FILLED for column in range(count)]
    as_(client, built)
    with CaptureQueriesContext(connection) as queries:
        assert send(client, built, *cells).status_code == 200
    # session, account; offices, their groups, lineage; round, invitations, report
    # the cells: savepoint, report, rows, columns, cells, written, history, savepoint
    # the table: rows, columns, comparisons, cells, lineage, two of known values
    assert len(queries) == 23


@pytest.mark.parametrize("count", [1, 3])
def test_hearing_of_others_costs_the_same_however_many(client, built, count: int) -> None:
    before = timezone.now().isoformat()
    type_in(built, *(built.cell(row, c, "5") for row in FILLED for c in range(count)))
    as_(client, built)
    with CaptureQueriesContext(connection) as queries:
        client.get(CELLS, {"since": before}, headers={"Accept": "application/json"})
    # session, account; offices, their groups, lineage; round, invitations, report
    # what was saved; the table: seven
    assert len(queries) == 16


@pytest.mark.parametrize("count", [0, 3])
def test_page_costs_the_same_however_full(client, built, count: int) -> None:
    type_in(built, *(built.cell(row, c, "5") for row in FILLED for c in range(count)))
    as_(client, built)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    # session, account; offices, their groups, lineage; round, invitations, report; the table: seven
    # the last step, parts done; sections, proposals; and two of the page's frame
    assert len(queries) == 21


# Who


@pytest.mark.parametrize("address", [PAGE, CELLS, PASTE])
def test_addresses_for_everybody(client: Client, built: Reporting, address: str) -> None:
    fill(built)

    def status(who: str, path: str = address) -> int:
        return as_(client, built, who).get(path).status_code

    assert client.get(address).headers["Location"].startswith("/login/?next=")
    inside = 302 if address == CELLS else 200
    assert status("clerk_thanh_hoa") == status("head_thanh_hoa") == inside
    assert status("clerk_nghe_an") == status("clerk_da_nang") == status("ministry_reviewer") == 404
    for wrong in (("thanh-hoa", "da-nang-2025"), ("thanh-hoa", "x"), ("bac-trung-bo", "x")):
        assert status("clerk_thanh_hoa", address.replace(*wrong)) == 404
    assert client.delete(address).status_code == 405


@pytest.mark.parametrize("address", [CELLS, PASTE])
def test_readers_do_not_write(client: Client, built: Reporting, address: str) -> None:
    accepted(built)
    for who in ("ministry_reader", "ministry_reviewer", "clerk_nghe_an"):
        assert as_(client, built, who).get(PAGE).status_code == 200
        before = values(built)
        post = {f"c-{place(built, 'retail', 0)}": "9", f"v-{place(built, 'retail', 0)}": "1"}
        assert client.post(address, post).status_code == 403
        assert values(built) == before


def test_page_only_answers_to_reading(client: Client, built: Reporting) -> None:
    assert as_(client, built).post(PAGE).status_code == 405


def test_member_of_another_unit_sees_the_report_but_no_foreign_row(client, built) -> None:
    trade = account("trade_thanh_hoa", Role.CONTRIBUTOR, built.units["thanh-hoa"], unit="trade")
    client.force_login(trade)
    page = read(client.get(PAGE))
    assert page.all("input", inputmode="decimal") == []
    assert client.get(PASTE).headers["Location"] == PAGE


def test_nothing_is_typed_in_a_report_that_was_sent(client: Client, built: Reporting) -> None:
    report = sent(built)
    page = read(as_(client, built).get(PAGE))
    assert (report.state, page.all("input", inputmode="decimal")) == (State.SUBMITTED, [])
    told = send(client, built, typed(built, "retail", 0, "9", 1)).json()["cells"]
    assert ([one["outcome"] for one in told], values(built)["retail", 0]) == (
        ["denied"],
        "150.000",
    )


# A block without a script


def paste(client: Client, built: Reporting, block: str, **said: Any):
    post = {"block": block, "row": built.rows["retail"].pk, "column": built.columns[0].pk}
    return client.post(PASTE, post | said)


def test_block_is_seen_first_and_saved_by_the_form(client: Client, built: Reporting) -> None:
    page = read(as_(client, built).get(PASTE))
    assert [one.text for one in page.one("select", name_="row").all("option")] == [
        "1 Tổng mức bán lẻ hàng hóa",
        "2 Kim ngạch xuất khẩu",
        "1 Kinh phí khuyến công quốc gia",
    ]
    page = read(paste(client, built, "150.000\t165.000,5\t80.500\tthừa\n5.200,5\t\trất nhiều"))
    assert values(built) == {}
    assert [row[1:] for row in page.rows] == [
        ["–", "150.000", "150.000 tỷ đồng"],
        ["–", "165.000,5", "165.000,5 tỷ đồng"],
        ["–", "80.500", "80.500 tỷ đồng"],
        ["–", "5.200,5", "5.200,5 triệu USD"],
        ["–", "rất nhiều", page.rows[4][3]],
    ]
    assert page.rows[4][3].startswith("“rất nhiều”")
    assert "thừa" in page.one(of="alert--warn").text
    form = page.one("form", action=CELLS)
    post = {one["name"]: one["value"] for one in form.all("input")}
    assert client.post(CELLS, post).status_code == 302
    assert values(built) == {
        ("retail", 0): "150.000",
        ("retail", 1): "165.000,5",
        ("retail", 2): "80.500",
        ("export", 0): "5.200,5",
        ("export", 2): "rất nhiều",
    }


def test_unclear_numbers_are_asked_about_once(client: Client, built: Reporting) -> None:
    page = read(paste(as_(client, built), built, "370,461\t12"))
    options = {one["value"]: None for one in page.all("input", type="radio")}
    assert (list(options), page.rows) == (["vi", "en"], [])
    page = read(paste(client, built, "370,461\t12", notation="en"))
    assert [row[2] for row in page.rows] == ["370.461", "12"]
    page = read(paste(client, built, "370,461\t12", notation="vi"))
    assert [row[2] for row in page.rows] == ["370,461", "12"]


def test_block_that_changes_nothing_says_so(client: Client, built: Reporting) -> None:
    fill(built)
    page = read(paste(as_(client, built), built, "150.000\t165.000\n", notation="vi"))
    assert page.one(of="alert").text == _("The block changes nothing.")


@pytest.mark.parametrize(
    "said", [{"block": ""}, {"row": "x"}, {"column": "0"}, {"block": "1\n" * 5000}]
)
def test_bad_block_comes_back_as_it_was(client: Client, built: Reporting, said: dict) -> None:
    post = {"block": "1\t2", "row": built.rows["retail"].pk, "column": built.columns[0].pk}
    page = read(as_(client, built).post(PASTE, post | said))
    assert page.has("ul", "errorlist")
    assert page.one("textarea", name_="block").text.split() == (post | said)["block"].split()
