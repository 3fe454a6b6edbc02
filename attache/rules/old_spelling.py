"""Spelling of Indonesian names before 1972, and the letters j, y and z that came to be confused.

Spelling was reformed in 1947 (oe -> u) and 1972 (EYD: dj, j, tj, nj, sj, ch -> j, y, c, ny, sy,
kh), but names kept what the family wrote, often half of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Rule(NamedTuple):
    """One habit of spelling: the pattern in a word of A-Z, what it becomes, and why.

    The pattern is looked for only in a word that has the `sign`; that is quicker.
    """

    name: str
    pattern: str
    becomes: str | Callable[[re.Match[str]], str]
    reason: str
    sign: str = ""


_OLD_J = re.compile("(?<![DT])(?<!POE)(?<!MOE)J(?!I(?!TN)|OEM|OENA)")
"""A j that is y by the old spelling; where no name has y (Poeji, Joemadi) dj became j early."""


def _old_y(word: re.Match[str]) -> str:
    return _OLD_J.sub("Y", word[0])


Z_IN_FRONT = (
    "AZIM AZIS AZMI AZRIL AZRUL AZWAR FIRZA GAZALI GHAZALI GHOZALI GOZALI HUZAI IZUD IZUL"
    " LAZUARD MARZUK MIRZA MUAZ$ MUNZIR MUZAF MUZAKI MUZAM MUZAY NAZAR NAZIF NAZIL NAZIR NIZAM"
    " NIZAR NUZUL RAZAK RAZALI REZA$ REZEK RIZA$ RIZWAN ROZAK ROZALI ROZIK UZAIR WAZIR"
    " YAZID ZAHAR ZAHID ZAHIR ZAHR ZAID$ ZAIN ZAITUN ZAKAR ZAKI ZAKY ZAMAN$ ZAMR ZAMZAM ZARKAS"
    " ZAWAW ZAZUL ZENAB ZENAL ZENUD ZIAUL ZIDAN ZUBAI ZUBED ZUBER ZUBIR ZUHAI ZUHD ZUHR ZULAIH"
    " ZULF ZULH ZULK ZUMAR[AO] ZUMR"
)
Z_ANYWHERE = "AZIZ FAUZ FAZIL FIZAH IZAL IZ$ ROZI$ UZAMAN$"
"""Beginnings and parts of Arabic names in which z is heard as j, and in which no other name has j.

Jumadi, Junaidi and Jamal are not among them: their j is one.
"""


def heard_as_j(stems: str) -> str:
    """A pattern of names, each as it is written and as it is heard."""
    heard = stems.replace("Z", "[JZ]").replace("F", "[FP]").replace("AI", "A[EI]")
    return "|".join(heard.replace("K", "[KQ]").split())


_J_IS_Y = (
    "(?<=[LH])J|(?<=^SUR)J|(?<=^AR)J|(?<=A)J(?=AT$|U$)|(?<=^WIR)J(?=[AO])|(?<=^MAR)J(?=AM)"
    "|(?<=IJ[AO])J(?=[AO])|(?<=^WA)J(?=AN$)|(?<=^PRA)J(?=OG|ITN)|(?<=^SA)J(?=UT|OG)"
    "|(?<=^SU)J(?=ITN)|(?<=[BDGKPRST]I)J(?=ANT|O$|ON)|(?<=AR)J(?=A[DT]I$)"
)
"""A j that is y by the old spelling: no new word has j there."""

OLD: tuple[Rule, ...] = (
    Rule(
        "old word",
        "^.*(?:OE|DJ|TJ).*$",
        _old_y,
        "EYD 1972: a word that still has oe, dj or tj writes y as j (Widjaja, Soerjadi), but where"
        " no name has y its dj became j early (Poeji, Moejiono, Joemadi)",
        "J",
    ),
    Rule("nj", "^NJ", "NY", "EYD 1972: nj -> ny; inside a new word nj is n and j (Panji)", "NJ"),
    Rule(
        "j after l, h",
        _J_IS_Y,
        "Y",
        "EYD 1972: j -> y where no new word has j (Muljadi, Surja, Hidajat, Wirjo, Wijaja, Setijo,"
        " Harjadi)",
        "J",
    ),
    Rule("dj", "DJ", "J", "EYD 1972: dj -> j", "DJ"),
    Rule("tj", "TJ", "C", "EYD 1972: tj -> c", "TJ"),
    Rule("sj", "SJ", "SY", "EYD 1972: sj -> sy", "SJ"),
    Rule(
        "z heard as j",
        "(?:^|(?<=^NUR))(?:{})|{}|FA[EI]J".format(*map(heard_as_j, (Z_IN_FRONT, Z_ANYWHERE))),
        lambda word: word[0].replace("J", "Z"),
        "Javanese and Sundanese say j for Arabic z, and often p for f; only in such names (Jaenal,"
        " Rijal, Ajijah, Paujan, Badrujaman)",
        "J",
    ),
    Rule(
        "j at the end of a syllable",
        "(?<!^)J(?=[BHK])|(?<=M)J|(?<=^A)J(?=M)",
        "Z",
        "no Indonesian syllable ends in j or has it after m: it is Arabic z (Hamjah, Ajhar, Rijki)",
        "J",
    ),
    Rule(
        "z for j",
        "^Z(?=UNA?[EI]D|A[EI]LANI|AMH[AU]R|A[LM]ALUD)",
        "J",
        "who says j for z also writes z for a true j (Zunaidi)",
        "Z",
    ),
    Rule(
        "foreign j",
        "^J(?=UL|UN[UI]|US|UD[AHIOY]|OH[AN]|OSH?[EU]|OEL|ES+I[CK]|AP$|ONAT|OAK|AHY|ANUAR|A[CK]O?B|AKUB|AN$|EREM)"
        "|(?<=^BEN)J(?=AM)",
        "Y",
        "months and names from the Bible and Arabic have j or y (Juliana, Johanes, Jusuf)",
        "J",
    ),
    Rule("oe", "OE", "U", "1947: oe -> u", "OE"),
    Rule("oo", "(?<!^)(?<!NY)OO", "U", "oo for a long u (Noor)", "OO"),
    Rule("ou", "OU(?!W)", "U", "French ou, as lists in Phnom Penh write u (Souharto)", "OU"),
)
"""In order; the first looks for signs that the later ones take away."""

Y_IN_OLD_NAMES = frozenset(
    ("JAJAT", "JAJUK", "JANI", "JANTI", "JANTO", "JASIN", "JETTY", "JOGA", "JOJOK", "JUWONO")
)
"""Words with a j that stands for y where their name is written as before 1972.

With y each is a usual name, with j hardly one. Joko, Jaya, Jati and Jono are not among them: in
names that are half old they are as new as Joko Soesilo's.
"""
OLD_SIGNS = ("OE", "DJ", "TJ", "SJ", "^NJ", "(?<!^)CH", _J_IS_Y, "^JUSU[FP]", "^JUNUS")
"""Patterns in a word that show that its name is written so; nj inside is new (Panji)."""
_IS_OLD = re.compile("|".join(OLD_SIGNS))


def with_old_j(words: Sequence[str]) -> Sequence[str]:
    """The words of a name with y for j in those that are old beside the rest.

    Jajat Soeprijatna is Yayat Supriyatna. Of two such words, as in Janto Jani, each shows it of
    the other: a new name has one j in front at most that was not dj.
    """
    listed = [word in Y_IN_OLD_NAMES for word in words]
    if not any(listed):
        return words
    old = sum(listed) > 1 or any(_IS_OLD.search(word) for word in words)
    return [
        w.replace("J", "Y") if old and is_j else w for w, is_j in zip(words, listed, strict=True)
    ]


_LISTED = re.compile(rf"\b(?:{'|'.join(sorted(Y_IN_OLD_NAMES))})\b", re.IGNORECASE)


def in_old_spelling(text: str) -> str:
    """A text with y in every word that may have j for it, whatever stands beside it."""
    return _LISTED.sub(lambda word: word[0].upper().replace("J", "Y"), text)
