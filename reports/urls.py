"""Addresses of rounds and reports; every one needs a login (S1)."""

from django.urls import URLPattern, path

from reports.resuming import resumes
from reports.views import (
    annex,
    asking,
    board,
    entry,
    files,
    history,
    preparing,
    publishing,
    review,
    rounds,
    steps,
    texts,
    work,
    workbook,
)

urlpatterns: list[URLPattern] = [
    # What there is to do now, and the rounds.
    path("work/", work.work, name="work"),
    path("rounds/deadlines.ics", board.deadlines_file, name="deadlines_file"),
    path("rounds/", rounds.round_list, name="round_list"),
    path("rounds/new/", resumes(rounds.NewRound.as_view()), name="round_new"),
    # A round: what it asks, of whom, its board.
    path("rounds/<slug:key>/edit/", resumes(preparing.EditRound.as_view()), name="round_edit"),
    path("rounds/<slug:key>/edit/rows/", asking.Rows.as_view(), name="round_rows"),
    path("rounds/<slug:key>/edit/rows/move/", asking.row_move, name="round_row_move"),
    path("rounds/<slug:key>/edit/rows/<int:pk>/", resumes(asking.Row.as_view()), name="round_row"),
    path(
        "rounds/<slug:key>/edit/rows/<int:pk>/remove/", asking.row_remove, name="round_row_remove"
    ),
    path("rounds/<slug:key>/edit/columns/", asking.Columns.as_view(), name="round_columns"),
    path("rounds/<slug:key>/edit/columns/move/", asking.column_move, name="round_column_move"),
    path("rounds/<slug:key>/edit/columns/<int:pk>/", asking.Column.as_view(), name="round_column"),
    path(
        "rounds/<slug:key>/edit/columns/<int:pk>/remove/",
        asking.column_remove,
        name="round_column_remove",
    ),
    path(
        "rounds/<slug:key>/edit/comparisons/<int:pk>/remove/",
        asking.comparison_remove,
        name="round_comparison_remove",
    ),
    path(
        "rounds/<slug:key>/edit/provinces/",
        preparing.EditProvinces.as_view(),
        name="round_asked",
    ),
    path("rounds/<slug:key>/again/", rounds.round_again, name="round_again"),
    path("rounds/<slug:key>/open/", preparing.OpenRound.as_view(), name="round_open"),
    path(
        "rounds/<slug:key>/withdraw/",
        resumes(preparing.WithdrawRound.as_view()),
        name="round_withdraw",
    ),
    path(
        "rounds/<slug:key>/successor/<slug:province_key>/",
        preparing.InviteSuccessor.as_view(),
        name="round_invite_successor",
    ),
    path("rounds/<slug:key>/", board.round_board, name="round_board"),
    path("rounds/<slug:key>/board.xlsx", board.board_workbook, name="board_workbook"),
    path("rounds/<slug:key>/board.csv", board.board_csv, name="board_csv"),
    path("rounds/<slug:key>/deadline.ics", board.deadline_file, name="deadline_file"),
    path(
        "rounds/<slug:key>/extend/<slug:province_key>/",
        resumes(board.Extend.as_view()),
        name="round_extend",
    ),
    path("rounds/<slug:key>/remind/", board.Remind.as_view(), name="round_remind"),
    # A report: its page, its cells and texts.
    path("reports/<slug:round_key>/<slug:province_key>/", entry.report, name="report"),
    path(
        "reports/<slug:round_key>/<slug:province_key>/cells/",
        entry.report_cells,
        name="report_cells",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/paste/",
        entry.report_paste,
        name="report_paste",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/texts/",
        texts.report_texts,
        name="report_texts",
    ),
    # Its spreadsheet, there and back.
    path(
        "reports/<slug:round_key>/<slug:province_key>/workbook.xlsx",
        workbook.report_workbook,
        name="report_workbook",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/upload/",
        resumes(workbook.UploadPage.as_view()),
        name="report_upload",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/upload/<int:pk>/",
        resumes(workbook.ReceiptPage.as_view()),
        name="report_receipt",
    ),
    # Its annex and signed files.
    path(
        "reports/<slug:round_key>/<slug:province_key>/annex.docx",
        annex.annex_docx,
        name="report_annex_docx",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/annex.xlsx",
        annex.annex_xlsx,
        name="report_annex_xlsx",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/files/",
        resumes(files.Files.as_view()),
        name="report_file_add",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/files/<int:pk>/",
        files.file_download,
        name="report_file",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/files/<int:pk>/retire/",
        resumes(files.file_retire),
        name="report_file_retire",
    ),
    # Its steps, its review, its history, and publishing.
    path(
        "reports/<slug:round_key>/<slug:province_key>/present/",
        steps.report_present,
        name="report_present",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/take-back/",
        steps.report_take_back,
        name="report_take_back",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/submit/",
        steps.report_submit,
        name="report_submit",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/close/",
        steps.report_close,
        name="report_close",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/paper/",
        steps.report_paper,
        name="report_paper",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/part/<slug:owner>/",
        steps.report_part,
        name="report_part",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/review/",
        review.report_review,
        name="report_review",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/return/",
        review.report_return,
        name="report_return",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/accept/",
        review.report_accept,
        name="report_accept",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/reopen/",
        review.report_reopen,
        name="report_reopen",
    ),
    path(
        "reports/<slug:round_key>/<slug:province_key>/history/",
        history.report_history,
        name="report_history",
    ),
    path("rounds/<slug:key>/history/", history.round_history, name="round_history"),
    path("rounds/<slug:key>/publish/", publishing.round_publish, name="round_publish"),
]
