"""An application on PC/SC: connects to the card in the first reader, sends commands given in hex, prints answers."""

import sys

from smartcard import scard


def main() -> None:
    """Prints one word per command: the answer in hex, "nothing" if it was empty, or "!" and the PC/SC code."""
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _, readers = scard.SCardListReaders(context, [])
    code, card, protocol = scard.SCardConnect(
        context, readers[0], scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    )
    if code != scard.SCARD_S_SUCCESS:
        sys.stdout.write(f"!{code & 0xFFFFFFFF:08x}\n")
        return
    assert protocol == scard.SCARD_PROTOCOL_T1
    for command in sys.argv[1:]:
        code, answer = scard.SCardTransmit(card, scard.SCARD_PCI_T1, list(bytes.fromhex(command)))
        word = bytes(answer).hex() or "nothing"
        sys.stdout.write((word if code == scard.SCARD_S_SUCCESS else f"!{code & 0xFFFFFFFF:08x}") + "\n")


main()
