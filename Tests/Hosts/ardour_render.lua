-- Plays the recording through the plugin and exports the master bus.
dofile(os.getenv("HOSTS") .. "/ardour_support.lua")
local session = assert(create_session(work .. "/session", "render", rate), "no session")
local _, automatable = voice_track(session)
stimulator_off(automatable)
export(session, "render", tonumber(os.getenv("SECONDS")))
close_session()
