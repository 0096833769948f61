"""A client of the broker written with Python's websockets, as a device's author would: one JSON line for each thing it saw.

Usage: python_client.py <url> [<secret> <filter,filter>]; each line on stdin is sent as a frame.
"""

import asyncio
import json
import sys

import websockets

# The keyword changed its name in websockets 14.
HEADERS = "extra_headers" if int(websockets.__version__.split(".")[0]) < 14 else "additional_headers"


def say(**event):
    print(json.dumps(event), flush=True)


async def send_lines(socket):
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if line == "":
            return
        await socket.send(line.rstrip("\n"))


async def main(url, secret=None, filters=None):
    headers = {} if secret is None else {"Authorization": f"Token {secret}", "Tag": filters}
    async with websockets.connect(url, **{HEADERS: headers}) as socket:
        say(event="open")
        sending = asyncio.create_task(send_lines(socket))
        try:
            while True:
                say(event="message", text=await socket.recv())
        except websockets.ConnectionClosed as closed:
            frame = closed.rcvd
            say(event="close", code=frame.code if frame else 1006, reason=frame.reason if frame else "")
        finally:
            sending.cancel()


asyncio.run(main(*sys.argv[1:4]))
