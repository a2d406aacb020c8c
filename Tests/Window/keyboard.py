"""The application by keyboard alone, and after everything that could take the keyboard away, under three window managers."""
import sys
import time

from desktop import Desktop, Failed, name_of, need, run_all, until

MANAGERS = ["openbox --sm-disable", "dbus-run-session -- xfwm4 --compositor=off", "metacity --compositor=none"]
VIEWS = [("1", "Play"), ("2", "Bench"), ("3", "Lesson")]
MOST_STOPS = 160
STRIP, HEADER = 36, 48  # heights of the desktop's sizes


def walk(desktop, view):
    """Tab visits every control once, with one ring that is seen, and comes back to the first."""
    desktop.key("Escape")
    until("no ring at first in " + view, lambda: desktop.ring() is None)
    seen = []
    for _ in range(MOST_STOPS):
        before = desktop.stop()
        desktop.key("Tab")
        stop = until(f"another ring after Tab, stop {len(seen) + 1} of {view}",
                     lambda: (lambda now: now if now and now != before else None)(desktop.stop()))
        if seen and stop[0] == seen[0][0]:
            break
        seen.append(stop)
    else:
        raise Failed(f"{view}: Tab does not come round")
    desktop.key("shift+Tab")
    until(f"the last ring of {view} after Shift Tab", lambda: (desktop.stop() or (None,))[0] == seen[-1][0])
    for name, low, high in (("transport bar", 0, STRIP), ("header", STRIP, STRIP + HEADER)):
        if not any(top >= low - 2 and bottom <= high + 2 for (_, top, _, bottom), _ in seen):
            raise Failed(f"{view}: no stop of Tab in the {name}")
    desktop.key("Escape")
    until("no ring after Esc", lambda: desktop.ring() is None)
    return len(seen)


def jumps(desktop, view):
    """F6 goes through the panels and comes round; Shift F6 goes back."""
    desktop.key("Escape")
    until("no ring", lambda: desktop.ring() is None)
    seen = []
    while len(seen) < 12:
        before = desktop.ring()
        desktop.key("F6")
        ring = until(f"another ring after F6 in {view}", lambda: (lambda now: now if now and now != before else None)(desktop.ring()))
        if ring in seen:
            break
        seen.append(ring)
    if seen[0] != ring or len(seen) < 4:
        raise Failed(f"{view}: F6 visits {len(seen)} panels and returns to {ring}")
    desktop.key("shift+F6")
    until("the last panel after Shift F6", lambda: desktop.ring() == seen[-1])
    desktop.key("Escape")  # it may be a field for words, where T is a letter
    until("no ring after Esc", lambda: desktop.ring() is None)
    return len(seen)


def cases(manager):
    """One start of the application; what comes first may not have touched it before."""
    desktop = Desktop(["1600x1000"], manager)
    name = name_of(manager)

    def start():
        desktop.start()
        desktop.keys_live("as the first key after the start")
        desktop.settled()

    def walks():
        for key, view in VIEWS:
            desktop.key("ctrl+" + key)
            desktop.keys_live(f"after Ctrl {key}")
            print(f"  {name} {view}: {walk(desktop, view)} stops, {jumps(desktop, view)} panels", flush=True)
        desktop.key("ctrl+1")

    def clicks():
        width, height = desktop.geometry()[2:]
        for what, x, y in (("the scope", width // 2, 300), ("the footer", 300, height - 15), ("the circuit", 490, height - 60),
                           ("the header", width - 145, 60), ("the input panel", 30, height - 50),
                           ("the transport bar's words", width - 300, 18)):
            desktop.click(x, y)
            desktop.keys_live("after a click on " + what)
            until(f"no ring after a click on {what}", lambda: desktop.ring() is None)

    def closing():
        for key, what in (("F1", "help"), ("question", "help by ?")):
            desktop.key(key)
            desktop.key("Escape")
            desktop.keys_live("after " + what)
        desktop.key("Tab")
        until("a ring", desktop.ring)
        desktop.key("Escape")
        desktop.keys_live("after Tab and Esc")
        desktop.click(60, 60)  # the menu of the brand
        time.sleep(0.2)        # long enough to be open on a fast machine; on a slow one Esc then has nothing to close
        desktop.key("Escape")
        desktop.keys_live("after a menu")

    def other_windows():
        other = desktop.run(["xmessage", "-name", "other", "Another window"])
        window = until("another window", lambda: desktop.tool("xdotool", "search", "--onlyvisible", "--name", "^xmessage|^other").stdout.split())[0]
        desktop.tool("xdotool", "windowactivate", window)
        until("its focus", lambda: desktop.tool("xdotool", "getactivewindow").stdout.strip() == window)
        desktop.tool("xdotool", "windowactivate", desktop.window)
        desktop.keys_live("after another window had the keyboard")
        other.terminate()
        other.wait()
        desktop.keys_live("after another window was closed")
        desktop.tool("xdotool", "windowminimize", desktop.window)
        until("no window", lambda: not desktop.find_window())
        desktop.tool("xdotool", "windowactivate", desktop.window)
        until("the window", desktop.find_window)
        desktop.keys_live("after the window was minimised")

    def dialog():
        """The audio dialog, by the keyboard: Tab stays in it, and the keys are the window's again when it is closed."""
        width = desktop.geometry()[2]
        desktop.key("Escape")
        desktop.key("Tab")
        until("a ring", desktop.ring)
        desktop.key("Return")
        until("no ring in the bar", lambda: (lambda now: now is None or now[3] > STRIP)(desktop.ring()) or desktop.key("Tab"))
        ring = until("a ring", desktop.ring)
        if not (width // 6 < ring[0] and ring[2] < width - width // 6):
            raise Failed(f"Tab left the dialog: {ring}")
        desktop.key("Escape")
        desktop.key("Escape")
        desktop.keys_live("after the audio dialog")

    def lesson():
        """A lesson is chosen, heard and left by keys."""
        desktop.key("ctrl+3")
        desktop.keys_live("in the lessons")
        desktop.click(300, 500)
        desktop.keys_live("after a click on the empty page")
        until("no ring on the empty page", lambda: desktop.ring() is None)
        desktop.key("ctrl+1")
        desktop.keys_live("back in Play")

    def end():
        desktop.end()
        desktop.close()

    return [(f"{name}: {what}", case) for what, case in (
        ("the first key", start), ("after clicks", clicks), ("after help, rings and menus", closing),
        ("after other windows", other_windows), ("after the audio dialog", dialog), ("every view by Tab and F6", walks), ("lessons", lesson), ("end", end))]


need("Xvfb", "xdotool", "xprop", "xmessage", "dbus-run-session", *[name_of(manager) for manager in MANAGERS])
chosen = [manager for manager in MANAGERS if not sys.argv[1:] or name_of(manager) in sys.argv[1:]]
run_all([case for manager in chosen for case in cases(manager)])
