"""Vietnamese text: one stored form, a folded form for finding, a key for sorting (N2)."""

import unicodedata
from collections.abc import Container
from itertools import chain, count

_STRUCK_D = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})  # look-alikes met in old documents
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_ALIKE = str.maketrans({"đ": "d", "\u2044": "/", "\u2215": "/", **dict.fromkeys(DASHES, "-")})
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LETTER_MARKS = {
    ("a", "\u0306"): "a1",
    ("a", "\u0302"): "a2",
    ("e", "\u0302"): "e1",
    ("o", "\u0302"): "o1",
    ("o", "\u031b"): "o2",
    ("u", "\u031b"): "u1",
}


def nfc(text: str) -> str:
    """The only form in which text is stored."""
    return unicodedata.normalize("NFC", text)


def storable(text: str) -> str:
    """NFC without what no database keeps: NUL, and halves of characters from broken input."""
    return nfc(text.replace("\0", "").encode(errors="ignore").decode())


def fold(text: str) -> str:
    """Text as it is looked for: no case, accents, tones or đ, one space between words.

    "Hoà Bình" and "Hòa Bình" give "hoa binh", "BR-VT" gives "br vt". For finding only, never for
    uniqueness. May be longer than the text.
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = (
        char if char.isalnum() else " "
        for char in unicodedata.normalize("NFKD", decomposed).translate(_STRUCK_D)
        if unicodedata.category(char) not in ("Mn", "Me", "Cf")
    )
    return " ".join("".join(plain).split())


def unaccented(text: str) -> str:
    """Text without accents and case, with one kind of dash and slash; its signs stay."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_ALIKE)


def free(stem: str, taken: Container[str]) -> str:
    """The first of `stem`, `stem-2`, `stem-3` … that is not taken."""
    numbered = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(name for name in numbered if name not in taken)


def sort_key(text: str) -> str:
    """A key of ASCII digits and small letters whose order is that of a Vietnamese dictionary.

    a ă â b c d đ e ê … o ô ơ … u ư …; then the tone (ngang huyền hỏi ngã sắc nặng), syllable by
    syllable: "tuân thủ" comes before "tuần chay"; then case, small letters first. Digits come
    before letters. "Hoà" and "Hòa" share a key. Every letter is followed by a digit, so that no
    collation sees "ch" or "ng" as one letter. Several times as long as the text: keep it in a
    TextField.
    """
    words = "".join(
        char if char.isalnum() or unicodedata.combining(char) else " "
        for char in unicodedata.normalize("NFKD", text)
    ).split()
    case = "".join("1" if char.isupper() else "0" for char in "".join(words) if char.isalpha())
    return "".join(_word_key(word.lower()) for word in words) + "0" + case


def _word_key(word: str) -> str:
    """Letters, "0", tones, "0": the end of a part sorts before anything that continues it."""
    letters: list[str] = []
    tones = ""
    for char in word.translate({ord("ð"): "đ", ord("ɖ"): "đ"}):
        if char in _TONES:
            tones += _TONES[char]
        elif unicodedata.combining(char):
            base = letters.pop() if letters else ""
            letters.append(_LETTER_MARKS.get((base[:1], char), base))
        elif char == "đ":
            letters.append("d1")
        elif "0" <= char <= "9":
            letters.append("1" + char)
        elif "a" <= char <= "z":
            letters.append(char + "0")
        else:
            letters.append(f"z9{ord(char):05x}")
    return "".join(letters) + "0" + tones + "0"
