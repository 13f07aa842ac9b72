"""Read a page as its reader does: the words under a heading, the rows of a table, the links.

`read(response)` gives the tree of a page; it refuses HTML whose tags do not close as opened.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

# Every public page by the name of its address, on the records of `north_central()`.
PAGES = {
    "home": "/",
    "conference_list": "/conferences/",
    "conference_detail": "/conferences/bac-trung-bo/x-2022/",
    "series_list": "/series/",
    "series_detail": "/series/bac-trung-bo/",
    "province_list": "/provinces/",
    "province_detail": "/provinces/thanh-hoa/",
    "region_list": "/regions/",
    "region_detail": "/regions/bac-trung-bo-6/",
    "indicator_list": "/indicators/",
    "indicator_detail": "/indicators/retail_goods/",
    "compare": "/compare/",
    "correction_list": "/corrections/",
    "check_list": "/checks/",
    "proposal_list": "/proposals/",
    "source_list": "/sources/",
    "source_detail": "/sources/bao-thanh-hoa-2022/",
    "glossary": "/glossary/",
    "search": "/search/",
    "calendar": "/calendar/",
    "organisation_list": "/organisations/",
    "organisation_detail": "/organisations/so-cong-thuong-thanh-hoa/",
}

# Parts of pages, which a script asks for.
PARTS = {"search_suggest": "/search/suggest/?q=thanh+hoa"}

# What everybody may read and is no page.
FILES = {
    "calendar_file": "/calendar.ics",
    "series_calendar_file": "/series/bac-trung-bo/calendar.ics",
    "feed": "/feed.atom",
    "series_feed": "/series/bac-trung-bo/feed.atom",
}

# Lists and tables that everybody may take away.
TABLES = {
    "conference_table": "/conferences/conferences.csv",
    "conference_figures": "/conferences/bac-trung-bo/x-2022/figures.csv",
    "series_table": "/series/series.csv",
    "chain_table": "/series/bac-trung-bo/chain.csv",
    "province_table": "/provinces/provinces.csv",
    "province_figures": "/provinces/thanh-hoa/figures.csv",
    "province_sums": "/provinces/thanh-hoa/sums.csv",
    "region_sums": "/regions/bac-trung-bo-6/sums.csv",
    "region_table": "/regions/regions.csv",
    "region_figures": "/regions/bac-trung-bo-6/figures.csv",
    "member_table": "/regions/bac-trung-bo-6/members.csv",
    "check_table": "/checks/checks.csv",
    "compare_table": "/compare/comparison.csv",
    "correction_table": "/corrections/corrections.csv",
    "indicator_table": "/indicators/indicators.csv",
    "figure_table": "/indicators/figures.csv",
    "indicator_figures": "/indicators/retail_goods/figures.csv",
    "proposal_table": "/proposals/proposals.csv",
    "organisation_table": "/organisations/organisations.csv",
    "search_table": "/search/results.csv",
    "source_table": "/sources/sources.csv",
    "source_figures": "/sources/bao-thanh-hoa-2022/figures.csv",
}

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
INLINE = {
    "a",
    "b",
    "del",
    "mark",
    "span",
    "q",
    "sup",
    "strong",
    "label",
    "option",
    "button",
    "title",
    "text",
}
HEADINGS = {"h1": 1, "h2": 2, "h3": 3}


@dataclass
class Element:
    """A tag with what stands in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def __getitem__(self, attribute: str) -> str:
        return self.attributes[attribute]

    @property
    def text(self) -> str:
        """What is read out, in one line; marks of sources and decoration are passed over."""
        return " ".join("".join(self._words()).split())  # split() takes a no-break space for one

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif not (
                child.name in {"sup", "script", "style"} or "aria-hidden" in child.attributes
            ):
                around = "" if child.name in INLINE else " "
                yield from (around, *child._words(), around)

    @property
    def marks(self) -> list[int]:
        """The numbers of the sources it is marked with."""
        return [int(mark.one("a")["href"].removeprefix("#source-")) for mark in self.all("sup")]

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def elements(self) -> Iterator["Element"]:
        """Everything in it, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()

    def all(self, name: str = "", of: str = "", **attributes: str) -> list["Element"]:
        """The elements with this tag, of this class, with these attributes; `_` for `-`."""
        wanted = {key.strip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [
            one
            for one in self.elements()
            if (not name or one.name == name)
            and (not of or of in one.classes)
            and all(one.attributes.get(key) == value for key, value in wanted.items())
        ]

    def one(self, name: str = "", of: str = "", **attributes: str) -> "Element":
        """The only such element."""
        found = self.all(name, of, **attributes)
        assert len(found) == 1, f"{len(found)} × {name}.{of} {attributes}"
        return found[0]

    def has(self, name: str = "", of: str = "", **attributes: str) -> bool:
        return bool(self.all(name, of, **attributes))

    @property
    def headings(self) -> list[str]:
        """The headings inside the content, without the page's own."""
        return [one.text for one in self.elements() if one.name in {"h2", "h3"}]

    def section(self, heading: str) -> "Element":
        """What stands between a heading and the next one of its rank."""
        rank, found = 0, Element("section")
        for piece in self._pieces():
            level = HEADINGS.get(piece.name, 9)
            if not rank and level < 9 and piece.text == heading:
                rank = level
            elif rank and level <= rank:
                return found
            elif rank:
                found.children.append(piece)
        assert rank, f"no heading “{heading}” among {self.headings}"
        return found

    def _pieces(self) -> Iterator["Element"]:
        """The headings, and the largest elements without one, in the order of the page."""
        for child in self.children:
            if isinstance(child, str):
                continue
            if child.name in HEADINGS or not any(e.name in HEADINGS for e in child.elements()):
                yield child
            else:
                yield from child._pieces()

    @property
    def rows(self) -> list[list[str]]:
        """The rows of its tables, without those of column headings."""
        return [
            [cell.text for cell in row.children if isinstance(cell, Element)]
            for body in self.all("tbody")
            for row in body.all("tr")
        ]

    @property
    def items(self) -> list[str]:
        """Its list items."""
        return [item.text for item in self.all("li")]

    @property
    def links(self) -> dict[str, str]:
        """Words → address; of equal words the last."""
        return {link.text: link["href"] for link in self.all("a")}

    @property
    def terms(self) -> dict[str, str]:
        """Term → what is said of it, several joined by " | "."""
        said: dict[str, list[str]] = {}
        for one in self.elements():
            if one.name == "dt":
                said[term := one.text] = []
            elif one.name == "dd":
                said[term].append(one.text)
        return {term: " | ".join(texts) for term, texts in said.items()}

    @property
    def chips(self) -> dict[str, str]:
        """The filters in use → the address without each."""
        removed = {}
        for chip in self.all("a", "chip"):
            words = [c for c in chip.children if isinstance(c, str)]
            removed[" ".join("".join(words).split())] = chip["href"]
        return removed


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("document")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        assert closed.name == tag, f"</{tag}> closes <{closed.name}> {closed.attributes}"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(response: HttpResponse) -> Element:
    """The page that was answered."""
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    parser = _Parser()
    parser.feed(response.content.decode())
    parser.close()
    assert len(parser.open) == 1, f"left open: {[one.name for one in parser.open[1:]]}"
    return parser.open[0].one("html")
