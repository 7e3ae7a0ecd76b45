"""What ``make run`` says on the terminal: one line per step with its seconds, then one screen."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

TITLE_WIDTH = 34


def say(line: str) -> None:
    """Say one line at once."""
    print(line, flush=True)


def complain(line: str) -> None:
    """Say what keeps the system from running."""
    print(f"parley: {line}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str, tell: Callable[[str], None]) -> Iterator[None]:
    """One step of starting; told, with its seconds, when it is done."""
    began = time.monotonic()
    yield
    tell(f"  {title:<{TITLE_WIDTH}} {time.monotonic() - began:6.1f} s")


def welcome(manifest: Mapping[str, Any]) -> str:
    """The screen at the end: where to click and whom to sign in as."""
    lines = [
        "",
        "  Parley is running.",
        "",
        f"    console     {manifest['base_url']}",
        f"    demo shop   {manifest['shop_url']}",
        f"    mails       {manifest['mail_url']}",
        f"    pushes      {manifest['push_url']}/messages",
        f"    events      {manifest['amqp_url']}",
        "",
    ]
    for workspace in manifest["workspaces"]:
        lines.append(f"    {workspace['name']} (plan {workspace['plan']})")
        lines += [
            f"      {agent['email']:<22} {agent['password']}"
            + ("   admin" if agent["role"] == "admin" else "")
            for agent in workspace["agents"]
        ]
    lines += ["", "  Ctrl-C stops everything. The data stays; `make clean` forgets it.", ""]
    return "\n".join(lines)
