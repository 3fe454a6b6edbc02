"""`attache exchange list`: the ledger of workbooks that left and came in."""

from __future__ import annotations

from typing import Annotated

import typer

from attache import records
from attache.cli import show
from attache.cli.result import Result
from attache.cli.session import session
from attache.desk.filters import Filters
from attache.desk.looking import listing
from attache.language import _


def list_(
    since: Annotated[str, typer.Option(metavar="DATE", help=_("From this day on"))] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help=_("Up to this day"))] = "",
    limit: Annotated[int, typer.Option(min=0, metavar="N", help=_("At most this many"))] = 0,
) -> Result:
    """The ledger."""
    kind = records.named("exchange")
    filters = Filters(since=since or None, until=until or None, limit=limit or None, withdrawn=True)
    return show.listed(kind, listing(session().office, kind, filters), filters)
