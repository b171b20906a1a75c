-- The stream to Bellhop: only ever the component's own, never routing or federation.

local text = module:require("text");

local STREAM_READ_BYTES = 64 * 1024;

-- `address` is the component's JID on this server, nil where it is not configured.
return function (host, hosts, address)
	local component = { address = address };
	local addresses = text.attribute("from", host) .. text.attribute("to", address);

	-- The session of its stream; nil while it is not connected.
	function component.session()
		local component_host = address and hosts[address];
		local env = component_host and component_host.modules and component_host.modules.component;
		return env and env.connected and env.session or nil;
	end

	-- By the stream as well as by the address.
	function component.is_sender(event)
		return address ~= nil and event.stanza.attr.from == address and event.origin == component.session();
	end

	-- A string given to the session goes to the connection as it is. A session that ended has no `send`.
	function component.write(session, xml)
		if session.send then session.send(xml); end
	end

	function component.write_message(session, payload)
		component.write(session, "<message" .. addresses .. ">" .. payload .. "</message>");
	end

	-- The start tag of an iq to the component.
	function component.iq_start(type_, id)
		return "<iq type='" .. type_ .. "'" .. addresses .. text.attribute("id", id) .. ">";
	end

	-- A publish is several times as large as the message that led to it. Read in the usual 8 KiB at a turn, a server
	-- without CPU to spare takes ever new messages and falls behind with what they lead to.
	function component.read_in_large_steps(session)
		if session.conn and session.conn.set_mode then session.conn:set_mode(STREAM_READ_BYTES); end
	end

	return component;
end
