"""``python -m deploy.manifests``: write ``compose.yaml`` and ``k8s/base`` anew."""

from deploy.manifests.files import DEPLOY, files

for path, text in files().items():
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    print(path.relative_to(DEPLOY.parent))
