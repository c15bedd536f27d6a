"""The sample company Tidewell, as the CSV files that people import and the stand-in tenant hosts."""

from pathlib import Path

TIDEWELL: Path = Path(__file__).parent / "tidewell"
