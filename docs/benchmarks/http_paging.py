"""Answers behind an HTTP server in pages, typed and validated, beside asking for the same pages and looking at nothing.

Run: python docs/benchmarks/http_paging.py [responses] [turns] [milliseconds]

The server is the testing kit's, in a process of its own; it takes some milliseconds over each page, as services do that
look into a database (50, unless stated; 0 shows what reading itself costs). Turn by turn: a loop of `requests` that
asks for every page and throws it away, which is the server's own time, and `verkosto.read`, which parses, keys on the
response id, binds, decodes and accounts for every cell.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from multiprocessing.connection import Connection

import requests
from made_survey import columns, instrument
from turns import measure

import verkosto as vk
from verkosto.testing import Asked, LoopbackServer, Reply

SIZE = 500


def serve(rows: int, milliseconds: float, pipe: Connection) -> None:
    made = columns(rows)
    records = [
        {"id": f"r{number}", **dict(zip(made, map(str, row), strict=True))}
        for number, row in enumerate(zip(*made.values(), strict=True))
    ]
    starts = range(0, rows, SIZE)
    pages = [
        json.dumps({"items": records[start : start + SIZE], "next": str(place + 1) if start + SIZE < rows else None})
        for place, start in enumerate(starts)
    ]
    bodies = [page.encode() for page in pages]

    def play(asked: Asked) -> Reply:
        time.sleep(milliseconds / 1000)
        return Reply(bodies[int(asked.query.get("cursor", "0"))])

    with LoopbackServer(play) as server:
        pipe.send((server.url, sum(map(len, bodies))))
        pipe.recv()


def ask(url: str, pages: int) -> None:
    with requests.Session() as session:
        for page in range(pages):
            session.get(url, params={"cursor": str(page)}, timeout=30).raise_for_status()


def main(rows: int, turns: int, milliseconds: int) -> None:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(rows, milliseconds, there), daemon=True)
    process.start()
    url, size = here.recv()
    pages = -(-rows // SIZE)
    print(f"{rows} responses of 60 answers in {pages} pages, {size / 1e6:.0f} MB, {milliseconds} ms a page")
    kysely = instrument()
    source = vk.backends.HttpSource(url, records="items", id="id", paging=vk.backends.Cursor("next", "cursor"))
    jobs = {
        "requests, every page thrown away": lambda: ask(url, pages),
        "verkosto.read, typed and validated": lambda: vk.read(source, kysely, keep="id"),
    }
    measure(jobs, turns, ("verkosto", "requests", "urllib3"))
    here.send("stop")
    process.join()


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    main(*(numbers + [20_000, 5, 50][len(numbers) :]))
