"""VictimCase: one person's episode as a suspected victim, as a first interview yields it.

Every question of the interview has an answer: "not asked" until it was asked. Field names and
codes follow the Human Trafficking Case Data Standard 2.0 (IOM) where it has them.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated

from attache.codes import NOT_ASKED
from attache.records.amounts import Amount
from attache.records.columns import Column
from attache.records.kinds import Day, OneOf, PartialDay, RecordRef, SomeOf, Text
from attache.records.record import Record

Answer = Annotated[str, OneOf("answer")]
Story = Annotated[str | None, Text(10_000, long=True)]


class VictimCase(Record):
    """A suspected victim's case. It holds indications, never a verdict."""

    person: Annotated[
        str,
        RecordRef(("person",)),
        Column(
            title="Person",
            help="Ref of the person",
            aliases=(
                "Orang",
                "WNI",
                "WNI ybs",
                "Korban",
                "Nama",
                "Nama Korban",
                "Nama WNI",
                "Nama lengkap",
                "Nama ybs",
                "NIK",
                "No. NIK",
                "No. Paspor",
                "Nomor paspor",
                "Paspor",
            ),
            width=16,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    reported_on: Annotated[
        datetime.date,
        Day(),
        Column(
            today=True,
            title="Reported on",
            help="The day on which the case reached the office",
            aliases=(
                "Tanggal lapor",
                "Tgl pengaduan",
                "Tanggal",
                "Tanggal pengaduan",
                "Tgl lapor",
                "Tanggal aduan",
                "Tgl aduan",
                "Tanggal laporan",
            ),
            width=13,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    channel: Annotated[
        str,
        OneOf("channel"),
        Column(
            title="Channel",
            help="How contact was made",
            aliases=("Saluran", "Media"),
            width=16,
            listed=True,
            asked=True,
            sticky=True,
        ),
    ]
    reporter: Annotated[
        str | None,
        Text(),
        Column(
            title="Reporter",
            help="Who reported, where it was not the person",
            aliases=("Pelapor",),
            sensitivity="protected",
            inside=True,
            width=22,
        ),
    ] = None
    group: Annotated[
        str | None,
        Text(60),
        Column(
            title="Group",
            help="A shared name for cases that belong together",
            aliases=("Kelompok", "Rombongan"),
            width=18,
            listed=True,
            rank=3,
            asked=True,
            sticky=True,
        ),
    ] = None
    minor: Annotated[
        Answer,
        Column(
            title="Minor",
            help="Under 18 when it happened",
            aliases=("Anak", "Di bawah umur"),
            width=10,
            rank=1,
        ),
    ] = NOT_ASKED
    recruitment_method: Annotated[
        tuple[str, ...],
        SomeOf("recruitment-method"),
        Column(
            title="Recruitment method",
            aliases=("Cara perekrutan", "Modus", "Cara rekrut"),
            width=28,
            asked=True,
            source="HTCDS vic_MethodOfRecruitment",
        ),
    ] = (NOT_ASKED,)
    platforms: Annotated[
        tuple[str, ...],
        SomeOf("platform"),
        Column(
            option="platform",
            title="Platforms",
            help="Sites and apps through which the person was recruited",
            aliases=("Media sosial", "Aplikasi"),
            width=22,
            source="HTCDS vic_RecruitmentWebsitesAndApps",
        ),
    ] = (NOT_ASKED,)
    recruiter: Annotated[
        str | None,
        Text(),
        Column(
            title="Recruiter",
            help="Name, account or number of the recruiter",
            aliases=("Perekrut", "Akun perekrut", "Agen", "Calo", "Sponsor", "Nama perekrut"),
            sensitivity="protected",
            width=24,
        ),
    ] = None
    recruiter_relation: Annotated[
        str,
        OneOf("recruiter-relation"),
        Column(
            title="Recruiter's relation",
            help="What the recruiter was to the person",
            aliases=("Hubungan dengan perekrut",),
            width=20,
            source="HTCDS vic_RelationshipToTrafficker",
        ),
    ] = NOT_ASKED
    promised_job: Annotated[
        str | None,
        Text(),
        Column(
            title="Promised job",
            aliases=("Pekerjaan yang dijanjikan", "Tawaran kerja"),
            width=26,
            asked=True,
        ),
    ] = None
    promised_pay: Annotated[
        Decimal | None,
        Amount(beside="promised_currency"),
        Column(
            title="Promised pay",
            help="A month",
            aliases=("Gaji yang dijanjikan", "Gaji dijanjikan"),
            width=14,
        ),
    ] = None
    promised_currency: Annotated[
        str | None,
        OneOf("currency"),
        Column(title="Currency of pay", aliases=("Mata uang gaji",), width=14),
    ] = None
    contract: Annotated[
        str, OneOf("contract"), Column(title="Contract", aliases=("Kontrak kerja",), width=14)
    ] = NOT_ASKED
    journey_paid_by: Annotated[
        str,
        OneOf("payer"),
        Column(title="Journey paid by", aliases=("Biaya perjalanan ditanggung",), width=18),
    ] = NOT_ASKED
    entry_date: Annotated[
        str | None,
        PartialDay(),
        Column(
            title="Entry date",
            help="Arrival in the country, to the day, month or year",
            aliases=(
                "Tanggal masuk",
                "Tgl masuk",
                "Tgl masuk Kamboja",
                "Tanggal masuk Kamboja",
                "Tanggal tiba",
            ),
            width=13,
            asked=True,
        ),
    ] = None
    entry_point: Annotated[
        str | None,
        Text(),
        Column(
            title="Entry point",
            help="Airport or border crossing",
            aliases=("Pintu masuk", "TPI"),
            width=20,
        ),
    ] = None
    visa_kind: Annotated[
        str, OneOf("visa-kind"), Column(title="Visa kind", aliases=("Jenis visa",), width=20)
    ] = NOT_ASKED
    irregular_legs: Annotated[
        Answer,
        Column(
            title="Irregular border crossing",
            help="Whether a leg of the journey went past border control",
            aliases=("Jalur tidak resmi",),
            width=16,
        ),
    ] = NOT_ASKED
    route: Annotated[
        Story, Column(title="Route", help="The journey, leg by leg", aliases=("Rute",), width=30)
    ] = None
    site: Annotated[
        str | None,
        Text(),
        Column(
            title="Site",
            help="Name of the place where the person was held or worked",
            aliases=(
                "Lokasi",
                "Perusahaan",
                "Kompleks",
                "Nama perusahaan",
                "Tempat kerja",
                "Lokasi kerja",
                "Compound",
            ),
            sensitivity="protected",
            width=26,
            asked=True,
            sticky=True,
            source="HTCDS vic_LocationOfExploitation",
        ),
    ] = None
    site_kind: Annotated[
        str, OneOf("site-kind"), Column(title="Kind of site", aliases=("Jenis lokasi",), width=18)
    ] = NOT_ASKED
    site_country: Annotated[
        str | None,
        OneOf("country"),
        Column(title="Country of site", aliases=("Negara lokasi",), width=14),
    ] = None
    site_province: Annotated[
        str,
        OneOf("cambodian-province"),
        Column(
            title="Province of site",
            aliases=("Provinsi lokasi", "Provinsi"),
            width=20,
            listed=True,
            asked=True,
            sticky=True,
        ),
    ] = NOT_ASKED
    site_arrival: Annotated[
        str | None,
        PartialDay(),
        Column(title="Arrived at site", aliases=("Tiba di lokasi",), width=14),
    ] = None
    site_exit: Annotated[
        str | None,
        PartialDay(),
        Column(title="Left site", aliases=("Keluar dari lokasi",), width=14),
    ] = None
    how_left: Annotated[
        str,
        OneOf("how-left"),
        Column(title="How they left", aliases=("Cara keluar",), width=18, asked=True),
    ] = NOT_ASKED
    work_done: Annotated[
        tuple[str, ...],
        SomeOf("work-done"),
        Column(
            title="Work done",
            aliases=("Pekerjaan yang dilakukan", "Pekerjaan", "Jenis pekerjaan"),
            width=24,
            asked=True,
            source="CTDC typeOfLabour",
        ),
    ] = (NOT_ASKED,)
    means_of_control: Annotated[
        tuple[str, ...],
        SomeOf("means-of-control"),
        Column(
            title="Means of control",
            aliases=("Cara penguasaan", "Bentuk kontrol", "Bentuk kekerasan"),
            width=34,
            asked=True,
            source="HTCDS vic_MethodsOfControl",
        ),
    ] = (NOT_ASKED,)
    exploitation: Annotated[
        tuple[str, ...],
        SomeOf("exploitation"),
        Column(
            title="Type of exploitation",
            aliases=("Bentuk eksploitasi", "Jenis eksploitasi"),
            width=26,
            listed=True,
            rank=4,
            asked=True,
            source="HTCDS vic_TypeOfExploitation",
        ),
    ] = (NOT_ASKED,)
    debt_amount: Annotated[
        Decimal | None,
        Amount(beside="debt_currency"),
        Column(
            title="Debt or redemption price",
            help="What was demanded for leaving, or the debt that was claimed",
            aliases=("Tebusan", "Utang", "Uang tebusan", "Denda perusahaan"),
            width=16,
        ),
    ] = None
    debt_currency: Annotated[
        str | None,
        OneOf("currency"),
        Column(title="Currency of debt", aliases=("Mata uang tebusan",), width=14),
    ] = None
    documents_held_by: Annotated[
        str,
        OneOf("document-holder"),
        Column(
            title="Documents held by",
            help="Who has the passport",
            aliases=("Paspor dipegang oleh", "Pemegang paspor", "Paspor ditahan oleh"),
            width=18,
            asked=True,
        ),
    ] = NOT_ASKED
    phone_taken: Annotated[
        Answer,
        Column(title="Phone taken", aliases=("HP disita", "HP diambil", "HP ditahan"), width=12),
    ] = NOT_ASKED
    injuries: Annotated[
        Story,
        Column(
            title="Injuries and health",
            aliases=("Cedera", "Kondisi kesehatan", "Luka", "Kondisi korban", "Kesehatan"),
            sensitivity="protected",
            width=30,
        ),
    ] = None
    urgent_needs: Annotated[
        tuple[str, ...],
        SomeOf("urgent-need"),
        Column(title="Urgent needs", aliases=("Kebutuhan mendesak",), width=24, rank=1, asked=True),
    ] = (NOT_ASKED,)
    wishes_to_return: Annotated[
        Answer,
        Column(
            title="Wishes to return",
            aliases=("Ingin pulang", "Mau pulang", "Bersedia pulang"),
            width=14,
            rank=1,
            asked=True,
        ),
    ] = NOT_ASKED
    informed_of_rights: Annotated[
        Answer,
        Column(
            title="Informed of rights",
            help="Whether the person was told of their rights and of what happens with the data",
            aliases=("Diberi tahu haknya",),
            width=16,
            asked=True,
        ),
    ] = NOT_ASKED
    summary: Annotated[
        Story,
        Column(
            title="Summary",
            aliases=("Uraian", "Kronologi", "Ringkasan", "Keterangan", "Ket.", "Kronologis"),
            sensitivity="protected",
            width=50,
            asked=True,
        ),
    ] = None
