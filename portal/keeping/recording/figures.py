"""Figures typed as printed, a row each; what a row leaves out is as in the row above (F1–F3)."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from conferences.enums import Precision
from conferences.models import Conference
from metrics.enums import Against, Basis, ChangeIn, Measure, Quantity, Scope, Topic
from metrics.models import Figure, Indicator
from metrics.periods import Period, day, read_period
from metrics.printed import Printed, Spellings, read_printed, spellings
from metrics.wording import measure_in_words, readable
from portal.keeping.recording.catalogue import Catalogue
from portal.keeping.recording.fields import filled
from portal.keeping.recording.texts import SHOWN, Choice, Reading, Texts
from provinces.models import Province, Region
from provinces.places import AmbiguousPlace, UnresolvedPlace
from vietnamese.errors import Unreadable
from vietnamese.language import active
from vietnamese.numbers import format_number, quantity
from vietnamese.text import fold

# Folded words for the places that are no province.
NATION = {"ca nuoc", "toan quoc", "viet nam", "whole country", "the country", "nation"}
REGION = {"khu vuc", "ca khu vuc", "toan khu vuc", "vung", "toan vung", "region", "the region"}
CONFERENCE = {"hoi nghi", "conference", "the conference"}

COLUMNS = {
    "number": "number",
    "upper": "number",
    "unit": "number",
    "out_of": "number",
    "printed": "number",
    "criterion": "of",
    "note": "note",
    "problem": "note",
}


@dataclass(frozen=True)
class Place:
    """What a figure is about; of a region or a province, which."""

    scope: Scope
    unit: Province | Region | None = None


@dataclass(frozen=True)
class Above:
    """What the rows read so far propose for the next one."""

    indicator: Indicator | None = None
    place: Place | None = None
    period: Period | None = None
    basis: Basis = Basis.ACTUAL


@dataclass(frozen=True)
class Desk:
    """What every row of one sheet is read with."""

    texts: Texts
    catalogue: Catalogue
    reading: Reading
    conference: Conference
    units: Spellings


def read_figures(
    texts: Texts, catalogue: Catalogue, reading: Reading, conference: Conference
) -> None:
    """The rows in the order typed; those of the event itself propose nothing for the others."""
    units = spellings((one.key, one.name, one.name_en) for one in catalogue.units)
    desk = Desk(texts, catalogue, reading, conference, units)
    above = Above(place=Place(Scope.REGION, conference.region) if conference.region else None)
    for position, index in enumerate(filled(texts, "figures"), start=1):
        above = _read_row(desk, f"figures-{index}", position, above)


def _read_row(desk: Desk, row: str, position: int, above: Above) -> Above:
    """One figure, if it can be read; returns what it proposes for the next row."""
    named = bool(desk.texts[f"{row}-indicator"])
    indicator = _indicator(desk, row, "indicator") if named else above.indicator
    if indicator is None:
        if not named:
            desk.reading.refuse(f"{row}-indicator", _("Which indicator? E.g. bán lẻ, xuất khẩu."))
        return above
    of_event = indicator.topic == Topic.EVENT
    own = Above(indicator, Place(Scope.CONFERENCE), _days(desk.conference)) if of_event else above
    place = _place(desk, f"{row}-about", own.place)
    period = _period(desk, f"{row}-period", own.period)
    printed = _printed(desk, f"{row}-number", indicator)
    if place is None or period is None or printed is None:
        return above
    basis = _basis(desk.texts[f"{row}-basis"], printed, period, own)
    figure = Figure(
        indicator=indicator,
        scope=place.scope,
        region=place.unit if isinstance(place.unit, Region) else None,
        province=place.unit if isinstance(place.unit, Province) else None,
        conference=desk.conference if place.scope == Scope.CONFERENCE else None,
        reported_at=desk.conference,
        period_start=period.start,
        period_end=period.end,
        basis=basis,
        number=printed.number,
        upper=printed.upper,
        unit=next(one for one in desk.catalogue.units if one.key == printed.unit),
        qualifier=printed.qualifier,
        printed=desk.texts[f"{row}-number"],
        position=position,
    )
    _say_measure(desk, row, figure, printed)
    _judge(desk, row, figure)
    desk.reading.parts.append((f"{row}-number", figure))
    if of_event:
        return replace(above, indicator=indicator)
    return Above(indicator, place, period, basis)


def _indicator(desk: Desk, row: str, field: str) -> Indicator | None:
    """The one indicator a wording names, if need be by the unit of the number; never a guess."""
    name = f"{row}-{field}"
    if not desk.texts[name]:
        return None
    found = desk.catalogue.indicators_called(desk.texts[name])
    if len(found) > 1 and field == "indicator":
        unit = _printed_unit(desk, f"{row}-number")
        found = [one for one in found if one.unit.key == unit] or found
    if len(found) == 1:
        return found[0]
    choices = (Choice(one.label, name, one.label) for one in found[:SHOWN])
    if found:
        message = _("Several indicators have these words: choose one.")
    else:
        message = _("No indicator has these words. Write for example bán lẻ, xuất khẩu, chợ.")
    desk.reading.refuse(name, message, *choices)
    return None


def _printed_unit(desk: Desk, name: str) -> str:
    """The unit that a number is printed with; empty when that cannot be said."""
    try:
        return read_printed(desk.texts[name], units=desk.units, language=desk.texts.language).unit
    except Unreadable:
        return ""


def _place(desk: Desk, name: str, proposed: Place | None) -> Place | None:
    typed = desk.texts[name]
    wording = fold(typed)
    if not wording and proposed is None:
        desk.reading.refuse(name, _("Of where? E.g. cả nước, khu vực, Thanh Hóa, hội nghị."))
    if not wording:
        return proposed
    if wording in NATION:
        return Place(Scope.NATION)
    if wording in CONFERENCE:
        return Place(Scope.CONFERENCE)
    if wording in REGION:
        if desk.conference.region is None:
            desk.reading.refuse(name, _("The conference has no region: name it."))
            return None
        return Place(Scope.REGION, desk.conference.region)
    return _named_place(desk, name, typed)


def _named_place(desk: Desk, name: str, typed: str) -> Place | None:
    """A region or a province by its name on the day of the conference (P3, P5)."""
    on = desk.conference.starts_on
    try:
        return Place(Scope.PROVINCE, desk.catalogue.province(typed, on))
    except UnresolvedPlace as error:
        regions = (
            [] if isinstance(error, AmbiguousPlace) else desk.catalogue.regions_called(typed, on)
        )
        if len(regions) == 1:
            return Place(Scope.REGION, regions[0])
        message = _("Several regions have these words: choose one.") if regions else str(error)
        units: list[Province | Region] = [*regions]
        units = units or [one for one in error.candidates if one.is_valid_on(on)]
        choices = [Choice(one.label, name, one.key) for one in units[:SHOWN]]
        desk.reading.refuse(name, message, *choices)
        return None


def _period(desk: Desk, name: str, proposed: Period | None) -> Period | None:
    typed = desk.texts[name]
    if not typed:
        if proposed is None:
            desk.reading.refuse(name, _("Of when? E.g. quý I/2022, 4 tháng đầu năm 2022."))
        return proposed
    try:
        return read_period(typed, year=desk.conference.year)
    except Unreadable as error:
        desk.reading.refuse(name, str(error))
        return None


def _days(conference: Conference) -> Period:
    """The days of the conference, as exactly as they are known: what was counted then."""
    first = conference.starts_on
    match conference.precision:
        case Precision.YEAR:
            return Period(first, first.replace(year=first.year + 1))
        case Precision.MONTH:
            return Period(first, (first + dt.timedelta(days=31)).replace(day=1))
    return Period(first, day(conference.ends_on or first).end)


def _printed(desk: Desk, name: str, indicator: Indicator) -> Printed | None:
    typed = desk.texts[name]
    if not typed:
        desk.reading.refuse(name, _("The number as printed, e.g. 1,318 triệu tỷ đồng."))
        return None
    try:
        return read_printed(
            typed,
            units=_with_shortened(desk.units, indicator),
            expected=indicator.unit.key,
            language=desk.texts.language,
        )
    except Unreadable as error:
        desk.reading.refuse(name, str(error))
        return None


def _with_shortened(units: Spellings, indicator: Indicator) -> Spellings:
    """Beside an indicator its unit may be cut short: "108 trung tâm" are trung tâm thương mại."""
    words = fold(indicator.unit.name).split()
    short = {" ".join(words[:end]): indicator.unit.key for end in range(1, len(words))}
    keys = short | dict(units.keys)
    longest_first = sorted(keys, key=lambda spelling: (-len(spelling), spelling))
    return Spellings({spelling: keys[spelling] for spelling in longest_first}, units.names)


def _basis(chosen: str, printed: Printed, period: Period, above: Above) -> Basis:
    """As chosen, as the words say, as above for the same period; else it happened."""
    if chosen in Basis.values:
        return Basis(chosen)
    if printed.basis:
        return printed.basis
    return above.basis if period == above.period else Basis.ACTUAL


def _say_measure(desk: Desk, row: str, figure: Figure, printed: Printed) -> None:
    """What the number says of the indicator: as chosen, else as its words say (F1)."""
    chosen, _colon, against = desk.texts[f"{row}-measure"].partition(":")
    figure.measure = Measure(chosen) if chosen in Measure.values else printed.measure or "level"
    of = desk.texts[f"{row}-of"]
    match figure.measure:
        case Measure.GROWTH:
            figure.against = against or printed.against or Against.NOT_STATED
        case Measure.RATE_CHANGE:
            figure.against = against or printed.against or Against.NOT_STATED
            points = figure.unit.quantity == Quantity.POINT
            figure.change_in = ChangeIn.POINT if points else ChangeIn.UNCLEAR
        case Measure.SHARE if of:
            figure.whole = _indicator(desk, row, "of")
        case Measure.PROVINCES:
            figure.criterion, figure.out_of = of, printed.out_of
            if not of:
                desk.reading.refuse(f"{row}-of", _("What do they have in common? E.g. IIP tăng."))
            if not printed.out_of:
                desk.reading.refuse(f"{row}-number", _("Of how many? E.g. 25/28 tỉnh."))


def _judge(desk: Desk, row: str, figure: Figure) -> None:
    """Refuse what the figure's own rules refuse, else read it back."""
    note = desk.texts[f"{row}-note"]
    wanted = figure.quantity()
    percent = figure.unit.quantity == Quantity.PERCENT and wanted != Quantity.PERCENT
    if percent and figure.measure == Measure.LEVEL:
        desk.reading.refuse(
            f"{row}-measure",
            _("A percentage of what? Choose, or write for example %(examples)s.")
            % {"examples": "tăng 7,97%, chiếm 7,97%"},
        )
        return
    if figure.unit.quantity == wanted:
        figure.note = note
    else:
        figure.problem = note
    columns = {column: f"{row}-{field}" for column, field in COLUMNS.items()}
    if desk.reading.judge(figure, f"{row}-number", columns):
        desk.reading.tell(row, in_words(figure))


def in_words(figure: Figure) -> str:
    """A figure read back: "1,318 triệu tỷ đồng = 1.318.000 tỷ đồng · Tổng mức bán lẻ · …"."""
    place = figure.region or figure.province
    said = [
        " = ".join(filter(None, [readable(figure), _in_own_unit(figure)])),
        figure.indicator.label,
        "" if figure.measure == Measure.LEVEL else measure_in_words(figure),
        place.label if place else Scope(figure.scope).label,
        figure.period.label(active()),
        Basis(figure.basis).label,
        figure.problem,
    ]
    return " · ".join(str(one) for one in said if one)


def _in_own_unit(figure: Figure) -> str:
    """The value in the indicator's unit, where it was printed in another."""
    own = figure.indicator.unit
    if figure.value is None or figure.measure != Measure.LEVEL or figure.unit.factor == own.factor:
        return ""
    ends = [end for end in (figure.value, figure.upper_value) if end is not None]
    numbers = "–".join(format_number(end.normalize(), notation=active()) for end in ends)
    return quantity(numbers, own.label)
