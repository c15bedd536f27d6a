"""The whole product as `serve` runs it, on a database, without tokens."""

from __future__ import annotations

import asyncio
import sys

from serving import serve

from teams_app.config import load_settings
from teams_app.logs import configure_logs
from teams_app.serving import open_application


async def main(database_url: str, service_url: str, tenant_id: str) -> None:
    configure_logs("WARNING")
    settings = load_settings(
        insecure_local=True,
        tenant_id=tenant_id,
        graph_url=service_url,
        login_url=service_url,
        bot_openid_url=service_url,
        service_urls=(service_url,),
    )
    async with open_application(settings, database_url) as app:
        await serve(app)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
