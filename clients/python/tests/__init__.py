import sys
from pathlib import Path

# The tests run from the folder as it is, or against an installed package if ISSUARY_INSTALLED is set.
import os

if "ISSUARY_INSTALLED" not in os.environ:
    sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
