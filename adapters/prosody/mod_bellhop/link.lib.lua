-- The link (docs/link.md): opened by the component, lost with its stream. Hands events over in order, and asks for
-- clients.

local library = module:require("library");
local text = module:require("text");
local st = library("util.stanza");
local gettime = library("util.time").now;
local attribute = text.attribute;

local LINK = "urn:bellhop:link:0";
local STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
local DEAD_SECONDS = 60; -- an iq unanswered for so long means that nobody is there
local FIRST_RETRY_SECONDS = 1;
local LAST_RETRY_SECONDS = 30;
local PATIENCE_SECONDS = 0.2;

local function is_overdue(pending, now)
	for _, one in pairs(pending) do
		if now - one.sent_at > DEAD_SECONDS then return true; end
	end
	return false;
end

-- Row 4: the component says how far it came and, perhaps, when to try again.
local function read_position(error_)
	local element = error_:get_child("position", LINK);
	local attr = element and element.attr or {};
	local retry_ms = text.whole_number(attr.retry);
	return text.whole_number(attr.seq), retry_ms and retry_ms / 1000;
end

local function error_of(iq)
	for _, child in ipairs(iq.tags) do
		if child.name == "error" then return child; end
	end
	return st.stanza("error", { type = "cancel" }):tag("undefined-condition", { xmlns = STANZA_ERRORS }):up();
end

-- `hello` gives the payload of rows 1 and 2; `refuse` answers a request that the link was lost under.
return function (component, state, queue, hello, refuse)
	local link = { error_of = error_of };
	state.told = state.told or {}; -- batches that told of drops, as long as it is open whether the component has them
	state.last_id = state.last_id or 0;

	-- The link in force, nil while it is down. It belongs to one stream and does not survive a reload: the module
	-- says hello and the component opens it again.
	local current;

	function link.is_open()
		return current ~= nil;
	end

	function link.is_open_on(session)
		return current ~= nil and current.session == session;
	end

	function link.say_hello()
		local session = component.session();
		if session then component.write_message(session, hello()); end
	end

	-- What was under way comes again.
	local function forget_batches(of)
		for _, batch in pairs(of.batches) do
			if batch.dropped > 0 then state.told[#state.told + 1] = batch; end
		end
		of.batches = {};
		of.in_flight = 0;
	end

	-- Drops are durable together with the first event of the batch that told of them; the others are told again.
	local function settle_told_drops()
		for _, batch in ipairs(state.told) do
			if batch.first > state.acknowledged then state.dropped = state.dropped + batch.dropped; end
		end
		state.told = {};
	end

	function link.lose(reason)
		if not current then return; end
		module:log("info", "Link to %s lost (%s); events are kept until it is back", component.address, reason);
		local lost = current;
		current = nil;
		forget_batches(lost);
		for _, request in pairs(lost.requests) do refuse(request); end
	end

	local function watch(watched)
		module:add_timer(DEAD_SECONDS / 6, function ()
			if current ~= watched then return; end
			local now = gettime();
			if not is_overdue(watched.batches, now) and not is_overdue(watched.requests, now) then
				return DEAD_SECONDS / 6;
			end
			link.lose("no answer in " .. DEAD_SECONDS .. " s");
			link.say_hello();
		end);
	end

	-- The counter outlives reloads, so an answer to something from before is never taken for another.
	local function new_id()
		state.last_id = state.last_id + 1;
		return state.id_prefix .. state.last_id;
	end

	-- Sends an iq over the link and remembers it in `pending` (batches or requests) until it is answered.
	-- The payload comes in pieces, the first of them empty, so that it is put together only once.
	local function send_iq(pending, one, pieces)
		local id = new_id();
		one.sent_at = gettime();
		pending[id] = one;
		pieces[1] = component.iq_start("set", id);
		pieces[#pieces + 1] = "</iq>";
		component.write(current.session, table.concat(pieces));
	end

	local function render(event)
		if not event.texts then return event.xml; end
		return (event.xml:gsub("\1(%w+)\1", event.texts));
	end

	-- Appends the next events to `pieces`, as many as one batch may hold, and at least one.
	local function append_events(pieces)
		local count, bytes = 0, 0;
		while count < current.max_events do
			local event = queue.after(current.position);
			if not event then break; end
			local xml = render(event);
			if count > 0 and bytes + #xml > current.max_bytes then break; end
			pieces[#pieces + 1] = xml;
			count, bytes = count + 1, bytes + #xml;
			current.position = current.position + 1;
		end
	end

	local function send_batch()
		local dropped, first = state.dropped, current.position + 1;
		local pieces = { "", "<events" .. attribute("xmlns", LINK) .. attribute("instance", state.instance)
			.. attribute("prev", current.position) .. attribute("dropped", dropped > 0 and dropped or nil)
			.. attribute("now", text.now_ms()) .. ">" };
		append_events(pieces);
		pieces[#pieces + 1] = "</events>";
		state.dropped = 0;
		current.in_flight = current.in_flight + 1;
		send_iq(current.batches, { first = first, last = current.position, dropped = dropped }, pieces);
	end

	-- The newest events of the queue that may wait for company.
	local patient = 0;
	local is_waiting = false;

	-- An idle link adds no wait; a busy one gathers until a batch is full or the answer is there.
	local function may_send()
		if not current or current.is_paused or current.in_flight >= current.window then return false; end
		local unsent = queue.count_after(current.position);
		patient = math.min(patient, unsent);
		return unsent > patient and current.in_flight == 0 or unsent >= current.max_events;
	end

	local function flush()
		while may_send() do send_batch(); end
	end

	function link.report(event)
		patient = 0;
		queue.add(event);
		flush();
	end

	-- For what wakes nobody: it goes along with the next event, or by itself after a moment.
	function link.report_soon(event)
		patient = patient + 1;
		queue.add(event);
		flush();
		if is_waiting then return; end
		is_waiting = true;
		module:add_timer(PATIENCE_SECONDS, function ()
			is_waiting = false;
			patient = 0;
			flush();
		end);
	end

	-- `request` has `origin`, `stanza` and `user`.
	function link.ask(request, payload)
		send_iq(current.requests, request, { "", payload });
	end

	local function pause(seconds, and_then)
		local paused = current;
		paused.is_paused = true;
		module:add_timer(seconds, function ()
			if current ~= paused then return; end
			paused.is_paused = false;
			and_then();
		end);
	end

	local function next_retry_seconds()
		local seconds = current.retry_seconds or FIRST_RETRY_SECONDS;
		current.retry_seconds = math.min(seconds * 2, LAST_RETRY_SECONDS);
		return seconds;
	end

	-- Batches are chained, so a result settles every batch before it as well.
	local function batch_accepted(batch)
		current.retry_seconds = nil;
		queue.acknowledge(batch.last);
		for id, other in pairs(current.batches) do
			if other.last <= batch.last then
				current.batches[id] = nil;
				current.in_flight = current.in_flight - 1;
			end
		end
		flush();
	end

	local function resynchronise()
		link.lose("positions do not agree");
		link.say_hello();
	end

	local function continue_after(position, retry_seconds)
		position = position or state.acknowledged;
		if position < state.acknowledged or position > state.last then
			return pause(next_retry_seconds(), resynchronise);
		end
		queue.acknowledge(position);
		settle_told_drops();
		current.position = position;
		pause(retry_seconds or next_retry_seconds(), flush);
	end

	local function batch_refused(error_)
		forget_batches(current);
		if error_.attr.type == "wait" then return continue_after(read_position(error_)); end
		module:log("warn", "%s does not take events: %s", component.address, tostring(error_));
		pause(next_retry_seconds(), resynchronise);
	end

	-- Row 3. `settings` are those of `<open/>`; `position` is what the component has. Requests under way on the same
	-- stream are still going to be answered.
	function link.open(session, settings, position)
		if current and current.session ~= session then link.lose("opened on another stream"); end
		if current then forget_batches(current); end
		settle_told_drops();
		settings.session = session;
		settings.position = position;
		settings.requests = current and current.requests or {};
		settings.batches = {};
		settings.in_flight = 0;
		current = settings;
		component.read_in_large_steps(session);
		watch(current);
	end

	-- To be called after the answer to `<open/>`: events follow it.
	link.flush = flush;

	-- Takes the answer to a batch or a request; `answered` is called for a request. Says whether it was one.
	function link.take_answer(iq, answered)
		if not current then return false; end
		local id = iq.attr.id;
		local batch, request = current.batches[id], current.requests[id];
		current.requests[id] = nil;
		if request then
			answered(request, iq);
		elseif batch and iq.attr.type == "result" then
			batch_accepted(batch);
		elseif batch then
			batch_refused(error_of(iq));
		end
		return (batch or request) ~= nil;
	end

	return link;
end
