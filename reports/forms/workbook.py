"""The filled-in spreadsheet, as it is sent in and confirmed."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from reports.models import Report
from reports.workbook.reading import ReadCell, read_workbook
from reports.workbook.receipt import Receipt, Told
from reports.workbook.safety import LARGEST

TAKEN = ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    """One spreadsheet of one report; after validation `read` are the cells changed in it."""

    read: list[ReadCell]

    file = forms.FileField(
        label=_("The spreadsheet, filled in"),
        help_text=_("The .xlsx file downloaded here, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        max_length=255,
        allow_empty_file=True,  # the reader says it better
        error_messages={"required": _("Choose the file, for example bao-cao.xlsx.")},
    )
    # Without one the action says that the page is too old.
    once = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report

    def clean_file(self) -> UploadedFile:
        """Read the file: what is wrong with it is said beside it."""
        file = self.cleaned_data["file"]
        self.read = read_workbook(file.read(LARGEST + 1), self.report)
        return file


class ConfirmForm(forms.Form):
    """One choice for each cell of a receipt that has two values."""

    def __init__(self, *args: Any, receipt: Receipt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.receipt = receipt
        choose = _("Choose one of the two values.")
        for one in receipt.conflicts:
            # With the version shown: what a colleague changes meanwhile is asked about again.
            self.fields[one.name] = forms.ChoiceField(
                choices=[(side, side) for side in (one.from_file, one.from_portal)],
                error_messages={"required": choose, "invalid_choice": choose},
            )

    @property
    def conflicts(self) -> list[tuple[Told, BoundField]]:
        """The cells to choose for, each with its field."""
        return [(one, self[one.name]) for one in self.receipt.conflicts]

    @property
    def from_file(self) -> set[tuple[int, int, int]]:
        """The cells for which the file's value was chosen: row, column, version beside it."""
        return {
            (one.row_id, one.column_id, one.version)
            for one in self.receipt.conflicts
            if self.cleaned_data[one.name] == one.from_file
        }
