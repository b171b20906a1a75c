-- Hibernations that may last longer (docs/link.md, row 7). Everything stands on the session object:
--   bellhop_hold      seconds it may hibernate, whenever it does; nil: not held
--   bellhop_since     when the present hibernation began
--   bellhop_until     how long it is kept at least
--   bellhop_released  it was released in this hibernation
--
-- mod_smacks ends a hibernation through a watchdog. Its callback is asked first whether there is time left: a number
-- that it returns starts the same timer again, so that there is no second one to keep in step, and resumption or
-- closing cancels it as ever. The callback looks at the session only, so it outlives a reload of the module.

-- Seconds until the watchdog looks again; nil when the time is over. It looks at least as often as the server's own
-- time-out asks for, so that a release is noticed.
local function next_look(left, timeout)
	return left > 0 and math.min(left, timeout) + 1 or nil;
end

-- `now` gives seconds.
return function (now)
	local holds = {};

	-- Without a token, or when more has come than its queue holds, there is nothing to wait for.
	local function is_resumable(session)
		local queue = session.outgoing_stanza_queue;
		return session.resumption_token ~= nil and (queue == nil or queue:resumable());
	end

	local function watchdog_of(session)
		return session.hibernating and is_resumable(session) and session.hibernating_watchdog or nil;
	end

	local function take_over(session, watchdog)
		if session.bellhop_watchdog == watchdog then return; end
		session.bellhop_watchdog = watchdog;
		local expire = watchdog.callback;
		watchdog.callback = function (self)
			local is_current = watchdog_of(session) == self and session.bellhop_until;
			local look = is_current and next_look(session.bellhop_until - now(), self.timeout);
			if look then return look; end
			return expire(self);
		end;
	end

	-- To be called when a hibernation begins, the first or a later one; says whether the session is held.
	function holds.begin(session)
		if not session.bellhop_hold then return false; end
		local watchdog = watchdog_of(session);
		session.bellhop_since = now();
		session.bellhop_until = session.bellhop_since + session.bellhop_hold;
		session.bellhop_released = nil;
		if watchdog then take_over(session, watchdog); end
		return true;
	end

	-- Says whether a hibernation begins by it: the session hibernates and was not held before.
	function holds.hold(session, seconds)
		local was_held = session.bellhop_hold ~= nil;
		session.bellhop_hold = seconds;
		if not session.hibernating then return false; end
		if not was_held then return holds.begin(session); end
		if session.bellhop_since and not session.bellhop_released then
			session.bellhop_until = session.bellhop_since + seconds;
		end
		return false;
	end

	-- The server's own time-out starts afresh, once in a hibernation, and only where the hold lengthened it.
	function holds.release(session)
		local watchdog = watchdog_of(session);
		local is_lengthened = watchdog and session.bellhop_since and session.bellhop_hold and session.bellhop_hold > 0;
		if not is_lengthened or session.bellhop_released then return; end
		session.bellhop_released = true;
		session.bellhop_until = now() + watchdog.timeout;
	end

	-- Takes the property away. What is left of a hibernation is the server's own time-out.
	function holds.forget(session)
		holds.release(session);
		session.bellhop_hold = nil;
	end

	return holds;
end
