-- Row 5 of docs/link.md: a client's enable and disable, handed over and answered.

local library = module:require("library");
local text = module:require("text");
local st = library("util.stanza");
local attribute = text.attribute;

local LINK = "urn:bellhop:link:0";
local ANSWER_SECONDS = 10;
local MAX_BYTES = 16 * 1024;

local requests = {};

local function answer(request, stanza)
	if request.is_answered then return; end
	request.is_answered = true;
	request.origin.send(stanza);
end

function requests.refuse(request)
	if request.is_answered then return; end
	answer(request, st.error_reply(request.stanza, "wait", "remote-server-timeout"));
end

-- `instructions` has `hold` (of the session that asked) and `forget` (of a session of the same account).
function requests.new(sessions, queue, link, instructions)
	local function render(origin, stanza, payload)
		return "<request" .. attribute("xmlns", LINK) .. attribute("user", origin.username)
			.. attribute("sid", sessions.sid_of(origin)) .. attribute("resource", origin.resource)
			.. attribute("at", text.now_ms()) .. attribute("client", origin.client_id)
			.. attribute("lang", stanza.attr["xml:lang"]) .. ">" .. payload .. "</request>";
	end

	local function forward(origin, stanza, payload)
		local request = { origin = origin, stanza = stanza, user = origin.username };
		link.ask(request, render(origin, stanza, payload));
		-- It stays pending, so that a late hold is still applied; the end of the stream forgets it.
		module:add_timer(ANSWER_SECONDS, function () requests.refuse(request); end);
	end

	local function apply_instructions(request, iq)
		for _, element in ipairs(iq.tags) do
			if element.attr.xmlns == LINK and element.name == "hold" then
				instructions.hold(request.origin, element);
			elseif element.attr.xmlns == LINK and element.name == "forget" then
				instructions.forget(request.user, element);
			end
		end
	end

	-- Instructions come first: what follows the answer must find them applied. They count also when it is late.
	local function answered(request, iq)
		local reply = st.reply(request.stanza);
		if iq.attr.type == "error" then
			reply.attr.type = "error";
			reply:add_child(link.error_of(iq));
		else
			apply_instructions(request, iq);
		end
		answer(request, reply);
	end

	-- XEP-0357 "Enabling Notifications": from the account itself (`self`), on a bound resource.
	local function handle(event)
		local origin, stanza = event.origin, event.stanza;
		if not origin.username or not origin.resource then return nil; end
		local payload = tostring(stanza.tags[1]);
		-- A request must not overtake the news that the account's former owner is gone.
		if not link.is_open() or queue.has_deletion_of(origin.username) then
			origin.send(st.error_reply(stanza, "wait", "remote-server-timeout"));
		elseif #payload > MAX_BYTES then
			origin.send(st.error_reply(stanza, "modify", "policy-violation", "The request is larger than 16 KiB"));
		else
			forward(origin, stanza, payload);
		end
		return true;
	end

	return { handle = handle, answered = answered };
end

return requests;
