"""Where mails and pushes of a local system end: two programs that take them and let one look."""

from pathlib import Path

from deploy.local import services
from deploy.local.ports import HOST, Ports
from deploy.local.process import Program

SENDER = "Parley <parley@parley.example>"


class Sinks:
    """The mail sink and the push sink, with what they got under ``run_dir``."""

    def __init__(self, run_dir: Path, ports: Ports) -> None:
        self._folder = run_dir / "sinks"
        self._mail_port, self._push_port = ports.take("mail"), ports.take("push")
        self._smtp_port = ports.take("smtp")
        self.mail_url = f"http://{HOST}:{self._mail_port}"
        self.push_url = f"http://{HOST}:{self._push_port}"

    @property
    def _account(self) -> Path:
        return self._folder / "firebase.json"

    def programs(self) -> tuple[Program, Program]:
        """What to run, before the notifier."""
        self._folder.mkdir(parents=True, exist_ok=True)
        mail = {
            "SINK_PORT": str(self._mail_port),
            "SINK_SMTP_PORT": str(self._smtp_port),
            "SINK_FILE": str(self._folder / "mails.jsonl"),
        }
        push = {
            "SINK_PORT": str(self._push_port),
            "SINK_ACCOUNT": str(self._account),
            "SINK_FILE": str(self._folder / "pushes.jsonl"),
        }
        return (
            _program("mail", self.mail_url, mail),
            _program("push", self.push_url, push),
        )

    def notifier_environment(self) -> dict[str, str]:
        """What the notifier needs to send here."""
        return {
            "PARLEY_SMTP_HOST": HOST,
            "PARLEY_SMTP_PORT": str(self._smtp_port),
            "PARLEY_SMTP_TLS": "none",
            "PARLEY_MAIL_FROM": SENDER,
            "PARLEY_FCM_URL": self.push_url,
            "PARLEY_FCM_SERVICE_ACCOUNT": str(self._account),
            "PARLEY_ALERTS_WINDOW_SECONDS": "60",
        }


def _program(name: str, url: str, environment: dict[str, str]) -> Program:
    module = f"deploy.local.{name}_sink"
    return services.program(name, module, url, environment, f"{url}/messages")
