-- Row 3 of docs/link.md: the component opens the link, or changes its settings.

local library = module:require("library");
local text = module:require("text");
local st = library("util.stanza");

local LINK = "urn:bellhop:link:0";
local DEFAULT_HIBERNATION_STANZAS = 50;

local function setting(open, name, default, least)
	if not open.attr[name] then return default; end
	local value = text.whole_number(open.attr[name]);
	return value and math.max(value, least);
end

-- nil when something is missing or not a number.
local function read(open)
	local settings = {
		epoch = text.whole_number(open.attr.epoch);
		max_events = setting(open, "batch", 100, 1);
		max_bytes = setting(open, "bytes", 128 * 1024, 1);
		window = setting(open, "window", 1, 1);
		hibernation_stanzas = setting(open, "queue", DEFAULT_HIBERNATION_STANZAS, 0);
	};
	local is_complete = settings.epoch and settings.max_events and settings.max_bytes and settings.window
		and settings.hibernation_stanzas;
	return is_complete and settings or nil;
end

return function (component, state, queue, link)
	state.epoch = state.epoch or 0;
	state.text = state.text or {}; -- what may leave besides skeletons: `body`, `sender`
	-- Stanzas reported of one hibernation, also while the link is down.
	state.hibernation_stanzas = state.hibernation_stanzas or DEFAULT_HIBERNATION_STANZAS;

	-- Where to go on: after the position named, as far as events are kept.
	local function settle_position(open)
		local after = open.attr.instance == state.instance and text.whole_number(open.attr.after);
		if after and after > state.last then
			queue.start_new_instance();
		elseif after then
			queue.acknowledge(after);
		end
		return state.acknowledged;
	end

	-- Narrowing `text` also strips what is queued.
	local function apply_text(open)
		local allowed = {};
		for word in (open.attr.text or ""):gmatch("%S+") do allowed[word] = true; end
		if not allowed.body then queue.strip("body", "<body/>"); end
		if not allowed.sender then queue.strip("sender", ""); end
		state.text = { body = allowed.body, sender = allowed.sender };
	end

	return function (origin, iq, open)
		local settings = read(open);
		if not settings then return origin.send(st.error_reply(iq, "modify", "bad-request")); end
		if settings.epoch < state.epoch then return origin.send(st.error_reply(iq, "cancel", "conflict")); end
		state.epoch = settings.epoch;
		state.hibernation_stanzas = settings.hibernation_stanzas;
		apply_text(open);
		local position = settle_position(open);
		link.open(origin, settings, position);
		module:log("info", "Link to %s open, epoch %s", component.address, open.attr.epoch);
		local next_ = string.format("%d", position + 1);
		origin.send(st.reply(iq):tag("open", { xmlns = LINK, instance = state.instance, next = next_ }));
		link.flush();
	end;
end
