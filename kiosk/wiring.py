"""The composition root: the one place that knows all concrete classes and puts them together.

Start-up order counts: window first, then the workers, so that slow imports never stand before the first page.
"""

import contextlib
import logging
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import screens
from devices.card import PcscReader, ReaderWatch, look_now
from devices.printer import FontFiles, PrinterOwner, open_printer
from devices.printer.journal import JournalError
from kiosk.briefing import briefing
from kiosk.checking import ConfigurationError, require_rules
from kiosk.dialogue.clock import Clock
from kiosk.dialogue.conversation import Conversation
from kiosk.dialogue.effects import ReportTicket
from kiosk.dialogue.events import (
    CardChanged,
    CardStepLeft,
    CrashFound,
    OutboxSaid,
    PaperLeft,
    PrinterChanged,
    RoomChanged,
)
from kiosk.dialogue.inbox import Inbox
from kiosk.dialogue.pages import Appearance, Page, Size, Theme
from kiosk.dialogue.runner import Runner
from kiosk.dialogue.state import State
from kiosk.duties import Duties
from kiosk.identity.api import CardStep
from kiosk.identity.means import Means
from kiosk.identity_duties import IdentityDuties
from kiosk.observe import ObserveSocket
from kiosk.outbox import Outbox, OutboxEvent, PinnedKeys, Receipts, Seal, Store, Trouble, read_pinned
from kiosk.portal import PortalClient, PortalSettings
from kiosk.records import RunMarker, crash_lines, open_log
from kiosk.records.card_journal import CardJournal
from kiosk.records.draw_journal import DrawJournal
from kiosk.records.print_journal import PrintJournal
from kiosk.secret_entry import SecretEntry
from kiosk.settings import Settings, load_settings
from kiosk.settings.arms import Arms
from kiosk.settings.contrast import rgb
from kiosk.staff import StaffAccess, StaffMemory
from kiosk.staff_duties import Asking, StaffDuties
from kiosk.state_db import StateDb
from screens import NoDisplayError, Observer, Rect, Ui, UiOptions, run_ui

__all__ = ["NoDisplayError", "RunOptions", "run_terminal"]

log = logging.getLogger(__name__)

_FONTS = Path(screens.__file__).parent / "assets" / "fonts"
PAPER_FONTS = FontFiles(
    regular=_FONTS / "FiraSans-Regular.ttf",
    bold=_FONTS / "FiraSans-SemiBold.ttf",
    arabic=_FONTS / "NotoSansArabic-Regular.ttf",
    arabic_bold=_FONTS / "NotoSansArabic-SemiBold.ttf",
    rest=_FONTS / "NotoSans-Regular.ttf",
)
"""For lines on paper that no code page of the printer carries."""

CRASHED = 70
"""Exit code after a crash (EX_SOFTWARE): the supervisor starts the program again."""
RESTART = 75
"""Exit code when staff asked for a new start (EX_TEMPFAIL): the supervisor starts the program again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What the command line adds to the settings; all but `config` are for demo and rehearsal.

    Args:
        speed: divides the waits of the conversation.
        window: (width, height, x, y) in px instead of full screen.
    """

    config: Path
    observe: Path | None = None
    clock: datetime | None = None
    speed: float = 1.0
    lang: str | None = None
    size: Size = Size.M
    theme: Theme = Theme.STANDARD
    window: tuple[int, int, int, int] | None = None


def run_terminal(options: RunOptions) -> int:
    """Runs the terminal until it is stopped.

    Returns:
        0 after SIGTERM or SIGINT, 70 after a crash, 75 when staff want a new start.

    Raises:
        SettingsError, TextError, AboutError, ServicesError, LogError, PortalSettingsError, SealError: wrong files.
        ConfigurationError: settings that cannot work. NoDisplayError: no X display answers.
        StoreBusyError: another terminal runs on the same state folder. StoreError: the disk or its permissions.
    """
    settings = load_settings(options.config)
    require_rules(options.config, settings)
    if options.lang is not None and options.lang not in settings.terminal.languages:
        raise ConfigurationError(f"--lang {options.lang}: the settings know {', '.join(settings.terminal.languages)}")
    folder = options.config.resolve().parent
    portal = _portal(settings, folder)
    keys = read_pinned(folder / settings.portal.seal_key_file)
    handler = open_log(folder / settings.paths.log_dir)
    state_dir = _state_folder(folder / settings.paths.state_dir)
    terminal = _Terminal(settings, folder, options, PortalClient(portal), keys)
    marker = RunMarker(state_dir)
    crashed_at = marker.found()
    marker.set()
    if crashed_at is not None:
        terminal.inbox.post(CrashFound(crashed_at))
    log.info("start")
    try:
        terminal.run()
    except NoDisplayError:
        marker.clear()
        raise
    except Exception as error:
        for line in crash_lines(error):
            log.critical("%s", line)
        return CRASHED
    finally:
        terminal.stop()
        with contextlib.suppress(OSError):  # a full disk must not turn an orderly end into a crash
            handler.flush()
    marker.clear()
    log.info("stop")
    return RESTART if terminal.restarts else 0


def _portal(settings: Settings, folder: Path) -> PortalSettings:
    portal = PortalSettings(
        url=settings.portal.url,
        ca_file=folder / settings.portal.ca_file,
        token_file=folder / settings.portal.token_file,
        terminal_id=settings.terminal.id,
    )
    portal.check()
    portal.read_token()
    return portal


def _state_folder(folder: Path) -> Path:
    """Makes the state folder and proves that it can be written, before anybody starts anything.

    Raises:
        ConfigurationError: it cannot.
    """
    probe = folder / "writable"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.write_text("yes", encoding="ascii")
        probe.unlink()
    except OSError as error:
        remedy = "set paths.state_dir to a folder of the terminal's user with free space"
        raise ConfigurationError(f"{folder}: the state cannot be written ({error.strerror}): {remedy}") from error
    return folder


class _Terminal:
    """All parts of a running terminal."""

    def __init__(
        self, settings: Settings, folder: Path, options: RunOptions, client: PortalClient, keys: PinnedKeys
    ) -> None:
        self._options = options
        self._settings = settings
        self._folder = folder
        self._state_dir = folder / settings.paths.state_dir
        clock = Clock(options.clock)
        db = StateDb(self._state_dir / "state.db")
        self._print_journal = PrintJournal(db, time.time)
        self.inbox = Inbox(clock.stamp)
        self._printer_driver = open_printer(
            settings.printer.url,
            columns=settings.printer.columns,
            fonts=PAPER_FONTS,
            profile=settings.printer.profile,
            journal=self._print_journal,
        )
        self._printer = PrinterOwner(
            self._printer_driver,
            lambda status: self.inbox.post(PrinterChanged(status)),
            prepare=self._printer_driver.prepare,
            watch=self._printer_driver.watch,
            close=self._printer_driver.close,
        )
        self._card = ReaderWatch(settings.card.reader, lambda presence: self.inbox.post(CardChanged(presence)))
        self._outbox = Outbox(
            Store(db),
            Seal(keys),
            Receipts(keys),
            client,
            self._outbox_said,
            troubled=self._outbox_troubled,
            wall=clock.seconds,
        )
        self._recover_paper()
        draws = DrawJournal(db, time.time)
        self._cut_off = draws.left()
        duties = Duties(client, self._outbox, self._printer.submit, self.inbox.post, draws=draws)
        self._secret = SecretEntry()
        memory = StaffMemory(self._state_dir)
        card_journal = CardJournal(db, time.time)
        self._tell_card_step(card_journal.left())
        reader = PcscReader(settings.card.reader)
        means = Means(reader=reader, portal=client, journal=card_journal, visit=lambda: duties.visit)
        self._identity = IdentityDuties(means, self._secret, self.inbox.post)
        table = {**duties.table(), **self._staff_duties(duties, memory).table(), **self._identity.table()}
        self._runner = Runner(table, self.inbox.post)
        context = briefing(settings, folder, options.speed)
        appearance = Appearance(options.lang or settings.terminal.languages[0], options.size, options.theme)
        self._conversation = Conversation(
            context,
            State.at_start(context, clock.stamp(), appearance, memory.content.closed_since),
            self.inbox,
            self._runner.do,
            stamp=clock.stamp,
            tick_s=1.0 / options.speed,
        )
        self._started = False
        self._ui: Ui | None = None
        self.restarts = False

    def run(self) -> None:
        """Shows pages until stopped."""
        observer = ObserveSocket(self._options.observe) if self._options.observe is not None else None
        run_ui(
            self._ui_options(),
            page=self._conversation.pump,
            post=self.inbox.post,
            secret=self._secret,
            observer=_AfterFirstFrame(self._start_workers, observer),
            on_ready=self._ready,
        )

    def stop(self) -> None:
        """Stops the workers; none of them can hold up the exit for long."""
        if self._started:
            self._identity.stop(patience_s=1.0)
            self._card.stop()
            self._printer.stop(timeout_s=1.0)
        self._runner.stop()
        self._outbox.stop(patience_s=1.0)

    def _staff_duties(self, duties: Duties, memory: StaffMemory) -> StaffDuties:
        staff = self._settings.staff
        return StaffDuties(
            entry=self._secret,
            access=StaffAccess(self._folder / staff.pin_file, memory) if staff is not None else None,
            memory=memory,
            asking=Asking(
                printer=self._printer.ask,
                reader=lambda: look_now(self._settings.card.reader),
                portal=duties.probe,
            ),
            waiting=self._outbox.waiting,
            restart=self._restart,
            post=self.inbox.post,
        )

    def _restart(self) -> None:
        self.restarts = True
        if self._ui is not None:
            self._ui.stop()

    def _recover_paper(self) -> None:
        """Slips that were on their way when the last run was cut off: staff should look, nothing prints by itself."""
        try:
            unfinished = self._print_journal.recover()
        except JournalError as error:
            log.error("print_journal_broke %s", error)
            return
        if unfinished.unknown:
            self.inbox.post(PaperLeft(unfinished.unknown))

    def _tell_card_step(self, step: CardStep | None) -> None:
        """A step at a card in which the last run was cut off."""
        if step is not None:
            self.inbox.post(CardStepLeft(step))

    def _outbox_said(self, event: OutboxEvent) -> None:
        self.inbox.post(OutboxSaid(event))

    def _outbox_troubled(self, troubles: frozenset[Trouble]) -> None:
        self.inbox.post(RoomChanged(self._outbox.room(), troubles))

    def _ready(self, ui: Ui) -> None:
        self._ui = ui
        self.inbox.wake = ui.wake
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: ui.stop())

    def _start_workers(self) -> None:
        self._started = True
        self._printer.start()
        self._card.start()
        self._outbox.start()
        self._identity.start()
        for ticket, outcome in self._cut_off:
            self._runner.do(ReportTicket(ticket, outcome))

    def _ui_options(self) -> UiOptions:
        town, screen, window = self._settings.town, self._settings.screen, self._options.window
        width, height, x, y = window or (screen.width_px, screen.height_px, 0, 0)
        scale = min(width, height) / min(screen.width_px, screen.height_px)
        return UiOptions(
            width_px=width,
            height_px=height,
            px_per_mm=screen.px_per_mm * scale,
            fullscreen=screen.fullscreen and window is None,
            hide_cursor=screen.fullscreen and window is None,
            position=(x, y) if window is not None else None,
            tick_s=1.0 / self._options.speed,
            title=f"{self._settings.town.name} · {self._settings.terminal.name}",
            state_dir=self._state_dir,
            arms=None if town.arms is None else Arms(self._folder / town.arms).pixels,
            colours=None if town.colours is None else (rgb(town.colours.primary), rgb(town.colours.pressed)),
        )


class _AfterFirstFrame:
    """Starts the workers once the first page is on the glass, and passes everything on to the rehearsal."""

    def __init__(self, start: Callable[[], None], observer: Observer | None) -> None:
        self._start: Callable[[], None] | None = start
        self._observer = observer

    def shown(self, page: Page, rects: Mapping[str, Rect], at: float) -> None:
        """See `screens.Observer`."""
        if self._start is not None:
            start, self._start = self._start, None
            start()
        if self._observer is not None:
            self._observer.shown(page, rects, at)

    def pressed(self, node_id: str, at: float) -> None:
        """See `screens.Observer`."""
        if self._observer is not None:
            self._observer.pressed(node_id, at)
