"""Size and place of the window on every kind of screen: the first start, each zoom, full screen, a restart."""
import sys

from desktop import Desktop, Failed, name_of, need, run_all, until

# The second of two screens is the smaller one; the window begins on the first.
SCREENS = [["800x600"], ["1366x768"], ["1920x1080"], ["3840x2160"], ["1920x1080", "1366x768"]]
MANAGERS = ["openbox --sm-disable", "dbus-run-session -- xfwm4 --compositor=off", "metacity --compositor=none", ""]
USUAL = (1100, 756)  # at 100 %, with the transport bar
FRESH_STARTS = 4     # openbox placed one new window in three wrongly


def check_inside(desktop, when):
    x, y, width, height = desktop.settled()
    left, right, top, bottom = desktop.extents() if desktop.manager else (0, 0, 0, 0)
    screen_width, screen_height = desktop.sizes[0]
    if x - left < 0 or y - top < 0 or x + width + right > screen_width or y + height + bottom > screen_height:
        raise Failed(f"{when}: {width} x {height} at {x}, {y} with a frame of {left} {right} {top} {bottom} is not inside "
                     f"{screen_width} x {screen_height}")
    return x, y, width, height


def check_usual(desktop, place, when):
    screen_width, screen_height = desktop.sizes[0]
    scale = 2 if screen_width >= 3840 and screen_height >= 2160 else 1
    left, right, top, bottom = desktop.extents() if desktop.manager else (1, 1, 28, 1)
    wanted = (min(USUAL[0] * scale, screen_width - left - right), min(USUAL[1] * scale, screen_height - top - bottom))
    # Some desktops keep a few pixels more for themselves.
    if abs(place[2] - wanted[0]) > 8 or abs(place[3] - wanted[1]) > 8:
        raise Failed(f"{when}: {place[2]} x {place[3]}, expected {wanted[0]} x {wanted[1]}")


def zooms(desktop):
    """Every larger size of type keeps the window on the screen; the way back ends where it began."""
    last = None
    for _ in range(9):
        desktop.key("ctrl+plus")
        place = check_inside(desktop, "after Ctrl +")
        if place == last:
            break
        last = place
    for _ in range(9):
        desktop.key("ctrl+minus")
    check_inside(desktop, "after Ctrl −")
    desktop.keys_live("after the zooms")


def full_screen(desktop):
    before = desktop.settled()
    desktop.key("F11")
    # Which of two screens is for the window manager to say.
    until(f"a window over all of {' or '.join(f'{w} x {h}' for w, h in desktop.sizes)}",
          lambda: desktop.geometry()[2:] in desktop.sizes)
    filled = desktop.settled()
    if desktop.manager and "_NET_WM_STATE_FULLSCREEN" not in desktop.states():
        raise Failed("full screen is not the window manager's")
    desktop.keys_live("in full screen")
    desktop.key("ctrl+plus")
    if desktop.settled() != filled:
        raise Failed("the zoom left the full screen")
    desktop.key("ctrl+minus")
    desktop.settled()
    desktop.key("Escape")
    until("the window as it was, after Esc", lambda: desktop.geometry() == before)
    desktop.keys_live("after full screen")


def restart(desktop):
    before = desktop.settled()
    desktop.end()
    desktop.start()
    after = check_inside(desktop, "after a restart")
    if after[2:] != before[2:]:
        raise Failed(f"{before[2]} x {before[3]} came back as {after[2]} x {after[3]}")


def case(sizes, manager):
    def run():
        desktop = Desktop(sizes, manager)
        try:
            desktop.start()
            check_usual(desktop, check_inside(desktop, "the first start"), "the first start")
            zooms(desktop)
            full_screen(desktop)
            restart(desktop)
        finally:
            desktop.close()

    return f"{name_of(manager)}, {' + '.join(sizes)}", run


def fresh_starts(manager):
    def run():
        for number in range(FRESH_STARTS):
            desktop = Desktop(["1600x1000"], manager)
            try:
                desktop.start()
                check_usual(desktop, check_inside(desktop, f"start {number + 1}"), f"start {number + 1}")
            finally:
                desktop.close()

    return f"{name_of(manager)}, {FRESH_STARTS} first starts", run


need("Xvfb", "xdotool", "xprop", "dbus-run-session", *[name_of(manager) for manager in MANAGERS if manager])
cases = [case(sizes, MANAGERS[0]) for sizes in SCREENS]
cases += [case(SCREENS[1], manager) for manager in MANAGERS[1:]]
cases += [fresh_starts(MANAGERS[0])]
run_all([each for each in cases if not sys.argv[1:] or any(word in each[0] for word in sys.argv[1:])])
