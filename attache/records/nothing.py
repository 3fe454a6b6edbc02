"""Words and signs that say that there is nothing to write: n/a, tidak ada, belum punya, none, 0.

The same are read wherever a number is typed, and in the cells of a foreign sheet. In place of a
number zeros say so too, as village registers write that somebody has none, and so does any text of
nothing but such words: “belum punya KTP”, “does not have a passport”.
"""

from __future__ import annotations

import re

SIGNS = ("n/a", "n.a.", "n.a", "t/a", "t.a.", "?", "??", "???", "…", "...", "-/-", "null", "#n/a")
"""What fills a cell and answers nothing."""
ANSWERS = (
    *("tidak ada", "tdk ada", "tak ada", "belum ada", "blm ada", "nihil", "kosong"),
    *(
        f"{no} {has}"
        for has in ("punya", "memiliki", "mempunyai")
        for no in ("tidak", "tdk", "tak", "belum", "blm")
    ),
    *("tidak tahu", "tdk tahu", "tidak diketahui", "tdk diketahui", "belum diketahui"),
    *("lupa", "tidak ingat", "tdk ingat"),
    *("none", "unknown", "not known", "not yet", "not available", "not applicable", "forgotten"),
)
"""What may answer a question that is answered in sentences."""
_NO = """
    tidak tdk tak tida ga gak nggak enggak belum blm bukan tanpa nihil kosong lupa
    none no not never nil nothing unknown without unavailable forgot forgotten null
    don doesn didn
"""
_BESIDE = """
    ada punya memiliki mempunyai tahu tau diketahui ingat hafal hapal jelas pernah sama sekali
    masih lagi sudah dia ybs yang disebut disebutkan diisi tercatat terdaftar terbit diterbitkan
    known have has had having does do did doesn don didn t available applicable any yet got know
    remember still is was been given stated recorded issued the a an of he she they his her their
    nik ktp kk e paspor passport pasport splp hp wa telepon telp tlp ponsel phone telephone mobile
    nomor number document dokumen id card kartu nya
"""
_SAYING = frozenset(_NO.split())
_ALL = _SAYING | frozenset(_BESIDE.split())
_WORD = re.compile(r"[^\W\d_]+")
_SIGN_WORDS = frozenset(SIGNS)
_SIGNS_OR_ZEROS = re.compile(r"[\s?.,…/()\-–—_*0]+")


def says_none(raw: object) -> bool:
    """Whether what stands in place of a number says that there is none.

    >>> says_none("belum punya KTP"), says_none("not yet"), says_none("0000"), says_none(0)
    (True, True, True, True)
    >>> says_none("C0000001"), says_none("Nona Contoh"), says_none("hilang"), says_none(False)
    (False, False, False, False)
    """
    if not isinstance(raw, str):
        return raw == 0 and raw is not False
    if _SIGNS_OR_ZEROS.fullmatch(raw):
        return not raw.isspace()
    if any(map(str.isdigit, raw)):
        return False
    text = raw.casefold()
    words = _WORD.findall(text)
    saying = _ALL.issuperset(words) and not _SAYING.isdisjoint(words)
    return saying or text.strip().strip("()") in _SIGN_WORDS
