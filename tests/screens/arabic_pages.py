"""Right-to-left proof: attract and home in Arabic, with the words of mock-up 04-ar.

NOT CHECKED BY A NATIVE READER. The words show that the layout mirrors and the letters join; none of them ships.
"""

from collections.abc import Callable
from dataclasses import replace

from kiosk.dialogue.pages import (
    Appearance,
    Frame,
    Hero,
    KeyRow,
    Nav,
    NavSplit,
    Node,
    Notes,
    Page,
    Section,
    Spring,
    Tiles,
)
from tests.screens.sample_pages import SELECTED, key, text, title

Builder = Callable[[Appearance], Page]

_UTILITY = (
    ("language", "اللغة", "language"), ("size", "حجم الخط", "text-size"), ("theme", "الألوان", "contrast"),
    ("speech", "استماع", "speech"), ("reach", "منخفض", "low-reach"), ("help", "مساعدة", "help"),
    ("leave", "إنهاء", "exit"),
)  # fmt: skip


def _arabic(look: Appearance) -> Appearance:
    return replace(look, lang="ar")


def _frame() -> Frame:
    utility: tuple[Node | None, ...] = tuple(key(f"utility.{id_}", name, icon) for id_, name, icon in _UTILITY)
    return Frame("مدينة ماين", "محطة خدمات المواطنين", "10:24", "الثلاثاء 24 نوفمبر 2026", utility)


def attract(look: Appearance) -> Page:
    """01."""
    names = ("العربية", "Deutsch", "English", "Türkçe", "Українська", "Русский", "Polski", "Română")
    keys = tuple(
        key(f"attract.lang.{i}", name, marks=SELECTED if not i else frozenset()) for i, name in enumerate(names)
    )
    return Page(
        id="attract",
        appearance=_arabic(look),
        frame=_frame(),
        spring=Spring.PANEL,
        panel=Hero(title("attract.title", "مرحبًا بكم"), text("attract.text", "ما الذي تودّ إنجازه؟"), large=True),
        content=(
            Section(text("attract.languages", "اللغة", icon="language")),
            KeyRow(keys, 4),
            Notes((text("attract.hours", "مفتوح اليوم", "8 إلى 12", "clock"),)),
        ),
        nav=Nav(NavSplit.START, primary=key("attract.start", "ابدأ من هنا", "touch")),
        touch_anywhere=True,
    )


def home(look: Appearance) -> Page:
    """04-ar."""
    top = (
        key("home.queue", "سحب رقم انتظار", "queue"),
        key("home.appointment", "لديّ موعد", "calendar"),
        key("home.status", "حالة طلبي", "document"),
    )
    often = (
        key("home.certificate", "شهادة إقامة", "certificate", "5,00 يورو"),
        key("home.move", "تغيير عنوان السكن", "house", "مجانًا، بموعد"),
        key("home.id", "بطاقة الهوية", "card", "تحضير، بموعد"),
        key("home.conduct", "شهادة حسن السيرة", "shield", "13,00 يورو"),
        key("home.dog", "تسجيل كلب", "dog", "مجانًا"),
        key("home.parking", "تصريح وقوف للسكان", "parking", "30,70 يورو في السنة"),
    )
    return Page(
        id="home",
        appearance=_arabic(look),
        frame=_frame(),
        spring=Spring.PANEL,
        panel=Hero(title("home.title", "مرحبًا بكم"), text("home.text", "ما الذي تودّ إنجازه؟")),
        content=(
            Section(title("home.fast", "إنجاز سريع")),
            Tiles(top, 3, tall=True),
            Section(title("home.often", "الأكثر طلبًا")),
            Tiles(often[:3] if look.size.value in ("L", "XL") else often, 2),
        ),
        nav=Nav(
            NavSplit.HALVES,
            quiet=key("home.search", "بحث عن خدمة", "search"),
            primary=key("home.all", "جميع الخدمات", "forward"),
            icon_after=True,
        ),
        tiles_on_white=True,
    )


PAGES: dict[str, Builder] = {"attract_ar": attract, "home_ar": home}
MOCKUPS = {"home_ar": "04-startseite-ar"}
"""Names of the reference pictures, as in `sample_pages`."""
