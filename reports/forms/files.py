"""The signed scan, as it is sent in and taken out."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from reports.files import Scan, examine

TAKEN = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"


class FileForm(forms.Form):
    """One scan; after validation `scan` says what it is."""

    scan: Scan

    file = forms.FileField(
        label=_("Scan of the signed report"),
        help_text=_("PDF, JPEG or PNG, at most 10 MB. One file with all pages, signed and sealed."),
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        allow_empty_file=True,  # `examine` says it better
        error_messages={"required": _("Choose the scan, for example bao-cao.pdf.")},
    )
    once = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile:
        """Look into the file: what it is called does not count."""
        file = self.cleaned_data["file"]
        self.scan = examine(file)
        return file


class RetireFileForm(forms.Form):
    """Why a scan no longer counts."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For example: the page with the seal is missing."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        error_messages={"required": _("Give the reason.")},
    )
    once = forms.CharField(max_length=40, widget=forms.HiddenInput)
