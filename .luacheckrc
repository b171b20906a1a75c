-- What every version of Lua that Prosody runs on has in common.
std = "min"
-- Prosody gives each module its own `module`; hooks such as `module.unload` are set on it.
globals = { "module" }
read_globals = { "prosody" }
max_line_length = 130
files["adapters/prosody/spec"] = { std = "min+busted" }
