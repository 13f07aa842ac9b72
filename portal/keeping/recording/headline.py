"""The article itself, the conference and its handover, from the texts of a sheet (C3, C5, H1)."""

import datetime as dt
import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from conferences.enums import Fact, HandoverForm, Precision, Rank, Status
from conferences.models import Conference, Handover, Source
from conferences.printed import Day, read_day, read_edition
from portal.keeping.recording.catalogue import Catalogue
from portal.keeping.recording.texts import SHOWN, Choice, Reading, Texts, Worded
from provinces.models import Province, Region
from provinces.places import UnresolvedPlace
from vietnamese.dates import parse_date
from vietnamese.errors import Unreadable
from vietnamese.roman import find_edition, to_roman
from vietnamese.text import fold

NONE = "-"
YEAR = re.compile(r"\b(?:19|20)\d\d\b")

# The columns of the rows, and the fields they are typed in.
SOURCE_COLUMNS = {
    "title": "source_title",
    "publisher": "source_publisher",
    "url": "source_url",
    "published_on": "source_published",
    "rank": "source_rank",
    "language": "source_language",
}
CONFERENCE_COLUMNS = {"starts_on": "date", "ends_on": "date", "precision": "date"} | {
    name: name
    for name in ("title", "edition", "host", "venue", "region", "status", "form", "summary", "note")
}
HANDOVER_COLUMNS = {
    "receiver": "receiver",
    "edition": "receiver_edition",
    "year": "receiver_year",
    "form": "handover_form",
    "handed_on": "handed_on",
    "giver": "giver",
    "received_by": "received_by",
    "reason": "handover_reason",
}


def read_source(texts: Texts, reading: Reading, today: dt.date) -> None:
    """The article: one recorded before, found by its words, or a new one."""
    if texts["source"]:
        _find_source(texts["source"], reading)
        return
    if not any(texts[name] for name in SOURCE_COLUMNS.values()):
        reading.missing["source_url"] = _("The source: the article itself.")
        return
    like = _last_of_site(texts["source_url"])
    row = Source(
        title=texts["source_title"],
        publisher=texts["source_publisher"] or like.publisher,
        url=texts["source_url"],
        looked_at=today if texts["source_url"] else None,
        rank=texts["source_rank"] or like.rank,
        language=texts["source_language"] or like.language,
    )
    if texts["source_published"]:
        try:
            row.published_on = parse_date(texts["source_published"])
        except Unreadable as error:
            reading.refuse("source_published", str(error))
    if not row.title and not row.publisher:
        reading.missing["source_title"] = _("The title of the article, or its publisher.")
    reading.judge(row, "source_title", SOURCE_COLUMNS, "key")
    if not texts["source_publisher"] and row.publisher:
        reading.tell("source_publisher", row.publisher)
    if not texts["source_rank"]:
        reading.tell("source_rank", str(Rank(row.rank).label))
    if known := row.url and Source.objects.live().filter(url=row.url).first():
        choice = Choice(str(known), "source", known.key)
        reading.refuse("source_url", _("This address is recorded already:"), choice)
    reading.source = row


def _find_source(wording: str, reading: Reading) -> None:
    live = Source.objects.live()
    found = list(live.filter(key=wording))
    if not found:
        matching = live
        for word in fold(wording).split():
            matching = matching.filter(folded__contains=f" {word} ")
        found = list(matching[: SHOWN + 1])
    if len(found) == 1:
        day = found[0].published_on
        shown = [str(found[0]), found[0].publisher, f"{day:%-d/%-m/%Y}" if day else ""]
        reading.tell("source", " · ".join(dict.fromkeys(filter(None, shown))))
        reading.source = found[0]
    elif found:
        reading.refuse(
            "source",
            _("Several sources have these words: choose one, or write more of the title."),
            *(Choice(str(one), "source", one.key) for one in found[:SHOWN]),
        )
    else:
        reading.refuse(
            "source",
            _("No source has these words. Leave this empty and describe the article below."),
        )


def _last_of_site(url: str) -> Source:
    """The latest source of the same site, for what all its articles share; else a plain one."""
    site = urlsplit(url).hostname or ""
    same = Source.objects.live().filter(url__contains=f"//{site}/").order_by("-pk")
    if site and (last := same.first()) is not None:
        return last
    return Source(rank=Rank.STATE if site.endswith(".gov.vn") else Rank.PRESS)


def read_conference(texts: Texts, catalogue: Catalogue, reading: Reading, today: dt.date) -> None:
    """The headlines, and what the article prints for each; nothing without a date (C3)."""
    series = next((one for one in catalogue.series if one.key == texts["series"]), None)
    if series is None:
        reading.missing["series"] = _("The conference series.")
    if not texts["title"]:
        reading.missing["title"] = _("The title as printed.")
    if not texts["date"]:
        reading.missing["date"] = _("The date, at least its year.")
    date = Worded.of(texts["date"])
    if (day := _day(date, "date", texts, reading)) is None:
        return
    row = Conference(
        title=texts["title"],
        starts_on=day.starts_on,
        precision=day.precision,
        ends_on=day.ends_on,
        venue=texts["venue"],
        form=texts["form"],
        summary=texts["summary"],
        note=texts["note"],
        status=texts["status"] or (Status.HELD if day.starts_on <= today else Status.PLANNED),
        participants_complete=bool(texts["provinces_complete"]),
    )
    if series is not None:
        row.series = series
    reading.conference = row
    reading.tell("date", row.date_label)
    if not texts["status"]:
        reading.tell("status", str(Status(row.status).label))
    reading.attest("title", Fact.NAME, texts["title"])
    row.edition = _own_edition(texts, reading)
    reading.attest("date", Fact.DATE, date.printed, _date_value(row))
    row.host = _place(texts["host"], "host", Fact.HOST, row.starts_on, catalogue, reading)
    reading.attest("venue", Fact.VENUE, texts["venue"])
    row.region = _region(texts["region"], row, catalogue, reading)
    untitled = () if texts["title"] else ("title",)
    reading.judge(row, "title", CONFERENCE_COLUMNS, "slug", *untitled)


def _day(worded: Worded, name: str, texts: Texts, reading: Reading) -> Day | None:
    """The day a wording tells; its year may be that of the title or of the article."""
    if not worded.said:
        return None
    years = YEAR.findall(texts["title"]) or YEAR.findall(texts["source_published"])
    try:
        return read_day(
            worded.said, language=texts.language, year=int(years[-1]) if years else None
        )
    except Unreadable as error:
        reading.refuse(name, str(error))
        return None


def _date_value(row: Conference) -> str:
    length = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[Precision(row.precision)]
    return row.starts_on.isoformat()[:length]


def _own_edition(texts: Texts, reading: Reading) -> int | None:
    """As typed; left empty, as the title says."""
    if texts["edition"] == NONE:
        return None
    if texts["edition"]:
        worded = Worded.of(texts["edition"])
        number = _edition(worded.said, "edition", reading)
    else:
        worded = Worded.of(texts["title"])
        number = find_edition(worded.said)
    if number:
        reading.tell("edition", _("edition %(edition)s") % {"edition": to_roman(number)})
        reading.attest("edition", Fact.EDITION, worded.printed, str(number))
    return number


def _edition(said: str, name: str, reading: Reading) -> int | None:
    try:
        return read_edition(said)
    except Unreadable as error:
        reading.refuse(name, str(error))
        return None


def _place(
    typed: str, name: str, fact: str, day: dt.date, catalogue: Catalogue, reading: Reading
) -> Province | None:
    """The unit that a wording names on a day, attested in that wording (P3)."""
    if not typed:
        return None
    worded = Worded.of(typed)
    try:
        unit = catalogue.province(worded.said, day)
    except UnresolvedPlace as error:
        standing = [one for one in error.candidates if one.is_valid_on(day)]
        choices = [Choice(one.label, name, worded.meaning(one.key)) for one in standing]
        reading.refuse(name, str(error), *choices[:SHOWN])
        return None
    reading.tell(name, unit.full_name)
    reading.attest(name, fact, worded.printed, unit.key)
    return unit


def _region(typed: str, row: Conference, catalogue: Catalogue, reading: Reading) -> Region | None:
    """As chosen; else that of the series' last conference, as it stands on the day (P4)."""
    if typed == NONE:
        return None
    if typed:
        region = catalogue.region(typed)
        if region and catalogue.region_on(region, row.starts_on) != region:
            reading.refuse(
                "region",
                _("Its region %(name)s did not stand on %(day)s.")
                % {"name": region, "day": f"{row.starts_on:%-d/%-m/%Y}"},
            )
        return region
    proposed = catalogue.region_on(_last_region(row), row.starts_on)
    if proposed:
        reading.tell("region", proposed.label)
    return proposed


def _last_region(row: Conference) -> Region | None:
    """The region of the last conference of the series before this one, or else after it.

    None in a series of meetings that stand each for itself.
    """
    if not hasattr(row, "series") or not row.series.has_flag:
        return None
    of_series = Conference.objects.live().filter(series=row.series, region__isnull=False)
    before = of_series.filter(starts_on__lte=row.starts_on)
    rows = [*before.select_related("region")[:1], *of_series.select_related("region")[:1]]
    return rows[0].region if rows else None


def ask_for_a_note(texts: Texts, reading: Reading) -> None:
    """A headline that no source prints carries a note (C5)."""
    headlines = [Worded.of(texts[name]) for name in ("edition", "date", "host") if texts[name]]
    if not texts["note"] and any(not worded.printed for worded in headlines):
        reading.missing["note"] = _("A note: why what no source prints is believed.")


def read_handover(
    texts: Texts, catalogue: Catalogue, reading: Reading, conference: Conference
) -> None:
    """To whom the right to host was passed on, for which edition and year (H1, H4)."""
    if not any(texts[name] for name in HANDOVER_COLUMNS.values()):
        return
    row = Handover(
        conference=conference,
        form=texts["handover_form"] or HandoverForm.FLAG,
        giver=texts["giver"],
        received_by=texts["received_by"],
        reason=texts["handover_reason"],
    )
    handed = _day(Worded.of(texts["handed_on"]), "handed_on", texts, reading)
    row.handed_on = handed.starts_on if handed else None
    day = row.handed_on or conference.ends_on or conference.starts_on
    row.receiver = _place(texts["receiver"], "receiver", Fact.RECEIVER, day, catalogue, reading)
    edition = Worded.of(texts["receiver_edition"])
    if number := _edition(edition.said, "receiver_edition", reading):
        row.edition = number
        reading.tell("receiver_edition", _("edition %(edition)s") % {"edition": to_roman(number)})
        reading.attest("receiver_edition", Fact.RECEIVER_EDITION, edition.printed, str(number))
    year = Worded.of(texts["receiver_year"])
    if year.said:
        row.year = _year(year.said, reading)
        value = str(row.year or "")
        reading.attest("receiver_year", Fact.RECEIVER_YEAR, year.printed if value else "", value)
    reading.judge(row, "receiver", HANDOVER_COLUMNS)
    reading.parts.append(("receiver", row))


def _year(said: str, reading: Reading) -> int | None:
    if years := YEAR.findall(said):
        return int(years[-1])
    reading.refuse("receiver_year", _("Write the year with four digits, e.g. 2023."))
    return None
