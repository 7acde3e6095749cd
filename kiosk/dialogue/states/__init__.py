"""What each phase does and how it looks, one file a phase.

Every file has two pure functions: `on_event(context, state, phase, event)` gives the next state and effects, and
`page(context, state, phase)` gives the page. Rules that hold everywhere (idle, help, end, devices) are in `machine`.
"""
