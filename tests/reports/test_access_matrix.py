"""Who is answered what: every private address, every office, every state of a report (S1, R3–R6).

The tables say it in the words of the office; a letter for each state stands for the answer:

    .  200 the page, or what was asked for      -  404 it does not exist for them
    >  302 done, and led on                     x  403 it exists, and this is not theirs to do
    <  302 led on, nothing was done             m  405 there is no such way of asking
    !  409 refused in words, nothing was done   L  302 to the page of signing in
    ?  401 asked to sign in where they are      u  400 the page once more, nothing was done

One letter alone holds in every state. Nothing but `>`, and a `+` for a 200 that writes, may write.
"""

import datetime as dt
import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from accounts.enums import DepartmentUnit, Role
from accounts.models import Membership, User
from metrics.enums import Basis, Topic
from portal.keeping.recording.sheets import start
from provinces.actions import fingerprint, keep
from provinces.models import Province
from reports.actions.publishing import publish
from reports.actions.rounds import invite, open_round, withdraw_round
from reports.actions.steps import (
    accept,
    present,
    reopen,
    return_,
    submit,
    take_over_paper,
)
from reports.actions.texts import save_signature
from reports.actions.uploading import take_in
from reports.loading import officer_of
from reports.models import (
    Entry,
    Report,
    ReportingRound,
    ReviewerTopic,
    RoundColumn,
    SignedFile,
    Upload,
)
from reports.once import new_key
from reports.preparing import opening
from reports.publication import plan_of
from reports.reminders import letters
from reports.texts import Signature, texts_of
from reports.workbook.reading import read_workbook
from tests.admin_pages import signed_in
from tests.portal.test_policies import ALWAYS_OPEN, PUBLIC, views
from tests.register import BEFORE_MERGER, administrator, figure, province, registrar, source
from tests.reporting import Reporting, account, due_in, fill, fresh, reporting
from tests.scans import scanned, upload
from tests.workbooks import filled_in, square, written

pytestmark = pytest.mark.django_db

KEY = "bac-trung-bo"
TOPIC = Topic.PROMOTION  # of the limited reviewer: khuyến công
LAST_DAY = dt.date(2099, 1, 1)
CODES = {200: ".", 302: ">", 400: "u", 401: "?", 403: "x", 404: "-", 405: "m", 409: "!"}
NO_WRITE = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "(django_session|reports_onetimekey)"')
WRITE = re.compile("INSERT|UPDATE|DELETE")

# Everybody there is. The coordinating department is that of Huế; Đà Nẵng is not asked; Quảng
# Bình was asked and ended, Quảng Trị is its successor.
ROLES = (
    "nobody",
    "stranger",
    "clerk",
    "centre",
    "head",
    "clerk_other",
    "head_other",
    "clerk_old",
    "clerk_new",
    "clerk_outside",
    "coordinator",
    "reader",
    "reviewer",
    "second",
    "limited",
    "publisher",
    "administrator",
)


@dataclass
class Scene:
    """A round and its people, the report of Thanh Hóa as far as it has come."""

    built: Reporting
    users: dict[str, User]
    workbook: bytes = b""

    def officer(self, role: str):
        """The officer of a role."""
        return officer_of(self.users[role])

    def step(self, verb: Callable[..., Any], role: str, **said: Any) -> None:
        """One step of the report of Thanh Hóa."""
        report = self.report
        verb(report=report, seen=report.version, by=self.officer(role), **said)

    @property
    def report(self) -> Report:
        """The report as it stands."""
        return self.built.thanh_hoa


def scene(*, opened: bool = True) -> Scene:
    """Thanh Hóa's report not begun; the departments of all kinds, and the Ministry."""
    built = reporting(opened=opened)
    new, old, hue = province("quang-tri-2025"), province("quang-binh"), province("hue")
    built.round.coordinator = hue
    keep(record=built.round, by=registrar())
    invite(round=built.round, provinces=[old], by=built.officer("ministry_reviewer"))
    limited = account("limited", Role.REVIEWER)
    keep(record=ReviewerTopic(membership=limited.memberships.get(), topic=TOPIC), by=registrar())
    staff = built.people
    users = {
        "stranger": User.objects.create_user("stranger"),
        "clerk": staff.clerk_thanh_hoa,
        "centre": staff.centre_thanh_hoa,
        "head": staff.head_thanh_hoa,
        "clerk_other": staff.clerk_nghe_an,
        "head_other": staff.head_nghe_an,
        "clerk_old": _clerk_before("clerk_old", old),
        "clerk_new": account("clerk_new", Role.CLERK, new),
        "clerk_outside": staff.clerk_da_nang,
        "coordinator": account("coordinator", Role.CLERK, hue),
        "reader": staff.ministry_reader,
        "reviewer": staff.ministry_reviewer,
        "second": staff.second_reviewer,
        "limited": limited,
        "publisher": staff.ministry_publisher,
        "administrator": administrator(),
    }
    return Scene(built, users)


def _clerk_before(username: str, where: Province) -> User:
    user = User.objects.create_user(username)
    office = Membership(user=user, role=Role.CLERK, province=where, valid_from=BEFORE_MERGER)
    keep(record=office, by=registrar())
    return user


# How far the report of Thanh Hóa has come: by letter, what happened to it. On paper it is entered
# by "reviewer".
def _draft(scene: Scene, by: str = "clerk") -> None:
    built = scene.built
    fill(built, by=scene.users[by].username)
    report = fresh(scene.report)
    signature = Signature("123/BC-SCT", timezone.localdate(), "Lãnh đạo Sở", "Sở Công Thương")
    save_signature(
        report=report, signature=signature, seen=Signature.of(report).mark, by=scene.officer(by)
    )
    scanned(scene.report, scene.officer(by))
    content = written(built, scene.users[by].username, scene.report)
    changed = filled_in(content, {square("retail", 2): 81000})
    cells = read_workbook(changed, scene.report)
    take_in(report=scene.report, name="bao-cao.xlsx", cells=cells, by=scene.officer(by))
    scene.workbook = changed


def _paper(scene: Scene) -> None:
    scene.step(take_over_paper, "reviewer", reason="56/BC-SCT ngày 13/5/2026")
    _draft(scene, "reviewer")


def _paper_sent(scene: Scene) -> None:
    _paper(scene)
    scene.step(submit, "reviewer")


def _awaiting(scene: Scene) -> None:
    _draft(scene)
    scene.step(present, "clerk")


def _submitted(scene: Scene) -> None:
    _awaiting(scene)
    scene.step(submit, "head")


def _returned(scene: Scene) -> None:
    _submitted(scene)
    cell = (scene.built.rows["funds"].pk, scene.built.columns[2].pk)
    scene.step(return_, "reviewer", cells={cell: "Chưa khớp."}, reason="")


def _accepted(scene: Scene) -> None:
    _submitted(scene)
    scene.step(accept, "reviewer")


def _reopened(scene: Scene) -> None:
    _accepted(scene)
    scene.step(reopen, "reviewer", reason="Bổ sung.", until=LAST_DAY)


def _published(scene: Scene) -> None:
    _accepted(scene)
    seen = fingerprint(plan_of(scene.built.round).said)
    said = {"seen": seen, "early_reason": "Theo chương trình."}
    publish(round=scene.built.round, by=scene.officer("publisher"), **said)


STATES = {
    "draft": _draft,
    "paper": _paper,
    "awaiting": _awaiting,
    "paper sent": _paper_sent,
    "submitted": _submitted,
    "returned": _returned,
    "reopened": _reopened,
    "accepted": _accepted,
    "published": _published,
}


# Asking

BROWSER = Client()  # one for all: a new one would load the middleware anew


def ask(method: str, address: str, session: str, said: dict[str, Any]) -> tuple[HttpResponse, bool]:
    """The answer to somebody, and whether anything was written; afterwards nothing is."""
    client = BROWSER
    client.cookies.clear()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    body = {"data": said} if "content_type" not in said else dict(said)
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(note):
        response = getattr(client, method.lower())(address, **body)
        if response.streaming:  # read to its end the file is closed
            response.getvalue()
        transaction.set_rollback(True)
    wrote = any(WRITE.match(sql) and not NO_WRITE.match(sql) for sql in statements)
    return response, wrote


def letter(response: HttpResponse, wrote: bool) -> str:
    """An answer in one letter of the tables."""
    if response.status_code == 302 and response["Location"].startswith(("/login/", "/admin/login")):
        return "L"
    if response.status_code == 302 and not wrote:
        return "<"
    found = CODES.get(response.status_code, str(response.status_code))
    if wrote and found != ">":
        return "+" if found == "." else f"{found}+"
    return found


# The report of a province

Said = Callable[[Scene, str], dict[str, Any]]


def _nothing(scene: Scene, role: str) -> dict[str, Any]:
    return {"once": new_key()}


def _seen(scene: Scene, role: str) -> dict[str, Any]:
    return {"once": new_key(), "seen": scene.report.version}


def _cell_typed(scene: Scene, role: str) -> dict[str, Any]:
    row, column = _place(scene)
    entry = Entry.objects.get(report=scene.report, row=row, column=column)
    shown = f"{entry.version}|{entry.typed}"
    return {f"c-{row}-{column}": "1,75", f"v-{row}-{column}": shown, "once": new_key()}


def _cell_by_script(scene: Scene, role: str) -> dict[str, Any]:
    row, column = _place(scene)
    entry = Entry.objects.get(report=scene.report, row=row, column=column)
    cell = {"row": row, "column": column, "typed": "1,75", "seen": entry.version}
    account = scene.users[role].pk if role in scene.users else 0
    body = json.dumps({"account": account, "cells": [cell]})
    return {"data": body, "content_type": "application/json"}


def _block(scene: Scene, role: str) -> dict[str, Any]:
    row, column = _place(scene)
    return {"block": "1,75", "row": row, "column": column, "notation": "vi"}


def _place(scene: Scene) -> tuple[int, int]:
    """The estimate of the funds of industrial promotion: the centre's own row."""
    return scene.built.rows["funds"].pk, scene.built.columns[2].pk


def _section(scene: Scene, role: str) -> dict[str, Any]:
    first = texts_of(scene.report).sections[0]
    return {f"{first.place}-seen": first.mark, f"{first.place}-text": "Kết quả trong kỳ."}


def _spreadsheet(scene: Scene, role: str) -> dict[str, Any]:
    return {"file": upload(scene.workbook, "bao-cao.xlsx"), "once": new_key()}


def _scan(scene: Scene, role: str) -> dict[str, Any]:
    return {"file": upload(), "once": new_key()}


def _reason(scene: Scene, role: str) -> dict[str, Any]:
    return {"reason": "56/BC-SCT ngày 13/5/2026", **_seen(scene, role)}


def _done(scene: Scene, role: str) -> dict[str, Any]:
    return {"done": "1", "once": new_key()}


def _judged(scene: Scene, role: str) -> dict[str, Any]:
    row, column = _place(scene)
    return {f"why-{row}-{column}": "Chưa khớp.", **_seen(scene, role)}


def _until(scene: Scene, role: str) -> dict[str, Any]:
    return {"until": "1/1/2099", **_reason(scene, role)}


def _early(scene: Scene, role: str) -> dict[str, Any]:
    seen = fingerprint(plan_of(scene.built.round).said)
    return {"seen": seen, "early": "on", "early_reason": "Theo lịch.", "once": new_key()}


BODIES: dict[str, Said] = {
    "report_cells": _cell_typed,
    "report_cells~script": _cell_by_script,
    "report_paste": _block,
    "report_texts": _section,
    "report_upload": _spreadsheet,
    "report_file_add": _scan,
    "report_file_retire": _reason,
    "report_present": _seen,
    "report_take_back": _seen,
    "report_submit": _seen,
    "report_close": _seen,
    "report_paper": _reason,
    "report_part": _done,
    "report_return": _judged,
    "report_accept": _seen,
    "report_reopen": _until,
    "round_publish": _early,
}


def report_address(scene: Scene, name: str, key: str = "thanh-hoa") -> str:
    """Where a name of `reports/urls.py` leads to, for the report of a province."""
    if name == "round_publish":
        return reverse(name, args=[KEY])
    report = Report.objects.get(round=scene.built.round, province__key=key)
    rest: dict[str, list[Any]] = {
        "report_part": [DepartmentUnit.PROMOTION_CENTRE],
        "report_receipt": [*Upload.objects.filter(report=report).values_list("pk", flat=True)[:1]],
        "report_file": [*SignedFile.objects.filter(report=report).values_list("pk", flat=True)[:1]],
    }
    rest["report_file_retire"] = rest["report_file"]
    return reverse(name, args=[KEY, key, *rest.get(name, [])])


# Rounds

ROUND_STATES = ("prepared", "open", "withdrawn")


def _titled(scene: Scene, role: str) -> dict[str, Any]:
    own = min(scene.officer(role).departments, default="") if role in scene.users else ""
    return {
        "key": "mot-dot-moi",
        "title": "Báo cáo phục vụ hội nghị",
        "due_on": "1/1/2099",
        "coordinator": str(own),
        "once": new_key(),
    }


def _letter(scene: Scene, role: str) -> dict[str, Any]:
    round = scene.built.round
    said = {"key": KEY, "conference": str(round.conference_id), "title": "Đợt báo cáo"}
    return _titled(scene, role) | said | {"coordinator": str(round.coordinator_id)}


def _heading(scene: Scene, role: str) -> dict[str, Any]:
    return {"add": "heading", "label": "Công nghiệp", "under": "", "once": new_key()}


def _row_up(scene: Scene, role: str) -> dict[str, Any]:
    return {"move": f"{scene.built.rows['export'].pk}:up", "once": new_key()}


def _row(scene: Scene, role: str) -> dict[str, Any]:
    row = scene.built.rows["export"]
    said = {"indicator": row.indicator_id, "unit": row.unit_id, "under": row.parent_id}
    return said | {"label": "Xuất khẩu", "once": new_key()}


def _column(scene: Scene, role: str) -> dict[str, Any]:
    return {"basis": "actual", "period": "năm 2019", "once": new_key()}


def _column_up(scene: Scene, role: str) -> dict[str, Any]:
    return {"move": f"{scene.built.columns[2].pk}:up", "once": new_key()}


def _asked(scene: Scene, role: str) -> dict[str, Any]:
    keys = ["da-nang-2025"] if scene.built.round.is_open else ["thanh-hoa", "nghe-an"]
    return {"provinces": keys, "once": new_key()}


def _whole(scene: Scene, role: str) -> dict[str, Any]:
    return {"seen": fingerprint(opening(_loaded_round(scene))), "once": new_key()}


def _reminded(scene: Scene, role: str) -> dict[str, Any]:
    rounds = ReportingRound.objects.filter(key=KEY)
    found = letters(rounds, today=timezone.localdate())
    plan = [(one.report.pk, one.addresses, one.subject, one.text) for one in found]
    chosen = [one.report.pk for one in found]
    return {"reports": chosen, "seen": fingerprint(plan), "once": new_key()}


def _withdrawn(scene: Scene, role: str) -> dict[str, Any]:
    return {"reason": "Mở nhầm hai lần.", "once": new_key()}


def _more_time(scene: Scene, role: str) -> dict[str, Any]:
    return {"to": "1/1/2099", "reason": "Bão số 9.", "once": new_key()}


def _loaded_round(scene: Scene) -> ReportingRound:
    return ReportingRound.objects.select_related("conference").get(pk=scene.built.round.pk)


BODIES |= {
    "round_new": _titled,
    "round_edit": _letter,
    "round_rows": _heading,
    "round_row_move": _row_up,
    "round_row": _row,
    "round_columns": _column,
    "round_column_move": _column_up,
    "round_column": _column,
    "round_asked": _asked,
    "round_open": _whole,
    "round_withdraw": _withdrawn,
    "round_extend": _more_time,
    "round_remind": _reminded,
}


def round_address(scene: Scene, name: str) -> str:
    """Where a name of `reports/urls.py` about a round leads to."""
    built = scene.built
    comparison = built.round.comparisons.order_by("pk").first()
    rest: dict[str, list[Any]] = {
        "round_row": [built.rows["export"].pk],
        "round_row_remove": [built.rows["export"].pk],
        "round_column": [built.columns[2].pk],
        "round_column_remove": [built.round.columns.latest("position").pk],
        "round_comparison_remove": [comparison.pk],
        "round_invite_successor": ["quang-tri-2025"],
        "round_extend": ["thanh-hoa"],
    }
    return reverse(name, args=[KEY, *rest.get(name, [])])


def round_scene(state: str) -> Scene:
    """A round that is prepared, open, or was withdrawn; it is due in three days."""
    found = scene(opened=state == "open")
    spare = {"position": 4, "period_start": dt.date(2020, 1, 1), "period_end": dt.date(2021, 1, 1)}
    keep(record=RoundColumn(round=found.built.round, basis=Basis.ACTUAL, **spare), by=registrar())
    due_in(found.built, 3)
    if state == "withdrawn":
        by = found.officer("reviewer")
        open_round(round=found.built.round, by=by)
        withdraw_round(round=found.built.round, reason="Mở nhầm.", by=by)
    return found


# The tables. A name by itself is somebody of `ROLES`; these are several at once.
SEVERAL = {
    "department": ("clerk", "centre", "head"),
    "others": ("clerk_other", "head_other", "clerk_old", "clerk_new"),
    "outside": ("stranger", "clerk_outside", "coordinator"),
    "reviewers": ("reviewer", "second", "limited"),
    "ministry": ("reader", "publisher", "administrator"),
}

# The report of Thanh Hóa, a letter for each of `STATES` in their order: draft, draft from paper,
# awaiting, sent from paper, submitted, returned, reopened, accepted, published. Who is not named is
# told 404, and nobody (without an account) to sign in. "~script" is the same address in JSON.
REPORT = """
GET report
    .         department
    ------... others
    ---...... ministry
    -.-...... reviewers
GET report_cells
    <         department
    ------xxx others
    ---xxxxxx ministry
    -<-<xxxxx reviewers
POST report_cells
    ?         nobody
    >>!!!>>!! department
    ------xxx others
    ---xxxxxx ministry
    ->-!xxxxx reviewers
GET report_paste
    ..<<<..<< department
    ------xxx others
    ---xxxxxx ministry
    -.-<xxxxx reviewers
POST report_paste
    ?         nobody
    ..<<<..<< department
    ------xxx others
    ---xxxxxx ministry
    -.-<xxxxx reviewers
POST report_texts
    ?         nobody
    >>!!!>>!! clerk head
    x         centre
    ------xxx others
    ---xxxxxx ministry
    ->-!xxxxx reviewers
GET report_workbook report_upload
    .         department
    ------xxx others
    ---xxxxxx ministry
    -.-.xxxxx reviewers
POST report_upload
    ?         nobody
    >>...>>.. department
    ------xxx others
    ---xxxxxx ministry
    ->-.xxxxx reviewers
GET report_receipt
    -         centre head
    .-.-..... clerk
    ------xxx others
    ---xxxxxx ministry
    -.-.xxxxx reviewer
    ----xxxxx second limited
POST report_receipt
    ?         nobody
    -         centre head
    >-<-<>><< clerk
    ------xxx others
    ---xxxxxx ministry
    ->-<xxxxx reviewer
    ----xxxxx second limited
GET report_annex_docx report_annex_xlsx report_history
    .         department
    ------xxx others
    ---...... ministry
    -.-...... reviewers
GET report_file_add report_file
    -         others
    .         department
    ---...... ministry
    -.-...... reviewers
POST report_file_add report_file_retire
    ?         nobody
    -         others
    >>>>>>>xx clerk head
    x         centre
    ---xxxxxx ministry
    ->->xxxxx reviewers
POST report_present
    ?         nobody
    >>xxx>>xx clerk head
    x         centre
    ------xxx others
    ---xxxxxx ministry
    -x-xxxxxx reviewers
POST report_take_back
    ?         nobody
    xx>xxxxxx clerk head
    x         centre
    ------xxx others
    ---xxxxxx ministry
    -x-xxxxxx reviewers
GET report_submit
    <         clerk
    x         centre
    ...<<..<< head
    ------xxx others
    ---xxxxxx ministry
    -.-<xxxxx reviewers
POST report_submit
    ?         nobody
    x         clerk centre
    >>>xx>>xx head
    ------xxx others
    ---xxxxxx ministry
    ->-xxxxxx reviewers
GET report_close
    <<<<<<.<< clerk head
    <<<<<<x<< centre
    ------xxx others
    ---<<<x<< reader
    -<-<<<.<< reviewers
    ---<<<.<< publisher administrator
POST report_close
    ?         nobody
    xxxxxx>xx clerk head
    x         centre
    ------xxx others
    ---xxxxxx reader
    -x-xxx>xx reviewers
    ---xxx>xx publisher administrator
GET report_paper
    x         department
    ------xxx others
    ---xxxxxx ministry
    .<<<<<<<< reviewers
POST report_paper
    ?         nobody
    x         department
    ------xxx others
    ---xxxxxx ministry
    !<<<<<<<< reviewers
POST report_part
    ?         nobody
    >><<<>><< department
    ------xxx others
    ---xxxxxx ministry
    -x-<xxxxx reviewers
GET report_review
    x         department
    ------xxx others
    ---...... ministry reviewers
POST report_return
    ?         nobody
    x         department
    ------xxx others
    ---xxxxxx ministry
    --->>xxxx reviewers
POST report_accept
    ?         nobody
    x         department
    ------xxx others
    ---xxxxxx ministry limited
    ---x>xxxx reviewer
    --->>xxxx second
POST report_reopen
    ?         nobody
    x         department
    ------xxx others
    ---xxxxxx reader
    -x-xxxx>> reviewers
    ---xxxx>> publisher administrator
GET round_publish
    x         department others coordinator reader reviewers administrator
    .         publisher
POST round_publish
    ?         nobody
    x         department others coordinator reader reviewers administrator
    !!!!!!>>! publisher
POST report_cells~script
    ?         nobody
    ++...++.. department
    ------xxx others
    ---xxxxxx ministry
    -+-.xxxxx reviewers
"""

# A round that is prepared, open, withdrawn. Who is not named is told 404.
ROUND = """
GET round_edit round_rows round_row round_columns round_column round_asked round_open
GET round_withdraw round_extend round_remind round_history
    -x- department others
    ..- coordinator reviewers publisher
    xx- reader
    .   administrator
POST round_edit round_withdraw round_extend
    ?   nobody
    -x- department others
    >>- coordinator reviewers publisher
    xx- reader
    >>. administrator
POST round_rows round_columns round_column
    -x- department others
    >.- coordinator reviewers publisher
    xx- reader
    >.. administrator
POST round_row_move round_row_remove round_column_move round_column_remove
POST round_comparison_remove round_open
    -x- department others
    ><- coordinator reviewers publisher
    xx- reader
    ><< administrator
POST round_row
    ?   nobody
    -x- department others
    >.- coordinator reviewers publisher
    xx- reader
    >.. administrator
POST round_asked
    -x- department others
    >>- coordinator reviewers publisher
    xx- reader
    >>. administrator
POST round_again
    ->- clerk head clerk_other head_other clerk_new
    -x- centre clerk_old
    >>- coordinator reviewers publisher
    xx- reader
    >>x administrator
GET round_invite_successor
    -x- department clerk_other head_other clerk_old
    -.- clerk_new
    ..- coordinator reviewers publisher administrator
    xx- reader
POST round_invite_successor
    -x- department clerk_other head_other clerk_old
    ->- clerk_new
    >>- coordinator reviewers publisher administrator
    xx- reader
GET round_board board_workbook board_csv deadline_file
    -.- department others
    ..- coordinator reader reviewers publisher
    .   administrator
POST round_remind
    -x- department others
    .>- coordinator reviewers publisher
    xx- reader
    .>. administrator
"""

# What everybody with an account has, and the pages of who prepares rounds.
SIGNED_IN = """
GET work round_list deadlines_file password_change password_change_done
    .  department others outside reviewers ministry
GET round_new
    .  clerk head clerk_other head_other clerk_new clerk_outside coordinator
    .  reviewers publisher administrator
    x  stranger centre clerk_old reader
POST round_new
    ?  nobody
    >  clerk head clerk_other head_other clerk_new clerk_outside coordinator
    >  reviewers publisher administrator
    x  stranger centre clerk_old reader
GET admin_password_change
    .  department others outside reviewers ministry
GET desk merge_provinces renumber merge_conferences choose_headline record record_sheet desk_hole
    x  department others outside reviewers reader publisher
    .  administrator
GET undo_merger
    x  department others outside reviewers reader publisher
    -  administrator
POST merge_provinces undo_merger renumber merge_conferences choose_headline record record_sheet
POST source_looked record_publish record_set_aside record_take_back
    x  department others outside reviewers reader publisher
"""

EVERYBODY = {0, 7}  # places of states: draft and accepted, a round prepared

Table = dict[tuple[str, str], dict[str, str]]


def table(text: str) -> Table:
    """(method, name) → who → the letters of the answers, as the table has them."""
    found: Table = {}
    blocks = re.findall(r"((?:^(?:GET|POST) .+\n)+)((?:^    .+\n)+)", text, re.MULTILINE)
    for heads, lines in blocks:
        said: dict[str, str] = {}
        for line in lines.splitlines():
            letters, *names = line.split()
            for name in names:
                said |= dict.fromkeys(SEVERAL.get(name, (name,)), letters)
        for head in heads.splitlines():
            method, *names = head.split()
            found |= {(method, name): said for name in names}
    return found


def expected(said: dict[str, str], role: str, place: int) -> str:
    """The letter that a row of the table has for somebody, in a state by its place."""
    letters = said.get(role, "L" if role == "nobody" else "-")
    return letters if len(letters) == 1 else letters[place]


def asked(said: dict[str, str], place: int, turn: int) -> list[str]:
    """Who asks: everybody in some states, in the others of those answered alike one in turn."""
    alike: dict[str, list[str]] = {}
    for role in ROLES:
        alike.setdefault(said.get(role, "L" if role == "nobody" else "-"), []).append(role)
    if place in EVERYBODY:
        return list(ROLES)
    return [roles[turn % len(roles)] for roles in alike.values()]


def wrong(
    scene: Scene, rows: Table, address: Callable[[Scene, str], str], place: int
) -> dict[str, str]:
    """What is answered otherwise than the table says: "POST report_accept, centre" → "> not x"."""
    found, sessions = (
        {},
        {"nobody": ""}
        | {
            role: signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
            for role, user in scene.users.items()
        },
    )
    for turn, ((method, name), said) in enumerate(rows.items(), start=place):
        where, body = address(scene, name.partition("~")[0]), BODIES.get(name, _nothing)
        for role in asked(said, place, turn):
            typed = body(scene, role) if method == "POST" else {}
            answer = letter(*ask(method, where, sessions[role], typed))
            if answer != (right := expected(said, role, place)):
                found[f"{method} {name}, {role}"] = f"{answer} not {right}"
    return found


REPORT_ROWS, ROUND_ROWS, SIGNED_IN_ROWS = table(REPORT), table(ROUND), table(SIGNED_IN)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A thousand refusals are expected here: none of them is worth a line."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_private_address_has_a_row() -> None:
    known = {name for name, _view in views(get_resolver()) if not name.startswith("admin:")}
    rows = {name.partition("~")[0] for _m, name in REPORT_ROWS | ROUND_ROWS | SIGNED_IN_ROWS}
    assert known - PUBLIC - ALWAYS_OPEN - {"gallery"} == rows


@pytest.mark.parametrize("state", STATES)
def test_report_is_answered_as_the_table_says(state: str) -> None:
    found = scene()
    STATES[state](found)
    place = list(STATES).index(state)
    assert wrong(found, REPORT_ROWS, report_address, place) == {}


@pytest.mark.parametrize("state", ROUND_STATES)
def test_round_is_answered_as_the_table_says(state: str) -> None:
    place = ROUND_STATES.index(state)
    assert wrong(round_scene(state), ROUND_ROWS, round_address, place) == {}


def test_pages_of_everybody_and_of_the_keeper_are_answered_as_the_table_says() -> None:
    found = scene()
    printed, one = source(), figure("export", "11.28", "ty-usd")
    sheet = start(by=found.users["administrator"])
    rest = {
        "source_looked": [printed.key],
        "undo_merger": ["thanh-hoa"],
        "renumber": [found.built.conference.series.key],
        "choose_headline": [one.pk],
        "desk_hole": ["not-looked-at"],
        "record_sheet": [sheet.pk],
        "record_publish": [sheet.pk],
        "record_set_aside": [sheet.pk],
        "record_take_back": [sheet.pk],
    }

    def address(_scene: Scene, name: str) -> str:
        where = reverse(name, args=rest.get(name))
        return f"{where}?conference=" if name == "round_new" else where

    rows = {  # of the keeper's verbs only the refusals: each has tests of its own
        row: {"administrator": "*", **said} if row[0] == "POST" else said
        for row, said in SIGNED_IN_ROWS.items()
    }
    answers = wrong(found, rows, address, 0)
    assert {one: said for one, said in answers.items() if not said.endswith("*")} == {}


def test_wrong_way_of_asking_does_nothing_and_is_told_so() -> None:
    """What the tables do not name: a GET of a verb, a POST to a page, for who may do most."""
    built = scene()
    _draft(built)
    sessions = {
        role: signed_in(built.users[role]).cookies[settings.SESSION_COOKIE_NAME].value
        for role in ("head", "administrator")
    }
    found = set()
    for rows, address, role in (
        (REPORT_ROWS, report_address, "head"),
        (ROUND_ROWS, round_address, "administrator"),
    ):
        names = {name for _method, name in rows if "~" not in name}
        for name in names:
            for method in {"GET", "POST", "PUT", "DELETE"} - {m for m, n in rows if n == name}:
                found.add(letter(*ask(method, address(built, name), sessions[role], {})))
    assert found == {"m"}


def test_report_nobody_began_is_found_by_who_enters_paper_only() -> None:
    """R5: no sooner is it sent than the Ministry sees it, but paper is entered from the start."""
    built = scene()
    rows = table("GET report_paper\n    .  reviewers\n    x  department\n")
    rows |= table("POST report_paper\n    >  reviewers\n    x  department\n    ?  nobody\n")
    assert wrong(built, rows, report_address, 0) == {}


def test_report_of_a_province_that_ended_is_read_by_old_and_new_and_changed_by_none() -> None:
    """R6: the old department and the successor's read what was begun, and write no more."""
    built = scene()
    pages = "report report_workbook report_upload report_annex_docx report_annex_xlsx"
    rows = table(
        f"GET {pages} report_file_add report_history\n    .  clerk_old clerk_new\n"
        "POST report_present report_take_back report_submit report_close report_part\n"
        "    x  clerk_old clerk_new\n    ?  nobody\n"
        "POST report_texts report_file_add\n"
        "    x  clerk_old clerk_new\n    ?  nobody\n"
        "GET report_paper\n    .  reviewers\n    x  clerk_old clerk_new\n"
    )

    def address(_scene: Scene, name: str) -> str:
        return report_address(built, name, "quang-binh")

    assert wrong(built, rows, address, 0) == {}


def test_admin_asks_everybody_but_the_keeper_to_sign_in() -> None:
    """Every address of it, whatever it is about; the keeper sees its index."""
    built = scene()
    open_ones = {"admin:login", "admin:logout", "admin:jsi18n", "admin:password_change"}
    found = set()
    for role in ROLES[:-1]:
        session = ""
        if role in built.users:
            session = signed_in(built.users[role]).cookies[settings.SESSION_COOKIE_NAME].value
        for address in admin_addresses(open_ones):
            found.add(letter(*ask("GET", address, session, {})))
    assert found == {"L"}


def admin_addresses(but: set[str]) -> list[str]:
    """Where the names of the admin lead to."""
    found = []
    for name, _view in views(get_resolver()):
        if not name.startswith("admin:") or name in but:
            continue
        for args in ([], [1], [1, 1], ["reports"]):
            try:
                found.append(reverse(name, args=args))
                break
            except NoReverseMatch:
                continue
    return found
