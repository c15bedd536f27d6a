"""People, units, OKRs and rooms from CSV files: all of them, or none with every fault named."""

from teams_app.services.importing.check import Company, read_company
from teams_app.services.importing.faults import Fault, ImportFaults
from teams_app.services.importing.write import Counts, known_keys, write_company

__all__ = ["Company", "Counts", "Fault", "ImportFaults", "known_keys", "read_company", "write_company"]
