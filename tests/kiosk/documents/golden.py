"""The golden papers: what each document looks like, language by language, and how many bytes it takes.

    python -m tests.kiosk.documents.golden            write all of them anew, after a change that is meant
    git diff --stat                                   then look at each picture that changed, beside the old one

80 mm is a printer whose code pages are proven and that draws its own QR codes; 58 mm one about which nothing is known.
The pictures are what the virtual printer puts on paper; `golden.json` has length and SHA-256 of the bytes.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from devices.printer.profiles import profile_of
from tests.kiosk.documents.paper import Sheet, printed, save
from tests.kiosk.documents.samples import KINDS, LANGUAGES, document

FOLDER = Path(__file__).parents[2] / "golden" / "paper"
BYTES = FOLDER / "golden.json"
PAPERS = {"80": ("epson-tm-t20iii", False), "80-large": ("epson-tm-t20iii", True), "58": ("generic-58", False)}
NAMES = [f"{kind}-{paper}-{lang}" for kind in KINDS for paper in PAPERS for lang in LANGUAGES]


def sheet(name: str) -> Sheet:
    """Prints the document of this name."""
    kind, paper, lang = name.split("-", 1)[0], name.split("-", 1)[1].rpartition("-")[0], name.rpartition("-")[2]
    profile, large = PAPERS[paper]
    return printed(document(kind, lang, large=large), profile_of(profile))


def fingerprint(blob: bytes) -> dict[str, object]:
    """What is kept of the bytes."""
    return {"bytes": len(blob), "sha256": hashlib.sha256(blob).hexdigest()}


def write() -> Iterator[str]:
    """Writes all pictures and fingerprints; gives the names as they are done."""
    FOLDER.mkdir(exist_ok=True)
    kept = {}
    for name in NAMES:
        made = sheet(name)
        save(made.picture, FOLDER / f"{name}.png")
        kept[name] = fingerprint(made.blob)
        yield name
    BYTES.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for done in write():
        print(done)  # noqa: T201 -- a command line tool
