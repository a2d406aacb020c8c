-- A session as a person makes one: the plugin on a track, a lane of automation, a second track that records all five outputs in real time,
-- an export of the same without real time. ardour_session.py says what it has to give.
dofile(os.getenv("HOSTS") .. "/ardour_support.lua")
local session = assert(create_session(work .. "/session", "session", rate), "no session")
local voice, automatable = voice_track(session)
stimulator_off(automatable)

-- The lane of the holding current: up to 90 pA and down again. Its values are the control's, from 0 to 1 over -1 to 1 uA, fine near 0.
local holding = controls(automatable, "Holding current")[1]
for second, pa in string.gmatch(os.getenv("LANE"), "([%d.]+):([%d.]+)") do
    local position = 0.5 + 0.5 * (tonumber(pa) / 1e6) ^ (1 / 3)
    holding:alist():add(Temporal.timepos_t(samples(tonumber(second))), position, false, true)
end
holding:set_automation_state(ARDOUR.AutoState.Play)

local outputs = voice:output():n_ports():n_audio()
print("OUTPUTS " .. outputs)
local take = session:new_audio_track(outputs, outputs, nil, 1, "take", -1, ARDOUR.TrackMode.Normal, false):front()
for channel = 0, outputs - 1 do connect(voice, channel, take, channel) end

-- Reported as TAKE, its name, its number in the names of the files, and the sample of the timeline at which it begins.
local seen = 0
local function record(name, from, roll)
    locate(session, from)
    take:rec_enable_control():set_value(1, none)
    roll(function() session:maybe_enable_record(false) end)
    stop(session)
    take:rec_enable_control():set_value(0, none)
    seen = seen + 1
    for region in take:to_track():playlist():region_list():iter() do
        if region:name():match("^Take" .. seen .. "_") then print(string.format("TAKE|%s|%d|%d", name, seen, region:position():samples())) end
    end
end
local function played(second) wait_until("second " .. second, function() return session:transport_sample() >= samples(second) end) end

record("whole", 0, function(begin)
    begin()
    session:request_roll(by_hand)
    played(7)
end)
record("from the middle", samples(0.6), function(begin)
    begin()
    session:request_roll(by_hand)
    played(3)
end)
-- Ardour ends a take where it is sent to another place: this one begins after it.
record("sent back while it played", 0, function(begin)
    session:request_roll(by_hand)
    played(1.6)
    session:request_locate(samples(0.1), false, ARDOUR.LocateTransportDisposition.MustRoll, by_hand)
    wait_until("the way back", function() return session:transport_sample() < samples(1) end)
    begin()
    played(3)
end)
session:save_state("", false, false, false, false, false)
export(session, "export", 7)
close_session()
