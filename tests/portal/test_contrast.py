"""The colours of static/css/portal.css, measured as WCAG 2.2 measures them, light and dark."""

import gzip
import re
from pathlib import Path

import pytest

STYLESHEET = Path(__file__).parents[2] / "static" / "css" / "portal.css"

# Text on its background: at least 4.5 to 1 (1.4.3).
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-2", "link") for ground in ("paper", "card", "tint")),
    *((ink, ground) for ink in ("red-ink", "gold-ink") for ground in ("paper", "card")),
    ("warn-ink", "card"),
    ("ok-ink", "paper"),
    ("on-lacquer", "lacquer"),
    ("on-lacquer", "lacquer-2"),
    ("on-lacquer-2", "lacquer"),
    ("on-lacquer-2", "lacquer-2"),
    ("on-flag", "flag"),
    ("gold-ink", "gold-soft"),
    # The row of a report that is being typed in, with the states of its cells.
    *((ink, "gold-soft") for ink in ("ok-ink", "warn-ink", "red-ink")),
    ("ok-ink", "card"),
    ("red-ink", "red-soft"),
    ("ok-ink", "ok-soft"),
    ("warn-ink", "warn-soft"),
    ("info-ink", "info-soft"),
]

# Lines, flags, borders of controls and focus rings on what they lie on: at least 3 to 1 (1.4.11).
GRAPHICS = [
    *((line, ground) for line in ("rule-2", "gold", "focus") for ground in ("paper", "card")),
    ("rule-2", "tint"),
    ("focus", "tint"),
    ("gold", "gold-soft"),
    ("red-ink", "gold-soft"),
    ("warn-ink", "paper"),
    ("flag", "lacquer"),
    ("flag", "lacquer-2"),
]

# Hairlines between rows carry no meaning.
DECORATION = {"rule"}


def themes() -> dict[str, dict[str, str]]:
    """Theme → token → "#rrggbb"; the dark theme overrides the light one."""
    css = STYLESHEET.read_text(encoding="utf-8")
    tokens = css[css.index("@layer tokens {") : css.index("@layer base {")]
    light, dark = (
        dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", part))
        for part in tokens.split("prefers-color-scheme: dark")
    )
    return {"light": light, "dark": light | dark}


THEMES = themes()


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: str, one: str, other: str) -> float:
    """From 1.0 (the same) to 21.0 (black on white)."""
    darker, lighter = sorted(luminance(THEMES[theme][name]) for name in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_contrast_is_at_least_four_and_a_half(theme):
    weak = {pair: round(contrast(theme, *pair), 2) for pair in TEXT if contrast(theme, *pair) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_graphics_contrast_is_at_least_three(theme):
    weak = {p: round(contrast(theme, *p), 2) for p in GRAPHICS if contrast(theme, *p) < 3}
    assert weak == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_is_measured(theme):
    measured = {name for pair in TEXT + GRAPHICS for name in pair}
    assert set(THEMES[theme]) - DECORATION == measured


def test_colours_stand_only_among_the_tokens():
    css = STYLESHEET.read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-f]{3,8}\b", css[css.index("@layer base {") :]) == []


def test_stylesheet_fits_its_budget_compressed():
    assert len(gzip.compress(STYLESHEET.read_bytes())) // 1024 < 9


# Shades of the tile map in static/css/charts.css: red ink over card, under ink or, darker, paper.
CHARTS = STYLESHEET.with_name("charts.css")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_on_the_shades_of_a_map_can_be_read(theme):
    css = CHARTS.read_text(encoding="utf-8")
    parts = [int(part) for part in re.findall(r"color-mix\(in srgb, var\(--red-ink\) (\d+)%", css)]
    assert parts == sorted(parts)
    red, card = (THEMES[theme][name] for name in ("red-ink", "card"))
    weak = {}
    for shade, part in enumerate([*parts, 100], start=1):
        ends = [(int(red[i : i + 2], 16), int(card[i : i + 2], 16)) for i in (1, 3, 5)]
        mixed = "#" + "".join(f"{(r * part + c * (100 - part)) // 100:02x}" for r, c in ends)
        words = THEMES[theme]["paper" if shade > 3 else "ink"]
        darker, lighter = sorted(map(luminance, (mixed, words)))
        ratio = (lighter + 0.05) / (darker + 0.05)
        if ratio < 4.5:
            weak[shade] = round(ratio, 2)
    assert weak == {}


def test_charts_have_no_colours_of_their_own():
    assert re.findall(r"#[0-9a-f]{3,8}\b", CHARTS.read_text(encoding="utf-8")) == []
