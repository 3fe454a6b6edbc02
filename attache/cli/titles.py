"""What is called how on the screen where no record type declares it."""

from __future__ import annotations

from attache.language import N_
from attache.records.kept import STAMP_TITLES

BESIDE = {
    **STAMP_TITLES,
    "action": N_("Action"),
    "anchor": N_("Anchor"),
    "as": N_("Layout"),
    "aside": N_("Lines set aside"),
    "at": N_("Time"),
    "backup": N_("Backup"),
    "by": N_("By"),
    "decide": N_("Decision"),
    "dest": N_("Destination"),
    "erase": N_("Erasure"),
    "erased": N_("Erased"),
    "for": N_("How long"),
    "from": N_("Input"),
    "give": N_("Records that go"),
    "list": N_("Code list"),
    "log": N_("Log"),
    "marked": N_("Marked copy"),
    "officer": N_("Officer"),
    "out": N_("File to write"),
    "passphrase": N_("Passphrase"),
    "password_file": N_("File with the password"),
    "query": N_("Search words"),
    "reason": N_("Reason"),
    "same_as": N_("The same as"),
    "since": N_("From"),
    "sort": N_("Order"),
    "src": N_("Source"),
    "take": N_("Side"),
    "until": N_("To"),
    "value": N_("Value"),
    "years": N_("Years"),
}
"""Fields by which a problem is told, and that are none of a record: options, stamps, tables."""
CHECKS = {
    "permissions": N_("permissions of the file"),
    "folder": N_("permissions of its folder"),
    "place": N_("place of the file"),
    "leftovers": N_("files left over"),
    "header": N_("head of the file"),
    "costs": N_("cost of guessing passphrases"),
    "frames": N_("checksums"),
    "anchor": N_("newest state known"),
    "chain": N_("all transactions"),
    "torn": N_("end of the file"),
    "documents": N_("records readable"),
    "refs": N_("refs given once"),
    "counters": N_("numbering"),
    "rings": N_("records leading to themselves"),
    "standing": N_("what stands after merges"),
    "differing": N_("differences between copies asked"),
    "late": N_("changes carried over"),
    "log": N_("records as the log says"),
    "fields": N_("fields"),
    "rules": N_("rules"),
    "names": N_("records that are named"),
    "erased": N_("what the erased have left"),
    "decisions": N_("decisions on who is who"),
    "imports": N_("sheets taken in once"),
}
"""The checks of `vault check`, by the names that JSON has."""
