"""The eID department of the town hall, put together on its folder and store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from kiosk.sandbox.eid_block_list import BlockList
from kiosk.sandbox.eid_demand import Demand
from kiosk.sandbox.eid_judging import Identification
from kiosk.sandbox.eid_pki import EidPki
from kiosk.sandbox.eid_proofs import Proofs
from kiosk.sandbox.eid_service import EidService
from kiosk.sandbox.eid_situations import EidSituation, EidSituations
from kiosk.sandbox.store import Store


@dataclass(frozen=True, slots=True)
class EidOffice:
    """What the routes and the control socket work on."""

    service: EidService
    identification: Identification
    proofs: Proofs
    blocked: BlockList
    situations: EidSituations

    def reset(self) -> None:
        """Nobody has come yet, no card is blocked, all is well. Authorities stay."""
        self.service.reset()
        self.proofs.reset()
        self.blocked.reset()
        self.situations.play(EidSituation())


def found_eid_office(
    state: Path, pki_folder: Path, store: Store, now: Callable[[], datetime], demand: Callable[[str], Demand | None]
) -> EidOffice:
    """Opens the department.

    Args:
        state: folder of the sector key.
        pki_folder: folder of the authorities, shared with the virtual cards; made if missing.
        store: where proofs and block list are.
        now: the town hall's time.
        demand: what a service reads.

    Raises:
        OSError: a folder cannot be used.
    """
    blocked, proofs, situations = BlockList(store), Proofs(store, now), EidSituations()
    pki = EidPki(pki_folder, state / "eid-sector.pub", blocked)
    pki.found(now().date())
    service = EidService(pki=pki, proofs=proofs, demand=demand, now=now, situations=situations, new_id=uuid4)
    return EidOffice(service, Identification(proofs, demand), proofs, blocked, situations)
