"""A whole sheet, read."""

import datetime as dt
from collections.abc import Mapping

from portal.keeping.recording.catalogue import Catalogue
from portal.keeping.recording.figures import read_figures
from portal.keeping.recording.headline import (
    ask_for_a_note,
    read_conference,
    read_handover,
    read_source,
)
from portal.keeping.recording.parts import (
    read_bodies,
    read_people,
    read_points,
    read_proposals,
    read_provinces,
)
from portal.keeping.recording.texts import Reading, Texts


def read(typed: Mapping[str, str], catalogue: Catalogue, *, today: dt.date) -> Reading:
    """What the texts come to; without a date, what rests on a day is not read yet."""
    texts, reading = Texts.of(typed), Reading()
    read_source(texts, reading, today)
    read_conference(texts, catalogue, reading, today)
    ask_for_a_note(texts, reading)
    read_points(texts, reading)
    if reading.conference is None:
        return reading
    read_handover(texts, catalogue, reading, reading.conference)
    read_people(texts, catalogue, reading)
    read_bodies(texts, catalogue, reading, reading.conference.starts_on)
    read_provinces(texts, catalogue, reading, reading.conference.starts_on)
    read_proposals(texts, catalogue, reading, reading.conference.starts_on)
    read_figures(texts, catalogue, reading, reading.conference)
    return reading
