-- Reports of stanzas (docs/link.md, "Events").

local library = module:require("library");
local text = module:require("text");
local choose_positions = module:require("hibernation");
local jid = library("util.jid");
local escape, attribute = text.escape, text.attribute;

local NEVER_OFFLINE = { error = true, groupchat = true, headline = true };

-- `render` gives skeletons, `report` takes events.
return function (host, hosts, state, sessions, references, render, report)
	local stanzas = {};

	-- `attributes` are those that not every source has; `key` tells sources of one kind apart when room is short.
	local function put(on, user, stanza, attributes, key, at, live, start, shape, texts)
		local event = {
			xml = "<stanza on='" .. on .. "' user='" .. escape(user) .. "' ref='" .. references.of(stanza, user)
				.. "' live='" .. live .. "' at='" .. at .. "'" .. attributes .. ">" .. start .. shape .. "</stanza>";
			kind = on, user = user, shape = key .. shape;
		};
		if texts then event.texts = texts; end
		report(event);
	end

	local function of_account(on, user, stanza, archive)
		put(on, user, stanza, attribute("archive", archive), "", text.now_ms(), sessions.live(user),
			render(stanza, user, state.text));
	end

	-- The id the archive gave. Only while mod_mam is there are marks with the account's address known to be its own.
	local function archive_id_of(stanza, user)
		if not hosts[host].modules.mam then return nil; end
		local account = user .. "@" .. host;
		for _, child in ipairs(stanza.tags) do
			local attr = child.attr;
			if child.name == "stanza-id" and attr.xmlns == "urn:xmpp:sid:0" and attr.by == account then return attr.id; end
		end
	end

	local function archive_attribute(session, stanza)
		local user = session.username;
		return attribute("archive", archive_id_of(references.subject(stanza, user), user));
	end

	-- Of one held session.
	local function of_session(on, session, stanza)
		local user, sid = session.username, sessions.sid_of(session);
		put(on, user, stanza, " sid='" .. sid .. "'" .. archive_attribute(session, stanza), sid, text.now_ms(),
			sessions.live(user), render(stanza, user, state.text));
	end

	local function addressee(event)
		local to = event.stanza.attr.to;
		return event.username or (to and jid.node(to)) or (not to and event.origin.username);
	end

	-- A chat or normal message that reaches no session.
	function stanzas.offline(event)
		local user, stanza = addressee(event), event.stanza;
		if user and not NEVER_OFFLINE[stanza.attr.type] then
			of_account("offline", user, stanza, archive_id_of(stanza, user));
		end
	end

	-- Prosody fires this for a full address without a session, too: a room's message for somebody who is leaving it.
	function stanzas.groupchat(event)
		if jid.resource(event.stanza.attr.to) then return; end
		local user = addressee(event);
		if user then of_account("groupchat", user, event.stanza, archive_id_of(event.stanza, user)); end
	end

	local function is_for(to, user)
		if not to then return true; end
		local node, domain = jid.split(to);
		return node == user and domain == host;
	end

	-- The archive of both sides gets a message; the one it is addressed to counts. An account without a session is
	-- told of by `offline`.
	function stanzas.archived(event)
		local user = event.for_user;
		if sessions.has_any(user) and is_for(event.stanza.attr.to, user) then
			of_account("archived", user, event.stanza, event.id);
		end
	end

	-- Queued for a session that hibernates.
	function stanzas.queued(session, stanza)
		of_session("queued", session, stanza);
	end

	-- Owed an acknowledgement for long; each stanza once.
	function stanzas.unacked(session, queue, last_position)
		for position = 1, last_position do
			local stanza = queue[position];
			if not stanza.bellhop_owed then
				stanza.bellhop_owed = true;
				of_session("unacked", session, stanza);
			end
		end
	end

	-- The unacknowledged stanzas of a hibernation that began at `at`.
	function stanzas.hibernation(session, queue, at)
		local user, sid = session.username, sessions.sid_of(session);
		local live = sessions.live(user);
		local starts, shapes, texts = {}, {}, {};
		for i, stanza in ipairs(queue) do
			starts[i], shapes[i], texts[i] = render(stanza, user, state.text);
		end
		for _, i in ipairs(choose_positions(shapes, state.hibernation_stanzas)) do
			local attributes = " sid='" .. sid .. "'" .. archive_attribute(session, queue[i]);
			put("hibernation", user, queue[i], attributes, sid, at, live, starts[i], shapes[i], texts[i]);
		end
	end

	return stanzas;
end
