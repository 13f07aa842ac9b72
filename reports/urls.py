"""Addresses of rounds and reports; every one needs a login (S1)."""

from django.urls import URLPattern, URLResolver, include, path

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

# Under rounds/<round>/
ROUND: list[URLPattern] = [
    # What it asks, and of whom.
    path("edit/", resumes(preparing.EditRound.as_view()), name="round_edit"),
    path("edit/rows/", asking.Rows.as_view(), name="round_rows"),
    path("edit/rows/move/", asking.row_move, name="round_row_move"),
    path("edit/rows/<int:pk>/", resumes(asking.Row.as_view()), name="round_row"),
    path("edit/rows/<int:pk>/remove/", asking.row_remove, name="round_row_remove"),
    path("edit/columns/", asking.Columns.as_view(), name="round_columns"),
    path("edit/columns/move/", asking.column_move, name="round_column_move"),
    path("edit/columns/<int:pk>/", asking.Column.as_view(), name="round_column"),
    path("edit/columns/<int:pk>/remove/", asking.column_remove, name="round_column_remove"),
    path(
        "edit/comparisons/<int:pk>/remove/",
        asking.comparison_remove,
        name="round_comparison_remove",
    ),
    path("edit/provinces/", preparing.EditProvinces.as_view(), name="round_asked"),
    path("again/", rounds.round_again, name="round_again"),
    path("open/", preparing.OpenRound.as_view(), name="round_open"),
    path("withdraw/", resumes(preparing.WithdrawRound.as_view()), name="round_withdraw"),
    path(
        "successor/<slug:province_key>/",
        preparing.InviteSuccessor.as_view(),
        name="round_invite_successor",
    ),
    # Its board, its history, and publishing.
    path("", board.round_board, name="round_board"),
    path("board.xlsx", board.board_table, {"ending": "xlsx"}, name="board_workbook"),
    path("board.csv", board.board_table, {"ending": "csv"}, name="board_csv"),
    path("deadline.ics", board.deadline_file, name="deadline_file"),
    path("extend/<slug:province_key>/", resumes(board.Extend.as_view()), name="round_extend"),
    path("remind/", board.Remind.as_view(), name="round_remind"),
    path("history/", history.round_history, name="round_history"),
    path("publish/", publishing.round_publish, name="round_publish"),
]

# Under reports/<round>/<province>/
REPORT: list[URLPattern] = [
    # Its page, its cells and texts.
    path("", entry.report, name="report"),
    path("cells/", entry.report_cells, name="report_cells"),
    path("paste/", entry.report_paste, name="report_paste"),
    path("texts/", texts.report_texts, name="report_texts"),
    # Its spreadsheet, there and back.
    path("workbook.xlsx", workbook.report_workbook, name="report_workbook"),
    path("upload/", resumes(workbook.UploadPage.as_view()), name="report_upload"),
    path("upload/<int:pk>/", resumes(workbook.ReceiptPage.as_view()), name="report_receipt"),
    # Its annex and signed files.
    path("annex.docx", annex.annex_docx, name="report_annex_docx"),
    path("annex.xlsx", annex.annex_xlsx, name="report_annex_xlsx"),
    path("files/", resumes(files.Files.as_view()), name="report_file_add"),
    path("files/<int:pk>/", files.file_download, name="report_file"),
    path("files/<int:pk>/retire/", resumes(files.file_retire), name="report_file_retire"),
    # Its steps, its review, its history.
    path("present/", steps.report_present, name="report_present"),
    path("take-back/", steps.report_take_back, name="report_take_back"),
    path("submit/", steps.report_submit, name="report_submit"),
    path("close/", steps.report_close, name="report_close"),
    path("paper/", steps.report_paper, name="report_paper"),
    path("part/<slug:owner>/", steps.report_part, name="report_part"),
    path("review/", review.report_review, name="report_review"),
    path("return/", review.report_return, name="report_return"),
    path("accept/", review.report_accept, name="report_accept"),
    path("reopen/", review.report_reopen, name="report_reopen"),
    path("history/", history.report_history, name="report_history"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    # What there is to do now, and the rounds.
    path("work/", work.work, name="work"),
    path("rounds/deadlines.ics", board.deadlines_file, name="deadlines_file"),
    path("rounds/", rounds.round_list, name="round_list"),
    path("rounds/new/", resumes(rounds.NewRound.as_view()), name="round_new"),
    path("rounds/<slug:key>/", include(ROUND)),
    path("reports/<slug:round_key>/<slug:province_key>/", include(REPORT)),
]
