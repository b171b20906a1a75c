-- The host's session objects, as events name them. Whatever is kept about a session stands on the object itself
-- (`bellhop_…`): it survives resumption and reloads of the module, and goes with the session.

-- `host_sessions` is Prosody's table of a host: user → { sessions = resource → session }.
return function (host_sessions, server)
	local sessions = {};

	-- Opaque, and never used twice: random per server start, and counted.
	function sessions.sid_of(session)
		if not session.bellhop_sid then
			server.last_session = server.last_session + 1;
			session.bellhop_sid = server.start .. "-" .. server.last_session;
		end
		return session.bellhop_sid;
	end

	function sessions.has_any(user)
		return host_sessions[user] ~= nil;
	end

	-- nil when the session is gone, or another user's.
	function sessions.find(user, sid)
		local account = user and sid and host_sessions[user];
		for _, session in pairs(account and account.sessions or {}) do
			if session.bellhop_sid == sid and not session.destroyed then return session; end
		end
	end

	-- Calls `visit` with each session of the host.
	function sessions.each(visit)
		for _, account in pairs(host_sessions) do
			for _, session in pairs(account.sessions) do visit(session); end
		end
	end

	local function marked(session)
		local sid = sessions.sid_of(session);
		if session.bellhop_hold then sid = sid .. "+"; end
		if session.hibernating then sid = sid .. "~"; end
		return sid;
	end

	-- `a7+ b3+~ c9`: `+` held, `~` hibernating. Most accounts have one session, which needs no table.
	function sessions.live(user)
		local account = host_sessions[user];
		if not account then return ""; end
		local first, all;
		for _, session in pairs(account.sessions) do
			if not first then
				first = marked(session);
			else
				all = all or { first };
				all[#all + 1] = marked(session);
			end
		end
		return all and table.concat(all, " ") or first or "";
	end

	return sessions;
end
