"""``python -m gateway`` serves; with a command it does an operator's work and ends."""

import sys

from gateway import commands, main

if len(sys.argv) > 1:
    sys.exit(commands.run(sys.argv[1:]))
main.main()
