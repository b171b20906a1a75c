-- Stands in for what Prosody gives a module, with Prosody's own libraries. Loaded before every spec (--helper).

local LIBRARIES = os.getenv("PROSODY_LIBRARIES") or "/usr/lib/prosody";
package.path = LIBRARIES .. "/?.lua;" .. package.path;
package.cpath = LIBRARIES .. "/?.so;" .. package.cpath;

local PARTS = debug.getinfo(1, "S").source:match("^@(.*)spec/prosody%.lua$") .. "mod_bellhop/";

local timers = {};

_G.module = {
	require = function (_, name)
		return assert(loadfile(PARTS .. name .. ".lib.lua"))();
	end;
	log = function () end;
	add_timer = function (_, seconds, callback)
		timers[#timers + 1] = { seconds = seconds, callback = callback };
	end;
	-- For specs: takes the oldest timer that waits so many seconds.
	take_timer = function (_, seconds)
		for i, timer in ipairs(timers) do
			if timer.seconds == seconds then return table.remove(timers, i); end
		end
	end;
};
