"""Files that departments send: signed scans, and spreadsheets on their way in (R2, R7)."""

from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _

from provinces.records import Retirable, known_choice, together
from reports.enums import FileKind
from reports.models.moments import moment, someone
from reports.models.reports import Report
from vietnamese.fields import NFCCharField


def private_storage() -> FileSystemStorage:
    """Where files lie that no address leads to; a page hands them to those concerned."""
    return FileSystemStorage(
        location=settings.PORTAL_FILES,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


def own_name(instance: "SignedFile", filename: str) -> str:
    """A name on the disk that says nothing and that nobody chose."""
    return f"reports/{instance.report_id}/{uuid4().hex}"


class SignedFile(Retirable):
    """A scan of the signed report, or of one that came on paper (R2, R5).

    `name` is the name it is handed out under; `media_type` what its content shows it to be.
    """

    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name=_("report"), related_name="files"
    )
    kind = models.CharField(_("kind"), max_length=6, choices=FileKind)
    file = models.FileField(
        _("file"), storage=private_storage, upload_to=own_name, max_length=200, editable=False
    )
    name = NFCCharField(_("name"), max_length=160)
    media_type = models.CharField(_("type"), max_length=60, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    uploaded_at = moment(_("uploaded at"), always=True)
    uploaded_by = someone(_("uploaded by"), always=True)

    class Meta:
        verbose_name = _("signed file")
        verbose_name_plural = _("signed files")
        ordering = ["report", "-uploaded_at"]
        constraints = [
            *Retirable.Meta.constraints,
            known_choice("kind", FileKind),
        ]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A filled-in spreadsheet that was read and waits to be confirmed: nothing is written yet.

    `cells` are those changed in it: `[{"row": 3, "column": 1, "typed": "370.461", "seen": 2,
    "note": null, "refused": ""}]`, `seen` being the version of the cell that the file was made
    from, `note` null where the explanation is as it was. The receipt is computed; once confirmed,
    `cells` say what became of each (`reports.workbook.receipt.kept`).
    """

    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name=_("report"), related_name="uploads"
    )
    name = NFCCharField(_("name"), max_length=160)
    cells = models.JSONField(_("cells"), default=list, editable=False)
    uploaded_at = moment(_("uploaded at"), always=True)
    uploaded_by = someone(_("uploaded by"), always=True)
    confirmed_at = moment(_("confirmed at"))
    confirmed_by = someone(_("confirmed by"))

    class Meta:
        verbose_name = _("spreadsheet uploaded")
        verbose_name_plural = _("spreadsheets uploaded")
        ordering = ["report", "-uploaded_at"]
        constraints = [
            together("confirmed_at", "confirmed_by", name="confirmed_by_someone"),
        ]

    def __str__(self) -> str:
        return self.name
