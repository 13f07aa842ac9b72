"""What a conference consists of, as its sources say it, each part in the order printed (C4)."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from conferences.enums import CommendationKind, DocumentKind, PointKind, PresenceKind, Role
from conferences.models.conference import Conference
from conferences.models.organisations import Organisation, Person
from conferences.models.sources import Source
from provinces.models import Province
from provinces.records import Findable, known_choice
from vietnamese.fields import NFCCharField, NFCTextField


class Part(models.Model):
    """One statement of a source about a conference."""

    conference = models.ForeignKey(
        Conference, models.PROTECT, verbose_name=_("conference"), related_name="%(class)ss"
    )
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), related_name="%(class)ss"
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True
        ordering = ["conference", "position", "pk"]


class Appearance(Findable, Part):
    """A person with the office a source prints, and what they did; unnamed people too."""

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="appearances",
        null=True,
        blank=True,
    )
    printed_name = NFCCharField(
        _("name as printed"), max_length=100, blank=True, help_text=_("Only where it differs.")
    )
    office = NFCCharField(_("office at the time, as printed"), max_length=300, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role)

    class Meta(Part.Meta):
        verbose_name = _("person at a conference")
        verbose_name_plural = _("people at conferences")
        constraints = [
            known_choice("role", Role),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(office=""),
                name="conferences_appearance_of_someone",
                violation_error_message=_("Name the person, or the office."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.shown_name, self.office]))

    def searchable(self) -> Iterable[str]:
        """The office alone: a name is found through its person, unless it is hidden (S4)."""
        return [self.office]

    @property
    def shown_name(self) -> str:
        """The name, unless it is hidden (S4) or was never printed."""
        if self.person is None or self.person.hidden_at is not None:
            return ""
        return self.person.name


class Presence(Findable, Part):
    """An organisation at a conference, in the words of the source, and in what capacity."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organisation"),
        related_name="presences",
        null=True,
        blank=True,
    )
    printed = NFCCharField(_("as printed"), max_length=300)
    kind = models.CharField(_("capacity"), max_length=14, choices=PresenceKind)

    class Meta(Part.Meta):
        verbose_name = _("organisation at a conference")
        verbose_name_plural = _("organisations at conferences")
        constraints = [known_choice("kind", PresenceKind)]

    def __str__(self) -> str:
        return self.printed

    def searchable(self) -> Iterable[str]:
        return [self.printed]


class Participation(Part):
    """A province that a source names as taking part; members of the region are not implied."""

    province = models.ForeignKey(
        Province, models.PROTECT, verbose_name=_("province"), related_name="participations"
    )

    class Meta(Part.Meta):
        verbose_name = _("participating province")
        verbose_name_plural = _("participating provinces")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "province", "source"],
                name="conferences_participation_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.province)


class Point(Findable, Part):
    """A result, limit, task, direction, presentation or discussion, in our own words."""

    kind = models.CharField(_("kind"), max_length=12, choices=PointKind)
    text = NFCTextField(_("text"))
    speaker = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("said by"),
        related_name="points",
        null=True,
        blank=True,
    )
    said_by = NFCCharField(_("said by, as printed"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("point")
        verbose_name_plural = _("points")
        constraints = [known_choice("kind", PointKind)]

    def __str__(self) -> str:
        return self.text[:80]

    def searchable(self) -> Iterable[str]:
        return [self.text, self.said_by]


class Memorandum(Part):
    """A named agreement signed at a conference; a printed count of them is a figure."""

    subject = NFCCharField(_("subject"), max_length=300)
    parties = NFCCharField(_("parties"), max_length=300, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("memorandum of understanding")
        verbose_name_plural = _("memoranda of understanding")

    def __str__(self) -> str:
        return self.subject


class Pact(Part):
    """An emulation pact that departments sign with each other."""

    parties = NFCCharField(_("parties"), max_length=300)
    content = NFCTextField(_("content"), blank=True)

    class Meta(Part.Meta):
        verbose_name = _("emulation pact")
        verbose_name_plural = _("emulation pacts")

    def __str__(self) -> str:
        return self.parties


class Commendation(Part):
    """An award given at a conference: what, by whom, to whom, for what."""

    kind = models.CharField(_("kind"), max_length=20, choices=CommendationKind)
    giver = NFCCharField(_("given by"), max_length=200, blank=True)
    recipients = NFCCharField(_("given to"), max_length=300)
    reason = NFCTextField(_("reason"), blank=True)

    class Meta(Part.Meta):
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [known_choice("kind", CommendationKind)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.recipients}"


class Document(Part):
    """A paper of a conference or cited at it; the paper itself stands at its address."""

    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind)
    number = NFCCharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issuer = NFCCharField(_("issuer"), max_length=200, blank=True)
    signer = NFCCharField(_("signer"), max_length=150, blank=True)
    abstract = NFCTextField(_("abstract"))
    url = models.URLField(_("address"), max_length=500, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [known_choice("kind", DocumentKind)]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.get_kind_display(), self.number]))
