"""Pages built by hand with the texts of the mock-ups, for layout tests, window tests and pictures.

The dialogue's own views are tested elsewhere; these pages show every kind of panel, block and key row once.
"""

from collections.abc import Callable
from dataclasses import replace

from kiosk.dialogue.pages import (
    Appearance,
    Band,
    Choices,
    CodePlate,
    Countdown,
    Drawing,
    DrawingPlate,
    Facts,
    Figure,
    Frame,
    Heading,
    Hero,
    KeyRow,
    Mark,
    Nav,
    NavSplit,
    Node,
    Notes,
    Page,
    Paragraph,
    Role,
    Section,
    ServicePanel,
    Spring,
    Steps,
    Tiles,
    Tone,
    Waiting,
)

Builder = Callable[[Appearance], Page]
SELECTED = frozenset({Mark.SELECTED})


def text(id: str, name: str, value: str = "", icon: str = "", **more: object) -> Node:
    return Node(id=id, role=Role.TEXT, name=name, value=value, icon=icon, **more)  # type: ignore[arg-type]


def title(id: str, name: str) -> Node:
    return Node(id=id, role=Role.HEADING, name=name)


def key(id: str, name: str, icon: str = "", value: str = "", **more: object) -> Node:
    return Node(id=id, role=Role.BUTTON, name=name, icon=icon, value=value, **more)  # type: ignore[arg-type]


def radio(id: str, name: str, value: str = "", *, chosen: bool = False) -> Node:
    return Node(id=id, role=Role.RADIO, name=name, value=value, marks=SELECTED if chosen else frozenset())


_UTILITY = {
    "de": ("Sprache", "Schrift", "Farbe", "Vorlesen", "Niedrig", "Hilfe", "Beenden"),
    "en": ("Language", "Text size", "Colour", "Read out", "Low reach", "Help", "Finish"),
}
_UTILITY_KEYS = (
    ("language", "language"), ("size", "text-size"), ("theme", "contrast"), ("speech", "speech"),
    ("reach", "low-reach"), ("help", "help"), ("leave", "exit"),
)  # fmt: skip


def frame(look: Appearance, *, gaps: tuple[int, ...] = (), active: str = "", info: bool = False) -> Frame:
    fields: list[Node | None] = []
    for number, ((name, icon), caption) in enumerate(zip(_UTILITY_KEYS, _UTILITY[look.lang], strict=True)):
        if number in gaps:
            fields.append(None)
            continue
        if info and name == "leave":
            name, icon, caption = "info", "info", "Info"  # noqa: PLW2901
        marks = frozenset({Mark.ACTIVE}) if name == active else frozenset()
        fields.append(key(f"utility.{name}", caption, icon, marks=marks))
    german = look.lang == "de"
    time = "10:24 Uhr" if german else "10:24"
    date = "Dienstag, 24. November 2026" if german else "Tuesday, 24 November 2026"

    return Frame("Stadt Mayen", "Bürgerterminal", time, date, tuple(fields))


def attract(look: Appearance) -> Page:
    de = look.lang == "de"
    languages = ("Deutsch", "Leichte Sprache", "English", "Türkçe", "Українська", "Русский", "Polski", "Română")
    keys = tuple(
        key(f"attract.lang.{i}", name, marks=SELECTED if name == ("Deutsch" if de else "English") else frozenset())
        for i, name in enumerate(languages)
    )
    hero = Hero(
        title("attract.title", "Willkommen im Rathaus" if de else "Welcome to the town hall"),
        text("attract.text", "Hier erledigen Sie vieles selbst. In Ruhe und ohne Termin."),
        large=True,
    )
    notes = Notes(
        (
            text(
                "attract.listen",
                "Lieber hören?",
                "Stecken Sie Kopfhörer ein. Das Terminal liest alles vor.",
                "headphones",
            ),
            text("attract.hours", "Heute geöffnet", "8 bis 12 Uhr und 14 bis 18 Uhr. Dies ist Terminal 2.", "clock"),
        )
    )
    return Page(
        id="attract",
        appearance=look,
        frame=frame(look, info=True),
        spring=Spring.PANEL,
        panel=hero,
        content=(Section(text("attract.languages", "Sprache wählen", icon="language")), KeyRow(keys, 4), notes),
        nav=Nav(
            NavSplit.START,
            primary=key("attract.start", "Hier berühren und starten" if de else "Touch here to start", "touch"),
        ),
        touch_anywhere=True,
    )


def home(look: Appearance) -> Page:
    top = (
        key("home.queue", "Wartenummer ziehen", "queue"),
        key("home.appointment", "Ich habe einen Termin", "calendar"),
        key("home.status", "Stand meines Antrags", "document"),
    )
    often = (
        key("home.certificate", "Melde\u00adbescheinigung", "certificate", "5,00 Euro"),
        key("home.move", "Wohnung ummelden", "house", "kostenfrei, mit Termin"),
        key("home.id", "Personalausweis", "card", "vorbereiten, mit Termin"),
        key("home.conduct", "Führungs\u00adzeugnis", "shield", "13,00 Euro"),
        key("home.dog", "Hund anmelden", "dog", "kostenfrei"),
        key("home.parking", "Bewohner\u00adparkausweis", "parking", "30,70 Euro im Jahr"),
    )
    large = look.size.value in ("L", "XL")
    if look.reach:
        return _low_home(look, (*top, often[0], often[4])[: 3 if large else 5])
    return Page(
        id="home",
        appearance=look,
        frame=frame(look),
        spring=Spring.PANEL,
        panel=Hero(title("home.title", "Guten Tag"), text("home.text", "Was möchten Sie erledigen?")),
        content=(
            Section(title("home.fast", "Schnell erledigt")),
            Tiles(top, 3, tall=True),
            Section(title("home.often", "Häufig gewählt")),
            Tiles(often[:3] if large else often, 2),
        ),
        nav=Nav(
            NavSplit.HALVES,
            quiet=key("home.search", "Suchen" if large else "Leistung suchen", "search"),
            primary=key("home.all", "Alle Leistungen", "forward"),
            icon_after=True,
        ),
        tiles_on_white=True,
    )


def _low_home(look: Appearance, tiles: tuple[Node, ...]) -> Page:
    """04, niedrig: five answers and the key for more."""
    more = key("home.more", "Mehr anzeigen", "down", "Seite 1 von 3")
    low = text(
        "home.low",
        "Niedrige Bedienung ist an",
        "Alle Tasten liegen im unteren Teil. Oben wird nur gelesen.",
        "low-reach",
    )
    return Page(
        id="home",
        appearance=look,
        frame=frame(look, active="reach"),
        spring=Spring.PANEL,
        panel=Hero(title("home.title", "Guten Tag"), text("home.text", "Was möchten Sie erledigen?")),
        content=(Facts((low,)), Tiles((*tiles, more), 2)),
        nav=Nav(
            NavSplit.HALVES,
            quiet=key("home.search", "Suchen" if len(tiles) < 5 else "Leistung suchen", "search"),
            primary=key("home.all", "Alle Leistungen", "forward"),
            icon_after=True,
        ),
        tiles_on_white=True,
    )


def queue_choice(look: Appearance) -> Page:
    wait = "Etwa 18 Minuten Wartezeit"
    rows = (
        radio("matter.id", "Ausweis und Pass", wait, chosen=True),
        radio("matter.move", "Wohnung an-, ab- oder ummelden", wait),
        radio("matter.certify", "Bescheinigung oder Beglaubigung", wait),
        radio("matter.parking", "Parkausweis und Verkehr", "Etwa 5 Minuten Wartezeit"),
        radio("matter.dog", "Hund, Steuer und Kasse", "Keine Wartezeit"),
        radio("matter.other", "Etwas anderes", wait),
    )
    if look.size.value in ("L", "XL"):
        rows = rows[:4] if look.size.value == "L" else rows[:3]
    if look.reach:  # five answers a page; larger text has room for fewer
        rows = rows[: {"L": 2, "XL": 1}.get(look.size.value, 5)]
    more_time = Node(
        id="queue.more_time",
        role=Role.CHECKBOX,
        name="Ich brauche mehr Zeit oder Hilfe",
        value="Zum Beispiel beim Stehen, Hören, Sehen oder mit dem Rollstuhl.",
    )
    return Page(
        id="queue.choice",
        appearance=look,
        frame=frame(look),
        spring=Spring.PANEL,
        panel=ServicePanel(
            "queue",
            title("queue.service", "Wartenummer ziehen"),
            text("queue.text", "Wir fragen nicht nach Ihrem Namen."),
        ),
        content=(
            Heading(
                title("queue.title", "Weshalb sind Sie hier?"),
                text("queue.people", "Gerade warten **9 Personen**. 4 Schalter sind offen.", icon="people"),
            ),
            Choices(rows),
        ),
        tray=(Choices((more_time,)),),
        nav=back_primary("queue", key("queue.draw", "Wartenummer ziehen", "queue")),
    )


def back_primary(page: str, primary: Node, *, after: bool = False) -> Nav:
    return Nav(NavSplit.BACK_PRIMARY, key(f"{page}.back", "Zurück", "back"), primary, icon_after=after)


def question(look: Appearance) -> Page:
    """15: rows in the tray, hint under the question."""
    rows = (
        radio("origin.moved", "Mitgebracht bei Zuzug"),
        radio("origin.bought", "Kauf oder Übernahme"),
        radio("origin.shelter", "Tierheim", "Eine Steuervergünstigung ist möglich.", chosen=True),
        radio("origin.own", "Eigener Nachwuchs"),
        radio("origin.unknown", "Weiß ich nicht"),
    )
    if look.size.value in ("L", "XL"):
        rows = rows[:4]
    return Page(
        id="question",
        appearance=look,
        frame=frame(look),
        spring=Spring.PANEL,
        panel=ServicePanel("dog", title("question.service", "Hund anmelden"), text("question.text", "Schritt 2 von 5")),
        content=(
            Heading(
                title("question.title", "Woher kommt Ihr Hund?"), text("question.hint", "Wählen Sie eine Antwort.")
            ),
        ),
        tray=(Choices(rows),),
        nav=back_primary("question", key("question.next", "Weiter", "forward"), after=True),
    )


def _leave(page: str) -> Nav:
    return Nav(
        NavSplit.BACK_PRIMARY,
        key(f"{page}.more", "Noch etwas", "home"),
        key(f"{page}.end", "Besuch beenden", "check"),
    )


def ticket(look: Appearance) -> Page:
    return Page(
        id="queue.ticket",
        appearance=look,
        frame=frame(look),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.SUCCESS, "check", title("ticket.title", "Ihre Wartenummer"), text("ticket.matter", "Ausweis und Pass")
        ),
        content=(
            Figure(
                Node(id="ticket.number", role=Role.FIGURE, name="B 047", private=True),
                text("ticket.before", "Vor Ihnen: 6 Personen"),
                text("ticket.wait", "Etwa 18 Minuten"),
            ),
            Facts(
                (
                    text(
                        "ticket.where",
                        "Wartebereich im Erdgeschoss",
                        "Gehen Sie nach links, an der Treppe vorbei.",
                        "pin",
                    ),
                    text(
                        "ticket.call",
                        "Achten Sie auf die Anzeige",
                        "Ihre Nummer wird angezeigt und aufgerufen.",
                        "megaphone",
                    ),
                ),
                divider_above=True,
            ),
            DrawingPlate(
                "illu-take-slip",
                title("ticket.take", "Entnehmen Sie den Zettel"),
                text("ticket.slot", "Er kommt links unter dem Bildschirm."),
            ),
        ),
        nav=_leave("ticket"),
    )


def no_paper(look: Appearance) -> Page:
    return Page(
        id="queue.ticket.paperless",
        appearance=look,
        frame=frame(look),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.WARN,
            "printer",
            title("paper.title", "Der Drucker hat kein Papier"),
            text("paper.text", "Ihre Anmeldung ist trotzdem angekommen."),
        ),
        content=(
            Heading(
                title("paper.phone", "Nehmen Sie den Beleg mit dem Handy mit"),
                text("paper.how", "Öffnen Sie die Kamera. Halten Sie sie auf diesen Code."),
            ),
            CodePlate(
                Node(
                    id="paper.code", role=Role.CODE, name="QR-Code", value="https://mayen.example/s/HS-2026-004718-K7QX"
                ),
                text("paper.caption", "Vorgangsnummer"),
                Node(id="paper.number", role=Role.FIGURE, name="HS 2026 4718"),
                text("paper.valid", "Der Code gilt 15 Minuten."),
            ),
            Facts(
                (
                    text("paper.write", "Kein Handy dabei?", "Schreiben Sie sich die Vorgangsnummer auf.", "edit"),
                    text("paper.desk", "Lieber auf Papier?", "Am Empfang drucken wir den Beleg für Sie.", "person"),
                )
            ),
            Paragraph(text("paper.fault", "Störung D-12. Das Rathaus ist informiert."), quiet=True),
        ),
        tray=(KeyRow((key("paper.read", "Vorgangsnummer vorlesen", "speech"),), 1),),
        nav=Nav(
            NavSplit.BACK_PRIMARY, key("paper.help", "Hilfe rufen", "bell"), key("paper.end", "Besuch beenden", "check")
        ),
    )


def time_warning(look: Appearance) -> Page:
    return Page(
        id="time.warning",
        appearance=look,
        frame=frame(look),
        spring=Spring.CONTENT,
        content=(
            Countdown(
                "clock",
                title("time.title", "Brauchen Sie mehr Zeit?"),
                text("time.text", "In **40 Sekunden** löschen wir Ihre Angaben und beginnen neu."),
                Node(id="time.left", role=Role.TIMER, name="noch vierzig Sekunden"),
                40 / 60,
            ),
        ),
        nav=Nav(
            NavSplit.STACKED,
            key("time.leave", "Besuch beenden und alles löschen", "exit"),
            key("time.more", "Ich brauche mehr Zeit"),
        ),
        focus="time.more",
        ring=True,
    )


def time_warning_later(look: Appearance) -> Page:
    """Ten seconds on: for what a countdown redraws."""
    page = time_warning(look)
    countdown = page.content[0]
    assert isinstance(countdown, Countdown)
    left = replace(
        countdown,
        sentence=text("time.text", "In **30 Sekunden** löschen wir Ihre Angaben und beginnen neu."),
        timer=Node(id="time.left", role=Role.TIMER, name="noch dreißig Sekunden"),
        left=0.5,
    )
    return replace(page, content=(left,))


def out_of_service(look: Appearance) -> Page:
    return Page(
        id="out.of.service",
        appearance=look,
        frame=frame(look, gaps=(4, 5, 6)),
        spring=Spring.CONTENT,
        panel=Hero(
            title("out.title", "Dieses Terminal geht gerade nicht"),
            text("out.text", "Wir arbeiten daran. Voraussichtlich ab 14 Uhr geht es weiter."),
        ),
        content=(
            Heading(title("out.help", "Hier bekommen Sie Hilfe")),
            Facts(
                (
                    text(
                        "out.desk",
                        "Bürgerbüro, Zimmer 104",
                        "Im Erdgeschoss rechts. Heute bis 18 Uhr geöffnet.",
                        "person",
                    ),
                    text("out.other", "Terminal 1", "Im Eingang gegenüber. Es ist frei.", "terminal"),
                    text("out.phone", "Telefon 02651 88-0", "Montag bis Freitag von 8 bis 16 Uhr.", "phone"),
                    text("out.home", "Zu Hause", "Viele Leistungen gibt es auch im Internet: mayen.example", "home"),
                )
            ),
            Notes((text("out.fault", "Terminal 2 · Störung N-03 · seit 9:40 Uhr", icon="info"),)),
        ),
    )


def card_left(look: Appearance) -> Page:
    return Page(
        id="card.left",
        appearance=look,
        frame=frame(look),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.WARN,
            "card",
            title("card.title", "Nehmen Sie Ihren Ausweis mit"),
            text("card.text", "Er liegt noch auf dem Kartenfeld."),
        ),
        content=(
            Heading(
                title("card.where", "Das Kartenfeld ist rechts unter dem Bildschirm"),
                text("card.done", "Ihr Vorgang ist beendet. Ihre Daten sind gelöscht."),
            ),
            Drawing(
                ("illu-take-card", "illu-terminal-reader"),
                Node(id="card.drawing", role=Role.IMAGE, name="Ausweis nach oben wegnehmen"),
            ),
        ),
        tray=(
            Notes(
                (
                    text(
                        "card.note",
                        "Ein Ton und ein Licht am Kartenfeld erinnern Sie. "
                        "Nach 60 Sekunden rufen wir jemanden aus dem Rathaus.",
                        icon="speech",
                    ),
                ),
                Tone.WARN,
            ),
        ),
        nav=Nav(NavSplit.FULL, quiet=key("card.help", "Hilfe rufen", "bell")),
    )


def working(look: Appearance) -> Page:
    done, running, to_come = (frozenset({mark}) for mark in (Mark.DONE, Mark.RUNNING, Mark.TO_COME))
    return Page(
        id="queue.working",
        appearance=look,
        frame=frame(look),
        spring=Spring.CONTENT,
        panel=ServicePanel("queue", title("work.service", "Wartenummer ziehen"), text("work.text", "Ausweis und Pass")),
        content=(
            Heading(
                title("work.title", "Ihre Anmeldung wird gesendet"),
                text("work.lead", "Bitte warten Sie kurz. Meist dauert es unter 10 Sekunden."),
            ),
            Steps(
                (
                    text("work.1", "Angaben verschlüsselt", marks=done, hint="erledigt"),
                    text("work.2", "An die Stadt Mayen gesendet", marks=done, hint="erledigt"),
                    text(
                        "work.3",
                        "Eingang wird bestätigt",
                        "Wir warten auf die Antwort des Steueramts.",
                        marks=running,
                        hint="läuft",
                    ),
                    text("work.4", "Beleg drucken", marks=to_come, hint="folgt"),
                )
            ),
            Notes(
                (
                    text(
                        "work.safe",
                        "Ihre Angaben sind sicher.",
                        "Auch wenn die Leitung ausfällt, geht nichts verloren.",
                        "lock",
                    ),
                )
            ),
        ),
        tray=(Waiting(text("work.wait", "Bitte noch nicht weggehen", icon="hourglass")),),
    )


def language(look: Appearance) -> Page:
    rows = (
        radio("lang.de", "Deutsch", chosen=look.lang == "de"),
        radio("lang.en", "English", chosen=look.lang == "en"),
    )
    return Page(
        id="language",
        appearance=look,
        frame=frame(look, active="language"),
        spring=Spring.PANEL,
        panel=ServicePanel(
            "language",
            title("lang.service", "Sprache · Language"),
            text("lang.text", "Am Ende Ihres Besuchs wird sie zurückgesetzt."),
        ),
        content=(
            Heading(
                title("lang.title", "Welche Sprache möchten Sie?"), text("lang.hint", "Which language would you like?")
            ),
        ),
        tray=(Choices(rows),),
        nav=back_primary("lang", key("lang.done", "Fertig", "check")),
    )


def help_page(look: Appearance) -> Page:
    return Page(
        id="help",
        appearance=look,
        frame=frame(look, active="help"),
        spring=Spring.CONTENT,
        panel=ServicePanel("help", title("help.service", "Hilfe"), text("help.text", "Dies ist Terminal 2.")),
        content=(
            Heading(title("help.title", "So geht es weiter"), text("help.lead", "Wählen Sie zuerst Ihr Anliegen.")),
            Facts(
                (
                    text("help.touch", "Berühren", "Tippen Sie auf ein Feld mit einer festen Unterkante.", "touch"),
                    text(
                        "help.desk",
                        "Bürgerbüro, Zimmer 104",
                        "Im Erdgeschoss rechts. Heute bis 18 Uhr geöffnet.",
                        "person",
                    ),
                )
            ),
            Section(title("help.more", "Noch Fragen?")),
            Paragraph(text("help.para", "Jemand aus dem Rathaus kommt zu Ihnen, wenn Sie Hilfe rufen.")),
        ),
        tray=(KeyRow((key("help.call", "Hilfe rufen", "bell"), key("help.read", "Vorlesen", "speech")), 2),),
        nav=Nav(NavSplit.FULL, primary=key("help.back", "Zurück zur Seite", "check")),
    )


def about(look: Appearance) -> Page:
    return Page(
        id="about.imprint",
        appearance=look,
        frame=frame(look, active="help"),
        spring=Spring.CONTENT,
        panel=ServicePanel("museum", title("about.title", "Impressum"), text("about.part", "Seite 1 von 2")),
        content=(
            Facts(
                (
                    text("about.section.1", "Anbieterin", "Stadt Mayen, Körper\u00adschaft des öffentlichen Rechts."),
                    text("about.section.2", "Anschrift", "Am Markt 1, 56727 Mayen."),
                    text("about.section.3", "Kontakt", "Telefon 02651 88-0. E-Mail: info@mayen.example."),
                )
            ),
        ),
        nav=back_primary("about", key("about.next", "Weiter", "forward"), after=True),
    )


PAGES: dict[str, Builder] = {
    "attract": attract,
    "home": home,
    "queue_choice": queue_choice,
    "question": question,
    "ticket": ticket,
    "no_paper": no_paper,
    "time_warning": time_warning,
    "out_of_service": out_of_service,
    "card_left": card_left,
    "working": working,
    "language": language,
    "help": help_page,
    "about": about,
}
MOCKUPS = {
    "attract": "01-start",
    "home": "04-startseite",
    "queue_choice": "22-wartenummer-wahl",
    "question": "15-auswahl",
    "ticket": "22b-wartenummer-gezogen",
    "no_paper": "27-kein-papier",
    "time_warning": "26-zeit",
    "out_of_service": "28-ausser-betrieb",
    "card_left": "29-ausweis-vergessen",
    "working": "19-senden",
}
"""Names of the reference pictures; the pictures themselves are not part of the repository."""
