"""One document into a TinyDB file, as its manual shows it: FILE DOCUMENT."""

import json
import sys
from pathlib import Path

from tinydb import TinyDB

with TinyDB(sys.argv[1]) as db:
    db.table("consultation").insert(json.loads(Path(sys.argv[2]).read_bytes()))
