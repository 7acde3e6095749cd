"""What holds for every file: a docstring, a telling name, its place in the tree, nothing of one machine in it."""

import ast
import re
import subprocess

import pytest

from tests.architecture.tree import PACKAGES, ROOT, modules, tracked_files

TELLS_NOTHING = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}
# A town installs from its own mirror, a checkout may lie anywhere. (In pieces, because this file is searched as well.)
REGISTRIES = re.compile(
    "|".join((r"pypi\.(org|io)", "pythonhosted" + r"\.org", "registry" + r"\.npmjs", r"deb\.debian" + r"\.org"))
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(root|work" + r"|home/[a-z]\w*|Users)/\w")
TEXT = {".py", ".kv", ".md", ".toml", ".txt", ".yaml", ".yml", ".json", ".sh", ".service", ".po", ".cfg", ".conf", ""}


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path) for path in modules() if not ast.get_docstring(ast.parse((ROOT / path).read_text("utf-8")))]
    assert silent == []


def test_names_tell_something() -> None:
    assert [path for path in tracked_files() if path.name in TELLS_NOTHING] == []


def test_unit_tests_mirror_the_tree() -> None:
    """tests/kiosk/dialogue/ holds tests of kiosk/dialogue/: no folder there without its counterpart."""
    folders = {path.parent for path in tracked_files() if path.parts[0] == "tests" and path.parts[1] in PACKAGES}
    assert [folder for folder in folders if not (ROOT / folder.relative_to("tests")).is_dir()] == []


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS], ids=["registry", "machine path"])
def test_nothing_of_one_machine_is_committed(pattern: re.Pattern[str]) -> None:
    hits = []
    for path in tracked_files():
        if path.suffix in TEXT:
            lines = (ROOT / path).read_text("utf-8").splitlines()
            hits += [f"{path}:{number}: {line.strip()}" for number, line in enumerate(lines, 1) if pattern.search(line)]
    assert hits == []


@pytest.mark.parametrize(
    ("pattern", "text", "hit"),
    [
        (REGISTRIES, "--index-url https://pypi" + ".org/simple", True),
        (MACHINE_PATHS, "cd /ro" + "ot/x", True),
        (MACHINE_PATHS, "see docs/work/plan.md", False),
    ],
)
def test_the_search_bites(pattern: re.Pattern[str], text: str, hit: bool) -> None:
    assert bool(pattern.search(text)) is hit


def test_shell_scripts_parse_and_stop_at_the_first_error() -> None:
    scripts = [path for path in tracked_files() if (ROOT / path).read_bytes().startswith(b"#!/bin/")]
    assert scripts
    for script in scripts:
        subprocess.run(["bash", "-n", script], cwd=ROOT, check=True)
        assert re.search(r"^set -eu", (ROOT / script).read_text("utf-8"), re.MULTILINE), f"{script} ignores errors"
