-- The events of a host that Bellhop has not acknowledged. They are numbered when a batch is formed: `numbered`
-- holds those after `acknowledged`, keyed by their number; `waiting` holds the rest, oldest first.
--
-- An event is { xml, kind, user, shape } and perhaps { texts, must_stay }: `texts` is what stands for the marks in
-- `xml` (skeleton.lib.lua). When room is short the newest with the same kind, user and shape stands for the older
-- ones, one without user goes, and one that `must_stay` stays.

-- What a newer event can stand for; nil for what may go.
local function key_of(event)
	return event.user and event.kind .. "\0" .. event.user .. "\0" .. event.shape;
end

local function waiting_count(state)
	return state.last_waiting - state.first_waiting + 1;
end

-- The newest event of each key and every one that must stay, newest first.
local function choose_kept(state)
	local kept, seen = {}, {};
	for i = state.last_waiting, state.first_waiting, -1 do
		local event = state.waiting[i];
		local key = key_of(event);
		if event.must_stay or (key and not seen[key]) then kept[#kept + 1] = event; end
		if key then seen[key] = true; end
	end
	return kept;
end

local function strip(event, kind, replacement)
	for _, key in ipairs(event.texts and event.texts.keys or {}) do
		if key:find(kind, 1, true) == 1 then event.texts[key] = replacement; end
	end
end

-- `state` and `server` survive a reload; limits are { host, server }: events that may wait, of this host and of all
-- hosts together. `new_instance` gives an id that was never used.
return function (state, server, limits, new_instance)
	local queue = {};

	if not state.instance then
		state.instance = new_instance();
		state.last = 0;
		state.acknowledged = 0;
		state.numbered = {};
		state.waiting = {};
		state.first_waiting = 1;
		state.last_waiting = 0;
		state.dropped = 0;
		state.deleted = {}; -- user → unacknowledged `account` events
	end

	-- Makes room: what repeats goes first, then what is oldest. Numbered events are never dropped.
	local function thin_out(other, target)
		local before = waiting_count(other);
		local kept = choose_kept(other);
		local thinned = {};
		for i = #kept, 1, -1 do
			if i <= target or kept[i].must_stay then thinned[#thinned + 1] = kept[i]; end
		end
		other.waiting, other.first_waiting, other.last_waiting = thinned, 1, #thinned;
		other.dropped = other.dropped + before - #thinned;
		server.waiting = server.waiting - before + #thinned;
	end

	local function longest()
		local found = state;
		for _, other in pairs(server.queues) do
			if waiting_count(other) > waiting_count(found) then found = other; end
		end
		return found;
	end

	-- A quarter at a time, so that a full queue does not pay for every event.
	local function keep_within_limits()
		if waiting_count(state) > limits.host then thin_out(state, math.floor(limits.host * 3 / 4)); end
		if server.waiting > limits.server then
			local other = longest();
			thin_out(other, math.floor(waiting_count(other) * 3 / 4));
		end
	end

	function queue.add(event)
		state.last_waiting = state.last_waiting + 1;
		state.waiting[state.last_waiting] = event;
		server.waiting = server.waiting + 1;
		if event.kind == "account" then state.deleted[event.user] = (state.deleted[event.user] or 0) + 1; end
		keep_within_limits();
	end

	-- Gives the oldest waiting event its number; nil if none waits.
	local function number_next()
		if state.first_waiting > state.last_waiting then return nil; end
		local event = state.waiting[state.first_waiting];
		state.waiting[state.first_waiting] = nil;
		state.first_waiting = state.first_waiting + 1;
		-- Numbers that only grow would make the table find new places for them again and again.
		if state.first_waiting > state.last_waiting then state.first_waiting, state.last_waiting = 1, 0; end
		server.waiting = server.waiting - 1;
		state.last = state.last + 1;
		state.numbered[state.last] = event;
		return event;
	end

	-- The event after `position`, if need be by giving the oldest waiting one that number; nil if there is none.
	function queue.after(position)
		return state.numbered[position + 1] or number_next();
	end

	-- How many there are after `position`.
	function queue.count_after(position)
		return state.last - position + waiting_count(state);
	end

	-- An `account` event of this user is not acknowledged yet.
	function queue.has_deletion_of(user)
		return state.deleted[user] ~= nil;
	end

	local function settle(event)
		if event.kind ~= "account" then return; end
		local left = (state.deleted[event.user] or 1) - 1;
		state.deleted[event.user] = left > 0 and left or nil;
	end

	-- Everything up to `position` is durable at the component.
	function queue.acknowledge(position)
		for number = state.acknowledged + 1, position do
			settle(state.numbered[number]);
			state.numbered[number] = nil;
		end
		if position > state.acknowledged then state.acknowledged = position; end
	end

	-- The component knows positions that were never given: count afresh.
	function queue.start_new_instance()
		local events = {};
		for number = state.acknowledged + 1, state.last do events[#events + 1] = state.numbered[number]; end
		server.waiting = server.waiting + #events;
		for i = state.first_waiting, state.last_waiting do events[#events + 1] = state.waiting[i]; end
		state.waiting, state.first_waiting, state.last_waiting = events, 1, #events;
		state.numbered, state.last, state.acknowledged = {}, 0, 0;
		state.instance = new_instance();
	end

	-- Takes a kind of text out of everything that is kept.
	function queue.strip(kind, replacement)
		for number = state.acknowledged + 1, state.last do strip(state.numbered[number], kind, replacement); end
		for i = state.first_waiting, state.last_waiting do strip(state.waiting[i], kind, replacement); end
	end

	-- What is left must not count for the other hosts, nor be found by a later load.
	function queue.abandon()
		server.waiting = server.waiting - waiting_count(state);
		state.instance = nil;
	end

	return queue;
end
