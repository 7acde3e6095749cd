"""Filling in a form: what was typed so far, the keyboard, and how answers and mistakes are worded. Pure.

filling     one form of one visit; belongs to the session and goes with its wipe
drafting    typing, choosing and reading a page
dividing    a question in parts where there is little room
list_rows   rows of a list: adding, changing, removing
searching   one answer out of many
keyboard    on-screen keyboard and number pad as blocks
reviewing   which answers stand on which page of the review
sayings     problems, values and prices in words
"""
