"""Indonesian names: the words that carry a name, and how they sound.

Most people have no family name; some have one word only. Titles, degrees, patronyms and clan
names come and go from one paper to the next, and the order of words changes with them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from attache.rules.old_spelling import Y_IN_OLD_NAMES, with_new_j, with_old_j
from attache.rules.spelling import sound

__all__ = ["readings", "several", "sound", "sounds", "with_joined", "words"]


def _listed(words: str) -> list[str]:
    return words.split()


TITLES = frozenset(
    _listed(
        "H HJ HAJI HAJJI HAJAH HAJJAH KH KYAI KIAI UST USTAD USTADZ USTADZAH IR DR DRS DRA DRG DRH"
        " PROF RADEN RD RR TN NY NN SDR SDRI BPK BAPAK PAK IBU BU MR MRS MS MISS ALM ALMH ALMARHUM"
        " ALMARHUMAH PDT PASTOR ROMO SR BR APT NS RORO"
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

KINSHIP = frozenset(_listed("BIN BINTI BINTE BTE BT B BORU BERU BR"))
"""Left out between two words: son of, daughter of."""
HAJI = frozenset({"H", "HJ", "HAJI"})

SHORT = dict.fromkeys(_listed("MOH MUH MOCH MUCH MOKH MHD MHMD MOHD MUHD"), "MUHAMMAD") | dict(
    pair.split("=")
    for pair in _listed(
        "ABD=ABDUL NR=NUR NRL=NURUL DG=DAENG TGK=TEUNGKU TB=TUBAGUS GST=GUSTI NGR=NGURAH WYN=WAYAN"
        " WY=WAYAN NYM=NYOMAN KT=KETUT KTUT=KETUT KDK=KADEK KMG=KOMANG PT=PUTU GD=GEDE GDE=GEDE"
        " DT=DATUK IB=IDA+BAGUS AA=ANAK+AGUNG DSK=DESAK COK=COKORDA BQ=BAIQ"
    )
)
"""Abbreviations with one meaning wherever they stand; some of two words."""

SHORT_IN_FRONT = {"M": "MUHAMMAD", "MD": "MUHAMMAD", "HM": "MUHAMMAD", "ST": "SITI"}
"""Abbreviations that mean this only in front of another word."""
SHORT_INSIDE = {"MD": "MADE", "ST": "SUTAN"}
"""What they mean behind one (Ni Md. Sari, Marah St. Rusli)."""

_LETTERS = str.maketrans({"Đ": "D", "Ø": "O", "Ł": "L", "Æ": "AE", "Œ": "OE"}) | dict.fromkeys(
    map(ord, "'’‘`´ʼʻ")
)
_WORD = re.compile(r"[^\W\d_]+")
_ABDUL = re.compile(r"ABD(?:OE|U)(?:[LRSZNDT]|SH)?")
_ABDUL_JOINED = re.compile(r"ABD(?:OE|U)(?:L|([RSZNDT])(?=\1))?(?!L?L[AO]H?$)(.{4,})")
_RUN_IN = re.compile(r"(?:HJ|DRS|HAJI(?=.{5})|H(?=[BCDFGKLMNPRSTWZ][AEIOU]))(?=.{4})(.+)")
"""A title that is written with the name, where no name begins so (Hjmaemunah, Hmukhtar)."""
_PARTICLE = re.compile(
    r"(I|NI)((?:GU?STI|GE?DE|MADE|P(?:U|OE)T(?:U|OE)|LUH|KE?TUT|NENGAH|KADEK|KOMANG|DEWA|N[YJ]OMAN|WA[YJ]AN).*)"
)
"""Balinese I and Ni, written with the title or the rank of birth behind (Igede)."""
_SPECIAL = frozenset((*NOBLE, *BARE_DEGREES, *KINSHIP, *SHORT, *SHORT_IN_FRONT, *Y_IN_OLD_NAMES))
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
    kept = _without_kinship(_untitled(_WORD.findall(_without_degrees(text))))
    return tuple(_written_out(kept)) or tuple(found)


def several(text: str) -> list[str]:
    """The names in a text that may be several people's, between commas; nothing where one's.

    >>> several("Siti Contoh, Budi Misal"), several("Siti Contoh, S.H., M.Si")
    (['Siti Contoh', 'Budi Misal'], [])
    """
    if "," not in text or "," not in _without_degrees(_capitals(text)).strip(" ,"):
        return []
    return [part.strip() for part in text.split(",") if any(map(str.isalpha, part))]


def _without_degrees(text: str) -> str:
    """A name in capitals without what somebody studied, behind it."""
    while end := _DEGREE.search(text):
        text = text[: end.start()]
    return text


def sounds(name: str) -> tuple[str, ...]:
    """The sound of each word of a name, in order; an initial stays one letter."""
    try:  # most names hold only words that were heard before
        return tuple([_heard[word] for word in name.upper().split()]) or words(name)
    except KeyError:
        found = words(name)
    if len(_heard) < _ROOM:
        _heard.update((word, sound(word)) for word in found if _is_plain(word))
    return tuple([sound(word) for word in with_old_j(found)])


def readings(name: str) -> list[tuple[str, ...]]:
    """The sounds of a name in each way that it may be meant, the likelier first.

    There are two where a j in an old word may be new already (Soeparjono: Suparyono, Suparjono).
    """
    if "j" not in name and "J" not in name:
        return [sounds(name)]
    text = name.upper()
    new = with_new_j(text)
    return [sounds(name)] if new == text else [sounds(name), sounds(new)]


def with_joined(name: str) -> list[tuple[str, ...]]:
    """The sounds of a name for each two neighbouring words of it that may be written as one."""
    parts = words(name)
    return [
        sounds(" ".join((*parts[:i], parts[i] + parts[i + 1], *parts[i + 2 :])))
        for i in range(len(parts) - 1)
    ]


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
        if run_in := _RUN_IN.fullmatch(found[start]):
            return [run_in[1], *found[start + 1 :]]
        if found[start : start + 2] in (["K", "H"], ["R", "RORO"]):
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
            yield from SHORT[word].split("+")
        elif i == 0 and followed and word in SHORT_IN_FRONT:
            yield SHORT_IN_FRONT[word]
        elif balinese := _PARTICLE.fullmatch(word):
            yield balinese[1]
            yield SHORT.get(balinese[2], balinese[2])
        elif word in SHORT_INSIDE:
            yield SHORT_INSIDE[word]
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
