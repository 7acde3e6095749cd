"""Command line. Everything heavy is imported by the command that needs it, because start-up counts."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

OK, WRONG, ENVIRONMENT, BUSY = 0, 2, 3, 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; gives the exit code."""
    options = _parser().parse_args(arguments)
    result: int = options.command(options)
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="buergerterminal", description="Self-service terminal of a town hall.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="run the terminal")
    run.add_argument("--config", type=Path, metavar="FILE", help="settings (default: config/terminal.yaml beside it)")
    _add_hidden(run)
    run.set_defaults(command=_run)

    demo = commands.add_parser("demo", help="a terminal, its devices and its town hall, all software, on this display")
    demo.set_defaults(command=_demo)

    rehearse = commands.add_parser("rehearse", help="play journeys through the real window and keep the evidence")
    rehearse.add_argument("journeys", nargs="+", type=Path, metavar="JOURNEY", help="journey files (YAML)")
    rehearse.add_argument("--evidence", type=Path, required=True, metavar="DIR", help="where the evidence goes")
    rehearse.add_argument("--lang", metavar="CODE")
    rehearse.add_argument("--size", choices=["S", "M", "L", "XL"])
    rehearse.add_argument("--theme", choices=["standard", "hc_dark", "hc_light"])
    rehearse.add_argument("--orientation", choices=["portrait", "landscape"])
    rehearse.add_argument("--speed", type=_speed, metavar="N", help="divide the waits by N (never measured times)")
    rehearse.add_argument("--services", type=Path, metavar="DIR", help="a town's own services, not the shipped ones")
    rehearse.set_defaults(command=_rehearse)

    check = commands.add_parser("check", help="prove that a configuration is usable; names every mistake")
    check.add_argument("folder", nargs="?", type=Path, metavar="CONFIG_DIR", help="default: config beside the program")
    check.add_argument("--on-terminal", action="store_true", help="also the files that exist on the terminal only")
    check.set_defaults(command=_check)

    staff = commands.add_parser("staff-pin", help="set the PIN of the staff area")
    staff.add_argument("--out", type=Path, required=True, metavar="FILE", help="where its hash goes (staff.pin_file)")
    staff.set_defaults(command=_staff_pin)

    withheld = commands.add_parser("withheld", help="applications that are not sent any more (T-08, T-11)")
    withheld.add_argument("--config", type=Path, metavar="FILE", help="settings (default: as for run)")
    what = withheld.add_mutually_exclusive_group()
    what.add_argument("--take", type=Path, metavar="DIR", help="move them, still sealed, into files in this folder")
    what.add_argument("--again", action="store_true", help="let the terminal send them again")
    withheld.set_defaults(command=_withheld)
    return parser


def _add_hidden(run: argparse.ArgumentParser) -> None:
    """What demo and rehearsal set; not for a terminal in a foyer, so not in the help."""
    run.add_argument("--observe", type=Path, help=argparse.SUPPRESS)
    run.add_argument("--clock", type=datetime.fromisoformat, help=argparse.SUPPRESS)
    run.add_argument("--speed", type=_speed, default=1.0, help=argparse.SUPPRESS)
    run.add_argument("--lang", help=argparse.SUPPRESS)
    run.add_argument("--size", default="M", choices=["S", "M", "L", "XL"], help=argparse.SUPPRESS)
    run.add_argument("--theme", default="standard", choices=["standard", "hc_dark", "hc_light"], help=argparse.SUPPRESS)
    run.add_argument("--window", type=_window, help=argparse.SUPPRESS)


def _speed(text: str) -> float:
    speed = float(text)
    if not 0.1 <= speed <= 100:
        raise argparse.ArgumentTypeError("between 0.1 and 100")
    return speed


def _window(text: str) -> tuple[int, int, int, int]:
    """WIDTHxHEIGHT+X+Y."""
    size, x, y = text.split("+")
    width, height = size.split("x")
    return int(width), int(height), int(x), int(y)


def _run(options: argparse.Namespace) -> int:
    from kiosk.hardening import give_up_dumps

    give_up_dumps()
    from kiosk.about import AboutError
    from kiosk.checking import ConfigurationError
    from kiosk.dialogue.pages import Size, Theme
    from kiosk.outbox import SealError
    from kiosk.portal import PortalSettingsError
    from kiosk.records import LogError
    from kiosk.services.load import ServicesError
    from kiosk.settings import SettingsError, shipped_config
    from kiosk.state_db import StoreBusyError, StoreError
    from kiosk.texts import TextError
    from kiosk.wiring import NoDisplayError, RunOptions, run_terminal

    config = options.config or shipped_config() / "terminal.yaml"
    try:
        return run_terminal(
            RunOptions(
                config=config,
                observe=options.observe,
                clock=options.clock,
                speed=options.speed,
                lang=options.lang,
                size=Size(options.size),
                theme=Theme(options.theme),
                window=options.window,
            )
        )
    except NoDisplayError as error:
        return _complain(str(error), ENVIRONMENT)
    except StoreBusyError as error:
        return _complain(str(error), BUSY)
    except (PortalSettingsError, SealError) as error:
        return _complain(f"{config}: portal: {error}")
    except (SettingsError, ConfigurationError, TextError, AboutError, ServicesError, LogError, StoreError) as error:
        return _complain(str(error))


def _demo(_options: argparse.Namespace) -> int:
    from kiosk.rehearsal.demo import demo

    return demo()


def _rehearse(options: argparse.Namespace) -> int:
    from kiosk.rehearsal import Overrides, rehearse

    overrides = Overrides(options.lang, options.size, options.theme, options.orientation, options.speed)
    return rehearse(options.journeys, options.evidence, overrides, services=options.services)


def _check(options: argparse.Namespace) -> int:
    from kiosk.checking import check
    from kiosk.settings import shipped_config

    folder = options.folder or shipped_config()
    mistakes = check(folder, on_terminal=options.on_terminal)
    if mistakes:
        return _complain("\n".join(mistakes))
    sys.stdout.write(f"{folder}: no mistakes\n")
    return OK


def _staff_pin(options: argparse.Namespace) -> int:
    from kiosk.staff.command import set_pin

    wrong = set_pin(options.out)
    if wrong:
        return _complain(wrong)
    sys.stdout.write(f"written: {options.out}; name it in terminal.yaml: staff: {{pin_file: {options.out.name}}}\n")
    return OK


def _withheld(options: argparse.Namespace) -> int:
    from kiosk.settings import SettingsError, shipped_config
    from kiosk.state_db import StoreBusyError, StoreError
    from kiosk.withheld import withheld

    config = options.config or shipped_config() / "terminal.yaml"
    try:
        sys.stdout.write("\n".join(withheld(config, take=options.take, again=options.again)) + "\n")
    except StoreBusyError as error:
        return _complain(str(error), BUSY)
    except (SettingsError, StoreError) as error:
        return _complain(str(error))
    except OSError as error:
        return _complain(f"{error.filename}: {error.strerror}; nothing that is not in a file has left the terminal")
    return OK


def _complain(text: str, code: int = WRONG) -> int:
    sys.stderr.write(text + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
