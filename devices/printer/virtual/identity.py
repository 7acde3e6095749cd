"""Answers to GS I: who the printer says it is. Pure."""

from devices.printer.virtual.models import MachineSettings

_MODEL_ID = 0x20
_CUTTER = 0x02
_DOUBLE_BYTE = 0x01


def identity(built: MachineSettings, which: int) -> bytes | None:
    """The answer; empty where this model keeps silent, None for a number that does not exist."""
    match which:
        case 1 | 49:
            return bytes([_MODEL_ID])
        case 2 | 50:
            return bytes([_CUTTER * built.cutter | _DOUBLE_BYTE * built.double_byte])
        case 3 | 51:
            return b"\x01"
        case 65:
            return _block("1.00 VIRTUAL" if built.model else "")
        case 66:
            return _block(built.maker)
        case 67:
            return _block(built.model)
        case 68:
            return _block("V000000001" if built.model else "")
        case 69:
            return _block("CHINA GB2312" if built.double_byte else "")
        case _:
            return None


def _block(text: str) -> bytes:
    return b"\x5f" + text.encode("ascii") + b"\0" if text else b""
