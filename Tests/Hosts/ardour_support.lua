-- Loaded by the other Lua scripts that Ardour runs without a screen. Their surroundings say KIND (LV2 or VST3), RATE, BLOCK and WORK, a folder.
work, rate = os.getenv("WORK"), tonumber(os.getenv("RATE"))
none = PBD.GroupControlDisposition.NoGroup
by_hand = ARDOUR.TransportRequestSource.TRS_UI

-- The engine that needs no hardware. Tracks are connected by the scripts.
AudioEngine:set_backend("None (Dummy)", "", "")
AudioEngine:set_buffer_size(tonumber(os.getenv("BLOCK")))
ARDOUR.config():set_output_auto_connect(ARDOUR.AutoConnectOption.ManualConnect)
ARDOUR.config():set_input_auto_connect(ARDOUR.AutoConnectOption.ManualConnect)

function samples(seconds) return math.floor(seconds * rate + 0.5) end

function wait_until(what, holds)
    for _ = 1, 6000 do
        if holds() then return end
        ARDOUR.LuaAPI.usleep(20000)
    end
    error("waited in vain: " .. what)
end

-- A track with the recording and the plugin. As many outputs as the plugin has; the first two go to the master bus.
function voice_track(session)
    local track = session:new_audio_track(2, 2, nil, 1, "voice", -1, ARDOUR.TrackMode.Normal, false):front()
    -- A lane of a plugin in seconds: by default Ardour rounds its times to the 1920th of a beat.
    local plugin = ARDOUR.LuaAPI.new_plugin_with_time_domain(session, "Somaphone", ARDOUR.PluginType[os.getenv("KIND")], Temporal.TimeDomain.AudioTime, "")
    assert(not plugin:isnil(), "Ardour found no Somaphone")
    local recording = ARDOUR.LuaAPI.new_luaproc(session, "Recording")
    assert(not recording:isnil(), "Ardour found no script named Recording")
    track:add_processor_by_index(recording, 0, nil, true)
    track:add_processor_by_index(plugin, 1, nil, true)
    track:panner_shell():set_bypassed(true) -- it would mix the outputs
    for channel = 0, 1 do connect(track, channel, session:master_out(), channel) end
    return track, plugin:to_insert():to_automatable()
end

function connect(from, output, to, input)
    local port = to:input():audio(input):name()
    assert(from:output():audio(output):connect(port) == 0, "cannot connect " .. port)
end

-- Every control with this label. They are of kind 7 (a control) in a VST3 and 8 (a property) in an LV2; their numbers are the host's.
function controls(automatable, label)
    local found, count = {}, 0
    for kind = 7, 8 do
        for number = 0, 3000 do
            local one = automatable:automation_control(Evoral.Parameter(kind, 0, number), false)
            if not one:isnil() then
                count = count + 1
                if one:desc().label == label then found[#found + 1] = automatable:automation_control(Evoral.Parameter(kind, 0, number), true) end
            end
        end
    end
    assert(#found > 0, "Ardour knows no parameter named " .. label)
    return found, count
end

-- As a person would: the plugin's own stimulator off, so that only the recording makes it fire.
function stimulator_off(automatable)
    local found, count = controls(automatable, "Stimulus")
    for _, one in ipairs(found) do one:set_value(0, none) end
    print("HOSTED " .. count .. " parameters")
end

function export(session, name, seconds)
    local one = session:simple_export()
    one:set_folder(work)
    one:set_name(name)
    assert(one:set_preset("5b1d8b3e-3133-4694-864b-a1fa50e43348"), "Ardour found no export preset")
    one:set_range(0, samples(seconds))
    print("EXPORTED " .. tostring(one:run_export()))
end

function locate(session, sample)
    session:request_locate(sample, false, ARDOUR.LocateTransportDisposition.MustStop, by_hand)
    wait_until("sample " .. sample, function() return session:transport_sample() == sample end)
    sleep(1) -- the neuron, which runs on, comes to rest
end

function stop(session)
    session:request_stop(false, false, by_hand)
    wait_until("the stop", function() return session:transport_stopped() end)
    sleep(1) -- Ardour writes its files
end
