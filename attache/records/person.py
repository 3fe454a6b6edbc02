"""Person: identity, kept apart from case data."""

from __future__ import annotations

from typing import Annotated

from attache.records.columns import Column
from attache.records.identifiers import DocumentNumber, Nik
from attache.records.kinds import OneOf, PartialDay, Text, Texts
from attache.records.phones import Phone
from attache.records.record import Record

# The numbers by which people are found: a former one has the same declaration (former.py).
NikNumber = Annotated[
    str | None,
    Nik(),
    Column(
        title="NIK",
        help="The 16 digits of the identity number",
        aliases=(
            "No. NIK",
            "Nomor NIK",
            "No. KTP",
            "Identity number",
            "Nomor Induk Kependudukan",
            "No. Induk Kependudukan",
            "Nomor KTP",
            "No. Identitas",
            "ID Number",
            "ID No.",
            "ID card",
            "Identity card",
            "National ID",
            "National identity",
            "KTP/NIK",
        ),
        sensitivity="protected",
        width=20,
        rank=2,
        asked=True,
        source="HTCDS prs_IdentityNumber",
    ),
]
PassportNumber = Annotated[
    str | None,
    DocumentNumber(limit=9, called="paspor|pasport|passport"),
    Column(
        title="Passport number",
        aliases=(
            "Passport",
            "No. Paspor",
            "Nomor paspor",
            "Paspor",
            "No. Passport",
            "Passport No.",
            "No. Pasport",
            "Nmr Paspor",
            "No. Paspor RI",
            "Nomor paspor RI",
            "No. Dokumen Perjalanan",
            "Nomor Dokumen Perjalanan",
            "Dokumen Paspor",
            "Dokumen Pasport",
            "Document No.",
            "Travel document",
        ),
        sensitivity="protected",
        width=16,
        rank=2,
        asked=True,
    ),
]
SplpNumber = Annotated[
    str | None,
    DocumentNumber(limit=9, called="splp"),
    Column(
        title="SPLP number",
        help="Number of the one-journey travel paper",
        aliases=("SPLP", "No. SPLP", "Nomor SPLP"),
        sensitivity="protected",
        width=16,
        rank=2,
    ),
]
PhoneNumber = Annotated[
    str | None,
    Phone(),
    Column(
        title="Phone",
        help="In any spelling; without country code as dialled at the post or in Indonesia",
        aliases=(
            "Nomor HP",
            "No. HP",
            "HP",
            "No. Telp",
            "No. WA",
            "WhatsApp",
            "Telepon",
            "Handphone",
            "No. Handphone",
            "Nomor Handphone",
            "No. Telepon",
            "Nomor Telepon",
            "Telp",
            "No. Telp/HP",
            "HP/WA",
            "No. HP/WA",
            "Nomor HP/WA",
            "WA",
            "Nomor WA",
            "Nomor WhatsApp",
            "Kontak",
            "No. Kontak",
            "Nomor Kontak",
            "Ponsel",
            "No. Ponsel",
            "Mobile",
            "Mobile phone",
            "Cell phone",
            "Telephone",
            "Tel.",
            "Tlp",
            "Contact",
            "HP/Telp",
            "HP/Telepon",
        ),
        sensitivity="protected",
        width=18,
        rank=2,
        asked=True,
        source="HTCDS prs_MobilePhone",
    ),
]
FurtherPhoneNumber = Annotated[
    str | None,
    Phone(),
    Column(
        title="Further phone",
        help="A second number of the person's own",
        second_of="phone",
        aliases=(
            "HP lain",
            "No. HP lain",
            "Nomor HP lain",
            "Telepon lain",
            "No. Telp lain",
            "HP kedua",
            "No. HP kedua",
            "Telepon kedua",
            "HP cadangan",
            "No. HP cadangan",
            "Other phone",
            "Second phone",
            "Secondary phone",
            "Alternative phone",
            "Alternate phone",
        ),
        sensitivity="protected",
        width=18,
        rank=2,
        source="HTCDS prs_HomePhone",
    ),
]
FamilyPhoneNumber = Annotated[
    str | None,
    Phone(),
    Column(
        title="Family phone",
        of="family",
        aliases=(
            "No. HP keluarga",
            "Telepon keluarga",
            "No. Telp keluarga",
            "HP keluarga",
            "Nomor HP keluarga",
        ),
        sensitivity="protected",
    ),
]


class Person(Record):
    """A national, or anyone a consultation or case is about. One name is a whole name."""

    name: Annotated[
        str,
        Text(worded=True),
        Column(
            title="Name",
            help="As written in the document or as the person gives it; a single name is enough",
            aliases=(
                "Full name",
                "Complete name",
                "Nama lengkap",
                "Nama WNI",
                "WNI ybs",
                "Nama ybs",
                "Nama WNI ybs",
                "Nama PMI",
                "Nama CPMI",
                "Nama Korban",
                "Nama Pemohon",
                "Nama Deportan",
                "Nama sesuai paspor",
                "Nama yang bersangkutan",
                "Nama penumpang",
                "Nama siswa",
                "Passenger name",
            ),
            parts=(
                ("First name", "Given name", "Given names", "Forename", "Nama depan"),
                ("Second name",),
                ("Middle name", "Nama tengah"),
                ("Third name",),
                ("Fourth name",),
                ("Last name", "Surname", "Family name", "Nama belakang"),
            ),
            sensitivity="personal",
            width=30,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    aliases: Annotated[
        tuple[str, ...],
        Texts(worded=True),
        Column(
            option="alias",
            title="Other names",
            help="Other spellings, earlier names, nicknames",
            aliases=("Alias", "Nama panggilan", "Nama alias", "a.k.a."),
            sensitivity="personal",
            width=24,
        ),
    ] = ()
    sex: Annotated[
        str,
        OneOf("sex"),
        Column(
            title="Sex",
            aliases=(
                "Gender",
                "L/P",
                "JK",
                "Jenis kelamin",
                "Jns kelamin",
                "Jenkel",
                "Kelamin",
                "P/L",
                "LK/PR",
                "M/F",
                "F/M",
            ),
            sensitivity="personal",
            width=12,
            listed=True,
            asked=True,
            source="HTCDS prs_Gender",
        ),
    ] = "unknown"
    birth_date: Annotated[
        str | None,
        PartialDay(),
        Column(
            title="Birth date",
            help="To the day, the month or only the year: 2001-08-17, 2001-08 or 2001",
            aliases=(
                "Date of birth",
                "DOB",
                "Birthday",
                "Tgl lahir",
                "Tanggal lahir",
                "Tanggal kelahiran",
                "Tgl lhr",
                "Tgl/Bln/Thn lahir",
                "Tahun lahir",
                "Lahir",
            ),
            sensitivity="personal",
            width=13,
            listed=True,
            rank=1,
            asked=True,
            source="HTCDS prs_Birthdate",
        ),
    ] = None
    birth_place: Annotated[
        str | None,
        Text(),
        Column(
            title="Birth place",
            aliases=(
                "Tempat lahir",
                "Tmpt lahir",
                "Tmp lahir",
                "Kota lahir",
                "Tempat kelahiran",
                "Place of birth",
                "POB",
            ),
            sensitivity="personal",
        ),
    ] = None
    nationality: Annotated[
        str,
        OneOf("country"),
        Column(
            title="Nationality",
            aliases=("Citizenship", "Kewarganegaraan", "Warga negara", "Kebangsaan", "WN"),
            width=14,
            source="HTCDS prs_Citizenship",
        ),
    ] = "IDN"
    nik: NikNumber = None
    passport: PassportNumber = None
    splp: SplpNumber = None
    phone: PhoneNumber = None
    further_phone: FurtherPhoneNumber = None
    safe_to_contact: Annotated[
        str,
        OneOf("answer"),
        Column(
            title="Safe to contact",
            help="Whether a call or message to this phone puts nobody in danger",
            width=14,
            rank=1,
        ),
    ] = "not-asked"
    home_province: Annotated[
        str | None,
        OneOf("indonesian-province"),
        Column(
            title="Home province",
            aliases=(
                "Province",
                "Provinsi",
                "Provinsi asal",
                "Asal",
                "Prov",
                "Propinsi",
                "Prov. asal",
                "Asal daerah",
                "Daerah asal",
                "Asal provinsi",
            ),
            width=20,
            listed=True,
            asked=True,
        ),
    ] = None
    home_address: Annotated[
        str | None,
        Text(),
        Column(
            title="Home address",
            aliases=(
                "Alamat",
                "Address",
                "Alamat di Indonesia",
                "Alamat KTP",
                "Alamat rumah",
                "Alamat lengkap",
            ),
            sensitivity="personal",
            width=30,
        ),
    ] = None
    mother_name: Annotated[
        str | None,
        Text(worded=True),
        Column(
            title="Mother's name",
            aliases=("Nama ibu", "Nama ibu kandung", "Ibu kandung", "Nama gadis ibu kandung"),
            sensitivity="protected",
            width=24,
        ),
    ] = None
    family_contact: Annotated[
        str | None,
        Text(),
        Column(
            title="Family contact",
            of="family",
            help="Name and relation of a relative",
            aliases=(
                "Kontak keluarga",
                "Kontak darurat",
                "Keluarga yang dapat dihubungi",
                "Keluarga di Indonesia",
                "Nama keluarga",
            ),
            sensitivity="protected",
            width=24,
        ),
    ] = None
    family_phone: FamilyPhoneNumber = None
    remarks: Annotated[
        str | None,
        Text(2000, long=True),
        Column(
            title="Remarks",
            aliases=(
                "Keterangan",
                "Ket.",
                "Catatan",
                "Keterangan lain",
                "Keterangan tambahan",
                "Notes",
                "Comments",
            ),
            inside=True,
            width=30,
        ),
    ] = None
