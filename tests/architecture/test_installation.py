"""What gets installed: locks that answer pyproject.toml, well-formed lists, a wheel with all it needs and no tests."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.architecture.tree import ROOT, tracked_files

LOCKS = ROOT / "deploy" / "lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TERMINAL = PROJECT["project"]["dependencies"]
SANDBOX = PROJECT["project"]["optional-dependencies"]["sandbox"]
GROUPS = PROJECT["dependency-groups"]
BUILD = PROJECT["build-system"]["requires"]


def locked(name: str) -> dict[str, Version]:
    """Read a lock's pins that hold on Linux, by canonical name."""
    linux = {**default_environment(), "sys_platform": "linux"}
    pins: dict[str, Version] = {}
    for line in re.findall(r"^[a-zA-Z0-9].*?(?= \\$)", (LOCKS / name).read_text("utf-8"), re.MULTILINE):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(linux):  # type: ignore[arg-type]
            (pin,) = requirement.specifier
            pins[canonicalize_name(requirement.name)] = Version(pin.version)
    return pins


def unsatisfied(requirements: Iterable[str], pins: dict[str, Version]) -> list[str]:
    """Name the requirements that a lock does not meet."""
    wanted = [Requirement(text) for text in requirements]
    return [str(r) for r in wanted if (pin := pins.get(canonicalize_name(r.name))) is None or pin not in r.specifier]


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("terminal.txt", [*TERMINAL, *BUILD]),
        ("dev.txt", [*TERMINAL, *BUILD, *SANDBOX, *GROUPS["dev"]]),
        ("tools.txt", GROUPS["tools"]),
    ],
)
def test_lock_answers_pyproject(lock: str, requirements: list[str]) -> None:
    assert unsatisfied(requirements, locked(lock)) == [], 'run "make lock"'


def test_an_outdated_lock_is_noticed() -> None:
    pins = {"kivy": Version("2.3.0")}
    assert unsatisfied(["kivy==2.3.1", "left-pad"], pins) == ["kivy==2.3.1", "left-pad"]


def test_tests_run_with_the_versions_of_the_terminal() -> None:
    terminal, dev = locked("terminal.txt"), locked("dev.txt")
    assert {name: dev.get(name) for name in terminal} == terminal


def test_a_terminal_gets_no_sandbox_and_no_tools() -> None:
    extra = {canonicalize_name(Requirement(text).name) for text in [*SANDBOX, *GROUPS["dev"]]}
    extra -= {"cryptography"}  # both need it: the sandbox makes certificates, on the terminal joserfc seals with it
    assert extra & locked("terminal.txt").keys() == set()


@pytest.mark.parametrize("lock", ["terminal.txt", "dev.txt", "tools.txt"])
def test_every_pin_has_a_hash_and_no_address(lock: str) -> None:
    text = (LOCKS / lock).read_text("utf-8")
    entries = re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.MULTILINE)[1:]
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert "--index" not in text


@pytest.mark.parametrize("name", ["apt.txt", "apt-test.txt"])
def test_package_list_is_well_formed(name: str) -> None:
    """A line that setup.sh does not understand would be a package silently missing."""
    lines = (ROOT / "deploy" / name).read_text("utf-8").splitlines()
    form = re.compile(r"(#.*|[a-z0-9][a-z0-9.+-]*(\s+# 1[23])?)?")
    assert [line for line in lines if not form.fullmatch(line)] == []
    packages = [line for line in lines if line and not line.startswith("#")]
    assert len(packages) == len(set(packages))


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """Lay out a checkout where no package is installed and the caller is not root."""
    programs = {"id": "echo 1000", "dpkg-query": "exit 1", "apt-get": "echo apt-get was called; exit 99"}
    for name, body in programs.items():
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "setup.sh", tmp_path / "deploy")
    (tmp_path / "deploy" / "apt.txt").write_text("# a comment\n\nboth\nold  # 12\nnew  # 13\n")
    (tmp_path / "deploy" / "apt-test.txt").write_text("for-tests\n")
    return tmp_path


@pytest.mark.parametrize(("profile", "lists"), [("dev", ["for-tests"]), ("terminal", [])])
def test_setup_tells_who_is_not_root_what_to_install(bare_machine: Path, profile: str, lists: list[str]) -> None:
    release = re.search(r'^VERSION_ID="?(\d+)', Path("/etc/os-release").read_text("utf-8"), re.MULTILINE)
    assert release
    marked = {"12": "old", "13": "new"}[release[1]]
    environment = {"PATH": f"{bare_machine / 'bin'}:{os.environ['PATH']}"}
    script = str(bare_machine / "deploy" / "setup.sh")
    result = subprocess.run([script, profile], env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 3
    command = "sudo apt-get update && sudo apt-get install --no-install-recommends"
    assert f"remedy: {command} {' '.join(['both', marked, *lists])}\n" in result.stderr
    assert "apt-get was called" not in result.stdout


def test_wheel_carries_everything_beside_the_packages_and_no_tests(tmp_path: Path) -> None:
    """kiosk finds its configuration at Path(kiosk.__file__).parents[1] / "config", in the wheel as in the checkout."""
    source = tmp_path / "source"
    tracked = tracked_files()
    for path in tracked:
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, source / path)
    (source / "kiosk" / "__pycache__").mkdir()
    (source / "kiosk" / "__pycache__" / "left.cpython-311.pyc").touch()
    build = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, tmp_path], cwd=source, env=os.environ, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert carried == {
        path.as_posix() for path in tracked if path.parts[0] in ("kiosk", "screens", "devices", "config")
    }
