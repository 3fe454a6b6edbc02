"""What bash is offered for the ref of a person."""

import os
import sys

from attache.__main__ import main

os.environ.update(
    _ATTACHE_COMPLETE="complete_bash", COMP_WORDS="attache person show P", COMP_CWORD="3"
)
sys.argv[1:] = []
main()
