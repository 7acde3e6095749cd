"""Kivy's switches, set in one place before its first import (facts/ux 8).

Kivy reads its environment and configuration while it is imported, so this must run before anything imports it. The
settings are ours alone: no file in the home folder, no command line, no log, no settings panel, no modules, no input
provider but the window's own events.
"""

import importlib.util
import os
import sys
from pathlib import Path

from screens.options import UiOptions


def prepare_kivy(options: UiOptions) -> None:
    """Sets environment and configuration.

    Raises:
        RuntimeError: Kivy was imported before, so that the switches would come too late.
    """
    if "kivy" in sys.modules:
        raise RuntimeError("kivy was imported before its switches were set")
    home = options.state_dir / "kivy"
    home.mkdir(parents=True, exist_ok=True)
    _lean_data(home / "data")
    os.environ.update(
        KIVY_NO_ARGS="1",
        KIVY_NO_FILELOG="1",
        KIVY_NO_CONSOLELOG="1",
        KIVY_LOG_MODE="PYTHON",  # otherwise Kivy takes over stderr, and the last words of a crash are lost
        KIVY_NO_CONFIG="1",
        KIVY_NO_ENV_CONFIG="1",
        KIVY_HOME=str(home),
        KIVY_DATA_DIR=str(home / "data"),
        MESA_SHADER_CACHE_DIR=str(options.state_dir / "mesa"),  # otherwise in the home folder (Mesa 25, Debian 13)
        MESA_SHADER_CACHE_MAX_SIZE="16M",
        KIVY_WINDOW="sdl2",
        KIVY_GL_BACKEND="sdl2",
        KIVY_CLOCK="default",
    )
    _configure(options)


def _lean_data(folder: Path) -> None:
    """Kivy's data folder without its widgets' style sheet: we use no widgets, and parsing it is a tenth of a second."""
    spec = importlib.util.find_spec("kivy")
    if spec is None or spec.origin is None:
        raise RuntimeError("kivy is not installed")
    source = Path(spec.origin).parent / "data"
    folder.mkdir(exist_ok=True)
    (folder / "style.kv").write_text("#:kivy 2.3\n", encoding="utf-8")
    for name in ("fonts", "glsl", "images", "keyboards", "logo"):
        link = folder / name
        if link.is_symlink() and link.resolve() != source / name:
            link.unlink()  # Kivy has moved since, by an upgrade
        if not link.is_symlink():
            link.symlink_to(source / name)


def _configure(options: UiOptions) -> None:
    from kivy.config import Config  # noqa: PLC0415 -- reads the environment while it is imported

    Config.set("kivy", "log_enable", "0")
    Config.set("kivy", "log_level", "error")
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "pause_on_minimize", "0")
    Config.set("kivy", "desktop", "0")
    Config.set("kivy", "keyboard_mode", "")
    for section in ("input", "modules"):
        Config.remove_section(section)
        Config.add_section(section)
    graphics = {
        "width": options.width_px,
        "height": options.height_px,
        "fullscreen": "auto" if options.fullscreen else 0,
        "borderless": 0,
        "resizable": 0,
        "show_cursor": 0 if options.hide_cursor else 1,
        "multisamples": 0,
        "maxfps": 0,  # the loop sleeps by itself, see `loop`
        "vsync": 1,
        "allow_screensaver": 0,
        "verify_gl_main_thread": 1,
    }
    if options.position is not None and not options.fullscreen:
        graphics |= {"position": "custom", "left": options.position[0], "top": options.position[1]}
    for name, value in graphics.items():
        Config.set("graphics", name, str(value))
