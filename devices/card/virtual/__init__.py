"""A virtual card on the TCP port of vpcd, a process of its own: `python -m devices.card.virtual`.

    --vpcd HOST:PORT     the reader (--port PORT for this machine)
    --person WHO         whose card: a name from devices/eid/virtual_card/persons, or a YAML file; without, an empty one
    --pki FOLDER         the test PKI that the town hall shares, see devices.eid.virtual_card.pki; made if missing
    --memory FOLDER      where cards keep keys and counters over power-off and restart
    --control PATH       control socket to make

pcscd and everything above it do not know that there is no card. Situations come over the control socket:

    {"do": "insert"}                         the card is put on the reader
    {"do": "insert", "person": "gesperrt"}   ... another person's card
    {"do": "insert", "person": "…", "keys": "foreign_signer"}   ... signed by somebody else; "clone": a copied card
    {"do": "insert", "card": "bank"}         ... something else: "bank", "health", "blank"
    {"do": "remove"}                         the card is taken away
    {"do": "remove", "after_apdus": 7}       ... as soon as the 7th command from now on has been answered
    {"do": "remove", "after_apdus": 7, "answered": false}       ... has been carried out, and not answered
    {"do": "mute"}                           something lies on the reader that does not answer
    {"do": "flip", "answer": 3, "bit": 10}   one bit of the 3rd answer from now on is turned over
    {"do": "slow", "seconds": 1.5}           every answer comes late; 0 ends it
    {"do": "state"}                          no change

They add up: a slow card may leave while one of its answers is spoiled. Two cards at once are two processes, the second
one on the port after the first (vpcd's second slot).

Each answers with the state: {"card": "inserted" | "removed", "mute", "connected", "powered", "apdus", "leaves_after",
"flips_in", "slow_s", "person", "keys"}, for a person's card also "pin_tries", "pin_active", "pin_transport",
"puk_uses", "chip_date". `connected` says whether the reader feels the card; `apdus` counts the commands since it was
put there.
"""

from devices.card.virtual.card import VirtualCard
from devices.card.virtual.chip import BlankChip, Chip
from devices.eid.virtual_card.chip import ATR

__all__ = ["ATR", "BlankChip", "Chip", "VirtualCard"]
