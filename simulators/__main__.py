"""Run the simulators: ``python -m simulators --port 9000``. Prints its address when it listens."""

import argparse
import asyncio
import contextlib
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from simulators.house import House, Plan
from simulators.http import serve


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--state", type=Path, default=None, help="a file that keeps orders and messages")
    parser.add_argument("--keys", type=Path, default=None, help="a folder with the simulated Alipay's keys")
    parser.add_argument(
        "--step-seconds", type=float, default=2.0, help="how long a parcel stays in one stage"
    )


async def run(plan: Plan, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT."""
    house = House(plan)
    server = await serve(house.handle, host=host, port=port)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError, ValueError):
            loop.add_signal_handler(number, stopping.set)
    ready(f"http://{host}:{server.port}")
    await stopping.wait()
    server.close()
    house.store.close()


def say(address: str) -> None:
    print(f"simulators listening on {address}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m simulators", description=__doc__)
    add_arguments(parser)
    for name, default in (
        ("partner", Plan.partner),
        ("checkword", Plan.checkword),
        ("sms-secret", Plan.sms_secret),
    ):
        parser.add_argument(f"--{name}", default=default)
    chosen = parser.parse_args(arguments)
    plan = Plan(
        partner=chosen.partner,
        checkword=chosen.checkword,
        sms_secret=chosen.sms_secret,
        state=chosen.state,
        keys=chosen.keys,
        step_seconds=chosen.step_seconds,
    )
    asyncio.run(run(plan, host=chosen.host, port=chosen.port, ready=say))


if __name__ == "__main__":
    main()
