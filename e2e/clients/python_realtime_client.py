"""A realtime client written with Python's websockets, as an application's author would: one JSON line for each thing it saw.

Usage: python_realtime_client.py <url> <token>; it authenticates when it is asked to, and each line on stdin is sent as a frame.
"""

import asyncio
import json
import sys

import websockets


def say(**event):
    print(json.dumps(event), flush=True)


async def send_lines(socket):
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if line == "":
            return
        await socket.send(line.rstrip("\n"))


async def main(url, token):
    async with websockets.connect(url) as socket:
        say(event="open")
        sending = asyncio.create_task(send_lines(socket))
        try:
            while True:
                text = await socket.recv()
                say(event="message", text=text)
                if json.loads(text)["type"] == "auth_required":
                    await socket.send(json.dumps({"type": "authenticate", "token": token, "prefix": "bearer"}))
        except websockets.ConnectionClosed as closed:
            frame = closed.rcvd
            say(event="close", code=frame.code if frame else 1006, reason=frame.reason if frame else "")
        finally:
            sending.cancel()


asyncio.run(main(*sys.argv[1:3]))
