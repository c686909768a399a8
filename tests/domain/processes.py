"""Two small processes for the tests of the engine: a lending and its short variant."""

LENDING = """
process = "lending"
title = "Lending of a book"
initial = "draft"

[state.draft]
words = "Draft"
stage = "application"
held_by = "applicant"
next = "The office looks at it."
editable = true

[state.checking]
words = "Being checked"
stage = "application"
held_by = "office"
colour = "blue"
deadline = { working_days = 5, action = "loan:lapse" }

[state.refused]
words = "Refused"
stage = "decision"
held_by = "nobody"
closed = true

[state.lent]
words = "Lent"
stage = "decision"
held_by = "nobody"
closed = true

[[step]]
action = "loan:ask"
from = ["draft"]
to = "checking"
words = "Ask for the book"

[[step]]
action = "loan:note"
from = ["draft", "checking"]
words = "Add a note"
optional = true

[[step]]
action = "loan:decide"
name = "refuse"
from = ["checking"]
to = "refused"
words = "Refuse"
reason = "required"
optional = true

[[step]]
action = "loan:decide"
name = "lend"
from = ["checking"]
to = "lent"
words = "Lend"

[[step]]
action = "loan:lapse"
from = ["checking"]
to = "refused"
words = "Nobody answered"

[[step]]
action = "loan:reopen"
from = ["refused"]
to = "checking"
words = "Look again"
reopens = true
"""

SHORT = """
process = "short-loan"
extends = "lending"

[[difference]]
change = "replace"
what = "title"
value = "Short loan"
reason = "It has its own name."

[[difference]]
change = "replace"
what = "state.checking.deadline.working_days"
value = 1
reason = "A day is enough for a short loan."

[[difference]]
change = "add"
what = "step.remind"
value = { action = "loan:remind", from = ["checking"], words = "Send a reminder", optional = true }
reason = "Short loans are easily forgotten."

[[difference]]
change = "remove"
what = "step.reopen"
reason = "Ask again instead."
"""

ACTIONS = frozenset(f"loan:{verb}" for verb in ("ask", "note", "decide", "lapse", "reopen", "remind"))
CLOCK_ACTIONS = frozenset({"loan:lapse"})
