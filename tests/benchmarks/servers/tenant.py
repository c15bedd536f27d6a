"""The stand-in tenant of a company: ``tenant.py COMPANY DATA``; its settings are in DATA/settings.env."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from teams_app.sandbox.server import Sandbox


async def main(company: Path, data: Path) -> None:
    async with Sandbox(company, port=0, data_dir=data, env_file=data / "settings.env") as sandbox:
        print(sandbox.tenant.base_url.rpartition(":")[2], flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
