"""A separate display with a window manager and the application on it, driven by X events, seen by its frame buffer.

Nothing here waits for a fixed time: until() asks again until what is expected is seen, or gives up after a minute.
"""
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

PATIENCE_S = float(os.environ.get("PATIENCE_S", 60))  # of one thing; a loaded machine of two slow cores needs up to ten
WHITE = (0xFF, 0xFF, 0xFF)  # the focus ring of the dark theme; nothing else of it is as white
GROUND = {"dark": (0x0E, 0x13, 0x17), "light": (0xE6, 0xEB, 0xEE)}


class Failed(AssertionError):
    pass


def until(what, see, patience_s=PATIENCE_S):
    """The first true answer of see()."""
    end = time.monotonic() + patience_s
    while True:
        seen = see()
        if seen:
            return seen
        if time.monotonic() > end:
            raise Failed("not seen: " + what)
        time.sleep(0.05)


class Desktop:
    """size is "1400x1000", or several for monitors side by side."""

    def __init__(self, sizes, manager):
        self.folder = tempfile.mkdtemp()
        self.started = []
        self.sizes = [tuple(int(part) for part in size.split("x")) for size in sizes]
        self.manager = manager
        number = 100 + os.getpid() % 700
        while os.path.exists(f"/tmp/.X{number}-lock"):
            number += 1
        home = os.path.join(self.folder, "home")
        os.makedirs(home)
        self.env = {**os.environ, "DISPLAY": f":{number}", "HOME": home, "XDG_CONFIG_HOME": home + "/.config",
                    "JACK_NO_START_SERVER": "1", "NO_AT_BRIDGE": "1"}
        self.env.pop("DBUS_SESSION_BUS_ADDRESS", None)
        command = ["Xvfb", f":{number}", "-fbdir", self.folder, "-nolisten", "tcp", "-r"]  # no key repeats by itself
        for i, size in enumerate(sizes):
            command += ["-screen", str(i), size + "x24"]
        if len(sizes) > 1:
            command.append("+xinerama")
        self.run(command)
        until("the X server", lambda: self.tool("xdotool", "getdisplaygeometry").returncode == 0)
        if manager:
            self.run(manager.split())
            until(manager, lambda: "window id" in self.tool("xprop", "-root", "_NET_SUPPORTING_WM_CHECK").stdout)
        self.program = None
        self.window = None

    def run(self, command):
        log = open(os.path.join(self.folder, os.path.basename(command[0]) + ".log"), "ab")
        process = subprocess.Popen(command, env=self.env, stdout=log, stderr=log, cwd=self.folder)
        self.started.append(process)
        return process

    def tool(self, *command):
        return subprocess.run(command, env=self.env, capture_output=True, text=True)

    def close(self):
        for process in reversed(self.started):
            process.terminate()
        for process in reversed(self.started):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    # The application

    def start(self, *arguments):
        self.program = self.run([application(), *arguments])
        self.window = until("the window", self.find_window)
        self.park_pointer()
        until("its picture", lambda: self.count(GROUND["dark"]) + self.count(GROUND["light"]) > 1000)

    def find_window(self):
        found = self.tool("xdotool", "search", "--onlyvisible", "--name", "^Somaphone$").stdout.split()
        if self.program is not None and self.program.poll() is not None:
            raise Failed(f"the application ended with {self.program.returncode}")
        return found[0] if found else None

    def end(self):
        self.program.terminate()
        until("its end", lambda: self.program.poll() is not None)
        self.window = None

    def geometry(self, window=None):
        """x, y, width, height of the inside on the screen."""
        out = self.tool("xwininfo", "-id", window or self.window).stdout
        names = ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
        found = [re.search(name + r": +(-?\d+)", out) for name in names]
        return tuple(int(match[1]) for match in found) if all(found) else None

    def extents(self):
        """Borders that the window manager put around it: left, right, top, bottom."""
        out = self.tool("xprop", "-id", self.window, "_NET_FRAME_EXTENTS").stdout
        return tuple(int(number) for number in re.findall(r"\d+", out.partition("=")[2])) or (0, 0, 0, 0)

    def states(self):
        return self.tool("xprop", "-id", self.window, "_NET_WM_STATE").stdout

    def settled(self):
        """Its place, once that has been the same for a second."""
        last = [None, time.monotonic()]

        def see():
            now = self.geometry()
            if now != last[0]:
                last[:] = [now, time.monotonic()]
            return now if time.monotonic() - last[1] > 1.0 else None

        return until("a window that stands still", see)

    # Acts of a person

    def key(self, *keys):
        self.tool("xdotool", "key", "--clearmodifiers", *keys)

    def click(self, x, y, button=1):
        """At a place of the window's inside; negative counts from its right and lower edges."""
        left, top, width, height = self.geometry()
        self.tool("xdotool", "mousemove", str(left + (x if x >= 0 else width + x)),
                  str(top + (y if y >= 0 else height + y)), "click", str(button))
        self.park_pointer()

    def park_pointer(self):
        """Into a corner: the pointer is white too, and what it is over looks different."""
        self.tool("xdotool", "mousemove", str(self.sizes[0][0] - 1), str(self.sizes[0][1] - 1))

    # The picture that a person sees

    def picture(self, screen=0):
        """Width, height and bytes of a screen, blue green red and one more for each pixel."""
        with open(os.path.join(self.folder, f"Xvfb_screen{screen}"), "rb") as file:
            data = file.read()
        header = struct.unpack(">25I", data[:100])
        return header[4], header[5], data[header[0] + 12 * header[19]:]

    def places(self, colour, within=None):
        """Where pixels of this colour are in the window: x, y relative to its inside."""
        width, _, pixels = self.picture()
        left, top, wide, tall = within or self.geometry() or (0, 0, 0, 0)
        needle = bytes((colour[2], colour[1], colour[0]))
        found = []
        for y in range(max(0, top), min(top + tall, len(pixels) // 4 // width)):
            row = pixels[(y * width + max(0, left)) * 4:(y * width + min(width, left + wide)) * 4]
            at = row.find(needle)
            while at >= 0:
                if at % 4 == 0:
                    found.append((at // 4, y - top))
                at = row.find(needle, at + 1)
        return found

    def count(self, colour):
        return len(self.places(colour))

    def ring(self):
        """The box of the focus ring: left, top, right, bottom; none while the keyboard is the window's."""
        points = self.places(WHITE)
        if not points:
            return None
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs), min(ys), max(xs), max(ys)

    def stop(self):
        """Where the ring stands still, and a sum of what is in it: in a list that scrolls, the ring stays and the rows move
        under it. None while the picture changes."""
        first = self.look_at_ring()
        time.sleep(0.03)  # two frames: a ring that is still moving is another one by then
        second = self.look_at_ring()
        return second if first is not None and second is not None and first[0] == second[0] else None

    def look_at_ring(self):
        box = self.ring()
        if box is None or box[2] - box[0] < 8 or box[3] - box[1] < 8:
            return None  # none, or still scrolled in by halves
        width, _, pixels = self.picture()
        left, top = self.geometry()[:2]
        rows = (pixels[((top + y) * width + left + box[0]) * 4:((top + y) * width + left + box[2] + 1) * 4]
                for y in range(box[1], box[3] + 1))
        return box, zlib.crc32(b"".join(rows))

    def theme(self):
        seen = {}

        def painted():
            seen.update((name, self.count(colour)) for name, colour in GROUND.items())
            return max(seen.values()) > 1000

        until("a picture of the window", painted)
        return max(seen, key=seen.get)

    def keys_live(self, where):
        """T changes the theme, and once more back. The desktop has given the window the keyboard before."""
        if self.manager:
            until("the X focus " + where, lambda: self.tool("xdotool", "getwindowfocus").stdout.strip() == self.window)
        before = self.theme()
        for wanted in ("light" if before == "dark" else "dark", before):
            self.key("t")
            until(f"the key T {where}: the {wanted} theme", lambda: self.theme() == wanted)


def application():
    path = os.path.join(os.environ["SOMAPHONE_BUILD"],
                        "Plugin/Somaphone_artefacts/Release/Standalone/Somaphone")
    if not os.access(path, os.X_OK):
        print("the application is not built")
        sys.exit(77)
    return path


def name_of(manager):
    """"xfwm4" of the command that starts it."""
    words = [word for word in manager.split() if not word.startswith("-") and word != "dbus-run-session"]
    return words[0] if words else "no manager"


def need(*tools):
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        print(f"{', '.join(missing)} is not installed (packages in Tests/packages.txt)")
        sys.exit(77)


def run_all(cases):
    """cases: name and function. Every one is run; the status is 1 if any failed."""
    failed = 0
    for name, case in cases:
        started = time.monotonic()
        try:
            case()
            print(f"passed  {name} ({time.monotonic() - started:.1f} s)", flush=True)
        except Failed as error:
            failed += 1
            print(f"FAILED  {name}: {error}", flush=True)
    sys.exit(1 if failed else 0)
