"""The wheel and the sdist, as packing.py makes them."""

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

FOLDER = Path(__file__).parents[1]


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def pack(folder: Path, target: Path) -> Path:
    program = f"import sys; sys.path.insert(0, {str(folder)!r}); import packing; print(packing.build_wheel({str(target)!r}))"
    return target / run(sys.executable, "-c", program).strip()


class Packing(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.target = Path(temporary.name)

    def test_the_wheel_records_what_it_holds(self) -> None:
        with zipfile.ZipFile(pack(FOLDER, self.target)) as wheel:
            names = wheel.namelist()
            record = next(name for name in names if name.endswith("/RECORD"))
            for line in wheel.read(record).decode().splitlines():
                name, digest, _ = line.rsplit(",", 2)
                if name != record:
                    made = base64.urlsafe_b64encode(hashlib.sha256(wheel.read(name)).digest()).rstrip(b"=").decode()
                    self.assertEqual(digest, f"sha256={made}")
            self.assertIn("issuary/py.typed", names)
            self.assertIn("issuary/_models.py", names)

    def test_it_installs_in_an_empty_environment_without_an_index(self) -> None:
        wheel = pack(FOLDER, self.target)
        run(sys.executable, "-m", "venv", str(self.target / "venv"))
        folder = "Scripts" if sys.platform == "win32" else "bin"
        python = str(self.target / "venv" / folder / "python")
        run(python, "-m", "pip", "install", "--quiet", "--no-index", str(wheel))
        program = "import issuary; print(issuary.__version__, issuary.Issuary.__name__)"
        self.assertRegex(run(python, "-I", "-c", program), r"^\d+\.\d+\.\d+ Issuary$")

    def test_the_sdist_makes_the_same_wheel(self) -> None:
        program = (
            f"import sys; sys.path.insert(0, {str(FOLDER)!r}); import packing; print(packing.build_sdist({str(self.target)!r}))"
        )
        sdist = self.target / run(sys.executable, "-c", program).strip()
        with tarfile.open(sdist) as archive:
            archive.extractall(self.target / "unpacked")
        [unpacked] = (self.target / "unpacked").iterdir()
        (self.target / "again").mkdir()
        again = pack(unpacked, self.target / "again")
        self.assertEqual(again.read_bytes(), pack(FOLDER, self.target).read_bytes())


if __name__ == "__main__":
    unittest.main()
