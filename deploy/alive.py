"""``python -m deploy.alive``: ends well when this container's process says that it is ready."""

import os
import sys
from http.client import HTTPConnection

SECONDS = 4.0


def main() -> int:
    """The exit code."""
    connection = HTTPConnection("127.0.0.1", int(os.environ["PARLEY_PORT"]), timeout=SECONDS)
    connection.request("GET", "/readyz")
    return 0 if connection.getresponse().status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
