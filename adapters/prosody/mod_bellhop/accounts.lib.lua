-- Reports of sessions, pings and deleted accounts (docs/link.md, "Events").

local text = module:require("text");
local attribute = text.attribute;

return function (host, sessions, report)
	local accounts = {};

	-- `live` is what is left after the change. `queued`: how many stanzas are unacknowledged.
	function accounts.session(session, new_state, queued, at)
		local user = session.username;
		if not user or not session.resource then return; end
		local sid = sessions.sid_of(session);
		report({
			xml = "<session" .. attribute("user", user) .. attribute("sid", sid)
				.. attribute("resource", session.resource) .. attribute("state", new_state) .. attribute("queued", queued)
				.. attribute("client", session.client_id) .. attribute("live", sessions.live(user))
				.. attribute("at", at or text.now_ms()) .. "/>";
			kind = "session", user = user, shape = sid;
		});
	end

	local function report_ping(user, registration)
		local target = registration and attribute("jid", registration.jid) .. attribute("node", registration.node) or "";
		report({
			xml = "<ping" .. attribute("user", user) .. target .. attribute("at", text.now_ms()) .. "/>";
			kind = "ping", user = user, shape = target;
		});
	end

	-- Fired by other modules: { user, push_services = registrations by some key of theirs, or nil for all }.
	function accounts.ping(event)
		if not event.push_services then return report_ping(event.user, nil); end
		for _, registration in pairs(event.push_services) do report_ping(event.user, registration); end
	end

	function accounts.deleted(event)
		if event.host ~= host then return; end
		local user = event.username;
		report({
			xml = "<account" .. attribute("user", user) .. " state='deleted'" .. attribute("at", text.now_ms()) .. "/>";
			kind = "account", user = user, shape = "";
			must_stay = true;
		});
	end

	return accounts;
end
