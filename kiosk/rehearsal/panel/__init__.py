"""Stage panel: what its cards say about the stage, and what its keys do there. A process of its own:

    python -m kiosk.rehearsal.panel --stage FOLDER --window 420x700+10+30

It talks to the control sockets `FOLDER/{card,printer,network,portal}.sock` and to nothing else, so it never shows what
it only assumes: a key changes the world, and the card changes when the device says so.
"""
