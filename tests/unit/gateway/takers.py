"""Who takes what many are offered."""


class Taker:
    """A socket that keeps what it is offered."""

    def __init__(self) -> None:
        self.frames: list[str] = []

    def offer(self, frame: str) -> None:
        self.frames.append(frame)
