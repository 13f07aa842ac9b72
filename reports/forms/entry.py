"""What the page of entry posts: typed cells, by a script and by a plain form (R7)."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.actions.entering import Typed
from reports.grid import Grid
from reports.pasting import LARGEST, read_block

MOST = 60  # cells a script sends at once
LONGEST_NOTE = 2000  # characters, twice what the page lets one type
_NAME = re.compile(r"c-([0-9]{1,9})-([0-9]{1,9})")


@dataclass(frozen=True)
class Sent:
    """What a script sent: `account` is whose page it was, `since` when it last heard of others."""

    cells: list[Typed]
    account: int
    since: dt.datetime | None


def read_sent(body: bytes) -> Sent:
    """The cells of a request in JSON; ValidationError when it has not the agreed shape.

    `{"account": 7, "since": "2026-06-12T08:00:00Z", "cells": [{"row": 1, "column": 2,
    "typed": "370.461", "seen": 3, "note": null}]}`, `since` and `note` optional.
    """
    try:
        sent = json.loads(body)
        cells = [_cell(one) for one in sent["cells"]]
        account = _whole(sent["account"])
        since = read_moment(sent["since"]) if sent.get("since") else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValidationError(_not_agreed())
    if len(cells) > MOST:
        raise ValidationError(_("At most %(most)s cells at once."), params={"most": MOST})
    return Sent(cells, account, since)


def read_moment(text: str) -> dt.datetime:
    """The moment that this portal gave to a page; ValidationError when it is none."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValidationError(_not_agreed())
    return moment


def _not_agreed() -> str:
    return _("This page is too old to be sent. Please reload it; what was saved is kept.")


def _cell(said: dict[str, Any]) -> Typed:
    note = said.get("note")
    if not isinstance(said["typed"], str) or not isinstance(note, str | None):
        raise TypeError
    if note is not None and len(note) > LONGEST_NOTE:
        raise ValueError
    return Typed(
        row_id=_whole(said["row"]),
        column_id=_whole(said["column"]),
        typed=said["typed"],
        seen=_whole(said["seen"]),
        note=note,
    )


def _whole(number: Any) -> int:
    if type(number) is not int or not 0 <= number < 10**9:
        raise TypeError
    return number


def changed_in(post: QueryDict) -> list[Typed]:
    """The cells of a plain form that differ from what the page showed.

    Of each cell it has `c-` what is typed now, `v-` the version shown and the text shown
    ("3|150.000"), and where it asks for one `n-` the explanation and `m-` the one shown; all end
    in row and column ("c-12-3"). Where two values were shown `k-` is the choice: "theirs", or the
    version that mine is to replace.
    """
    cells = []
    for name in post:
        match = _NAME.fullmatch(name)
        if match is None:
            continue
        place = name.removeprefix("c-")
        seen, bar, shown = post.get(f"v-{place}", "").partition("|")
        choice = post.get(f"k-{place}", "")
        typed, note = post.get(name, ""), post.get(f"n-{place}")
        same_note = note is None or _one_line_ends(note) == _one_line_ends(post.get(f"m-{place}"))
        untouched = bool(bar) and typed == shown and same_note
        if choice == "theirs" or (untouched and not choice):
            continue
        cells.append(
            Typed(
                row_id=int(match[1]),
                column_id=int(match[2]),
                typed=typed,
                seen=_version(choice or seen),
                note=None if note is None or same_note else note[:LONGEST_NOTE],
            )
        )
    return cells


def _version(text: str) -> int:
    """The version that a form says; what is none is older than any, and so a conflict."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else -1


def _one_line_ends(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n")


class PasteForm(forms.Form):
    """A block copied from a spreadsheet, where it begins, and how its numbers are written."""

    block = forms.CharField(
        label=gettext_lazy("Block copied from a spreadsheet"),
        max_length=100_000,
        strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("Copy the cells in Excel or LibreOffice and paste them here."),
    )
    row = forms.TypedChoiceField(label=gettext_lazy("First row"), coerce=int)
    column = forms.TypedChoiceField(label=gettext_lazy("First column"), coerce=int)
    notation = forms.ChoiceField(
        choices=[("", ""), ("vi", "vi"), ("en", "en")], required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, grid: Grid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["row"].choices = [  # type: ignore[attr-defined]
            (line.row.pk, f"{line.number} {line.row}")
            for line in grid.lines
            if any(cell.is_writable for cell in line.cells)
        ]
        self.fields["column"].choices = [  # type: ignore[attr-defined]
            (column.pk, str(column)) for column in grid.columns
        ]

    def clean_block(self) -> list[list[str]]:
        block = read_block(self.cleaned_data["block"])
        if sum(map(len, block)) > LARGEST:
            raise ValidationError(
                _("The block has more than %(most)s cells: paste it in parts."),
                params={"most": LARGEST},
            )
        return block
