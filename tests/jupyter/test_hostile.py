"""A kernel survives messages that are signed but odd, strangers at its ports, and cells that nothing can stop."""
import hashlib
import hmac
import json
import os
import random
import socket
import time
import unittest
import uuid

import zmq
from jupyter_client.manager import KernelManager

from protocol_extra import T

KERNEL = os.environ.get("KERNEL", "notebookkit")
# The long form (tests/run.sh long) sends as many as found the faults.
MESSAGES = 50_000 if os.environ.get("NOTEBOOKKIT_LONG_TESTS") == "1" else 1_000

REQUESTS = {
    "execute_request": {"code": "1+1", "silent": False, "store_history": True, "user_expressions": {"a": "1"}, "allow_stdin": True, "stop_on_error": False},
    "complete_request": {"code": "Conso", "cursor_pos": 5},
    "inspect_request": {"code": "Console", "cursor_pos": 3, "detail_level": 0},
    "is_complete_request": {"code": "int f("},
    "history_request": {"output": True, "raw": True, "hist_access_type": "search", "pattern": "*", "n": 5, "unique": True, "start": 0, "stop": 3, "session": 0},
    "comm_info_request": {"target_name": "x"},
    "kernel_info_request": {},
    "input_reply": {"value": "x", "status": "ok"},
    "interrupt_request": {},
}
VALUES = [None, 5, -1, 1.5, "x", "", True, [], [None], {}, {"a": 1}, 10**30, "\U0001f600", -(2**63)]


class Hostile(unittest.TestCase):
    def setUp(self):
        self.km = KernelManager(kernel_name=KERNEL)
        self.km.start_kernel()
        self.kc = self.km.blocking_client()
        self.kc.start_channels()
        self.kc.wait_for_ready(timeout=T)

    def tearDown(self):
        self.kc.stop_channels()
        self.km.shutdown_kernel(now=True)

    def connection(self):
        return self.km.get_connection_info()

    def dealer(self, port):
        dealer = zmq.Context.instance().socket(zmq.DEALER)
        dealer.linger = 0
        dealer.sndhwm = 0
        dealer.connect(f"tcp://127.0.0.1:{self.connection()[port]}")
        return dealer

    def send(self, dealer, frames, signed=True):
        key = self.connection()["key"]
        key = key if isinstance(key, bytes) else key.encode()
        signature = hmac.new(key, b"".join(frames), hashlib.sha256).hexdigest().encode() if signed else b"0" * 64
        dealer.send_multipart([b"<IDS|MSG>", signature, *frames])

    def alive(self):
        for _ in range(20):
            self.assertTrue(self.km.is_alive())
            # Interrupts among the messages before may still arrive.
            reply = self.kc.execute("6*7", reply=True, timeout=T)
            if reply["content"]["status"] == "ok":
                return
            time.sleep(0.5)
        self.fail(reply["content"])

    def frames(self, kind, content):
        header = {"msg_id": uuid.uuid4().hex, "session": "s", "username": "u", "date": "2026-01-01T00:00:00Z", "msg_type": kind, "version": "5.3"}
        return [json.dumps(header).encode(), b"{}", b"{}", json.dumps(content).encode()]

    def test_mutated_messages_are_answered_or_dropped(self):
        rng = random.Random(15)
        dealers = [self.dealer(p) for p in ("shell_port", "control_port", "stdin_port")]
        for i in range(MESSAGES):
            kind = rng.choice(list(REQUESTS))
            content = dict(REQUESTS[kind])
            for _ in range(rng.randint(0, 2)):
                if content:
                    content[rng.choice(list(content))] = rng.choice(VALUES)
            frames = self.frames(kind, content)
            at = rng.randrange(4)
            how = rng.randrange(7)
            if how == 0:
                raw = bytearray(frames[at])
                for _ in range(rng.randint(1, 4)):
                    raw[rng.randrange(len(raw))] = rng.randrange(256)
                frames[at] = bytes(raw)
            elif how == 1:
                frames[at] = frames[at][: rng.randrange(len(frames[at]))]
            elif how == 2:
                # The same name twice.
                frames[at] = frames[at][:-1] + (b"," if len(frames[at]) > 2 else b"") + b'"msg_type":"x","msg_type":"y"}'
            elif how == 3:
                frames[at] = json.dumps(rng.choice(VALUES)).encode()
            elif how == 4:
                frames[at] = b'{"a":"\\ud83d"}' if rng.random() < 0.5 else b'{"a":"\xff"}'
            elif how == 5:
                frames = frames[: rng.randrange(4)] + [b"x"] * rng.randrange(3)
            self.send(rng.choice(dealers), frames, signed=rng.random() < 0.95)
            if i % 500 == 499:
                self.alive()
        for dealer in dealers:
            dealer.close()
        self.alive()

    def test_an_answer_that_is_no_text_leaves_the_kernel_alive(self):
        mid = self.kc.execute('Console.Write(input("? "));', allow_stdin=True)
        self.kc.get_stdin_msg(timeout=T)
        stdin = self.dealer("stdin_port")
        self.send(stdin, self.frames("input_reply", {"value": 5}))
        time.sleep(0.5)
        self.kc.input("x")
        while (reply := self.kc.get_shell_msg(timeout=T))["parent_header"].get("msg_id") != mid:
            pass
        self.assertEqual(reply["content"]["status"], "ok")
        stdin.close()
        self.alive()

    def test_random_bytes_do_not_mute_the_heartbeat(self):
        port = self.connection()["hb_port"]
        rng = random.Random(1)
        for i in range(50):
            with socket.create_connection(("127.0.0.1", port)) as stranger:
                stranger.sendall(rng.randbytes(rng.randint(1, 500)))
        # One that speaks the protocol and goes away in the middle of a message.
        half = zmq.Context.instance().socket(zmq.DEALER)
        half.linger = 0
        half.connect(f"tcp://127.0.0.1:{port}")
        half.send(b"no delimiter")
        half.send_multipart([b"", b"a", b"b"])
        time.sleep(0.3)
        half.close()
        beat = zmq.Context.instance().socket(zmq.REQ)
        beat.linger = 0
        beat.connect(f"tcp://127.0.0.1:{port}")
        beat.send(b"ping")
        self.assertTrue(beat.poll(10_000))
        self.assertEqual(beat.recv(), b"ping")
        beat.close()

    def test_every_front_end_is_welcomed(self):
        for _ in range(2):
            sub = zmq.Context.instance().socket(zmq.SUB)
            sub.linger = 0
            sub.subscribe(b"")
            sub.connect(f"tcp://127.0.0.1:{self.connection()['iopub_port']}")
            end = time.time() + 10
            types = []
            while time.time() < end and "iopub_welcome" not in types:
                if sub.poll(1000):
                    frames = sub.recv_multipart()
                    types.append(json.loads(frames[frames.index(b"<IDS|MSG>") + 2])["msg_type"])
            self.assertIn("iopub_welcome", types)
            self.addCleanup(sub.close)

    def test_hostile_cells_are_stopped_and_the_session_goes_on(self):
        self.kc.execute("int kept = 7;", reply=True, timeout=T)
        for code in (
            "int F(int n) => n < 2 ? n : F(n - 1) + F(n - 2); F(60)",
            "Func<int, int> f = null; f = n => n < 2 ? n : f(n - 1) + f(n - 2); f(60)",
            "var l = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0); l.Start(); l.AcceptTcpClient();",
            "while (true) { try { Thread.Sleep(100); } catch { } }",
        ):
            mid = self.kc.execute(code)
            time.sleep(1.5)
            self.km.interrupt_kernel()
            while (reply := self.kc.get_shell_msg(timeout=T))["parent_header"].get("msg_id") != mid:
                pass
            self.assertEqual(reply["content"].get("ename"), "Interrupted", code)
            self.assertEqual(self.kc.execute('if (kept != 7) throw new Exception("lost");', reply=True, timeout=T)["content"]["status"], "ok", code)

    def test_a_kernel_with_a_cell_that_cannot_be_stopped_is_restarted(self):
        self.kc.execute("var l = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0); l.Start(); l.AcceptTcpClient();")
        time.sleep(1)
        self.km.restart_kernel()
        self.kc.wait_for_ready(timeout=T)
        self.alive()


if __name__ == "__main__":
    unittest.main()
