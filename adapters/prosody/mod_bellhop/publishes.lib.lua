-- Row 6 of docs/link.md: publishes, sent from this host so that app servers find the account by its domain.

local library = module:require("library");
local text = module:require("text");
local st = library("util.stanza");
local prep = library("util.jid").prep;
local attribute = text.attribute;

local STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
local GENERATION_SECONDS = 300;

local function malformed_address()
	return st.stanza("error", { type = "modify" }):tag("jid-malformed", { xmlns = STANZA_ERRORS }):up();
end

local function is_publish(element)
	return element.name == "publish" and element.attr.id and element.attr.to and #element.tags == 1;
end

return function (host, state, link)
	local publishes = {};

	-- Who was asked, by the push: what is pending survives a reload. Two generations instead of a timer for each; the
	-- component's own time-out is far shorter.
	state.asked = state.asked or {};
	state.asked_before = state.asked_before or {};

	local function report_reply(id, error_)
		local start = "<reply" .. attribute("id", id) .. attribute("at", text.now_ms());
		if not error_ then return link.report_soon({ xml = start .. "/>" }); end
		error_.attr.xmlns = "jabber:client"; -- or it would be read as being in the link's namespace
		link.report_soon({ xml = start .. ">" .. tostring(error_) .. "</reply>" });
	end

	-- The iq carries the push's own id, so that nothing else needs to be remembered than who was asked.
	local function send(publish)
		local id, to = publish.attr.id, prep(publish.attr.to);
		if not to then return report_reply(id, malformed_address()); end
		-- Remembered first: an error made by this server comes back before `send` returns.
		state.asked[id] = to;
		local iq_id = state.id_prefix .. id;
		module:send(st.stanza("iq", { type = "set", from = host, to = to, id = iq_id }):add_child(publish.tags[1]));
	end

	function publishes.handle(origin, iq, element)
		for _, publish in ipairs(element.tags) do
			if not is_publish(publish) then return origin.send(st.error_reply(iq, "modify", "bad-request")); end
		end
		origin.send(st.reply(iq));
		for _, publish in ipairs(element.tags) do send(publish); end
	end

	local function push_of(iq)
		local id, prefix = iq.attr.id, state.id_prefix;
		return id:sub(1, #prefix) == prefix and id:sub(#prefix + 1) or nil;
	end

	-- A reply counts only from the address that was asked; ids may be guessed.
	function publishes.take_answer(iq)
		local id = push_of(iq);
		local generation = id and (state.asked[id] and state.asked or state.asked_before);
		if not generation or not generation[id] or iq.attr.from ~= generation[id] then return nil; end
		generation[id] = nil;
		report_reply(id, iq.attr.type == "error" and link.error_of(iq) or nil);
		return true;
	end

	function publishes.start_aging()
		module:add_timer(GENERATION_SECONDS, function ()
			state.asked_before, state.asked = state.asked, {};
			return GENERATION_SECONDS;
		end);
	end

	return publishes;
end
