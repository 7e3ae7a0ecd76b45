"""A process that dies at a named step, as far as the code that runs can tell."""

from typing import Any


class Killed(BaseException):
    """The end of the process."""


class Dies:
    """Another part, of which the first call to ``at`` kills: before it happens, or after."""

    def __init__(self, part: Any, at: str, when: str) -> None:
        self._part, self._at, self._when, self._is_dead = part, at, when, False

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        if name != self._at or self._is_dead:
            return found

        async def dying(*args: Any, **kwargs: Any) -> Any:
            self._is_dead = True
            if self._when == "after":
                await found(*args, **kwargs)
            raise Killed

        return dying
