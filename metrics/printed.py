"""What a source prints for a figure, understood: number, unit, exactness, sign, measure (F2, N1).

"1,318 triệu tỷ đồng" is 1.318 of the unit triệu tỷ đồng; "giảm gần 3,2%" is a growth of -3.2,
almost. The print itself is kept as typed by whoever calls; nothing here converts or stores.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from django.utils.translation import gettext_lazy as _

from metrics.enums import Against, Basis, Measure, Qualifier
from vietnamese.errors import Unreadable
from vietnamese.language import Language
from vietnamese.numbers import parse
from vietnamese.text import fold, nfc, unaccented


class NotPrinted(Unreadable):
    """A text that is no figure as sources print them; the message says what is missing."""


@dataclass(frozen=True)
class Spellings:
    """The units of the catalogue: `keys` by folded spelling, longest first; `names` by key."""

    keys: Mapping[str, str]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Printed:
    """One printed figure.

    `number` and `upper` (of a range) are canonical, signed, with the decimals printed: "16.90".
    `out_of` is 28 in "25/28 tỉnh". `measure`, `against` and `basis` are what the words around the
    number tell, None when they tell nothing.
    """

    number: str
    unit: str
    upper: str = ""
    qualifier: Qualifier = Qualifier.EXACT
    out_of: int | None = None
    measure: Measure | None = None
    against: Against | None = None
    basis: Basis | None = None


# Units that tell what a number measures, by their keys in records/units.json.
_PERCENT, _POINTS = "phan-tram", "diem-phan-tram"
_PLACES = {"tinh", "tinh-thanh-pho", "dia-phuong"}
_WELL_KNOWN = ("ty-dong", "ty-usd", _PERCENT, "dai-bieu")

_EXAMPLES: dict[Language, dict[str, str]] = {
    "vi": {"level": "370.461 tỷ đồng", "count": "gần 400.000 người", "growth": "tăng 12,3%"},
    "en": {"level": "11.28 billion USD", "count": "nearly 400,000 people", "growth": "up 12.3%"},
}

# Other spellings of one thing, in folded words.
_SAME = [
    (re.compile(rf"\b(?:{others})\b"), one)
    for others, one in (
        ("ti", "ty"),
        ("ngan", "nghin"),
        ("do la my|do la|us usd|us dollars?|dollars?", "usd"),
        ("mn|mln", "million"),
        ("bn|bln", "billion"),
        ("tn|trn", "trillion"),
        ("viet nam dong|vietnam dong|vietnamese dong", "dong"),
        ("percentage points?", "diem phan tram"),
        ("percent|per cent|pct", "phan tram"),
        ("m vuong|met vuong|square met(?:re|er)s?|sq m", "m2"),
        ("km vuong|square kilomet(?:re|er)s?|sq km", "km2"),
        ("hec ta|hecta|hectares?", "ha"),
        ("tinh thanh(?: pho)?", "tinh thanh pho"),
        ("cities and provinces", "provinces and cities"),
        ("(?:bien )?ban ghi nho|mous?|memorand(?:a|ums?) of understanding", "bien ban ghi nho"),
        ("nhiem vu va giai phap", "nhiem vu giai phap"),
        ("htx", "hop tac xa"),
        ("ccn", "cum cong nghiep"),
        ("kcn", "khu cong nghiep"),
        ("kkt", "khu kinh te"),
        ("dn", "doanh nghiep"),
        ("tttm", "trung tam thuong mai"),
        ("tmdt", "thuong mai dien tu"),
        ("stalls", "booths"),
        ("businesses|companies|firms", "enterprises"),
        ("labou?rers", "workers"),
    )
]
_SCALES = re.compile(
    r"(?:(?:nghin|trieu|ty|thousand|million|billion|trillion|quadrillion)(?: |$))*"
)
_MEASURED = re.compile(r"\b(?:dong|vnd|usd|phan tram)\b")  # no adjectives before these
_MONEY = re.compile(rf"({_SCALES.pattern})(dong|vnd)")

# What the folded words before a number say: how exact, which way, which measure, which basis.
Meaning = Qualifier | Basis | Measure | int
_RISE, _FALL, _BEYOND = 1, -1, 2
_SAYS: dict[str, Meaning | None] = {
    phrase: meaning
    for phrases, meaning in (
        (
            "tren|hon|vuot qua|vuot moc|it nhat|over|just over|more than|above|topped|upwards|"
            "upwards of|at least",
            Qualifier.OVER,
        ),
        ("vuot|exceeding|exceeded|surpassed", _BEYOND),
        ("gan|gan bang|nearly|neared|nearing|almost|close to", Qualifier.ALMOST),
        (
            "khoang|chung|xap xi|tren duoi|about|around|approximately|roughly|some",
            Qualifier.ABOUT,
        ),
        (
            "tang|tang truong|tang them|cao hon|vuot ke hoach|up|rose|rise|rising|increase|"
            "increased|increasing|grew|growth|growing",
            _RISE,
        ),
        (
            "giam|sut giam|am|thap hon|down|fell|fall|decrease|decreased|decreasing|declined|"
            "decline|dropped|drop|reduction",
            _FALL,
        ),
        (
            "chiem|ty trong|chiem ty trong|accounting for|accounted for|accounts for|making up|"
            "made up|makes up",
            Measure.SHARE,
        ),
        ("hoan thanh|completed|completing", Measure.COMPLETION),
        ("uoc|uoc tinh|uoc dat|uoc thuc hien|estimated|an estimated", Basis.ESTIMATE),
        ("so bo|preliminary", Basis.PRELIMINARY),
        ("ke hoach|planned", Basis.PLAN),
        (
            "tang len|giam xuong|giam con|increased to|rose to|fell to|dropped to|dat|la|co|bang|"
            "chi|tu|len|len toi|len den|toi|den|con|tong|tong cong|binh quan|muc|o muc|voi|"
            "at|by|of|to|is|was|were|a|an|the|from|between|reached|reaching|hit|totalled|totaled",
            None,
        ),
    )
    for phrase in phrases.split("|")
}
_SAYING = re.compile(rf"(?:{'|'.join(sorted(_SAYS, key=len, reverse=True))})\b ?")
_PLAIN_LEAD = re.compile(r"[\w\s.,:;'\"“”~≈]*")

# In unaccented text. A footnote mark belongs to its number, so that it is refused.
_DIGITS = r"\d(?:[\d.,\u00b2\u00b3\u00b9\u2070-\u2079]*[\d\u00b2\u00b3\u00b9\u2070-\u2079])?"
_NUMBER = re.compile(rf"([+-]?)({_DIGITS})")
_ASIDE = re.compile(r"\([^()]*(?:\)|$)|\[[^\]]*(?:\]|$)|,? ?\b(?:tuong duong|equivalent to) .*")
_CURRENCY_BEFORE = re.compile(r"(vnd|usd|us ?\$|\$|dong)\s*$")
_OUT_OF = re.compile(
    r"([a-z ,]{0,30}?)\s*(?:/|\b(?:(?:tren|trong)(?: tong)?(?: so)?|(?:out )?of(?: the)?)\b)\s*"
    rf"({_DIGITS})"
)
_RANGE = re.compile(rf"([a-z% ]{{0,30}}?)\s*(-|\b(?:den|toi|to|and)\b)\s*({_DIGITS})")
_TIMES = re.compile(
    r"\b(?:\d{1,2}/){0,2}(?:19|20)\d\d\b|\b\d{1,2} (?:thang|months?)\b|\b(?:thang|ngay) [\d/]+|"
    r"\b(?:quy |q)[1-4]\b"
)
_PLAN = re.compile(r"\b(?:ke hoach|plans?|target)\b")
_DIGIT_ALONE = re.compile(r"(?<![a-z])\d")


def spellings(units: Iterable[tuple[str, str, str]]) -> Spellings:
    """How sources spell units, from (key, name, name_en) of each: tỷ or tỉ, đồng or VND, USD …

    A unit's own name wins over its English name, both over what is merely another way to write it.
    """
    catalogue = list(units)
    own = [(_words(name), key) for key, name, _english in catalogue]
    english = [(_words(name_en), key) for key, _name, name_en in catalogue]
    others = [(variant, key) for words, key in own + english for variant in _variants(words)]
    keys: dict[str, str] = {}
    for words, key in own + english + others:
        keys.setdefault(words, key)
    return Spellings(
        keys={words: keys[words] for words in sorted(keys, key=lambda words: (-len(words), words))},
        names={key: name for key, name, _english in catalogue},
    )


def _variants(words: str) -> list[str]:
    """The other currency word, and an English plural's singular."""
    if money := _MONEY.fullmatch(words):
        return [money[1] + {"dong": "vnd", "vnd": "dong"}[money[2]]]
    return [words[:-1]] if words.endswith("s") else []


def read_printed(
    text: str, *, units: Spellings, expected: str | None = None, language: Language = "vi"
) -> Printed:
    """One figure as a source prints it: "1,318 triệu tỷ đồng", "gần 400.000 người", "giảm 3,2%".

    Understands ranges ("từ 10 đến 12%", "150–200 đại biểu"), counts out of a whole ("25/28 tỉnh"),
    a currency before its number ("USD 11.28 billion"); an amount converted in brackets stays in
    the print. `language` is that of the source and so of the number's notation; `expected` is the
    key of the unit to take when the text has none. Raises NotPrinted, and NotANumber or
    AmbiguousNumber with the right spelling.
    """
    asked = {"text": " ".join(nfc(text).split())[:60], **_EXAMPLES[language]}
    plain = _ASIDE.sub("", unaccented(" ".join(text.split())))
    first = _NUMBER.search(plain)
    if first is None:
        raise NotPrinted(
            _("“%(text)s” has no number: write for example %(level)s, %(count)s or %(growth)s."),
            asked,
        )
    lead, tail = plain[: first.start()], plain[first.end() :]
    currency = _CURRENCY_BEFORE.search(lead)
    said = _said(lead[: currency.start()] if currency else lead, asked)
    low = parse(first[2], notation=language)
    high, out_of, unit_text, rest = _second(tail, low, lead, language)
    if _DIGIT_ALONE.search(_TIMES.sub("", rest)):
        raise NotPrinted(
            _(
                "“%(text)s” holds more than one number: write one figure, for example %(level)s; "
                "an amount converted from it stands in brackets."
            ),
            asked,
        )
    if high is not None and high <= low:
        raise NotPrinted(_("“%(text)s”: a range ends higher than it begins."), asked)
    unit = _unit(_with_currency(unit_text, currency), units, expected, asked, language)
    falls = _FALL in said or first[1] == "-"
    if high is not None and falls:
        low, high = high, low
    around = _words(rest)
    if _BEYOND in said:
        # "vượt 5% kế hoạch" is five per cent above the plan, "vượt 5 tỷ USD" over five.
        of_a_plan = unit == _PERCENT and _PLAN.search(around)
        said.append(_RISE if of_a_plan else Qualifier.OVER)
    return Printed(
        number=_canonical(low, falls),
        unit=unit,
        upper="" if high is None else _canonical(high, falls),
        qualifier=_qualifier(said, around),
        out_of=out_of,
        measure=_measure(said, around, unit, out_of, asked),
        against=_against(around) if _changes(said) else None,
        basis=next((meaning for meaning in said if isinstance(meaning, Basis)), None),
    )


def _said(lead: str, asked: dict[str, str]) -> list[Meaning]:
    """What the words before the number say; nothing there may stay unknown."""
    said: list[Meaning] = []
    words = fold(lead.replace("~", " khoang ").replace("≈", " khoang "))
    known = _PLAIN_LEAD.fullmatch(lead) is not None
    while known and (phrase := _SAYING.match(words)):
        meaning = _SAYS[phrase[0].strip()]
        said += [] if meaning is None else [meaning]
        words = words[phrase.end() :]
    if words or not known:
        raise NotPrinted(
            _(
                "The words before the number are not understood in “%(text)s”: leave out what the "
                "figure is about, write for example %(level)s, %(count)s or %(growth)s."
            ),
            asked,
        )
    return said


def _second(
    tail: str, number: Decimal, lead: str, language: Language
) -> tuple[Decimal | None, int | None, str, str]:
    """The end of a range, the whole of a count, the text of the unit, and all that follows."""
    if match := _OUT_OF.match(tail):
        whole, rest = parse(match[2], notation=language), tail[match.end() :]
        if whole >= number and whole == int(whole):
            return None, int(whole), match[1] if match[1].strip(" ,") else rest, rest
    if match := _RANGE.match(tail):
        between, word, digits = match.groups()
        rest = tail[match.end() :]
        if _words(rest).startswith(_words(between)) and (word != "and" or "between" in lead):
            return parse(digits, notation=language), None, rest, rest
    return None, None, tail, tail


def _with_currency(unit_text: str, currency: re.Match | None) -> str:
    """The unit's folded words; a currency printed before the number put where it is spoken."""
    words = _words(unit_text)
    if currency is None:
        return words
    # "VND 2,93 triliun" is no number of đồng: a word that is no scale stays first, and unknown.
    scale = _scale(words) or words
    return " ".join(f"{scale} {_words(currency[1])} {words.removeprefix(scale)}".split())


def _scale(words: str) -> str:
    """The scale that folded words begin with: "nghin ty" of "nghin ty dong"."""
    found = _SCALES.match(words)
    return found[0].strip() if found else ""


def _unit(
    words: str,
    units: Spellings,
    expected: str | None,
    asked: dict[str, str],
    language: Language,
) -> str:
    """The key of the unit that folded words begin with; in English adjectives may come first."""
    if not words:
        if expected is not None:
            return expected
        raise NotPrinted(
            _("“%(text)s” has no unit: write for example %(level)s, %(count)s or %(growth)s."),
            asked,
        )
    farthest = 40 if language == "en" and not _scale(words) else 0
    places = [
        (place, -len(spelling), key)
        for spelling, key in units.keys.items()
        if 0 <= (place := f" {words} ".find(f" {spelling} ")) <= farthest
        if place == 0 or not _MEASURED.search(spelling)
    ]
    if places:
        return min(places)[2]
    raise NotPrinted(
        _("The unit of “%(text)s” is not known; known are for example %(known)s."),
        asked | {"known": ", ".join(_nearest(words, units))},
    )


def _nearest(words: str, units: Spellings) -> list[str]:
    """At most three names of units: those that go on as typed, else those spelt most alike."""
    first = words.split(" ")[:4]
    longer = sorted((one for one in units.keys if one.startswith(f"{words} ")), key=len)
    alike = [
        one
        for count in range(len(first), 0, -1)
        for one in get_close_matches(" ".join(first[:count]), units.keys, cutoff=0.75)
    ]
    keys = [units.keys[one] for one in longer or alike] or _WELL_KNOWN
    return [units.names[key] for key in dict.fromkeys(keys) if key in units.names][:3]


def _qualifier(said: list[Meaning], around: str) -> Qualifier:
    """How exact; about what is said to be about, whatever else is said: "khoảng gần 5 tỷ"."""
    if Qualifier.ABOUT in said:
        return Qualifier.ABOUT
    if "tro len" in around or "or more" in around:
        return Qualifier.OVER
    return next((one for one in said if isinstance(one, Qualifier)), Qualifier.EXACT)


def _changes(said: list[Meaning]) -> bool:
    return _RISE in said or _FALL in said


def _measure(
    said: list[Meaning], around: str, unit: str, out_of: int | None, asked: dict[str, str]
) -> Measure | None:
    """Which measure of an indicator the words make it (F1)."""
    if unit not in (_PERCENT, _POINTS):
        if _changes(said):
            raise NotPrinted(
                _("“%(text)s” is a change: write it in percent, for example %(growth)s."),
                asked,
            )
        if out_of is None:
            return Measure.LEVEL
        return Measure.PROVINCES if unit in _PLACES else None
    if _changes(said):
        of_a_rate = unit == _POINTS or "so voi ty le" in around
        return Measure.RATE_CHANGE if of_a_rate else Measure.GROWTH
    if Measure.COMPLETION in said or _PLAN.search(around):
        return Measure.COMPLETION
    if Measure.SHARE in said or re.search(
        r"\b(?:ca nuoc|of the country|nation|national|nationwide)\b", around
    ):
        return Measure.SHARE
    return None


def _against(around: str) -> Against | None:
    """What a rise or fall is measured against, as far as the words after the number tell."""
    if plan := re.search(r"\bke hoach\b(?: nam \d+| nam truoc)?", around):
        # Of a plan of a named year only the period of the figure tells which plan it is.
        return {"ke hoach": Against.PLAN, "ke hoach nam truoc": Against.PREVIOUS_PLAN}.get(plan[0])
    if re.search(r"\b(?:cung ky|year on year|same period|last year|nam truoc)\b", around):
        return Against.SAME_PERIOD
    if re.search(r"\b(?:(?:thang|quy|ky) truoc|previous (?:month|quarter|period))\b", around):
        return Against.PREVIOUS_PERIOD
    return None


def _canonical(number: Decimal, negative: bool) -> str:
    return f"-{number.copy_abs():f}" if negative and number else f"{number.copy_abs():f}"


def _words(text: str) -> str:
    """Folded words of a unit, one spelling of each: "tỉ đô-la Mỹ" is "ty usd", "%" "phan tram"."""
    words = fold(
        text.replace("%", " phan tram ").replace("％", " phan tram ").replace("$", " usd ")
    )
    for others, one in _SAME:
        words = others.sub(one, words)
    return words
