"""Spelling of Indonesian names: one declared table of rules, and the sound of a word.

Spelling was reformed in 1947 (oe -> u) and 1972 (EYD: dj, j, tj, nj, sj, ch -> j, y, c, ny, sy,
kh), but names kept what the family wrote. Arabic, Dutch and Sanskrit names are written as heard.
A rule stands only where names that differ for Indonesians stay apart (Dewi and Dwi, Jono and Yono).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple


class Rule(NamedTuple):
    """One habit of spelling: the pattern in a word of A-Z, what it becomes, and why."""

    name: str
    pattern: str
    becomes: str | Callable[[re.Match[str]], str]
    reason: str


def _old_y(word: re.Match[str]) -> str:
    return re.sub("(?<![DT])J", "Y", word[0])


RULES: tuple[Rule, ...] = (
    # Spelling before 1972. The first rule looks for signs that the later ones take away.
    Rule(
        "old word",
        "^.*(?:OE|DJ|TJ).*$",
        _old_y,
        "EYD 1972: a word that still has oe, dj or tj writes y as j (Widjaja, Soerjadi)",
    ),
    Rule("nj", "^NJ", "NY", "EYD 1972: nj -> ny; inside a new word nj is n and j (Panji)"),
    Rule(
        "j after l, h",
        "(?<=[LH])J|(?<=^SUR)J|(?<=^AR)J|(?<=A)J(?=AT$|U$)",
        "Y",
        "EYD 1972: j -> y where no new word has j (Muljadi, Wahju, Surja, Hidajat, Rahaju)",
    ),
    Rule("dj", "DJ", "J", "EYD 1972: dj -> j"),
    Rule("tj", "TJ", "C", "EYD 1972: tj -> c"),
    Rule("sj", "SJ", "SY", "EYD 1972: sj -> sy"),
    Rule(
        "z heard as j",
        "^J(?=A[EI]N[AU]|UBA[EI]|ULA[EI]H|ULK[AI]|AMR|AHR[AO]|UHR)"
        "|(?<=FAU)J(?=I)|(?<=^A)J(?=I[SZJ])|(?<=^RO)J(?=A[KQ])",
        "Z",
        "Javanese and Sundanese say j for Arabic z; only in such names (Zaenal, Fauzi, Aziz)",
    ),
    Rule(
        "foreign j",
        "^J(?=UL|UN[UI]|US[UT]|OH[AN]|OS[EU]|AHY|ANUAR|AKO?B|AKUB)",
        "Y",
        "months and names from the Bible and Arabic have j or y (Juliana, Johanes, Jusuf)",
    ),
    Rule("oe", "OE", "U", "1947: oe -> u"),
    Rule("oo", "(?<!^)OO", "U", "oo for a long u (Noor)"),
    # Consonants of Arabic, Dutch and English names.
    Rule("chr", "^CH(?=R)|(?<=^MI)CH(?=A)", "K", "Greek ch is k (Christina, Michael)"),
    Rule(
        "old ch in front",
        "^CH(?=A[EI]R|O[EI]R|OL[IE]|US|AM[ID]|A[FSB]|OT|AL[IU]|UM)",
        "KH",
        "EYD 1972: ch -> kh; in front only in Arabic names (Chairul), not in Chandra",
    ),
    Rule("ch in front", "^CH", "C", "English habit: Chandra for Candra"),
    Rule("ch", "CH", "KH", "EYD 1972: ch -> kh (Achmad, Nurchasanah)"),
    Rule("kh", "KH", "H", "Arabic kh and h are confused (Khasanah, Hasanah)"),
    Rule(
        "kh heard as k",
        "^K(?=OIR|A[EI]RU|OLI[LDS]|USNU|OTIM|ODIJ)",
        "H",
        "Javanese say k for Arabic kh; only in such names (Kusnul, Kotimah)",
    ),
    Rule("ph", "PH", "F", "Greek ph is f (Stephanus)"),
    Rule("ts", "TS(?=[AIU])", "S", "Arabic th, written ts or s (Utsman)"),
    Rule(
        "hafidz",
        "(?<=HAFI|AHFU)(?:DZ|DH|D|Z|J)$",
        "D",
        "the last letter of Hafidz and Mahfudz has four spellings",
    ),
    Rule("dz", "DZ", "Z", "Arabic dh, written dz or z (Dzulkifli)"),
    Rule("dl", "(?<=^RI)DL|(?<=MA)DL|(?<=^FA)DL(?=IL)", "D", "Arabic d, written dl or dh (Ridlo)"),
    Rule("dh, th, bh, gh", "(?<=[DTBG])H", "", "breath after d, t, b, g is not heard (Budhi)"),
    Rule("sh, sy", "SH|SY(?=[AEIOU])", "S", "sy, sh and s are confused (Syaiful, Aisha)"),
    Rule("ck", "CK", "K", "English habit: Ricky for Riki"),
    Rule("q", "Q", "K", "Arabic q, written q or k (Taufiq)"),
    Rule("x in front", "^X", "S", "Portuguese x is s (Xaverius)"),
    Rule("x", "X", "KS", "x is ks (Felix)"),
    Rule(
        "c as k",
        "C(?=[TLR])|(?<=[IRS])C(?=US|A$|O$|AR$)|^C(?=AROL|ATAR|ARL|ORNEL)",
        "K",
        "Latin c is k where no Indonesian word has c (Victor, Monica, Fransiscus)",
    ),
    Rule(
        "c as s",
        "C(?=ILI|IA$|ENT|ISK)|^C(?=[EI][CS]ILI)",
        "S",
        "Latin c before e and i is s; only in such names (Cecilia, Lucia)",
    ),
    Rule("ti as si", "TI(?=US$)", "SI", "Latin -tius, written -sius too (Ignatius)"),
    Rule("z", "Z", "S", "z is not an Indonesian sound; s is written for it (Aziz)"),
    Rule("f, v", "[FV]", "P", "f, v and p are confused, in Sundanese above all (Saefudin)"),
    # Vowels.
    Rule("ey", "(?<=[^AEIOU])EY$", "I", "English habit: Shirley for Shirly"),
    Rule(
        "ie",
        "IE(?!M)|(?<=^.)IE(?=M)",
        "I",
        "Dutch ie is i (Arief, Liem); -iem ends Javanese names of women",
    ),
    Rule("y", "Y", "I", "y and i are written for each other (Fitry, Setyawan)"),
    Rule("w", "W", "U", "w and u are written for each other (Suwardi, Riduan)"),
    Rule("ae, ei", "AE|EI", "AI", "ae, ei and ai are written for each other (Nuraeni, Leila)"),
    Rule("doubled", r"(.)\1+", r"\1", "doubled letters sound as one; iy is i before a vowel"),
    Rule("husain", "^H[UO]S(?:AI|E|I)N(?=I?$)", "HUSAIN", "one name: Husain, Husein, Husen"),
    Rule("sulaiman", "^S[UO]L(?:AI|E)MAN$", "SULAIMAN", "one name: Sulaiman, Suleman"),
    Rule("zainal", "^SE(?=NAL$|NUDIN$|PUL$)", "SAI", "Sundanese say e for ai (Zenal, Seful)"),
    Rule("o in front", "^O(?=MAR$|SMAN$)|(?<=^M)O(?=H|ST)", "U", "Arabic u, heard as o (Omar)"),
    Rule("nor", "^NOR(?![AM])", "NUR", "Banjar and Malay Nor for Nur, but Norma and Nora"),
    Rule(
        "o for a",
        "(?<=R)O(?=HM|HIM)|(?<=^R)O(?=SID|SAK|UP)|(?<=H)O(?=IR|LI[LDS]|TIM|DIJ)"
        "|(?<=^S)O(?=L[AEI]H)|(?<=^G)O(?=PUR|SAL)|(?<=ST)O(?=PA$)|(?<=^K)O(?=DIR)"
        "|(?<=[RTL])O(?=H$)",
        "A",
        "Javanese say o for Arabic a after a heavy consonant; only in such names (Rohmat, Khoirul)",
    ),
    Rule("ramadan", "^R[AO]MAD[AO]N", "RAMADAN", "one word: Ramadhan, Romadlon"),
    Rule("saleh", "^SALEH", "SALIH", "one word: Saleh, Salih; Solehah, Salihah"),
    Rule(
        "ain as k",
        "(?<=^[MN][AIU])K(?=M|RUP)|(?<=^SA)K(?=DI)",
        "",
        "an Arabic ain inside a word is written k or not at all (Makruf, Nikmah)",
    ),
    Rule("final d", "D$", "T", "a final d is heard as t (Rahmad, Ahmat)"),
    Rule("final b", "B$", "P", "a final b is heard as p (Yakub)"),
    Rule("muhammad", "^MUHAM[AE]T$", "MUHAMAT", "one name: Muhammad, Mochamad, Mohamed"),
    Rule("ahmad", "^AHM[AE]T$", "AHMAT", "one name: Ahmad, Achmed"),
    Rule("weak e", "(?<=^S)E(?=LAM|RI$)", "", "an unstressed e falls out (Selamet, Seri)"),
    Rule("final h", "(?<=[AEIOU])H$", "", "a final h is not heard (Fatimah, Nurjanah)"),
)
"""In the order in which they are used: each sees what the ones before it left."""

_INITIALS = str.maketrans("FVQZXYW", "PPKSSIU")


@cache
def _substitutions() -> tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]:
    """The table, compiled once and only where a name is compared."""
    return tuple((re.compile(rule.pattern), rule.becomes) for rule in RULES)


@lru_cache(maxsize=1 << 17)
def sound(word: str) -> str:
    """The key under which the spellings of one word meet; `word` is one of `words(name)`.

    An initial stays one letter, the one that words in its place begin with in their own keys.
    """
    if len(word) == 1:
        return word.translate(_INITIALS)
    key = word
    for pattern, becomes in _substitutions():
        key = pattern.sub(becomes, key)
    return key or word
