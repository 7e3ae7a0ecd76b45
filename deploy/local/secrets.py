"""Secrets of one local system: made on the first run, kept in a file that only its owner reads."""

import json
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from deploy.local import files


class Secrets:
    """Secrets by name, each made when first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def password(self, name: str, size: int = 16) -> str:
        """A password of ``size`` random bytes, which needs no quoting in a URL or a shell."""
        if name not in self._known:
            self._keep({name: secrets.token_hex(size)})
        return self._known[name]

    def key_pair(self, name: str) -> tuple[str, str]:
        """An Ed25519 key pair as PEM: private, public."""
        if f"{name} private" not in self._known:
            private, public = new_key_pair()
            self._keep({f"{name} private": private, f"{name} public": public})
        return self._known[f"{name} private"], self._known[f"{name} public"]

    def _keep(self, new: dict[str, str]) -> None:
        self._known |= new
        files.write_json(self._path, self._known)


def new_key_pair() -> tuple[str, str]:
    """A new Ed25519 key pair as PEM: private, public."""
    private = ed25519.Ed25519PrivateKey.generate()
    return (
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        private.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode(),
    )
