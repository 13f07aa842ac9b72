"""The numbered sources of one page."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from conferences.models import Source
from vietnamese.dates import format_date
from vietnamese.language import active

CITED = ("title", "publisher", "date", "url")


class SourceNumbers:
    """Gives each source of a page a number, in the order in which it is first needed."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._sources: list[Source] = []

    def mark(self, source: Source) -> dict:
        """For `components/source_mark.html`."""
        number = self._numbers.get(source.pk)
        if number is None:
            self._sources.append(source)
            number = self._numbers[source.pk] = len(self._sources)
        return {"number": number, "title": str(source), "is_press": source.is_press}

    def listing(self) -> list[dict]:
        """For `components/sources.html`."""
        return [
            {"number": number, **describe(source)}
            for number, source in enumerate(self._sources, start=1)
        ]

    @property
    def press_only(self) -> bool:
        """Whether everything on the page rests on the press alone (C6)."""
        return bool(self._sources) and all(source.is_press for source in self._sources)


def cited(marks: Iterable[dict], sources: Mapping[int, dict]) -> str:
    """The sources that marks stand for, each once and on a line: title, publisher, day, address.

    `sources`: the listing of the same page, by number.
    """
    numbers = dict.fromkeys(mark["number"] for mark in marks)
    return "\n".join(
        ", ".join(filter(None, (sources[number][said] for said in CITED))) for number in numbers
    )


def describe(source: Source) -> dict:
    """A source in words."""
    return {
        "title": source.title or _("Untitled (%(key)s)") % {"key": source.key},
        "lang": source.language,
        "publisher": ", ".join(filter(None, [source.publisher, source.author])),
        "date": format_date(source.published_on, "day", active()) if source.published_on else "",
        "rank": source.get_rank_display(),
        "press_only": source.is_press,
        "page_url": source.get_absolute_url(),
        "url": source.url,
        "note": source.note,
    }
