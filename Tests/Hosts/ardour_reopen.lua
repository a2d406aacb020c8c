-- Opens the session of ardour_session.lua in another process: plays its loop three times, and exports it again.
dofile(os.getenv("HOSTS") .. "/ardour_support.lua")
local session = assert(load_session(work .. "/session", "session"), "Ardour cannot open the session")
local take = session:route_by_name("take"):to_track()
local loop = session:locations():auto_loop_location()
assert(loop, "the session has no loop")
locate(session, loop:start():samples())
take:rec_enable_control():set_value(1, none)
session:maybe_enable_record(false)
session:request_play_loop(true, false)
session:request_roll(by_hand)
local last, passes = session:transport_sample(), 0
wait_until("three passes of the loop", function()
    local now = session:transport_sample()
    if now < last then passes = passes + 1 end
    last = now
    return passes == 3
end)
stop(session)
take:rec_enable_control():set_value(0, none)
print("TAKE|loop|4|" .. loop:start():samples())
session:request_play_loop(false, false)
export(session, "again", 7)
close_session()
