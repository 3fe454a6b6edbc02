"""Raw valid input for every record type, also those that only attache itself writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.samples import example

if TYPE_CHECKING:
    from attache.records import RecordType

_POST = {
    "post": "PNH",
    "country": "Kamboja",
    "officers": ["Rina Contoh"],
    "time_zone": "Asia/Phnom_Penh",
}
_EXCHANGE = {
    "on": "2026-01-30",
    "direction": "import",
    "package": "person",
    "file": "contoh.xlsx",
    "sha256": "0" * 64,
}
_OWN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "post": (_POST, {"seat": "b", "mission": "Kedutaan Contoh", "retention_years": 5}),
    "conflict": (
        {
            "about": "PNH-A-P1",
            "field": "name",
        },
        {
            "base": [{"value": "Contoh"}],
            "values": [{"value": "Contoh A", "seat": "A"}, {"value": "Contoh B", "seat": "B"}],
            "resolved": "A",
        },
    ),
    "mapping": (
        {
            "kind": "person",
            "columns": [{"head": "Nama", "field": "name"}, {"head": "Warna", "field": "-"}],
        },
        {"sender": "Kantor Contoh"},
    ),
    "exchange": (
        _EXCHANGE,
        {
            "made_at": "2026-10-01T09:30:00+00:00",
            "whole_of": "0" * 16,
            "purpose": "headquarters-report",
            "basis": "public-task",
            "recipient": "Contoh Penerima",
            "read": 1,
            "added": 1,
            "changed": 0,
            "unchanged": 0,
            "parked": 0,
            "refused": 0,
            "mappings": ["PNH-A-H1@2"],
            "rows": [{"sheet": "Orang", "row": 2, "account": "added", "ref": "PNH-A-P1"}],
        },
    ),
}


def raw(kind: RecordType, full: bool, seed: int = 0) -> dict[str, Any]:
    """Every field, or only what is needed."""
    if kind.name not in _OWN:
        return example(kind, full, seed)
    needed, more = _OWN[kind.name]
    return {**needed, **more} if full else dict(needed)
