"""R8: TinyDB's own tests, from its source distribution, on our table class.

They are downloaded when this runs and are not part of the project. What tests other storages,
the cache that we switch off, or TinyDB's text of itself does not apply; each with its reason.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

from tests.faults.outcome import Outcome

MODULES = ("test_operations.py", "test_tables.py", "test_tinydb.py")
_CACHE = "the query cache is off: another process may have changed what it remembers"
_STORAGE = "it looks for a storage of TinyDB's own, which has no encryption"
EXCEPTIONS = {
    "test_lru_cache": _CACHE,
    "test_query_cache": _CACHE,
    "test_query_cache_size": _CACHE,
    "test_search": _CACHE,
    "test_search_path": _CACHE,
    "test_access_storage": _STORAGE,
    "test_storage_access": _STORAGE,
    "test_table_repr": _STORAGE,
    "test_persist_table": "a table is there when it has a document; we keep no empty ones",
}
ROOT = Path(__file__).parents[2]


def run(*, quick: bool = False) -> Outcome:
    """All that apply."""
    outcome = Outcome("R8", "TinyDB's own tests on our table", reach="all that apply")
    with tempfile.TemporaryDirectory(prefix="attache-faults-") as folder:
        try:
            tests = _tests(Path(folder))
        except (OSError, subprocess.CalledProcessError, tarfile.TarError):
            outcome.skipped = "its source distribution could not be downloaded"
            return outcome
        said = _pytest(tests)
    for verdict, name in said:
        if name in EXCEPTIONS:
            outcome.count("that do not apply")
        elif verdict != "PASSED":
            outcome.miss("failed", name)
        if name not in EXCEPTIONS:
            outcome.count("tests")
    outcome.found.setdefault("failed", 0)
    return outcome


def _tests(folder: Path) -> Path:
    """The folder of their tests; raises OSError, CalledProcessError or TarError."""
    wanted = f"tinydb=={version('tinydb')}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*pip, wanted], cwd=folder, check=True, capture_output=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    (tests,) = folder.glob("tinydb-*/tests")
    (tests / "conftest.py").unlink()
    return shutil.copytree(tests, folder / "their_tests")  # away from their own tinydb folder


def _pytest(tests: Path) -> list[tuple[str, str]]:
    """Verdict and name of each test."""
    argv = [sys.executable, "-m", "pytest", "-v", "--color=no", "-p", "tests.faults.tinydb_plugin"]
    argv += ["-p", "no:cacheprovider", "-p", "no:xdist", "-c", os.devnull, "--rootdir", str(tests)]
    ran = subprocess.run(
        [*argv, *(str(tests / name) for name in MODULES)],
        cwd=tests.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r"::(\w+)(?:\[.*\])? (PASSED|FAILED|ERROR|SKIPPED)", ran.stdout)
    return [(verdict, name) for name, verdict in found]
