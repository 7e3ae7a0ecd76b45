"""``python -m deploy.openapi``: write the description of the public API anew."""

from deploy.openapi import files

if __name__ == "__main__":
    files.PATH.parent.mkdir(parents=True, exist_ok=True)
    files.PATH.write_text(files.text())
