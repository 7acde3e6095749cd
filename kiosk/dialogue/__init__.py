"""The conversation with whoever stands there: events in, pages out, effects to be done. Pure, but for the border files.

`machine` has `step` and `view`; `phases` the places where a conversation can stand, `states` what each does and shows;
`pages` what a page is; `state`, `session`, `capabilities` what is known; `faults`, `delays` the tables. At the border:
`inbox`, `runner`, `clock` and `conversation`, the one owner of the state.
"""
