"""The eID card itself, in software, as strict as a real one: the chip's side of everything in `devices.eid`.

    person, profiles, persons/     whose card, of which generation
    pki                            the test PKI that card and town hall share; its folder is described there
    personalise, memory, wallet    made once, remembered without power
    chip                           commands in, answers out: `EidChip`
    files, reader                  what is on it, and who may read
    passwords, pace_run, pin_side  PIN, CAN, PUK
    terminal_side, chip_side       both authentications, pseudonyms, comparisons

For development, demo, training and tests. It keeps every rule of the standard that a terminal can notice, and none of
the secrets: keys and data lie in ordinary files. `python -m devices.card.virtual` puts it on a virtual reader.

Limits. No writing of data groups, no signature and no passport application, no MRZ as a password. How a real chip
answers to a transport PIN with a CHAT is not published: this one opens the session and lets no terminal authenticate.
"""
