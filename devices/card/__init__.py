"""The card reader over PC/SC: who lies on it, and a virtual card behind the real pcscd for demo and tests.

    api            what the core knows: CardPresence, AccessFault, CardReader, CardSession
    pcsc           ReaderWatch, the watcher thread
    session        PcscReader: one card for one program
    look           one look now, for staff
    virtual        a card on vpcd's port (process of its own)
    private_pcscd  a pcscd of one's own with a virtual reader (process of its own)

`python -m devices.card` shows what the watcher sees. Only `service` imports the vendor library.
"""

from devices.card.api import CardPresence, PresenceListener
from devices.card.look import look_now
from devices.card.pcsc import ReaderWatch, WatchDelays
from devices.card.session import PcscReader

__all__ = ["CardPresence", "PcscReader", "PresenceListener", "ReaderWatch", "WatchDelays", "look_now"]
