"""The German eID card's protocols, purely: bytes in, bytes out. No reader, thread, clock or chance of its own.

    tlv, apdu, oids, commands           the bytes
    curves, kdf, signatures             the arithmetic
    secure_messaging, link              the sealed channel, from both ends
    security_infos, cv_certificate, …   what card and certificates say
    pace, pin_management, relay         what the terminal does with the citizen's PIN
    portal_session                      what the portal's eID service does with its certificate

Dates and random bytes are handed in. What the card or the portal can cause ends as a value (`outcomes`); inside the
package it travels as `EidError`, which carries a code and never data.

Nothing is imported here: the terminal loads this package after its first picture, module by module.
"""
