"""One name looked for among NUMBER names by equality, as most tools do: the median of seconds."""

import sys
import time
from statistics import median

from tests.crowds import crowd

names = [raw["name"] for raw in crowd(int(sys.argv[1]))]
took = []
for wanted in names[:60]:
    start = time.perf_counter()
    assert [name for name in names if name.casefold() == wanted.casefold()]
    took.append(time.perf_counter() - start)
print(median(took))
