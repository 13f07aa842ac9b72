"""Charts of the gallery as a browser draws them: words inside, apart, the drawing that fits."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.django_db  # so that there is a database of the tests

# Words that leave their drawing, pairs that overlap, and how many words there are.
FAULTS = """() => {
  const found = {outside: [], overlapping: [], words: 0};
  for (const svg of document.querySelectorAll(".chart > svg")) {
    if (!svg.checkVisibility()) continue;
    const room = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter(t => !t.matches(".break__letter"));
    const boxes = texts.map(t => t.getBoundingClientRect());
    found.words += texts.length;
    boxes.forEach((a, i) => {
      if (a.left < room.left - 1 || a.right > room.right + 1 || a.bottom > room.bottom + 1)
        found.outside.push(texts[i].textContent);
      boxes.forEach((b, j) => {
        const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (i < j && x > 1 && y > 4)
          found.overlapping.push([texts[i].textContent, texts[j].textContent]);
      });
    });
  }
  return found;
}"""


def visible(page: Page) -> list[str]:
    """The kinds of drawing that are seen."""
    return page.locator(".chart > svg").evaluate_all(
        "all => [...new Set(all.filter(one => one.checkVisibility()).map(one => one.classList[0]))]"
    )


@pytest.mark.parametrize(
    ("width", "kind"), [(320, "chart__narrow"), (360, "chart__narrow"), (1280, "chart__wide")]
)
def test_words_of_charts_are_whole_and_apart(visit, width, kind):
    page = visit("/components/", viewport={"width": width, "height": 800})
    found = page.evaluate(FAULTS)
    assert (found["outside"], found["overlapping"]) == ([], [])
    assert found["words"] > 60
    assert visible(page) == [kind]


def test_chart_on_paper_is_wide_and_has_its_table(visit):
    page = visit("/components/", viewport={"width": 718, "height": 800})
    page.emulate_media(media="print")
    assert visible(page) == ["chart__wide"]
    tables = page.locator(".chart table")
    assert tables.count() == page.locator(".chart").count()
    assert all(one.is_visible() for one in tables.all())


def test_letters_are_large_enough_on_a_phone(visit):
    page = visit("/components/", viewport={"width": 320, "height": 800})
    scale = page.locator(".chart__narrow").first.evaluate(
        "svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"
    )
    assert scale * 12 >= 10.5


def test_table_of_many_periods_scrolls_within_the_page(visit):
    page = visit("/indicators/retail_total/", viewport={"width": 800, "height": 800})
    page.evaluate(
        """document.querySelectorAll(".sheet__table tr").forEach(row => {
          for (let n = 0; n < 20; n += 1) row.append(row.lastElementChild.cloneNode(true));
        })"""
    )
    assert page.locator(".sheet__table").first.evaluate("one => one.scrollWidth > one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 800
