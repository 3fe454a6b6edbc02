"""Results of the uniform verbs: what was recorded, a list, one record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import typer

from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.cli.values import each, in_full, masked, readable
from attache.desk import history
from attache.desk.conflicts import open_by_record
from attache.desk.decisions import ref_now
from attache.desk.filters import Filters
from attache.desk.history import Told
from attache.desk.looking import Listing
from attache.desk.recording import Recorded, kind_of
from attache.language import _, plural
from attache.problems import problem
from attache.records import RecordType
from attache.records.kept import Kept
from attache.records.record import Field, mentioned

if TYPE_CHECKING:
    from attache.cli.fitting import Head

LONGEST = 60
"""Characters that a line made of several values shows of one."""
WORDS, NAME = 13, 28
"""Characters that a column of words, and one of names, has at least in a list."""


def recorded(done: Recorded, kind: RecordType, before: str = "") -> Result:
    """What was stored. One record gives its ref and id; several give items and total.

    Of a record that was there before it is told which fields changed, an officer sees old and new.
    `before` is the ref of the one that was edited; an entry is replaced by another.
    """
    changes = done.changed or (None,) * len(done.kept)
    told = list(zip(done.kept, changes, strict=True))
    refs = [
        {"ref": kept.ref, "id": kept.id, "rev": kept.stamp.rev}
        | ({} if changed is None else {"changed": [*changed]})
        for kept, changed in told
    ]
    data = refs[0] if len(refs) == 1 else {"items": refs, "total": len(refs)}

    def show() -> None:
        from attache.cli.changes import old_and_new

        for new in done.people:
            typer.echo(f"{_said(new, kind_of(new), unchanged=False)} {line(new.content.name)}")
        for kept, changed in told:
            typer.echo(_said(kept, kind, unchanged=done.unchanged or changed == {}))
            if before not in ("", kept.ref):
                typer.echo(_("  It stands in place of {ref}.").format(ref=before))
            for name, (old, new) in (changed or {}).items():
                typer.echo(f"  {old_and_new(kind.fields[name], old, new)}")
        if len(told) > 1:
            typer.echo(plural("{count} record", "{count} records", len(told)))

    return Result(data, show, done.problems)


def listed(
    kind: RecordType, listing: Listing, filters: Filters, about: Collection[str] = ()
) -> Result:
    """A page of a list; it is `about` some fields, which stay on a narrow screen too.

    A script has protected values in full: that look is logged. So is one at records that were
    looked for by what protected fields say, on a screen too.
    """
    seen = listing.items if session().json else listing.by_protected
    looked = history.look(session().office, seen)
    open_ = open_by_record(session().office.view)
    items = [k.document() | _conflicts(open_.get(k.ref)) for k in listing.items]
    data = {"items": items, "total": listing.total}
    caption = _page(listing, filters)
    return Result(data, lambda: print_list(kind, listing.items, caption, about), looked)


def _conflicts(refs: list[str] | None) -> dict[str, list[str]]:
    """The open conflicts of a record, where it has any."""
    return {"conflicts": refs} if refs else {}


def print_list(
    kind: RecordType, items: Sequence[Kept[Any]], caption: str, about: Collection[str]
) -> None:
    """A table of the listed columns; people by name, records of this seat by their short ref."""
    from attache.cli.fitting import Head
    from attache.cli.tables import print_table

    shown = [f for f in kind.fields.values() if f.column.listed]
    heads = [Head(_("Ref"), rank=0), *(_head(f, stays=f.name in about) for f in shown)]
    open_ = open_by_record(session().office.view) if session().on_screen() else ()
    rows = []
    for kept in items:
        said = _led(kept)
        rows.append(
            [_marked(kept, clashing=kept.ref in open_), *(parts(f, said[f.name]) for f in shown)]
        )
    more = f"attache {' '.join(kind.noun)} show REF" if kind.noun else ""
    print_table(heads, rows, caption, more=more)


def _led(kept: Kept[Any]) -> dict[str, Any]:
    """A record as it is shown: one of another office names who stands for a merged person now."""
    document = kept.document()
    if not kept.stamp.origin:
        return document
    view = session().office.view
    for field, _ref in [*mentioned(kept.content)]:
        said = document[field.name]
        refs = [ref_now(view, ref) for ref in (said if isinstance(said, list) else [said])]
        document[field.name] = [*dict.fromkeys(refs)] if isinstance(said, list) else refs[0]
    return document


def _marked(kept: Kept[Any], *, clashing: bool) -> str:
    """A ref in a list: < came from another office, ! copies say different things of it."""
    theirs = " <" if kept.stamp.origin else ""
    return f"{short(kept.ref)}{theirs}{' !' if clashing else ''}"


def _head(field: Field, *, stays: bool) -> Head:
    """A listed column: a day or a number is never cut, a name hardly ever."""
    from attache.cli.fitting import Head

    rank, title = 0 if stays else field.column.rank, _(field.column.title)
    if not field.kind.wordy:
        return Head(title, rank, right=field.kind.name in ("count", "amount"))
    named = rank == 0 or field.kind.name in ("ref", "refs")
    return Head(title, rank, NAME if named else WORDS)


def short(ref: str) -> str:
    """A ref of this seat without post and seat; whole where it may be read at another seat."""
    if not session().on_screen():
        return ref
    post = session().office.post
    return ref.removeprefix(f"{post.post}-{post.seat}-")


def cell(field: Field, kept: Any, reading: Callable[[Field, Any], str] = masked) -> str:
    """A kept value on one line: records by ref and name, anything long shortened on a screen."""
    if field.kind.name in ("ref", "refs"):
        return "; ".join(parts(field, kept))
    return shortened(reading(field, kept))


def parts(field: Field, kept: Any) -> list[str]:
    """The values of a field as a list shows them: records by ref and name, masked if protected."""
    if field.kind.name in ("ref", "refs"):
        refs = kept if isinstance(kept, list) else [kept] if kept else []
        return [named(ref) for ref in refs]
    if field.column.sensitivity == "protected":
        return [masked(field, kept)]
    return each(field, kept)


def named(ref: str) -> str:
    """A ref, with the name of whoever has it."""
    found = session().office.view.find(ref)
    name = line(getattr(found.content, "name", "")) if found else ""
    return f"{short(ref)} {name}".strip()


def shortened(text: str) -> str:
    """The beginning of a long value; all of it where it goes into a pipe or a file."""
    fits = len(text) <= LONGEST or not session().on_screen()
    return text if fits else f"{text[: LONGEST - 1]}…"


def one(
    kept: Kept[Any],
    belonging: Sequence[Kept[Any]] = (),
    told: Sequence[Told] | None = None,
    besides: Sequence[Kept[Any]] = (),
) -> Result:
    """One record, every field that says something, and the records that name it.

    `told` is what became of it, if that is asked for; `besides` are records that are shown in full
    with it. A look at protected values is logged.
    """
    from attache.cli.changes import history_json

    clashing = open_by_record(session().office.view).get(kept.ref, [])
    data = kept.document() | {"belonging": [k.ref for k in belonging], "conflicts": clashing}
    if told is not None:
        data["history"] = history_json(told)
    seen = [
        k for k in (() if session().json else belonging) if history.is_protected(k, listed=True)
    ]
    before = history.tells_protected(change for _line, change in told or ())
    seen += [kept] if before or history.is_protected(kept) else []
    seen += [k for k in besides if history.is_protected(k) and k not in seen]
    looked = history.look(session().office, seen, always=True)
    warned = [problem("MRG008", refs=", ".join(clashing))] if clashing else []
    return Result(data, lambda: _print_one(kept, belonging, told), [*looked, *warned])


def _print_one(
    kept: Kept[Any], belonging: Sequence[Kept[Any]], told: Sequence[Told] | None
) -> None:
    from attache.cli.tables import console, print_pairs

    document = _led(kept)
    rows = [
        (_(field.column.title), in_full(field, document[name]))
        for name, field in kind_of(kept).fields.items()
        if document[name] not in (None, [])
    ]
    out = console()
    out.print(f"{_(kind_of(kept).title)} {kept.ref}", style="bold")
    print_pairs([*rows, *_stamp(kept)])
    if belonging:
        out.print()
        print_pairs((k.ref, f"{_(kind_of(k).title)}: {gist(k)}") for k in belonging)
    if told is not None:
        from attache.cli.changes import print_history

        out.print()
        print_history(told)


def gist(kept: Kept[Any]) -> str:
    """A record in a line, for somebody who has opened what it belongs to: its listed columns."""
    document = _led(kept)
    listed = [f for f in kind_of(kept).fields.values() if f.column.listed]
    return " · ".join(text for f in listed if (text := cell(f, document[f.name], readable)))


def _stamp(kept: Kept[Any]) -> Iterable[tuple[str, str]]:
    stamp = kept.stamp
    if stamp.origin:
        told = _(
            "{post}; changed there and by its workbooks only. "
            "Whether it was withdrawn there since is not known."
        )
        yield _("Record of another office"), told.format(post=stamp.post)
    yield _("Recorded"), f"{local_time(stamp.recorded_at)}, {line(stamp.recorded_by)}"
    if stamp.changed_at:
        yield _("Changed"), f"{local_time(stamp.changed_at)}, {line(stamp.changed_by)}"
    if stamp.withdrawn:
        replaced = f" → {stamp.replaced_by}" if stamp.replaced_by else ""
        yield _("Withdrawn"), f"{line(_(stamp.withdrawn))}{replaced}"


def local_time(at: str) -> str:
    """A kept time (UTC) as the clock of the post showed it."""
    zone = ZoneInfo(session().office.post.time_zone)
    return datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _said(kept: Kept[Any], kind: RecordType, *, unchanged: bool) -> str:
    if unchanged:
        return _("{title} {ref} is as it was.").format(title=_(kind.title), ref=kept.ref)
    if kept.stamp.withdrawn:
        return _("{title} {ref} withdrawn.").format(title=_(kind.title), ref=kept.ref)
    if kept.stamp.rev > 1:
        return _("{title} {ref} is now at revision {rev}.").format(
            title=_(kind.title), ref=kept.ref, rev=kept.stamp.rev
        )
    return _("{title} {ref} recorded.").format(title=_(kind.title), ref=kept.ref)


def _page(listing: Listing, filters: Filters) -> str:
    count = plural("{count} record", "{count} records", listing.total)
    if len(listing.items) == listing.total:
        return count
    hint = _("page {page}; --page and --all show more").format(page=filters.page)
    return f"{count} · {hint}"
