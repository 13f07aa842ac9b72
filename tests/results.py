"""Read the page of results as its reader does."""

from django.test import Client

from tests.reading import Element, read


def results(client: Client, typed: str, group: str = "") -> Element:
    """The page of results."""
    return read(client.get("/search/", {"q": typed} | ({"in": group} if group else {}))).one("main")


def groups(page: Element) -> dict[str, list[str]]:
    """Group → the addresses of its results, in the order of the page."""
    return {
        section.one("h2")["id"]: [
            item.all("a")[0]["href"]
            for item in section.all("li")
            if item.classes & {"hit", "entry"}
        ]
        for section in page.all("section")
    }


def found(client: Client, typed: str) -> dict[str, list[str]]:
    return groups(results(client, typed))
