"""Heads that speak of somebody else than the person of a row: a recruiter, a father, an employer.

Lists of people carry the numbers of others beside their own, under a head of two rows (“Perekrut”
over “No. WA”) or in one (“No. WA Perekrut”). Such a column belongs to the person only where the
whole head names one of the person's fields, as “Nama ibu” does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FAMILY = frozenset(
    (
        *("ayah", "bapak", "bpk", "father", "dad", "ibu", "mother", "mom", "ortu", "parent"),
        *("parents", "orangtua", "wali", "guardian", "suami", "husband", "istri", "isteri", "wife"),
        *("pasangan", "spouse", "partner", "anak", "child", "children", "son", "daughter"),
        *("keluarga", "family", "kerabat", "saudara", "saudari", "relative", "relatives", "kin"),
        *("kakak", "adik", "abang", "brother", "sister", "sibling", "siblings", "paman", "uncle"),
        *("bibi", "tante", "aunt", "kakek", "nenek", "grandfather", "grandmother", "mertua"),
        *("ipar", "sepupu", "cousin", "keponakan", "menantu", "tunangan", "pacar", "ahliwaris"),
        *("waris", "heir"),
    )
)
_OTHERS = _FAMILY | frozenset(
    (
        *("dihubungi", "darurat", "emergency", "teman", "kawan", "friend", "tetangga"),
        # those who sent, employ or exploit
        *("perekrut", "rekruter", "recruiter", "agen", "agent", "agensi", "agency", "calo"),
        *("broker", "sponsor", "penyalur", "pengirim", "tekong", "majikan", "employer", "juragan"),
        *("bos", "boss", "atasan", "supervisor", "mandor", "manajer", "manager", "pemberi"),
        *("perusahaan", "company", "pelaku", "terduga", "tersangka", "suspect"),
        *("perpetrator", "offender", "trafficker", "pengendali", "pemilik", "owner", "sopir"),
        "driver",
        # those who help, report or decide
        *("pelapor", "reporter", "pengadu", "informan", "informant", "caller", "penelepon"),
        *("penghubung", "penjamin", "guarantor", "penanggung", "pendamping", "companion", "saksi"),
        *("witness", "kuasa", "pengacara", "lawyer", "penerjemah", "interpreter", "petugas"),
        *("officer", "pewawancara", "interviewer", "penyidik", "investigator", "relawan"),
        *("caseworker", "dokter", "doctor", "guru", "teacher", "penjemput", "penerima"),
    )
)
_ROLES = frozenset(
    (
        *("wni", "pmi", "cpmi", "tki", "tkw", "abk", "korban", "victim", "penyintas", "survivor"),
        *("pemohon", "applicant", "deportan", "deportee", "penumpang", "passenger", "siswa"),
        *("santri", "mahasiswa", "student", "peserta", "participant", "pekerja", "migran"),
        *("worker", "migrant", "klien", "client", "pasien", "jemaah", "jamaah", "tahanan", "ybs"),
    )
)
"""What the person of a row is called."""
_OWN = _ROLES | {
    *("warga", "negara", "citizen", "national", "bersangkutan", "diri", "sendiri", "pribadi"),
    *("personal", "self"),
}
"""Words for the person of a row."""
_OF_NOBODY = frozenset(
    (
        *("data", "detail", "details", "informasi", "info", "information", "identitas"),
        *("identity", "biodata", "bio", "profil", "profile", "umum", "general", "dasar", "basic"),
        *("pokok", "utama", "kependudukan", "dokumen", "document", "documents", "perjalanan"),
        *("travel", "surat", "alamat", "address", "asal", "origin", "rumah", "home"),
        *("indonesia", "kontak", "contact", "nomor", "no", "number", "kelahiran", "birth"),
        *("keterangan", "lain", "lainnya", "other", "yang", "di", "dan", "and", "of", "the"),
    )
)
"""Words over columns that do not say whose these are."""
_TITLES = frozenset(
    (
        *("daftar", "list", "laporan", "report", "rekap", "rekapitulasi", "tabel", "table"),
        *("nominatif", "form", "formulir", "lampiran", "annex", "summary"),
    )
)
"""Words with which the title of a table begins, whatever it goes on to name."""
_NAMING = frozenset(
    (
        *("nama", "name", "names", "lengkap", "full", "kandung", "inisial", "initials"),
        *("panggilan", "alias", "pt", "cv", "kerja", "tki", "pmi", "kapal"),
    )
)
"""Words beside those for others in the head of a column of their names."""
_NUMBERING = frozenset(("no", "nomor", "number"))
_RELATION = frozenset(("hubungan", "hub", "relation", "relationship"))
_CONTACT, _NAME = frozenset(("kontak", "contact")), frozenset(("nama", "name"))


_ROLE = re.compile(
    rf"(?:\b|(?<=_))(?:of\s+(?:the\s+)?)?(?:{'|'.join(sorted(_ROLES))})(?:\b|(?=_))",
    re.IGNORECASE,
)


def speaks_of_another(head: object) -> bool:
    """Whether a head names somebody else than the person of a row.

    >>> speaks_of_another("No. WA Perekrut"), speaks_of_another("No. WA")
    (True, False)
    """
    return not _OTHERS.isdisjoint(_words(head))


def leaves_to_another(head: object, beneath: Iterable[object]) -> bool:
    """Whether a head over others leaves them to somebody else than the person of a row.

    A contact is somebody else where a name or a relation stands below, too.

    >>> leaves_to_another("Kontak", ["Hubungan", "No. HP"]), leaves_to_another("Kontak", ["No. HP"])
    (True, False)
    """
    if speaks_of_another(head):
        return True
    contact = not _CONTACT.isdisjoint(_words(head)) and _ROLES.isdisjoint(_words(head))
    return contact and any(is_relation(one) or not _NAME.isdisjoint(_words(one)) for one in beneath)


def is_of_others(head: object) -> bool:
    """Whether a head names others and nothing else: “Data Orang Tua”."""
    return speaks_of_another(head) and (_OTHERS | _OF_NOBODY).issuperset(_words(head))


def names_another(head: object) -> bool:
    """Whether below a head stands who somebody else is: “Nama Perekrut”, “Kontak Darurat”.

    Not “No. WA Perekrut”, nor “Jumlah Anak”.
    """
    words = _words(head)
    if not speaks_of_another(head) or not _NUMBERING.isdisjoint(words):
        return False
    return (_OTHERS | _OF_NOBODY | _NAMING).issuperset(words)


def is_of_family(head: object) -> bool:
    """Whether a head speaks of a relative, or somebody as near: “Nama Ibu Kandung”."""
    return not _FAMILY.isdisjoint(_words(head))


def is_relation(head: object) -> bool:
    """Whether a head says how somebody is related to the person: “Hubungan”."""
    return not _RELATION.isdisjoint(_words(head))


def names_the_person(head: object) -> bool:
    """Whether a head over others names the person of a row, and nobody else: “Data Korban”."""
    return says_not_whose(head) and not _OWN.isdisjoint(_words(head))


def says_not_whose(head: object) -> bool:
    """Whether a head over others leaves them to the person of a row: “Data diri”, “Identitas”."""
    return (_OWN | _OF_NOBODY).issuperset(_words(head))


def is_the_person(head: object) -> bool:
    """Whether a head says nothing but that a column is the person's own: “WNI”, “Korban”."""
    words = _words(head)
    return bool(words) and _OWN.issuperset(words)


def speaks_of_the_person(head: object) -> bool:
    """Whether a head says that a column is the person's own: “No. HP Korban”.

    >>> speaks_of_the_person("No. HP Korban"), speaks_of_the_person("No. HP")
    (True, False)
    """
    return not _OWN.isdisjoint(_words(head))


def without_person(head: object) -> str | None:
    """A head without what the person of a row is called: “Nama” of “Nama Siswa”.

    None where nothing is left of it, or where it does not name the person.
    """
    words = _words(head)
    if not isinstance(head, str) or _ROLES.isdisjoint(words):
        return None
    return _ROLE.sub("", head).strip(" _-.:/()") or None


def is_title(head: object) -> bool:
    """Whether a text begins as the title of a whole table does."""
    return not _TITLES.isdisjoint(_words(head)[:1])


def _words(head: object) -> list[str]:
    """The words of a head; one with the ending -nya is that word."""
    if not isinstance(head, str):
        return []
    text = head.casefold().replace("orang tua", "orangtua")
    return [word.removesuffix("nya") if word != "lainnya" else word for word in _WORD.findall(text)]
