"""Cooperation with the host country: information requests, programmes, commitments, training."""

from __future__ import annotations

import datetime
from typing import Annotated

from attache.records.columns import Column
from attache.records.identifiers import Count
from attache.records.kinds import Day, OneOf, Text
from attache.records.record import Record

Story = Annotated[str | None, Text(10_000, long=True)]
Area = Annotated[
    str,
    OneOf("cooperation-area"),
    Column(
        title="Agreed area",
        help="Which of the eight agreed areas it belongs to",
        aliases=("Area", "Bidang", "Bidang kerja sama"),
        width=26,
        listed=True,
        asked=True,
        source="First Cambodia-Indonesia Bilateral Meeting on Immigration Matters, March 2024",
    ),
]
Result = Annotated[Story, Column(title="Result", aliases=("Hasil",), width=40)]


class InformationRequest(Record):
    """A request for information between the two sides, and its answer."""

    direction: Annotated[
        str,
        OneOf("request-direction"),
        Column(title="Direction", aliases=("Arah",), width=12, listed=True, asked=True),
    ]
    counterpart: Annotated[
        str,
        Text(),
        Column(
            title="Counterpart",
            help="The authority on the other side",
            aliases=("Instansi", "Mitra"),
            width=26,
            listed=True,
            rank=3,
            asked=True,
            sticky=True,
        ),
    ]
    asked_on: Annotated[
        datetime.date,
        Day(),
        Column(
            today=True,
            title="Asked on",
            aliases=("Tanggal permintaan", "Tgl"),
            width=12,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    area: Area
    subject: Annotated[
        str,
        Text(),
        Column(title="Subject", aliases=("Perihal",), width=36, listed=True, rank=0, asked=True),
    ]
    question: Annotated[
        Story, Column(title="Question", aliases=("Pertanyaan",), width=40, asked=True)
    ] = None
    reference_number: Annotated[
        str | None,
        Text(60),
        Column(
            title="Reference number",
            help="Number of the note or letter",
            aliases=("Nomor surat", "No. nota"),
            width=22,
        ),
    ] = None
    marking: Annotated[
        str,
        OneOf("marking"),
        Column(title="Marking", aliases=("Klasifikasi", "Sifat"), width=16),
    ] = "biasa"
    due_on: Annotated[
        datetime.date | None,
        Day(),
        Column(
            title="Due on",
            aliases=("Batas waktu", "Tenggat"),
            width=12,
            listed=True,
            rank=1,
            asked=True,
            future=True,
        ),
    ] = None
    status: Annotated[
        str,
        OneOf("request-status"),
        Column(title="State", aliases=("Status",), width=16, listed=True, rank=2),
    ] = "open"
    answered_on: Annotated[
        datetime.date | None,
        Day(),
        Column(title="Answered on", aliases=("Tanggal jawaban",), width=13),
    ] = None
    answer: Annotated[Story, Column(title="Answer", aliases=("Jawaban",), width=40)] = None


class Programme(Record):
    """Institutional development and migration-management policy: one programme."""

    title: Annotated[
        str,
        Text(),
        Column(
            title="Title",
            aliases=("Judul", "Nama program"),
            width=40,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    kind: Annotated[
        str,
        OneOf("programme-kind"),
        Column(title="Kind", aliases=("Jenis",), width=20, listed=True, asked=True),
    ]
    area: Area = "institutional-development"
    partner: Annotated[
        str | None,
        Text(),
        Column(title="Partner", aliases=("Mitra", "Instansi"), width=26, listed=True, asked=True),
    ] = None
    start_on: Annotated[
        datetime.date | None,
        Day(),
        Column(
            title="Starts on",
            aliases=("Mulai",),
            width=12,
            listed=True,
            rank=1,
            asked=True,
            future=True,
        ),
    ] = None
    end_on: Annotated[
        datetime.date | None,
        Day(),
        Column(title="Ends on", aliases=("Selesai",), width=12, asked=True, future=True),
    ] = None
    status: Annotated[
        str,
        OneOf("programme-status"),
        Column(title="State", aliases=("Status",), width=14, listed=True, rank=2),
    ] = "proposed"
    focal_point_ours: Annotated[
        str | None,
        Text(),
        Column(title="Our focal point", aliases=("Narahubung kita",), width=24),
    ] = None
    focal_point_theirs: Annotated[
        str | None,
        Text(),
        Column(title="Their focal point", aliases=("Narahubung mitra",), width=24),
    ] = None
    objective: Annotated[
        Story, Column(title="Objective", aliases=("Tujuan",), width=40, asked=True)
    ] = None
    result: Result = None


class Commitment(Record):
    """What the two sides agreed to do, and how far it is."""

    title: Annotated[
        str,
        Text(),
        Column(
            title="Commitment",
            aliases=("Komitmen", "Kesepakatan"),
            width=44,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    area: Area
    meeting: Annotated[
        str | None,
        Text(),
        Column(
            title="Meeting",
            help="Where it was agreed",
            aliases=("Pertemuan",),
            width=30,
            asked=True,
            sticky=True,
        ),
    ] = None
    agreed_on: Annotated[
        datetime.date,
        Day(),
        Column(
            title="Agreed on",
            aliases=("Tanggal disepakati", "Tgl"),
            width=12,
            listed=True,
            asked=True,
        ),
    ]
    responsible: Annotated[
        str,
        OneOf("responsible-side"),
        Column(
            title="Responsible", aliases=("Penanggung jawab",), width=16, listed=True, asked=True
        ),
    ]
    due_on: Annotated[
        datetime.date | None,
        Day(),
        Column(
            title="Due on",
            aliases=("Batas waktu", "Tenggat"),
            width=12,
            listed=True,
            rank=1,
            asked=True,
            future=True,
        ),
    ] = None
    status: Annotated[
        str,
        OneOf("commitment-status"),
        Column(title="State", aliases=("Status",), width=14, listed=True, rank=2),
    ] = "open"
    progress: Annotated[
        Story, Column(title="Progress", aliases=("Perkembangan", "Kemajuan"), width=40)
    ] = None


class Training(Record):
    """Training, technical assistance and capacity building: one activity."""

    title: Annotated[
        str,
        Text(),
        Column(
            title="Title",
            aliases=("Judul", "Nama kegiatan"),
            width=40,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    kind: Annotated[
        str,
        OneOf("training-kind"),
        Column(title="Kind", aliases=("Jenis",), width=20, listed=True, asked=True),
    ]
    area: Area = "training"
    start_on: Annotated[
        datetime.date,
        Day(),
        Column(
            title="Starts on",
            aliases=("Mulai", "Tanggal", "Tgl"),
            width=12,
            listed=True,
            rank=0,
            asked=True,
            future=True,
        ),
    ]
    end_on: Annotated[
        datetime.date | None,
        Day(),
        Column(title="Ends on", aliases=("Selesai",), width=12, future=True),
    ] = None
    place: Annotated[
        str | None,
        Text(),
        Column(title="Place", aliases=("Tempat", "Lokasi"), width=24, listed=True, asked=True),
    ] = None
    organiser: Annotated[
        str | None,
        Text(),
        Column(title="Organiser", aliases=("Penyelenggara",), width=26, asked=True),
    ] = None
    participants_ours: Annotated[
        int | None,
        Count(0, 10_000),
        Column(
            title="Our participants",
            aliases=("Peserta kita", "Peserta Indonesia"),
            width=14,
            asked=True,
        ),
    ] = None
    participants_theirs: Annotated[
        int | None,
        Count(0, 10_000),
        Column(title="Their participants", aliases=("Peserta mitra",), width=14, asked=True),
    ] = None
    participants_women: Annotated[
        int | None,
        Count(0, 20_000),
        Column(title="Women among them", aliases=("Peserta perempuan",), width=14),
    ] = None
    topics: Annotated[
        Story, Column(title="Topics", aliases=("Materi", "Topik"), width=40, asked=True)
    ] = None
    result: Result = None
