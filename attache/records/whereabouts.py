"""Words in the place of a number that say where the paper or telephone is, or that it is gone.

“Hilang”, “ditahan majikan”, “dibawa agen”: the number is not known now, and why is worth keeping.
Only texts of nothing but such words count. Whatever else stands there, such as a name that slid
into the column, is refused as no number.
"""

from __future__ import annotations

import re

_GONE = """
    hilang kehilangan lenyap dicuri kecurian tercecer tertinggal ketinggalan rusak terbakar hanyut
    dibuang dibakar dijual digadaikan digadai mati
    lost stolen missing damaged broken burnt sold
"""
_HELD = """
    ditahan disita dipegang dibawa diambil dirampas disimpan diamankan dikuasai ditarik dititipkan
    tertahan held withheld withholding confiscated seized taken kept
"""
_STATE = """
    diurus pengurusan diproses proses dibuat pembuatan perpanjangan menunggu pending
    aktif nonaktif
"""
_HOLDERS = """
    majikan pemberi perusahaan bos boss mandor agen agensi agency agent calo sponsor perekrut tekong
    mucikari polisi imigrasi kbri kjri embassy police immigration employer company recruiter
"""
_BESIDE = """
    masih sudah telah sedang belum tidak tdk ada dapat kembali dikembalikan ditemukan
    di ke dr dari oleh olh sama pada pd dgn dengan dalam tangan pihak kantor tempat orang kerja
    semua setempat lama waktu saat tahun thn bulan sejak kabur katanya kata
    paspor passport pasport splp ktp kk nik hp wa nomor no nya dokumen
    still not yet by with at in the of his her has been was is
"""
_SAYING = frozenset(" ".join((_GONE, _HELD, _STATE, _HOLDERS)).split())
_ALL = _SAYING | frozenset(_BESIDE.split())
_GONE_WORDS, _HELD_WORDS = frozenset(_GONE.split()), frozenset(_HELD.split())
_IN_HANDS = _HELD_WORDS | frozenset(_HOLDERS.split())
_WORD = re.compile(r"[^\W\d_]+")
_LONG_WORD = re.compile(r"[^\W\d_]{3}")
_WHEN = re.compile(r"\b(?:\d{1,2}[/.\-]\d{1,2}[/.\-])?(?:19|20)\d\d\b")


def says_where(text: str) -> bool:
    """Whether a text says where something is, or that it is gone, and gives no number of it.

    >>> says_where("Ditahan majikan"), says_where("hilang thn 2023"), says_where("tidak aktif")
    (True, True, True)
    >>> says_where("A1234567 (hilang)"), says_where("Siti Contoh")
    (False, False)
    """
    if not _LONG_WORD.search(text):  # as in nearly every number
        return False
    words = _WORD.findall(text.casefold())
    if not (_ALL.issuperset(words) and not _SAYING.isdisjoint(words)):
        return False
    return not any(map(str.isdigit, _WHEN.sub("", text)))


def is_held(text: str) -> bool:
    """Whether such words say that somebody else has it.

    >>> is_held("di agen"), is_held("hilang di majikan"), is_held("sedang diurus")
    (True, False, False)
    """
    words = _WORD.findall(text.casefold())
    least = _HELD_WORDS if is_gone(text) else _IN_HANDS
    return not least.isdisjoint(words)


def is_gone(text: str) -> bool:
    """Whether such words say that it is lost, or of no use any more.

    >>> is_gone("hilang thn 2023"), is_gone("disita")
    (True, False)
    """
    return not _GONE_WORDS.isdisjoint(_WORD.findall(text.casefold()))
