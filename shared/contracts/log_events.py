"""What is said in the log of events alone, about the log itself."""

from typing import ClassVar

from shared.contracts.events import Fact


class LogPadded(Fact):
    """Nothing has happened. The broker forgets whole segments of the log, and only when it begins
    a new one; so each week it is given as much padding as makes it begin one. ``sequence`` counts
    the padding of one week, ``subject`` is the log, ``workspaceid`` is nobody's.
    """

    event_type: ClassVar[str] = "log.padded.v1"
    padding: str
