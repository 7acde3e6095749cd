"""The peer: Chromium in kiosk mode with an equal static page (same size, same key at the same place)."""

import shutil
import subprocess
from pathlib import Path

PAGE = """<!doctype html><meta charset=utf-8><style>
body{margin:0;background:#fff;font:600 43px sans-serif;color:#0B1B2B;width:1080px;height:1920px;overflow:hidden}
header,footer{background:#0B4A8F;color:#fff;position:absolute;left:0;width:1080px}header{top:0;height:87px}
footer{bottom:0;height:109px}main{position:absolute;top:87px;height:1170px;width:1080px;background:#EEF2F7}
h1{font-size:76px;margin:90px 57px 20px}p{font-weight:400;margin:0 57px}
button{position:absolute;left:57px;top:1309px;width:966px;height:146px;background:#0B4A8F;color:#fff;font:inherit;
border:0;border-bottom:5px solid #072F5C}</style>
<header></header><main><h1>Willkommen<br>im Rathaus</h1><p>Hier erledigen Sie vieles selbst.</p></main>
<button onclick="document.body.innerHTML='<main style=background:#fff><h1>Guten Tag</h1></main>'">Hier berühren</button>
<footer></footer>"""


def find() -> str | None:
    """Path of the browser, None if it is not installed."""
    return shutil.which("chromium")


def start(browser: str, display: str, folder: Path) -> "subprocess.Popen[bytes]":
    """Starts it on the page with a profile of its own."""
    page = folder / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    switches = ["--kiosk", "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    switches += ["--disable-component-update", "--disable-quic", "--window-size=1080,1920", "--window-position=0,0"]
    command = [browser, *switches, f"--user-data-dir={folder / 'profile'}", page.as_uri()]
    with (folder / "chromium.log").open("wb") as log:
        return subprocess.Popen(
            command,
            env={"DISPLAY": display, "HOME": str(folder), "PATH": "/usr/bin:/bin"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
