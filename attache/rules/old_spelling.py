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
    "AZAHR AZAM$ AZIM AZIS AZMI AZRIL AZRUL AZUHR AZWAR FAWAZ FIRZA GAZALI GHAZALI GHOZALI"
    " GOZALI HUZAI IZAH?$ IZAT IZUD IZUL LAZUARD MARZUK MIRZA MUAZ$ MUIZ MUNZIR MUZAF MUZAKI"
    " MUZAM MUZAY NAZAR NAZIF NAZIL NAZIR NIZAM NIZAR NUZUL RAZAK RAZALI REZA$ REZEK RIZA$"
    " RIZWAN ROZAK ROZALI ROZIK UZAIR WAZIR YAZID ZABIDI ZAFRAN ZAHAR ZAHID ZAHIR ZAHR ZAHW"
    " ZAID$ ZAIM ZAIN ZAITUN ZAKAR ZAKI ZAKY ZALFA ZAMAN$ ZAMR ZAMZ ZARKAS ZASKIA ZAWAW"
    " ZAZUL ZENAB ZENAL ZENUD ZIAUL ZIDAN ZIDN ZIKR ZIYAD ZOHR ZUBAI ZUBED ZUBER ZUBIR ZUHAI"
    " ZUHD ZUHR ZULAIH ZULAIK ZULEH ZULEK ZULF ZULH ZULK ZULMI ZUMAR[AO] ZUMR ZURAI"
)
Z_ANYWHERE = "AZIZ FAUZ FAZIL FIZAH IZAL IZAR$ IZON$ ROZI$ UZAMAN$"
"""Beginnings and parts of Arabic names in which z is heard as j, and in which no other name has j.

Jumadi, Junaidi and Jamal are not among them: their j is one.
"""


def heard_as_j(stems: str) -> str:
    """A pattern of names, each as it is written and as it is heard."""
    heard = stems.replace("Z", "[JZ]").replace("F", "[FP]").replace("AI", "A[EI]")
    return "|".join(heard.replace("K", "[KQ]").split())


J_IS_Y = (
    "(?<=[LH])J|(?<=[FP])J(?=AN)|(?<=B)J(?=A[KN])",  # Muljadi, Sofjan, Subjakto
    "(?<=^SUR)J|(?<=^AR)J|(?<=^KAR)J(?=A)|(?<=AR)J(?=A[DT]I$)",  # Surja, Karja, Harjadi
    "(?<=^WIR)J(?=[AO])|(?<=^WA)J(?=AN$)|(?<=^SU)J(?=ITN)",  # Wirjo, Sujitno
    "(?<=^PRA)J(?=OG|ITN)|(?<=^SA)J(?=UT|OG|EK)",  # Prajogo, Sajuti
    "(?<=^M[AI]R)J(?=AM)|(?<=^MARI)J(?=AM)",  # Mirjam, Marijam
    "(?<=IJ[AO])J(?=[AO])|(?<=PRI)J(?=A[DMNT]|O(?!N$))",  # Wijaja, Prijambodo
    "(?<!RA)(?<!^MUNA)(?<=A)J(?=AT$)|(?<=A)J(?=U$)|(?<=HA)J(?=ATI)",  # Widajat, Rahaju
    "(?<=HIDA)J|(?<=RAHA)J|(?<=^JESA)J|(?<=[AEIOU][^AEIOUR]A)J(?=AH$|ATI$)",  # Hidajah, Inajati
    "(?<=[A-Z]{2}A)J(?=AN[IT])|(?<=[CK]HA)J(?=AH$)|(?<=^I)J(?=US$)",  # Handajani, Indrajanto
    "(?<=[^AEIOUW]I)J(?=ANT|EM$|O$|O[NSW][AO]|ATUN)|(?<=I[EN])J(?=EM$)",  # Setijo, Ponijem
    "(?<=[A-Z][BDGKLMNPRST]I)J(?=A[DT]I$|ANI$)|(?<=[A-Z]{2}I)J(?=AT$)",  # Harijadi, Ruhijat
    "(?<=[A-Z][BDGKLMNST]I)J(?=AN$)",  # Ngatijan
    "(?<=[A-Z][BDFGKLMNPRST]I)(?<![HK][AO][DFPT]I)J(?=AH$)",  # Marijah, but Khadijah, Hafijah
)
"""Where a j is y by the old spelling: no new word has j there."""
_J_IS_Y = "|".join(J_IS_Y)

OLD: tuple[Rule, ...] = (
    Rule("nyak", "^N[JY]A$", "NYAK", "Acehnese nyak, written nya and before 1972 nja", "A"),
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
        " Harjadi, Hidajah, Ponijem, Sofjan)",
        "J",
    ),
    Rule("dj", "DJ", "J", "EYD 1972: dj -> j", "DJ"),
    Rule("tj", "T?TJ", "C", "EYD 1972: tj -> c", "TJ"),
    Rule("sj", "SJ", "SY", "EYD 1972: sj -> sy", "SJ"),
    Rule(
        "z heard as j",
        "(?:^|(?<=^NUR))(?:{})|{}|FA[EI]J|PA[EI]J(?=A[HLT]|IN)".format(
            *map(heard_as_j, (Z_IN_FRONT, Z_ANYWHERE))
        ),
        lambda word: word[0].replace("J", "Z"),
        "Javanese and Sundanese say j for Arabic z, and often p for f; only in such names (Jaenal,"
        " Rijal, Ajijah, Paujan, Badrujaman)",
        "J",
    ),
    Rule(
        "j at the end of a syllable",
        "(?<!^)J(?=[BHK]|$)|(?<=M)J|(?<=^A)J(?=M)",
        "Z",
        "no Indonesian syllable ends in j or has it after m: it is Arabic z (Hamjah, Ajij, Rijki)",
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
        "^J(?=UL|UN[UI]|US|UD[AHIOY]|OH[AN]|O[SZ]H?[EU]|OEL|ES(?:S*I[CK]|A[IY])|AP$|ONAT|OA[CKN]"
        "|AHY|ANUAR|A[CK]O?B|AKUB|AN$|EREM|ERM|EHE|AFET|ASINT|UBLI|OTAM)"
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
    (
        "JAJAH",
        "JAJAT",
        "JAJUK",
        "JAMIN",
        "JANI",
        "JANTI",
        "JANTO",
        "JASIN",
        "JETTY",
        "JOGA",
        "JOJOK",
        "JUWONO",
    )
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


_HALF_OLD = re.compile(r"\b(?=\w*(?:OE|DJ|TJ))\w*J\w*")
_MAY_BE_DJ = re.compile("(?<=[AEIOU]R)(?<!^SOER)J(?=O|AN)|(?<=RA)J(?=AT)")


def with_new_j(text: str) -> str:
    """A text in capitals with dj for each j of an old word that may be new already.

    Soeparjono is Suparyono, but Suparjono where only half of the word is written as before 1947.
    """
    return _HALF_OLD.sub(lambda word: _MAY_BE_DJ.sub("DJ", word[0]), text)


_LISTED = re.compile(rf"\b(?:{'|'.join(sorted(Y_IN_OLD_NAMES))})\b", re.IGNORECASE)


def in_old_spelling(text: str) -> str:
    """A text with y in every word that may have j for it, whatever stands beside it."""
    return _LISTED.sub(lambda word: word[0].upper().replace("J", "Y"), text)
