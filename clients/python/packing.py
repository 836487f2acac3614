"""Packs the wheel and the sdist with the standard library, into dist or the folder ISSUARY_PACKAGES: python3 packing.py

It is also the build backend (PEP 517) of pyproject.toml, so that ``pip install .`` needs nothing from an index. Files are
the same on every machine: they are sorted and have one date.
"""

import base64
import gzip
import hashlib
import io
import os
import re
import tarfile
import zipfile
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

HERE = Path(__file__).resolve().parent
NAME = "issuary"
DATE = (2026, 1, 1, 0, 0, 0)
EPOCH = 1_767_225_600
SUMMARY = "Client of the Issuary Merchant API: issue cards, fund them, and be notified of what they are used for"
CLASSIFIERS = [
    "Development Status :: 4 - Beta",
    "Intended Audience :: Developers",
    "Programming Language :: Python :: 3",
    "Typing :: Typed",
]
WHEEL = "Wheel-Version: 1.0\nGenerator: issuary-packing\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def version() -> str:
    text = (HERE / "src" / NAME / "_version.py").read_text("utf-8")
    found = re.search(r'^VERSION = "([^"]+)"$', text, re.MULTILINE)
    assert found, "_version.py has no version"
    return found.group(1)


def metadata() -> str:
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {NAME}",
        f"Version: {version()}",
        f"Summary: {SUMMARY}",
        "License: Apache-2.0",
        "Requires-Python: >=3.9",
        *(f"Classifier: {one}" for one in CLASSIFIERS),
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(lines) + "\n\n" + (HERE / "README.md").read_text("utf-8")


def license_text() -> bytes:
    """The licence is that of the project; a packed sdist has a copy of its own."""
    own = HERE / "LICENSE"
    return (own if own.exists() else HERE.parents[1] / "LICENSE").read_bytes()


def sources(*folders: str) -> List[Tuple[str, bytes]]:
    found = [path for folder in folders for path in (HERE / folder).rglob("*") if path.suffix in (".py", ".typed")]
    return [(path.relative_to(HERE).as_posix(), path.read_bytes()) for path in sorted(found)]


def write_wheel(folder: Path, is_editable: bool = False) -> str:
    info = f"{NAME}-{version()}.dist-info"
    files = [(name[len("src/") :], data) for name, data in sources("src")]
    if is_editable:
        files = [(f"__editable__.{NAME}.pth", f"{HERE / 'src'}\n".encode())]
    files += [
        (f"{info}/METADATA", metadata().encode()),
        (f"{info}/WHEEL", WHEEL.encode()),
        (f"{info}/LICENSE", license_text()),
    ]
    records = [f"{name},sha256={_hash(data)},{len(data)}" for name, data in files]
    files.append((f"{info}/RECORD", "\n".join([*records, f"{info}/RECORD,,", ""]).encode()))
    file_name = f"{NAME}-{version()}-py3-none-any.whl"
    with zipfile.ZipFile(folder / file_name, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return file_name


def _hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def write_sdist(folder: Path) -> str:
    root = f"{NAME}-{version()}"
    own = [(name, (HERE / name).read_bytes()) for name in ("README.md", "packing.py", "pyproject.toml")]
    files = [("LICENSE", license_text()), ("PKG-INFO", metadata().encode()), *own, *sources("src", "tests")]
    file_name = f"{root}.tar.gz"
    with gzip.GzipFile(folder / file_name, "wb", mtime=EPOCH) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for name, data in files:
                entry = tarfile.TarInfo(f"{root}/{name}")
                entry.size, entry.mtime, entry.mode = len(data), EPOCH, 0o644
                archive.addfile(entry, io.BytesIO(data))
    return file_name


Settings = Optional[Dict[str, Any]]


def build_wheel(wheel_directory: str, config_settings: Settings = None, metadata_directory: Optional[str] = None) -> str:
    return write_wheel(Path(wheel_directory))


def build_editable(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: Optional[str] = None
) -> str:
    return write_wheel(Path(wheel_directory), is_editable=True)


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    return write_sdist(Path(sdist_directory))


if __name__ == "__main__":
    target = Path(os.environ.get("ISSUARY_PACKAGES", HERE / "dist"))
    target.mkdir(exist_ok=True)
    for made in (write_wheel(target), write_sdist(target)):
        print(target / made)
