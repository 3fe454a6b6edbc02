"""Consultation: one conversation, with nobody known, one person or a family."""

from __future__ import annotations

import datetime
from typing import Annotated

from attache.records.columns import Column
from attache.records.kinds import Day, OneOf, RecordRefs, Text
from attache.records.record import Record


class Consultation(Record):
    """One consultation. An anonymous enquiry has no persons."""

    on: Annotated[
        datetime.date,
        Day(),
        Column(
            today=True,
            title="Date",
            help="The day of the consultation",
            aliases=(
                "Tgl",
                "Tanggal",
                "Tanggal konsultasi",
                "Hari/Tanggal",
                "Tgl konsultasi",
                "Tanggal pengaduan",
                "Tgl pengaduan",
                "Tgl lapor",
                "Tanggal layanan",
            ),
            width=12,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    topic: Annotated[
        str,
        OneOf("consultation-topic"),
        Column(
            title="Topic",
            aliases=(
                "Subject",
                "Perihal",
                "Keperluan",
                "Jenis layanan",
                "Kasus",
                "Kasus/Topik",
                "Jenis kasus",
                "Permasalahan",
                "Masalah",
                "Kategori",
                "Jenis pengaduan",
                "Layanan",
            ),
            width=24,
            listed=True,
            rank=2,
            asked=True,
        ),
    ]
    channel: Annotated[
        str,
        OneOf("channel"),
        Column(
            title="Channel",
            help="How the person reached the office",
            aliases=(
                "Saluran",
                "Media",
                "Via",
                "Kanal",
                "Sarana",
                "Melalui",
                "Sumber pengaduan",
                "Media pengaduan",
            ),
            width=16,
            listed=True,
            rank=3,
            asked=True,
            sticky=True,
        ),
    ]
    persons: Annotated[
        tuple[str, ...],
        RecordRefs(("person",)),
        Column(
            option="person",
            title="Persons",
            help="Refs of the people it concerns; none for an anonymous enquiry",
            aliases=(
                "Person",
                "Orang",
                "WNI",
                "WNI ybs",
                "Nama",
                "Nama WNI",
                "Nama lengkap",
                "Nama Pemohon",
                "Nama ybs",
                "Ybs",
                "NIK",
                "No. NIK",
                "No. Paspor",
                "Nomor paspor",
                "Paspor",
            ),
            width=18,
            listed=True,
            rank=1,
            asked=True,
        ),
    ] = ()
    caller: Annotated[
        str | None,
        Text(),
        Column(
            title="Caller",
            help="Who reported, where it was not the person",
            aliases=("Pelapor", "Reporter", "Nama pelapor", "Penelepon", "Pengadu"),
            sensitivity="personal",
            inside=True,
            width=22,
        ),
    ] = None
    province: Annotated[
        str | None,
        OneOf("cambodian-province"),
        Column(
            title="Province of stay",
            help="Where in the host country the person is",
            aliases=("Lokasi", "Provinsi keberadaan", "Provinsi", "Keberadaan"),
            width=20,
            asked=True,
            sticky=True,
        ),
    ] = None
    summary: Annotated[
        str,
        Text(10_000, long=True),
        Column(
            title="Summary",
            help="What was asked or told",
            aliases=(
                "Uraian",
                "Ringkasan",
                "Kronologi",
                "Isi",
                "Keterangan",
                "Ket.",
                "Kronologis",
                "Deskripsi",
                "Uraian masalah",
                "Isi pengaduan",
                "Isi konsultasi",
            ),
            sensitivity="personal",
            width=50,
            listed=True,
            asked=True,
        ),
    ]
    advice: Annotated[
        str | None,
        Text(10_000, long=True),
        Column(
            title="Advice",
            help="What was advised or done",
            aliases=(
                "Saran",
                "Tindak lanjut yang diberikan",
                "TL",
                "Penanganan",
                "Solusi",
                "Tindakan",
            ),
            sensitivity="personal",
            width=50,
            asked=True,
        ),
    ] = None
    outcome: Annotated[
        str,
        OneOf("consultation-outcome"),
        Column(
            title="Outcome",
            aliases=("Hasil", "Status", "Status penanganan", "Penyelesaian"),
            width=18,
            listed=True,
        ),
    ] = "in-progress"
    follow_up: Annotated[
        datetime.date | None,
        Day(),
        Column(
            title="Follow up on",
            help="The day on which to come back to it",
            aliases=("Follow-up", "Tgl tindak lanjut", "Tanggal tindak lanjut"),
            inside=True,
            width=14,
            listed=True,
            rank=4,
            asked=True,
            future=True,
        ),
    ] = None
