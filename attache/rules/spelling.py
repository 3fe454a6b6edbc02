"""Spelling of Indonesian names: one declared table of rules, and the sound of a word.

Arabic, Dutch, Latin and Sanskrit names are written as heard, and many words as before 1972
(old_spelling.py). A rule stands only where names that differ for Indonesians stay apart (Dewi and
Dwi, Jono and Yono).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from attache.rules.baptismal import CALLED
from attache.rules.old_spelling import OLD, Rule

RULES: tuple[Rule, ...] = (
    *OLD,
    # Consonants of Arabic, Dutch and English names.
    Rule(
        "chr",
        "^CH(?=R)|(?<=^MI)[CK]H(?=A)|(?<=^ZA)CH(?=AR)|(?<=^RI)CH(?=ARD)|(?<=^YOA)CH",
        "K",
        "Greek ch is k (Christina, Michael)",
        "H",
    ),
    Rule(
        "old ch in front",
        "^CH(?=A[EI]R|O[DEI]|OL[IE]|US|A[DM][ID]|A[FSB]|OT|AL[IU]|UM)",
        "KH",
        "EYD 1972: ch -> kh; in front only in Arabic names (Chairul), not in Chandra",
        "CH",
    ),
    Rule("ch in front", "^CH", "C", "English habit: Chandra for Candra", "CH"),
    Rule("ch", "CH", "KH", "EYD 1972: ch -> kh (Achmad, Nurchasanah)", "CH"),
    Rule("kh", "KH", "H", "Arabic kh and h are confused (Khasanah, Hasanah)", "KH"),
    Rule(
        "kh heard as k",
        "^K(?=OIR|A[EI]RU|OLI[LDS]|USNU|OTIM|ODIJ)|(?<=^I)K(?=SAN|LAS|WAN)|(?<=^MU)K(?=LIS|SIN|TAR)"
        "|(?<=^[FP]A)K(?=R[IU])|(?<=^BA)K(?=TI[AY])|(?<=^BU)K(?=[AO]RI)"
        "|(?<=^S[AO]LI)K(?=AH?$|IN$)|(?<=[UH][SO]LI)K(?=AH?$|IN$)",
        "H",
        "Javanese say k for Arabic kh; only in such names (Kusnul, Kotimah, Iksan, Muklis)",
        "K",
    ),
    Rule(
        "ng for ain",
        "(?<=^ISMA)NG(?=IL)|(?<=^SA)NG(?=I[DT]$|AD)|(?<=^MA)NG(?=RU[FP])|^NG(?=ALI$|UMAR)",
        "",
        "Javanese say ng for an Arabic ain; only in such names (Sangid, Ismangil, Ngali)",
        "NG",
    ),
    Rule("ph", "PH", "F", "Greek ph is f (Stephanus)", "PH"),
    Rule("ts", "TS(?=[AIU])|(?<=^[OU])TS", "S", "Arabic th, written ts or s (Utsman)", "TS"),
    Rule(
        "hafidz",
        "(?<=HAFI|HAPI|AHFU)(?:DZ|DH|D|Z|J)$",
        "D",
        "the last letter of Hafidz and Mahfudz has four spellings",
        "H",
    ),
    Rule("faridz", "(?<=^[FP]ARI)DZ$", "D", "Farid is written with dz too", "DZ"),
    Rule("dz", "DZ", "Z", "Arabic dh, written dz or z (Dzulkifli)", "DZ"),
    Rule(
        "dl",
        "(?<=^RI)DL|(?<=MA)DL|(?<=^FA)DL(?=IL)",
        "D",
        "Arabic d, written dl or dh (Ridlo)",
        "DL",
    ),
    Rule("dh, th, bh, gh", "(?<=[DTBG])H", "", "breath after d, t, b, g is not heard (Budhi)", "H"),
    Rule(
        "weak e in front",
        "(?<=^[BCDGKST])E(?=[RL]+[AEIOUY]+[^AEIOUYH])|(?<=^P)E(?=R[AO]|RIH)|(?<=^S)E(?=RI$)",
        "",
        "an unstressed e between two consonants comes and goes (Selamet, Seri, Berata, Peratama)",
        "E",
    ),
    Rule("sh, sy", "SY?H|SY(?=[AEIOUKR])", "S", "sy, sh and s are confused (Syaiful, Aisha)", "S"),
    Rule("ck", "CK", "K", "English habit: Ricky for Riki", "CK"),
    Rule("q", "Q", "K", "Arabic q, written q or k (Taufiq)", "Q"),
    Rule("x in front", "^X", "S", "Portuguese x is s (Xaverius)", "X"),
    Rule("x", "X", "KS", "x is ks (Felix)", "X"),
    Rule(
        "c as k",
        "C(?=[TLR])|(?<=[IRS])C(?=US|A$|O$|AR$)|^C(?=ARO?L|ATAR|ORNEL|ON[RS]|OSM|AM[EI]L)|C$"
        "|(?<=^LU)C(?=AS)|(?<=^NI)C(?=OL)|(?<=^YA)C(?=OB)|(?<=E)CC?(?=A$)",
        "K",
        "Latin c is k where no Indonesian word has c (Victor, Monica, Fransiscus)",
        "C",
    ),
    Rule(
        "c as s",
        "C(?=ILI|IA$|EN[ST]|ISK)|^C(?=[EI][CS]ILI)|(?<=^MAR)C(?=EL)",
        "S",
        "Latin c before e and i is s; only in such names (Cecilia, Lucia, Marcel)",
        "C",
    ),
    Rule("te as ti", "TE(?=US$)", "TI", "Greek -theos, written -tius too (Mateus)", "TEUS"),
    Rule("ti as si", "TI(?=US$)", "SI", "Latin -tius, written -sius too (Ignatius)", "TIUS"),
    Rule("z", "Z", "S", "z is not an Indonesian sound; s is written for it (Aziz)", "Z"),
    Rule(
        "v for w",
        "^V(?=AHY|ULAN|IJAY|IDYA|ISNU|IBO|IDOD|AYAN|AHID)|(?<=A)V(?=AN$|ATI$)|(?<=IBO)V",
        "W",
        "Khmer has no w, and lists in Phnom Penh write v (Vahyu, Setiavan)",
        "V",
    ),
    Rule(
        "weak e inside",
        "(?<=[AEIOUNS][BDFGKPT])E(?=R[AEIOUY])",
        "",
        "an unstressed e between two consonants comes and goes (Puteri, Indera, Superiyadi)",
        "ER",
    ),
    Rule("f, v", "[FV]", "P", "f, v and p are confused, in Sundanese above all (Saefudin)"),
    # Vowels.
    Rule(
        "ei, ey at the end",
        "(?<=[A-Z][^AEIOU])E[IY]$",
        "I",
        "an English or an old end: Shirley for Shirly, Sjafei for Syafii; but Mei",
        "E",
    ),
    Rule(
        "ie",
        "IE(?!M)|(?<=^.)IE(?=M)|(?<=^SAL)IE(?=M$)|(?<=^KAR)IE(?=M$)|(?<=^HA[KL])IE(?=M$)"
        "|(?<=RAH)IE(?=M$)",
        "I",
        "Dutch ie is i (Arief, Liem); -iem ends Javanese names of women, but not Arabic ones of men"
        " (Saliem, Kariem)",
        "IE",
    ),
    Rule("aye", "AYE(?=[NT])", "AE", "y is heard between a and e (Rohaeti, Rohayeti)", "AYE"),
    Rule("y", "Y", "I", "y and i are written for each other (Fitry, Setyawan)", "Y"),
    Rule("w", "W", "U", "w and u are written for each other (Suwardi, Riduan)", "W"),
    Rule("ae, ei", "AE|EI", "AI", "ae, ei and ai are written for each other (Nuraeni, Leila)", "E"),
    Rule("doubled", r"(.)\1+", r"\1", "doubled letters sound as one; iy is i before a vowel"),
    Rule(
        "oa",
        "(?<=^[GHKLT])OA(?=N?$)|(?<=^S)OA(?=RES)",
        "UA",
        "Hokkien and Portuguese oa, written wa or ua too (Hoa, Hwa; Soares, Suares)",
        "OA",
    ),
    Rule("eu", "EU(?=[MN])", "E", "Acehnese eu, written e too (Teungku, Keumala)", "EU"),
    Rule("kulsum", "^K[AU]LSUM", "KULSUM", "one name: Kulsum, Kalsum", "LSUM"),
    Rule(
        "weak e before t",
        "(?<=^S)(?=TI[AO])|(?<=PRAS)(?=TI?[AO])",
        "E",
        "an unstressed e between s and t is left out (Styawan, Prastyo)",
        "ST",
    ),
    Rule(
        "y after t",
        "(?<=SET)I(?=O)|(?<=LIST)I(?=[AO])|(?<=^AIS)I(?=A)",
        "",
        "the y of Setyo, Sulistyo and Aisyah is hardly heard (Seto, Setyo, Setiyo)",
        "I",
    ),
    Rule(
        "a in a cluster",
        "(?<=^K)A(?=R[EI]SN)|(?<=^P)A(?=RA[BNST])|(?<=^KAT)A(?=RIN)",
        "",
        "kr, pr and tr of Sanskrit and Greek are divided by a vowel (Karesna, Paratama, Katarina)",
        "AR",
    ),
    Rule(
        "ri before sn",
        "(?<=[KT]R)I(?=SN)",
        "E",
        "the vowel r of Sanskrit is ri or re (Krisna, Kresna; Sutrisno, Sutresno)",
        "RISN",
    ),
    Rule("rizki", "^RE(?=SK)", "RI", "Arabic rizq: Rizki, Rezki", "RESK"),
    Rule("husain", "^H[UO]S(?:AI|E|I)N(?=I?$)", "HUSAIN", "one name: Husain, Husein, Husen", "S"),
    Rule("sulaiman", "^S[UO]L(?:AI|E)MAN$", "SULAIMAN", "one name: Sulaiman, Suleman", "MAN"),
    Rule(
        "e for ai",
        "(?<=^S)E(?=NAL$|NAB$|NUDIN$|PUL$)|(?<=^SUB)E(?=[DR])|(?<=^JUN)E(?=D)|(?<=^J)E(?=LANI$)"
        "|(?<=^L)E(?=LAH?$)|(?<=NURL)E(?=LAH?$)|(?<=^NUR)E(?=NI$)|(?<=^SUL)E(?=[HK]A)|(?<=^M)E(?=MUN)",
        "AI",
        "Sundanese say e for Arabic ai (Zenal, Seful, Juber, Nurlela)",
        "E",
    ),
    Rule("khadijah", "(?<=^H[AO])T(?=IJA)", "D", "one name: Khadijah, Khotijah", "TIJA"),
    Rule(
        "o for u",
        "^O(?=MAR$|SMAN$)|(?<=^M)O(?=H|S[LT]|RS)|(?<=^PAT)O(?=R)|(?<=^H)O(?=SN)",
        "U",
        "Arabic u, heard as o, in Madura above all (Omar, Fathor, Hosni)",
        "O",
    ),
    Rule("ao", "(?<=^[MP]A)O(?=L[AI]|SI)", "U", "Arabic au, written ao too (Maolana, Paozi)", "AO"),
    Rule("nor", "^NOR(?![AM])", "NUR", "Banjar and Malay Nor for Nur, but Norma and Nora", "NOR"),
    Rule(
        "o for a",
        "(?<=R)O(?=HM|HIM)|(?<=^R)O(?=SI[DT]|SAK|UP|ML|DI[AI]|PI(?:[KA]|$))"
        "|(?<=H)O(?=IR|LI[LDSK]|TI[MP]|DIJ)"
        "|(?<=^S)O(?=L[AEI]H|MAD|DIK|BR|BIR)|(?<=^G)O(?=PUR|SAL|NI)|(?<=ST)O(?=PA$)"
        "|(?<=^K)O(?=DIR|SIM|MAR)|(?<=^T)O(?=H[AI]|I[BP]|LI[BP])|(?<=BAR)O(?=K)|(?<=TIK)O(?=MA)"
        "|(?<=[RTL])O(?=H$)|(?<=[A-Z][BDHKMNS])O(?=H$)|(?<=[AU]HR)O$",
        "A",
        "Javanese say o for Arabic a after a heavy consonant; only in such names (Rohmat, Khoirul,"
        " Tohir, Qosim)",
        "O",
    ),
    Rule("ramadan", "^R[AO]MA?D[AO]N", "RAMADAN", "one word: Ramadhan, Romadlon, Ramdan", "M"),
    Rule("saleh", "(?<=L)E(?=H)", "I", "Arabic i before h, written e too (Saleh, Musleh)", "LEH"),
    Rule(
        "ain as k",
        "(?<=^[MN][AIU])K(?=M|RUP)|(?<=^SA)K(?=DI)",
        "",
        "an Arabic ain inside a word is written k or not at all (Makruf, Nikmah)",
        "K",
    ),
    Rule("kornelis", "(?<=^KORNEL)I(?=S$)", "IU", "Dutch -is for Latin -ius (Kornelis)", "IS"),
    Rule(
        "final nd, ld",
        "(?<=[NL])[DT]$",
        "",
        "no Indonesian word ends in two consonants (Ferdinand)",
    ),
    Rule("final d", "D$", "T", "a final d is heard as t (Rahmad, Ahmat)", "D"),
    Rule("final b", "B(?=[TS]|$)", "P", "a b that ends a syllable is p (Yakub, Babtista)", "B"),
    Rule("muhammad", "^MUHAM[AE]T$", "MUHAMAT", "one name: Muhammad, Mochamad, Mohamed", "MUHAM"),
    Rule("ahmad", "^AHM[AE]T$", "AHMAT", "one name: Ahmad, Achmed", "AHM"),
    Rule("final h", "(?<=[AEIOU])H$", "", "a final h is not heard (Fatimah, Nurjanah)", "H"),
    Rule("eas", "(?<=ANDR)E(?=AS$)", "I", "Greek -eas, written -ias too (Andreas, Andrias)", "EAS"),
    Rule(
        "baptismal",
        "^(?:{})$".format("|".join(CALLED)),
        lambda word: CALLED[word[0]],
        "what bearers of a baptismal name are called (Yohanes, Yan; Petrus, Piter; Yosef, Yos)",
    ),
)
"""In the order in which they are used: each sees what the ones before it left."""

_INITIALS = str.maketrans("FVQZXYW", "PPKSSIU")


@cache
def _substitutions() -> tuple[tuple[str, Callable[..., str], str | Callable[..., str]], ...]:
    """The table, compiled once and only where a name is compared."""
    return tuple((rule.sign, re.compile(rule.pattern).sub, rule.becomes) for rule in RULES)


@lru_cache(maxsize=1 << 17)
def sound(word: str) -> str:
    """The key under which the spellings of one word meet; `word` is one of `words(name)`.

    An initial stays one letter, the one that words in its place begin with in their own keys; no
    longer word (Wu, Oe) becomes one.
    """
    if len(word) == 1:
        return word.translate(_INITIALS)
    key = word
    for sign, substitute, becomes in _substitutions():
        if sign in key:
            key = substitute(becomes, key)
    return key if len(key) > 1 else 2 * key or word
