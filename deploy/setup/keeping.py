"""Where a new installation's secrets are put: folders that containers mount, or a cluster.

Only what is missing is put there: whoever has secrets keeps them.
"""

import base64
import json
import ssl
from pathlib import Path

import aiohttp

from deploy.setup.secrets import Secrets

CLUSTER = Path("/var/run/secrets/kubernetes.io/serviceaccount")
API = "https://kubernetes.default.svc/api/v1"
API_SECONDS = 30.0
EXISTS = 409
FIRST = "setup"
"""Put last, and looked for first: when it is there, so is everything."""


def in_folders(folder: Path, secrets: Secrets) -> bool:
    """A folder per process, a file per secret; False when they are there already."""
    if any((folder / FIRST).iterdir()):
        return False
    for name in sorted(secrets, key=lambda name: name == FIRST):
        for key, value in secrets[name].items():
            (folder / name / key).write_text(value)
    return True


async def in_cluster(secrets: Secrets) -> bool:
    """A Secret ``parley-<process>`` each, in the namespace that this runs in; False when they
    are there already. Raises ``aiohttp.ClientError``.
    """
    namespace = (CLUSTER / "namespace").read_text()
    headers = {"Authorization": f"Bearer {(CLUSTER / 'token').read_text()}"}
    trusted = ssl.create_default_context(cafile=str(CLUSTER / "ca.crt"))
    url = f"{API}/namespaces/{namespace}/secrets"
    async with aiohttp.ClientSession(
        headers=headers,
        connector=aiohttp.TCPConnector(ssl=trusted),
        timeout=aiohttp.ClientTimeout(API_SECONDS),
    ) as api:
        async with api.get(f"{url}/parley-{FIRST}") as known:
            if known.ok:
                return False
        for name in sorted(secrets, key=lambda name: name == FIRST):
            async with api.post(url, json=manifest(name, secrets)) as answer:
                answer.raise_for_status()
    return True


def manifests(secrets: Secrets) -> str:
    """All of them for ``kubectl apply -f -``."""
    items = [manifest(name, secrets) for name in secrets]
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items}, indent=2)


def manifest(name: str, secrets: Secrets) -> dict[str, object]:
    """One as a Kubernetes object."""
    data = {key: base64.b64encode(value.encode()).decode() for key, value in secrets[name].items()}
    labels = {"app.kubernetes.io/part-of": "parley"}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": f"parley-{name}", "labels": labels},
        "type": "Opaque",
        "data": data,
    }
