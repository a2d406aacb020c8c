"""super_collider_live.py FOLDER PORT: the UGen on a running server, which a JACK server without hardware drives: its neurons are made and
destroyed beside the audio thread. Starts and frees many synths, some before their neuron is there; then one must be heard on a bus."""
import os
import socket
import struct
import subprocess
import sys
import time

from super_collider import osc, pascal, permanent_number

AUDIO, CONTROL = 2, 1


def definition():
    """DC -> Soma (a step of current) -> Amplitude of the sound -> control bus 7."""
    constants = [60.0, 0.0, float(permanent_number("allen/474626527")), 7.0, 0.01, 1.0]
    ugen = lambda kind, rate, inputs, outputs: pascal(kind) + struct.pack(">biih", rate, len(inputs), len(outputs), 0) + b"".join(
        struct.pack(">ii", *source) for source in inputs) + bytes(outputs)
    constant = lambda index: (-1, index)
    ugens = [
        ugen("Soma", AUDIO, [constant(0), constant(1), constant(1), constant(2), constant(1)], [AUDIO] * 5),
        ugen("Amplitude", CONTROL, [(0, 0), constant(4), constant(5)], [CONTROL]),
        ugen("Out", CONTROL, [constant(3), (1, 0)], []),
    ]
    body = pascal("soma") + struct.pack(">i", len(constants)) + struct.pack(f">{len(constants)}f", *constants)
    body += struct.pack(">iii", 0, 0, len(ugens)) + b"".join(ugens) + struct.pack(">h", 0)
    return b"SCgf" + struct.pack(">ih", 2, 1) + body


class Server:
    def __init__(self, folder, port):
        self.log = open(os.path.join(folder, "scsynth.log"), "w+", encoding="utf-8")
        plugins = os.environ["SC_PLUGINS"]
        self.process = subprocess.Popen(["scsynth", "-U", plugins, "-u", str(port), "-D", "0", "-i", "0", "-o", "2"], stdout=self.log, stderr=self.log)
        self.address = ("127.0.0.1", port)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(1.0)

    def send(self, *message):
        self.socket.sendto(osc(*message), self.address)

    def ask(self, message, reply, tries=60):
        """The answer to a message, whose address is `reply`."""
        for _ in range(tries):
            if self.process.poll() is not None:
                self.fail(f"scsynth ended with {self.process.returncode}")
            self.send(*message)
            try:
                while True:
                    data = self.socket.recv(65536)
                    if data.startswith(reply.encode() + b"\0"):
                        return data
            except (TimeoutError, ConnectionRefusedError):
                time.sleep(0.2)
        self.fail(f"no answer to {message}")

    def fail(self, why):
        self.process.kill()
        self.log.seek(0)
        sys.exit(f"{self.log.read()}\n{why}")


def synths(server):
    """How many run, of /status.reply: unused, ugens, synths, groups, definitions."""
    data = server.ask(("/status",), "/status.reply")
    start = data.index(b",")
    start += (data.index(b"\0", start) - start + 4) // 4 * 4
    return struct.unpack(">iiiii", data[start : start + 20])[2]


def main():
    server = Server(sys.argv[1], int(sys.argv[2]))
    server.ask(("/status",), "/status.reply")
    server.send("/d_recv", definition())
    server.ask(("/sync", 1), "/synced")
    for number in range(40):
        server.send("/s_new", "soma", 2000 + number, 0, 0)
        if number % 2 == 0:
            server.send("/n_free", 2000 + number)  # at once: its neuron is on its way
    for number in range(1, 40, 2):
        server.send("/n_free", 2000 + number)
    server.ask(("/sync", 2), "/synced")
    server.send("/s_new", "soma", 3000, 0, 0)
    for _ in range(100):
        data = server.ask(("/c_get", 7), "/c_set")
        level = struct.unpack(">f", data[-4:])[0]
        if level > 1e-4:
            break
        time.sleep(0.1)
    else:
        server.fail("the synth was not heard on bus 7")
    if synths(server) != 1:
        server.fail(f"{synths(server)} synths run; one should")
    server.send("/quit")
    status = server.process.wait(timeout=60)
    if status != 0:
        server.fail(f"scsynth ended with {status}")
    print(f"a running server: 40 synths came and went, one was heard (level {level:.4f}), and the server left in order")


if __name__ == "__main__":
    main()
