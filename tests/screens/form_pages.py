"""Pages of forms with the texts of the mock-ups, and with the longest texts that must still fit.

Like `sample_pages`, whose frame and helpers they use. In English the questions are longer than they should ever be.
"""

from collections.abc import Callable
from dataclasses import replace

from kiosk.dialogue.events import Erased, Pressed, Typed
from kiosk.dialogue.pages import (
    Appearance,
    Band,
    Block,
    Choices,
    DrawingPlate,
    ErrorSummary,
    Facts,
    Fields,
    Heading,
    Keyboard,
    KeyCap,
    KeyRow,
    Mark,
    Nav,
    NavSplit,
    Node,
    Notes,
    NumberPad,
    Page,
    Progress,
    Receipt,
    Review,
    ReviewGroup,
    ReviewRow,
    Role,
    Section,
    ServicePanel,
    Size,
    Spring,
    Steps,
    Tiles,
    Tone,
    Topic,
    Total,
)
from tests.screens.sample_pages import back_primary, frame, key, radio, text, title

Builder = Callable[[Appearance], Page]
ACTIVE, FAILED = frozenset({Mark.ACTIVE}), frozenset({Mark.FAILED})
LETTERS = ("1234567890ß", "qwertzuiopü", "asdfghjklöä", "yxcvbnm-'.,")


def large(look: Appearance) -> bool:
    return look.size in (Size.L, Size.XL)


def field(id: str, label: str, value: str = "", marks: frozenset[Mark] = frozenset()) -> Node:
    return Node(id=id, role=Role.FIELD, name=label, value=value, marks=marks)


def keyboard(look: Appearance, *, shift: bool = False) -> Keyboard:
    def cap(letter: str) -> KeyCap:
        shown = letter.upper() if shift and letter != "ß" else letter
        return KeyCap(key(f"keyboard.{letter}", shown))

    names = ("Groß", "Leerzeichen", "Löschen") if look.lang == "de" else ("Shift", "Space", "Delete")
    on = ACTIVE if shift else frozenset()
    functions = (
        KeyCap(key("keyboard.shift", names[0], "shift", marks=on), 2, function=True),
        KeyCap(key("keyboard.more", "é ç ñ"), 2, function=True),
        KeyCap(key("keyboard.space", names[1]), 4),
        KeyCap(key("keyboard.delete", names[2], "delete"), 3, function=True),
    )
    letters = LETTERS[1:] if look.reach else LETTERS  # digits on the second page, as in reach mode on the terminal
    return Keyboard((*(tuple(cap(letter) for letter in row) for row in letters), functions))


def pad(note: Node | None, *beside: Node) -> NumberPad:
    digits = [key(f"pad.{digit}", digit) for digit in "1234567890"]
    clear, delete = key("pad.clear", "Leeren"), key("pad.delete", "Löschen", "delete")
    return NumberPad((*digits[:9], clear, digits[9], delete), note, beside)


def progress(look: Appearance, current: int) -> Progress:
    names = ("Ihre Daten", "Ihr Hund", "Zahlung", "Prüfen", "Fertig")
    if look.lang == "en":
        names = ("Your personal details", "Your dog", "How you pay", "Check your answers", "Confirmation")
    de = look.lang == "de"
    step = f"{current + 1} von 5" if large(look) else f"Schritt {current + 1} von 5"
    return Progress(
        "dog",
        title("progress.service", "Hund anmelden" if de else "Register a dog for dog tax"),
        text("progress.step", step if de else f"Step {current + 1} of 5"),
        tuple(text(f"progress.{i}", name) for i, name in enumerate(names)),
        current,
    )


def following(page: str, look: Appearance) -> Nav:
    return back_primary(page, key(f"{page}.next", "Weiter" if look.lang == "de" else "Continue", "forward"), after=True)


def form(id: str, look: Appearance, content: tuple[Block, ...], tray: tuple[Block, ...], current: int = 1) -> Page:
    return Page(
        id=id,
        appearance=look,
        frame=frame(look),
        spring=Spring.PANEL,
        panel=progress(look, current),
        content=content,
        tray=tray,
        nav=following(id, look),
    )


def topics(look: Appearance) -> Page:
    names = (
        ("Wohnen, Ausweis und Bescheinigungen", "house", 12),
        ("Urkunden und Standesamt", "certificate", 5),
        ("Familie, Kinder und Soziales", "family", 5),
        ("Verkehr, Parken und Straßen", "car", 11),
        ("Ordnung, Hunde und Veranstaltungen", "dog", 8),
        ("Bauen und Friedhof", "crane", 4),
        ("Gewerbe", "shop", 3),
        ("Termine, Kontakt und Bezahlen", "megaphone", 11),
    )
    tiles = tuple(key(f"topics.{i}", name, icon, f"{count} Leistungen") for i, (name, icon, count) in enumerate(names))
    most = {Size.L: 4, Size.XL: 3}.get(look.size, 8)
    if look.reach:
        most = {Size.L: 2, Size.XL: 2}.get(look.size, 5)
    return Page(
        id="topics",
        appearance=look,
        frame=frame(look),
        spring=Spring.PANEL,
        panel=Topic(
            title("topics.title", "Worum geht es?"),
            text("topics.text", "9 Themen mit 68 Leistungen"),
            skyline=True,
        ),
        content=(Tiles(tiles[:most], 2, tall=True),),
        tray=(KeyRow((key("topics.search", "Leistung suchen", "search"),), 1),),
        nav=back_primary("topics", key("topics.more", "Weitere Themen", "forward"), after=True),
    )


def search(look: Appearance) -> Page:
    hits = (
        key("hit.move", "Wohnsitz anmelden oder ummelden", "house", "Wohnen · vorbereiten, mit Termin"),
        key("hit.car", "Fahrzeug anmelden oder ummelden", "car", "Verkehr · Termin bei der Zulassungsstelle"),
        key("hit.shop", "Gewerbe ummelden", "shop", "Gewerbe · 20,00 Euro"),
    )
    most = 1 if look.reach else {Size.L: 2, Size.XL: 1}.get(look.size, 3)
    aside = text("search.aside", "Nichts dabei? Versuchen Sie „Umzug“.")
    return Page(
        id="search",
        appearance=look,
        frame=frame(look),
        spring=Spring.PANEL,
        panel=Topic(
            title("search.title", "Leistung suchen"),
            text("search.text", "Tippen Sie ein Wort, das zu Ihrem Anliegen passt."),
            watermark="search",
        ),
        content=(
            Fields((field("search.word", "Suchwort", "ummelden", ACTIVE),), labels=False, icon="search"),
            Section(title("search.hits", "3 Treffer"), aside),
            Tiles(hits[:most], 1),
        ),
        tray=(keyboard(look),),
        nav=replace(
            back_primary("search", key("search.all", "Alle Leistungen", "forward"), after=True),
            filled=False,
        ),
        focus="search.word",
    )


def intro(look: Appearance) -> Page:
    facts = (
        text(
            "intro.needs",
            "Das brauchen Sie",
            "Rasse, Geburtsdatum und Chipnummer Ihres Hundes.\nDie Chipnummer steht im Heimtierausweis.",
            "document",
        ),
        text("intro.card", "Personalausweis mit PIN", "Freiwillig. Der Ausweis spart Ihnen das Tippen.", "card"),
        text(
            "intro.cost",
            "Kosten",
            "Die Anmeldung ist kostenfrei. Die Steuer kommt später per Bescheid.\nÜblich sind 60 bis 120 Euro im Jahr.",
            "euro",
        ),
        text("intro.time", "Dauer", "Etwa 6 Minuten, 5 kurze Schritte.", "clock"),
        text(
            "intro.then",
            "Danach",
            "Sie bekommen einen Beleg mit Vorgangsnummer.\nDie Steuermarke kommt mit dem Bescheid per Post.",
            "paper",
        ),
    )
    done = "**Sie erledigen hier alles.** Ein Besuch am Schalter ist nicht nötig."
    return Page(
        id="intro",
        appearance=look,
        frame=frame(look),
        spring=Spring.CONTENT,
        panel=ServicePanel(
            "dog",
            title("intro.title", "Hund anmelden"),
            text("intro.text", "Melden Sie Ihren Hund zur Hundesteuer an."),
        ),
        content=(
            Notes((text("intro.here", done, icon="check-circle"),), Tone.SUCCESS),
            Facts(facts[: {Size.L: 3, Size.XL: 2}.get(look.size, 5)]),
        ),
        tray=(KeyRow((key("intro.desk", "Lieber am Schalter: Wartenummer ziehen", "queue"),), 1),),
        nav=back_primary("intro", key("intro.start", "Anmeldung starten", "forward"), after=True),
    )


def name_question(look: Appearance) -> Page:
    de = look.lang == "de"
    question = "Wie heißt Ihr Hund?" if de else "What is the name of the dog that you would like to register?"
    why = text("name.why", "Warum fragen wir das?", "Der Name steht später auf Ihrem Steuerbescheid.", "info")
    value = "Emma" if de else "Sir Archibald Wolfgang Amadeus Barkington the Third of Mayen-Koblenz"
    return form(
        "name",
        look,
        (
            Heading(title("name.title", question), text("name.hint", "Zum Beispiel: Bello")),
            Fields((field("name.field", "Name", value, ACTIVE),), labels=False),
            *(() if large(look) else (Notes((why,)),)),
        ),
        (keyboard(look, shift=not de),),
    )


def _date_fields(values: tuple[str, str, str], active: int, *, failed: bool = False) -> tuple[Node, ...]:
    nodes = []
    for number, (name, value) in enumerate(zip(("Tag", "Monat", "Jahr"), values, strict=True)):
        marks = ACTIVE if number == active else frozenset()
        nodes.append(field(f"born.{number}", name, value, marks | FAILED if failed and number == active else marks))
    return tuple(nodes)


def _date_pad(look: Appearance) -> NumberPad:
    note = text(
        "born.about", "Ungefähr reicht.", "Der Tag ist unbekannt? Geben Sie nur Monat und Jahr ein.", "calendar"
    )
    return pad(
        None if look.size is Size.XL or (look.reach and large(look)) else note,
        key("born.unknown", "Tag unbekannt"),
        key("born.jump", "Nächstes Feld", "forward"),
    )


def date_question(look: Appearance) -> Page:
    where = text("born.where", "Wo steht das?", "Im Heimtierausweis auf Seite 4 oder im Kaufvertrag.", "info")
    return form(
        "born",
        look,
        (
            Heading(title("born.title", "Wann ist Ihr Hund geboren?"), text("born.hint", "Zum Beispiel: 24 11 2021")),
            Fields(_date_fields(("12", "04", "20"), 2), widths_mm=(42, 42, 62)),
            *(() if large(look) else (Notes((where,)),)),
        ),
        (_date_pad(look),),
    )


def date_error(look: Appearance) -> Page:
    wrong = "Der 31. April ist kein Datum. Prüfen Sie den Tag."
    return form(
        "born.wrong",
        look,
        (
            ErrorSummary(title("wrong.title", "Ein Feld stimmt noch nicht"), (text("wrong.0", wrong),)),
            Heading(title("born.title", "Wann ist Ihr Hund geboren?"), text("born.hint", "Zum Beispiel: 24 11 2021")),
            Fields(
                _date_fields(("31", "04", "2021"), 0, failed=True),
                widths_mm=(42, 42, 62),
                error=text("born.error", wrong),
            ),
        ),
        (pad(None) if large(look) else _date_pad(look),),
    )


def choice_question(look: Appearance) -> Page:
    rows = (
        radio("origin.moved", "Mitgebracht bei Zuzug"),
        radio("origin.bought", "Kauf oder Übernahme"),
        radio("origin.shelter", "Tierheim", "Eine Steuervergünstigung ist möglich.", chosen=True),
        radio("origin.own", "Eigener Nachwuchs"),
        radio("origin.unknown", "Weiß ich nicht"),
    )
    return form(
        "origin",
        look,
        (Heading(title("origin.title", "Woher kommt Ihr Hund?"), text("origin.hint", "Wählen Sie eine Antwort.")),),
        (Choices(rows[:4] if large(look) else rows),),
    )


def _row(id: str, label: str, value: str, *, change: bool = True) -> ReviewRow:
    node = text(f"{id}.value", value, private=True)
    if not change:
        node = replace(node, value="vom Ausweis", icon="card")
    return ReviewRow(text(f"{id}.label", label), node, key(f"{id}.change", "Ändern", "edit") if change else None)


def review(look: Appearance) -> Page:
    you = ReviewGroup(
        title("review.you", "Sie"),
        (
            _row("review.name", "Name", "Erika Mustermann", change=False),
            _row("review.address", "Anschrift", "Am Markt 7, 56727 Mayen", change=False),
            _row("review.answer", "Antwort an Sie", "Nur per Post"),
        ),
    )
    dog = ReviewGroup(
        title("review.dog", "Ihr Hund"),
        (
            _row("review.dogname", "Name", "Emma"),
            _row("review.breed", "Rasse", "Labrador-Mischling"),
            _row("review.born", "Geboren am", "12. April 2021"),
            _row("review.since", "Bei Ihnen seit", "3. Oktober 2026"),
            _row("review.origin", "Herkunft", "Tierheim"),
        ),
    )
    pay = ReviewGroup(
        title("review.pay", "Zahlung der Steuer"), (_row("review.payment", "Zahlweise", "Überweisung nach Bescheid"),)
    )
    groups = (you,) if look.reach else (you, dog, pay)
    if look.size is Size.L:
        groups = (replace(you, rows=you.rows[1:]),)
    if look.size is Size.XL:
        groups = (replace(you, rows=you.rows[2:]),)
    read = Node(
        id="review.privacy",
        role=Role.CHECKBOX,
        name="Ich habe die Datenschutzhinweise gelesen.",
        marks=frozenset({Mark.SELECTED}),
    )
    true = replace(read, id="review.true", name="Meine Angaben sind vollständig und richtig.")
    return Page(
        id="review",
        appearance=look,
        frame=frame(look),
        spring=Spring.CONTENT,
        panel=progress(look, 3),
        content=(Heading(title("review.title", "Stimmen diese Angaben?")), Review(groups)),
        tray=(
            Choices((read, true)),
            Total(text("review.cost", "Kosten jetzt"), text("review.amount", "0,00 Euro – kostenfrei")),
        ),
        nav=back_primary("review", key("review.send", "Anmeldung absenden", "check"), after=True),
    )


def review_english(look: Appearance) -> Page:
    """One page of several; values as long as a field may hold."""
    value = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft in Mayen"
    rows = (
        _row(
            "long.name", "Name under which your association is registered", "Verein der Freunde **und** Förderer e. V."
        ),
        _row("long.where", "Where", value),
    )
    row = rows[:1] if large(look) or look.reach else rows
    return Page(
        id="review.long",
        appearance=look,
        frame=frame(look),
        spring=Spring.CONTENT,
        panel=progress(look, 3),
        content=(
            Heading(title("long.title", "Please check your answers before you send them")),
            Review((ReviewGroup(title("long.group", "Your association"), row),)),
        ),
        tray=(
            Total(text("long.cost", "Fee, payable to the municipal treasury"), text("long.amount", "1.234,50 Euro")),
        ),
        nav=back_primary("long", key("long.more", "Show the next answers", "forward"), after=True),
    )


def confirm(look: Appearance) -> Page:
    """The last page before sending with both declarations missing: the fullest page there is in large text."""
    page = review(look)
    way = "Bestätigen Sie sie, oder gehen Sie an den Schalter."
    missing = [f"Diese Erklärung fehlt noch: „Meine Angaben sind vollständig und richtig.“ {way}" for _ in range(2)]
    summary = ErrorSummary(
        title("confirm.wrong", "2 Erklärungen fehlen noch"),
        tuple(text(f"confirm.wrong.{i}", sentence) for i, sentence in enumerate(missing)),
    )
    lead = text("confirm.lead", "Bestätigen Sie die Erklärungen. Dann geht der Antrag an das Amt.")
    known = text("confirm.known", "Gut zu wissen", "Melden Sie den Hund innerhalb von 14 Tagen an.", "info")
    boxes, total = page.tray
    read = KeyRow((key("confirm.privacy", "Datenschutzhinweise lesen", "shield"),), 1)
    return replace(
        page,
        id="confirm",
        content=(summary, Heading(title("confirm.title", "Jetzt absenden?"), lead), Facts((known,))),
        tray=(boxes, read, total),
    )


def done(look: Appearance) -> Page:
    wide = large(look)
    read = key("done.read", "Beleg vorlesen", "speech")
    number = text("done.caption", "Vorgangsnummer" if wide else "Ihre Vorgangsnummer")
    use = "Mit dieser Nummer können Sie den Stand abfragen.\nDer QR-Code führt zur selben Seite."
    facts = (
        text("done.when", "In etwa 2 Wochen", "Bescheid und Steuermarke kommen per Post.", "" if wide else "document"),
        text("done.ask", "Fragen?", "Steueramt, Zimmer 112, Telefon 02651 88-0.", "megaphone"),
    )
    if not wide:
        facts = (replace(facts[0], value="Der Steuerbescheid und die Steuermarke kommen per Post."), facts[1])
    code = Node(id="done.code", role=Role.CODE, name="QR-Code", value="https://mayen.example/s/HS-2026-004718-K7QX")
    return Page(
        id="done",
        appearance=look,
        frame=frame(look),
        spring=Spring.CONTENT,
        panel=Band(
            Tone.SUCCESS,
            "check",
            title("done.title", "Ihre Anmeldung ist angekommen"),
            text("done.text", "" if wide else "Vielen Dank. Das Steueramt hat alles bekommen."),
        ),
        content=(
            Receipt(
                number,
                Node(id="done.number", role=Role.FIGURE, name="HS 2026 4718", private=True),
                text("done.use", "" if wide else use),
                code,
            ),
            *(() if wide else (Section(title("done.next", "So geht es weiter")),)),
            Facts(facts[:1] if wide else facts, divider_above=wide),
            DrawingPlate(
                "illu-take-slip",
                title("done.take", "Entnehmen Sie Ihren Beleg"),
                text("done.slot", "Links unter dem Bildschirm." if wide else "Er kommt links unter dem Bildschirm."),
                None if wide else read,
            ),
        ),
        tray=(KeyRow((read,), 1),) if wide else (),
        nav=Nav(
            NavSplit.BACK_PRIMARY, key("done.more", "Noch etwas", "home"), key("done.end", "Besuch beenden", "check")
        ),
    )


def case_number(look: Appearance) -> Page:
    """The numbers as they really are: longer than in the picture, with a code to keep apart from them."""
    page = done(look)
    use = "Zugangscode **K7QX 93WM**. Mit Nummer und Code fragen Sie den Stand ab."
    old = page.content[0]
    assert isinstance(old, Receipt)
    receipt = replace(old, figure=replace(old.figure, name="MY-2026-004711"), text=text("done.use", use))
    return replace(page, id="done.case", content=(receipt, *page.content[1:]))


def case_status(look: Appearance) -> Page:
    finished, running, to_come = (frozenset({mark}) for mark in (Mark.DONE, Mark.RUNNING, Mark.TO_COME))
    steps = (
        text("case.1", "Antrag eingegangen", "10. November 2026, 9:12 Uhr", marks=finished, hint="erledigt"),
        text("case.2", "Angaben geprüft", "16. November 2026", marks=finished, hint="erledigt"),
        text("case.3", "Bescheid wird geschrieben", "Seit dem 20. November 2026", marks=running, hint="läuft"),
        text("case.4", "Bescheid kommt per Post", "Voraussichtlich bis 1. Dezember 2026", marks=to_come, hint="folgt"),
    )
    ask = "Steueramt, Zimmer 112, Telefon 02651 88-0.\nNennen Sie die Vorgangsnummer."
    notes = (
        Notes(
            (
                text(
                    "case.calm", "Sie müssen nichts tun.", "Wir melden uns per Post, wenn etwas fehlt.", "check-circle"
                ),
            ),
            Tone.SUCCESS,
        ),
        Notes((text("case.ask", "Fragen zu diesem Vorgang?", ask, "help"),)),
    )
    return Page(
        id="case",
        appearance=look,
        frame=frame(look),
        spring=Spring.CONTENT,
        panel=ServicePanel(
            "clock",
            title("case.title", "Ihr Antrag wird bearbeitet"),
            text("case.text", "Hund anmelden · Vorgang **HS 2026 4392**"),
        ),
        content=(
            Section(title("case.steps", "Stand der Bearbeitung")),
            Steps(steps[2:] if large(look) else steps),
            *(() if large(look) else notes),
        ),
        tray=(KeyRow((key("case.print", "Stand ausdrucken", "printer"),), 1),),
        nav=back_primary("case", key("case.end", "Fertig", "check")),
    )


def message(look: Appearance) -> Page:
    """A text area that holds more than it shows."""
    value = (
        "Der Spielplatz an der Brückenstraße hat seit dem Sommer keine Schaukel mehr. "
        "Viele Kinder aus der Nachbarschaft vermissen sie, denn der nächste Spielplatz liegt hinter der Bahn. "
        "Die Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft hilft **gern** mit. "
        "Könnte die Stadt bis zum Frühjahr eine neue Schaukel aufstellen? Vielen Dank "
    )
    return form(
        "message",
        look,
        (
            Heading(title("message.title", "Was möchten Sie anregen?")),
            Fields((field("message.field", "Anregung", value, ACTIVE),), labels=False, lines=3 if large(look) else 5),
        ),
        (keyboard(look),),
    )


def address(look: Appearance) -> Page:
    """A group of two rows that people think of as one thing."""
    de = look.lang == "de"
    house = Fields(
        (
            field("address.street", "Straße" if de else "Name of the street", "Am Markt", ACTIVE),
            field("address.number", "Nummer" if de else "Number", "7"),
        ),
        widths_mm=(190.0, 69.0),
    )
    town = Fields(
        (
            field("address.code", "Postleitzahl" if de else "Postcode", "56727"),
            field("address.town", "Ort" if de else "Town or city", "Mayen"),
        ),
        widths_mm=(69.0, 190.0),
    )
    question = "Wo wohnen Sie?" if de else "Where do you live at the moment?"
    fields = (house,) if large(look) or look.reach else (house, town)
    return form("address", look, (Heading(title("address.title", question)), *fields), (keyboard(look),), 0)


def names(look: Appearance) -> Page:
    """Fields one below the other, the second one wrong."""
    wrong = "Geben Sie Ihren Nachnamen ein."
    fields = (field("names.first", "Vorname", "Jürgen"), field("names.last", "Nachname", "", ACTIVE | FAILED))
    heading = Heading(title("names.title", "Wie heißen Sie?"))
    summary = ErrorSummary(title("names.wrong", "Ein Feld stimmt noch nicht"), (text("names.0", wrong),))
    if large(look) or look.reach:
        return form("names", look, (summary, heading, Fields(fields[1:])), (keyboard(look),), 0)
    group = Fields(fields, error=text("names.error", wrong))
    return form("names", look, (summary, heading, group), (keyboard(look),), 0)


class Typist:
    """A page that answers to its keys, as the dialogue will: shift springs back after one letter."""

    def __init__(self) -> None:
        self.value = ""
        self.shift = True

    def page(self, look: Appearance) -> Page:
        return form(
            "typing",
            look,
            (
                Heading(title("typing.title", "Wie heißen Sie mit Nachnamen?")),
                Fields((field("typing.field", "Nachname", self.value, ACTIVE),), labels=False),
            ),
            (keyboard(look, shift=self.shift),),
        )

    def take(self, event: object) -> bool:
        """Whether the page is another one now."""
        match event:
            case Typed(_, typed):
                self.value += typed
            case Erased() | Pressed(_, "keyboard.delete"):
                self.value = self.value[:-1]
            case Pressed(_, "keyboard.shift"):
                self.shift = not self.shift
            case Pressed(_, "keyboard.space"):
                self.value += " "
            case Pressed(_, node) if node.startswith("keyboard."):
                letter = node.removeprefix("keyboard.")
                self.value += letter.upper() if self.shift else letter
                self.shift = False
            case _:
                return False
        return True


PAGES: dict[str, Builder] = {
    "topics": topics,
    "search": search,
    "intro": intro,
    "name_question": name_question,
    "date_question": date_question,
    "date_error": date_error,
    "choice_question": choice_question,
    "review": review,
    "review_english": review_english,
    "confirm": confirm,
    "done": done,
    "case_number": case_number,
    "case_status": case_status,
    "message": message,
    "address": address,
    "names": names,
}
MOCKUPS = {
    "topics": "05-themen",
    "search": "06-suche",
    "intro": "07-leistung",
    "name_question": "14-frage-text",
    "date_question": "14b-frage-datum",
    "date_error": "14c-frage-fehler",
    "choice_question": "15-auswahl",
    "review": "17-pruefen",
    "done": "21-fertig",
    "case_status": "24-stand",
}
"""Names of the reference pictures, as in `sample_pages`."""
