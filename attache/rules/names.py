"""Indonesian names: the words that carry a name, how they sound, and how alike two names are.

Most people have no family name; some have one word only. Titles, degrees, patronyms and clan
names come and go from one paper to the next, and the order of words changes with them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from attache.rules.spelling import sound

__all__ = ["ALIKE", "likeness", "sound", "sounds", "words"]

ALIKE = 0.8
"""From here on two names are taken for spellings of one name."""


def _listed(words: str) -> list[str]:
    return words.split()


TITLES = frozenset(
    _listed(
        "H HJ HAJI HAJJI HAJAH HAJJAH KH KYAI KIAI UST USTAD USTADZ USTADZAH IR DR DRS DRA DRG DRH"
        " PROF RADEN RD RR TN NY NN SDR SDRI BPK BAPAK PAK IBU BU MR MRS MS MISS ALM ALMH ALMARHUM"
        " ALMARHUMAH PDT PASTOR ROMO SR BR APT NS"
    )
)
"""Left out in front of a name. `R.` is kept: it is as often an initial."""

RADEN = frozenset({"RADEN", "RD"})
NOBLE = TITLES | frozenset(_listed("AJENG MAS RORO NGANTEN PANJI"))
"""Left out after Raden: the ranks of Javanese nobility."""

DEGREES = _listed(
    "S.H S.E S.T S.Pd S.Pd.I S.Ag S.Kom S.Sos S.Sos.I S.I.P S.I.Kom S.K.M S.Kep S.Ked S.Psi S.Hut"
    " S.P S.Pt S.Pi S.Si S.Sn S.S S.TP S.Gz S.Farm S.Tr S.Tr.Keb S.HI S.E.I S.ST M.M M.H M.Si M.Pd"
    " M.Pd.I M.Sc M.T M.Kes M.A M.B.A M.Kom M.Hum M.Ag M.Kn M.Psi M.P Ph.D A.Md A.Md.Keb A.Md.Kep"
    " Am.Keb B.A B.Sc Lc Ak Apt Ns"
)
BARE_DEGREES = _listed("SH MH ST MT MM SPD SPDI MPD MPDI SKOM MKOM SSOS SKM MKES AMD MSI")
"""Known as degrees without a dot or comma: no name is written so."""

KINSHIP = frozenset(_listed("BIN BINTI BINTE BTE BT B BORU BR"))
"""Left out between two words: son of, daughter of."""
HAJI = frozenset({"H", "HJ", "HAJI"})

SHORT = dict.fromkeys(_listed("MOH MUH MOCH MUCH MOKH MHD MHMD MOHD MUHD"), "MUHAMMAD") | dict(
    pair.split("=")
    for pair in _listed(
        "ABD=ABDUL NR=NUR NRL=NURUL DG=DAENG TGK=TEUNGKU TB=TUBAGUS GST=GUSTI NGR=NGURAH WYN=WAYAN"
        " WY=WAYAN NYM=NYOMAN KT=KETUT KDK=KADEK KMG=KOMANG PT=PUTU GD=GEDE"
    )
)
"""Abbreviations with one meaning wherever they stand."""

SHORT_IN_FRONT = {"M": "MUHAMMAD", "MD": "MUHAMMAD", "ST": "SITI"}
"""Abbreviations that mean this only in front of another word."""

LIGHT = frozenset(
    {"MUHAMAT", "SITI", "ABDUL", "I", "NI", "TEUKU", "CUT", "LALU", "BAIK", "TUBAGUS"}
)
"""Sounds of words that are often left out, and that alone identify nobody."""

_VOWELS = frozenset("AEIOU")
_LETTERS = str.maketrans({"Đ": "D", "Ø": "O", "Ł": "L", "Æ": "AE", "Œ": "OE"}) | dict.fromkeys(
    map(ord, "'’‘`´ʼʻ")
)
_WORD = re.compile(r"[^\W\d_]+")
_ABDUL = re.compile(r"ABD(?:OE|U)(?:[LRSZNDT]|SH)?")
_ABDUL_JOINED = re.compile(r"ABD(?:OE|U)(?:L|([RSZNDT])(?=\1))?(.{4,})")
_SPECIAL = frozenset((*NOBLE, *BARE_DEGREES, *KINSHIP, *SHORT, *SHORT_IN_FRONT))
_heard: dict[str, str] = {}
_ROOM = 1 << 17


def _degree(degree: str, dot: str) -> str:
    """A pattern of a degree; only before a long part may there be a space as well (S. Pd)."""
    first, *rest = degree.upper().split(".")
    return first + "".join(dot + (r"\s?" if len(part) > 1 else "") + part for part in rest)


_DEGREE = re.compile(
    r"(?<=[^\W\d_]|\.)(?:,\s*(?:{})|\s+(?:{}|{}|SP\.\s?[A-Z]{{1,4}}))\.?[\s,]*$".format(
        "|".join([*(_degree(d, r"\.?") for d in DEGREES), r"SP\.\s?[A-Z]{1,4}"]),
        "|".join(_degree(d, r"\.") for d in DEGREES if "." in d),
        "|".join(BARE_DEGREES),
    )
)


def words(name: str) -> tuple[str, ...]:
    """The words that carry a name, in capitals A-Z and in the order written.

    Titles, degrees and bin/binti are gone, abbreviations written out, Abdurrahman is two words.
    A name of nothing else keeps its words. Letters that are not Latin stay as they are.
    """
    text = _capitals(name)
    found = _WORD.findall(text)
    while end := _DEGREE.search(text):
        text = text[: end.start()]
    kept = _without_kinship(_untitled(_WORD.findall(text)))
    return tuple(_written_out(kept)) or tuple(found)


def sounds(name: str) -> tuple[str, ...]:
    """The sound of each word of a name, in order; an initial stays one letter."""
    try:  # most names hold only words that were heard before
        return tuple([_heard[word] for word in name.upper().split()]) or words(name)
    except KeyError:
        found = words(name)
    if len(_heard) < _ROOM:
        _heard.update((word, sound(word)) for word in found if _is_plain(word))
    return tuple([sound(word) for word in found])


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
        firsts = {word[0] for word in left}
        for word in right:
            if word[0] in firsts:
                return _reconciled(left, right, met) / 100
        return _apart(met, left, right) / 100
    return _with_more(left or right, met, 100) / 100


def _capitals(name: str) -> str:
    """A name in capitals, without accents and apostrophes."""
    if not name.isascii():
        marked = unicodedata.normalize("NFKD", name)
        name = "".join([c for c in marked if not unicodedata.combining(c)])
    return name.upper().translate(_LETTERS)


def _untitled(found: list[str]) -> list[str]:
    """The words after the titles in front."""
    start = 0
    while start < len(found):
        if found[start : start + 2] == ["K", "H"]:
            start += 1
        elif found[start] not in (NOBLE if start and found[start - 1] in RADEN else TITLES):
            break
        start += 1
    return found[start:]


def _without_kinship(found: list[str]) -> list[str]:
    """Without bin, binti and boru between words, and the father's Haji after them."""
    kept: list[str] = []
    for i, word in enumerate(found):
        inside = 0 < i < len(found) - 1
        haji = inside and word in HAJI and found[i - 1] in KINSHIP
        if not haji and not (inside and word in KINSHIP):
            kept.append(word)
    return kept


def _written_out(found: list[str]) -> Iterator[str]:
    """Abbreviations written out, and Abdul a word of its own."""
    for i, word in enumerate(found):
        followed = i + 1 < len(found)
        if word in SHORT:
            yield SHORT[word]
        elif i == 0 and followed and word in SHORT_IN_FRONT:
            yield SHORT_IN_FRONT[word]
        elif word == "MD":
            yield "MADE"
        elif followed and _ABDUL.fullmatch(word):
            yield "ABDUL"
        elif joined := _ABDUL_JOINED.fullmatch(word):
            yield from ("ABDUL", joined[2])
        else:
            yield word


def _is_plain(word: str) -> bool:
    """Whether a word means the same wherever it stands in a name."""
    return (
        len(word) > 1
        and word.isascii()
        and word not in _SPECIAL
        and (word == "ABDUL" or not word.startswith("ABD"))
    )


def _reconciled(left: list[str], right: list[str], met: list[str]) -> int:
    """The likeness in hundredths where each name has words that the other seems to lack."""
    left, right, met = left.copy(), right.copy(), met.copy()
    cost = 2 * (_join(left, right, met) + _join(right, left, met))
    initials = _stand_in(left, right) + _stand_in(right, left)
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
            if len(first) > 1 and first != whole and whole.startswith(first):
                rest = whole[len(first) :]
                mute = rest[1:] if first[-1] in _VOWELS and rest[0] == "H" else rest
                second = {rest, first[-1] + rest, mute}.intersection(parts)
                if second:
                    parts.remove(first)
                    parts.remove(min(second))
                    wholes.remove(whole)
                    met.append(whole)
                    joined += 1
                    break
    return joined


def _stand_in(initials: list[str], full: list[str]) -> int:
    """Take out each initial with a word that it may stand for."""
    found = 0
    for initial in [word for word in initials if len(word) == 1]:
        for word in full:
            if word[0] == initial:
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
