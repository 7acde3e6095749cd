"""The form engine: which questions are asked, whether answers fit, what they lead to and what is sent; pure.

No clock, no file, no chance: `today` is handed in, answers are an immutable mapping. A page in four lines:

    question = questions(service, answers)[0]
    checked = check_entries(service, question.fields, {"familienname": " Mustermann "}, answers, today)
    if not checked.problems:
        stop = stop_after(service, checked.answers, question.step)     # at the end of a step
"""

from kiosk.services.form.checking import Checked, check_entries, check_form, date_limits, warnings
from kiosk.services.form.normalise import normalise, toggled
from kiosk.services.form.options import bind_options, option_sources
from kiosk.services.form.outcome import (
    AskPortal,
    Costs,
    Due,
    attachments,
    consents,
    costs,
    missing_consents,
    notices,
    price_range,
    stop_after,
)
from kiosk.services.form.pages import Question, RowPlace, option_pages, questions, row_prefix, row_questions
from kiosk.services.form.prefill import prefilled, slots
from kiosk.services.form.problems import Code, Problem, Shown
from kiosk.services.form.rows import check_row, rows_in, with_row, without_row
from kiosk.services.form.schema import schema
from kiosk.services.form.submission import Json, ReadCard, submission
from kiosk.services.form.view import View, default_of, look, visible

__all__ = [
    "AskPortal",
    "Checked",
    "Code",
    "Costs",
    "Due",
    "Json",
    "Problem",
    "Question",
    "ReadCard",
    "RowPlace",
    "Shown",
    "View",
    "attachments",
    "bind_options",
    "check_entries",
    "check_form",
    "check_row",
    "consents",
    "costs",
    "date_limits",
    "default_of",
    "look",
    "missing_consents",
    "normalise",
    "notices",
    "option_pages",
    "option_sources",
    "prefilled",
    "price_range",
    "questions",
    "row_prefix",
    "row_questions",
    "rows_in",
    "schema",
    "slots",
    "stop_after",
    "submission",
    "toggled",
    "visible",
    "warnings",
    "with_row",
    "without_row",
]
