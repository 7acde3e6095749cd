"""Writes config/about/libraries.yaml, the libraries of a terminal with version and licence. "make lock" runs it.

Names and versions come from deploy/lock/terminal.txt, licences from the installed packages: the SPDX expression that a
package declares, otherwise what its classifiers say without doubt. Where a package leaves doubt, somebody has read its
licence files, and the table below says for which version.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path

from packaging.licenses import canonicalize_license_expression
from packaging.markers import default_environment
from packaging.requirements import Requirement

LOCK = Path(__file__).parent / "lock" / "terminal.txt"
LIST = Path(__file__).parents[1] / "config" / "about" / "libraries.yaml"

CLASSIFIERS = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Those that mean one licence; "BSD License" does not."""

READ = {
    ("babel", "2.18.0"): "BSD-3-Clause",
    ("charset-normalizer", "3.5.3"): "MIT",
    ("docutils", "0.23"): "LicenseRef-Public-Domain AND BSD-2-Clause AND BSD-3-Clause",
    ("joserfc", "1.8.0"): "BSD-3-Clause",
    ("kivy-garden", "0.1.5"): "MIT",
    ("num2words", "0.5.14"): "LGPL-2.1-or-later",
    ("pyscard", "2.3.1"): "LGPL-2.1-or-later",
    ("pyusb", "1.3.1"): "BSD-3-Clause",
    ("qrcode", "8.2"): "BSD-3-Clause",
    ("resvg-py", "0.5.0"): "MIT",
}
"""Read by somebody in the licence files of the package, of this version and no other."""


class LicenceError(Exception):
    """A licence is not known; the message says what to do."""


def pinned(lock: str) -> Iterator[tuple[str, str]]:
    """Names and versions of a lock that are installed on Linux."""
    linux = {**default_environment(), "sys_platform": "linux"}
    for line in re.findall(r"^[a-zA-Z0-9].*?(?= \\$)", lock, re.MULTILINE):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(linux):
            (pin,) = requirement.specifier
            yield requirement.name, pin.version


def licence(name: str, wanted: str) -> str:
    """SPDX expression of an installed package.

    Raises:
        LicenceError: another version is installed, or the package does not say clearly what its licence is.
    """
    try:
        installed = version(name)
    except PackageNotFoundError:
        installed = "nothing"
    if installed != wanted:
        raise LicenceError(f"{name}: the lock has {wanted}, installed is {installed}: run deploy/setup.sh dev first")
    said = metadata(name)
    known = READ.get((name, wanted)) or said.get("License-Expression")
    classifiers = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier", []) if line.startswith("License")]
    if known is None and len(classifiers) == 1:
        known = CLASSIFIERS.get(classifiers[0])
    if known is None:
        raise LicenceError(f"{name} {wanted}: read its licence files and add it to READ in deploy/licences.py")
    return canonicalize_license_expression(known)


def listing(lock: str) -> str:
    """The YAML text for the packages of a lock.

    Raises:
        LicenceError: see `licence`.
    """
    lines = [f'  - {{name: {name}, version: "{pin}", licence: {licence(name, pin)}}}' for name, pin in pinned(lock)]
    head = '# Made by "make lock" from deploy/lock/terminal.txt and the installed packages; never edited by hand.'
    return "\n".join([head, "", "libraries:", *lines, ""])


if __name__ == "__main__":
    try:
        LIST.write_text(listing(LOCK.read_text("utf-8")), "utf-8")
    except LicenceError as error:
        sys.exit(f"licences: {error}")
