"""How alike two Indonesian names are by the sounds of their words, whatever the order.

Words are left out, joined, shortened to an initial or to what somebody is called, and mistyped.
"""

from __future__ import annotations

from collections.abc import Iterator

from attache.rules.baptismal import calls, shortens

__all__ = ["ALIKE", "LIGHT", "likeness"]

ALIKE = 0.8
"""From here on two names are taken for spellings of one name."""

LIGHT = frozenset(
    {"MUHAMAT", "SITI", "ABDUL", "I", "NI", "TEUKU", "CUT", "LALU", "BAIK", "TUBAGUS"}
)
"""Sounds of words that are often left out, and that alone identify nobody."""

_VOWELS = frozenset("AEIOU")
_VOICED = {"T": "D", "P": "B"}
"""What a consonant that ends a word is heard as inside one (Ahmad, Ahmadfauzi)."""
_DIVIDED = 7
"""A shorter word is not looked for in two."""
_UNVOICED = {inside: end for end, inside in _VOICED.items()}


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike two names are by their `sounds`, 0 to 1; the order of words does not matter.

    1 where all words meet. A little less for each word that only one of them has, that an
    initial stands for, that is joined or divided, or in which one letter slipped. Below `ALIKE`
    where both have words that the other lacks, or where too little is left to meet.
    """
    if one == other:
        return 1.0 if one else 0.0
    left = [word for word in one if word not in other]
    right = [word for word in other if word not in one]
    if not left and not right:
        return 1.0
    met = [word for word in one if word in other]
    if left and right:
        for word in right:
            first, latin = word[0], word[-2:] == "US"
            for own in left:
                if own[0] == first or (latin and own[-2:] == "US"):
                    return _reconciled(left, right, met) / 100
        return _apart(met, left, right) / 100
    return _with_more(left or right, met, 100) / 100


def _reconciled(left: list[str], right: list[str], met: list[str]) -> int:
    """The likeness in hundredths where each name has words that the other seems to lack."""
    left, right, met = left.copy(), right.copy(), met.copy()
    cost = 2 * (_join(left, right, met) + _join(right, left, met))
    latin = [word for word in left + right if word[-2:] == "US"]
    if latin:
        cost += 2 * (_shorten(left, right, met) + _shorten(right, left, met))
    initials = _stand_in(left, right, latin) + _stand_in(right, left, latin)
    cost += 8 * initials
    if len(left) == len(right) == 1 and not cost and _slip(left[0], right[0]):
        return 88
    if left and right:
        return _apart(met, left, right)
    if initials and not _strong(met):
        return _apart(met, [""] * initials, right or left)
    return _with_more(left or right, met, 100 - cost)


def _join(parts: list[str], wholes: list[str], met: list[str]) -> int:
    """Take out each word that stands divided among the parts (Nur Hayati, Nurhayati)."""
    joined = 0
    for whole in sorted(wholes):
        for first in sorted(parts):
            if first[0] == whole[0] and 1 < len(first) < len(whole) and _opens(first, whole):
                second = _seconds(first, whole[len(first) :]).intersection(parts)
                if second:
                    parts.remove(first)
                    parts.remove(min(second))
                    wholes.remove(whole)
                    met.append(whole)
                    joined += 1
                    break
    return joined


def _seconds(first: str, rest: str) -> set[str]:
    """What the second word may be where the first is joined to the rest of it."""
    mute = rest[1:] if first[-1] in _VOWELS and rest[0] == "H" else rest
    return {rest, first[-1] + rest, "H" + rest, mute}


def divisions(whole: str) -> Iterator[tuple[str, set[str]]]:
    """Each word that a long one may begin with, and what may stand behind it."""
    for cut in range(3, len(whole) - 2) if len(whole) >= _DIVIDED else ():
        first = whole[: cut - 1] + _UNVOICED.get(whole[cut - 1], whole[cut - 1])
        yield first, _seconds(first, whole[cut:])


def _opens(first: str, whole: str) -> bool:
    """Whether a long word may begin with a short one."""
    if whole.startswith(first):
        return True
    voiced = _VOICED.get(first[-1], "")
    return bool(voiced) and whole.startswith(first[:-1] + voiced)


def _shorten(short: list[str], full: list[str], met: list[str]) -> int:
    """Take out each Latin name with the same without its end (Robertus, Robert)."""
    found = 0
    for word in short.copy():
        whole = next((name for name in full if shortens(word, name)), None)
        if whole:
            short.remove(word)
            full.remove(whole)
            met.append(whole)
            found += 1
    return found


def _stand_in(initials: list[str], full: list[str], latin: list[str]) -> int:
    """Take out each initial, or beginning of a Latin name, with a word that it may stand for."""
    found = 0
    for initial in [word for word in initials if latin or len(word) == 1]:
        for word in full:
            if initial == word[0] or (word in latin and calls(initial, word)):
                initials.remove(initial)
                full.remove(word)
                found += 1
                break
    return found


def _slip(one: str, other: str) -> bool:
    """Whether two long words differ by one letter that a hand let slip.

    Never at an end, where names of women and men differ, and never one consonant for another or
    an i before a vowel: from these Javanese makes other names (Sumaryanto, Sunaryanto).
    """
    short, long = sorted((one, other), key=len)
    if len(short) < 8 or len(long) - len(short) > 1:
        return False
    start = next((i for i, c in enumerate(short) if c != long[i]), len(short))
    if start < 2:
        return False
    if len(short) < len(long):
        glide = long[start] == "I" and long[start + 1 : start + 2] in _VOWELS
        return not glide and start <= len(short) - 3 and short[start:] == long[start + 1 :]
    swapped = long[start : start + 2][::-1] + long[start + 2 :]
    if start <= len(short) - 4 and short[start:] == swapped:
        return True
    vowels = short[start] in _VOWELS and long[start] in _VOWELS
    return vowels and 5 <= start <= len(short) - 4 and short[start + 1 :] == long[start + 1 :]


def _with_more(extra: list[str], met: list[str], score: int) -> int:
    """The likeness in hundredths where one name has all the words of the other and more."""
    strong = _strong(met)
    light = sum(word in LIGHT or len(word) == 1 or _echoes(word, met) for word in extra)
    heavy = len(extra) - light
    if not strong or (heavy and len(met) < 2):
        return min(60, 20 + 40 * len(met) // (len(met) + len(extra)) + 10 * bool(strong))
    return max(score - 3 * light - 10 * heavy, 50)


def _strong(met: list[str]) -> int:
    """How many of the words tell people apart."""
    return sum(len(word) > 1 and word not in LIGHT for word in met)


def _echoes(word: str, met: list[str]) -> bool:
    """Whether a short word repeats the end of a long one, as Sundanese do (Nana Suryana)."""
    return 3 <= len(word) <= 5 and any(len(m) > 5 and m.endswith(word[-3:]) for m in met)


def _apart(met: list[str], left: list[str], right: list[str]) -> int:
    """The likeness in hundredths where each name has words that the other lacks."""
    return 60 * len(met) // (len(met) + max(len(left), len(right)))
