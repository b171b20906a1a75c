-- mod_bellhop: tells Bellhop what happens to a host's stanzas, and sends Bellhop's publishes from this host.
-- SPDX-License-Identifier: Apache-2.0
--
-- It speaks the link protocol (docs/link.md; "row n" below is the table there) to an ordinary external
-- component (XEP-0114) of the same server, and decides nothing itself. Prosody 0.12 and newer.
--
-- The file reads from small to large: texts, sessions, skeletons, the queue, the link, what comes over the
-- link, what is reported, and at the end what is hooked.

local VERSION = "0.1.0";

local LINK = "urn:bellhop:link:0";
local PUSH = "urn:xmpp:push:0";
local STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";

-- 0.12 knows only the short names; 13 moves the libraries below `prosody.`.
local function library(name)
	local found, result = pcall(require, name);
	if found then return result; end
	return require("prosody." .. name);
end

local st = library("util.stanza");
local jid = library("util.jid");
local hashes = library("util.hashes");
local random = library("util.random");
local gettime = library("util.time").now;
local to_hex = library("util.hex").encode;
local modulemanager = library("core.modulemanager");

local host = module.host;
local hosts = prosody.hosts;
local component = jid.prep(module:get_option_string("bellhop_component"));

-- Events waiting to be reported: of this host, and of all hosts together.
local queue_limit = module:get_option_number("bellhop_queue_limit", 20000);
local server_queue_limit = module:get_option_number("bellhop_server_queue_limit", 100000);

local REQUEST_SECONDS = 10;
local REQUEST_MAX_BYTES = 16 * 1024;
local LINK_SECONDS = 60; -- an iq unanswered for so long means that nobody is there
local FIRST_RETRY_SECONDS = 1;
local LAST_RETRY_SECONDS = 30;
local PUBLISH_GENERATION_SECONDS = 300;
local STREAM_READ_BYTES = 64 * 1024;
local BODY_MAX_BYTES = 4096;
local NAME_MAX_BYTES = 1024; -- ids and namespaces are chosen by strangers
local MAX_CHILDREN = 64;

--- What survives a reload of the module

-- Of all hosts: what makes session ids and refs unique per server start, and every host's queue.
local server = module:shared("/*/bellhop/server");
if not server.start then
	server.start = to_hex(random.bytes(8));
	server.key = random.bytes(32);
	server.last_session = 0;
	server.last_stanza = 0;
	server.waiting = 0;
	server.queues = setmetatable({}, { __mode = "v" });
end

-- Of this host. Events are numbered when a batch is formed: `numbered` holds those after `acknowledged`,
-- keyed by their number; `waiting` holds the rest, oldest first.
local state = module:shared("state");
if not state.instance then
	state.instance = to_hex(random.bytes(8));
	state.last = 0;
	state.acknowledged = 0;
	state.numbered = {};
	state.waiting = {};
	state.first_waiting = 1;
	state.last_waiting = 0;
	state.dropped = 0;
	state.told = {}; -- batches that told of drops, as long as it is open whether the component has them
	state.deleted = {}; -- user → unacknowledged `account` events
	state.epoch = 0;
	state.text = {}; -- what may leave besides skeletons: `body`, `sender`
	state.id_prefix = "bellhop-" .. to_hex(random.bytes(4)) .. "-";
	state.last_id = 0;
	state.publishes = {};
	state.older_publishes = {};
end

-- The link in force, nil while it is down. It belongs to one stream and does not survive a reload: the
-- module says hello and the component opens it again.
local link;

--- Texts

local function now_ms()
	return string.format("%d", math.floor(gettime() * 1000));
end

-- The counter outlives reloads, so an answer to something from before is never taken for another.
local function new_id()
	state.last_id = state.last_id + 1;
	return state.id_prefix .. state.last_id;
end

local function whole_number(text)
	return text and text:match("^%d+$") and tonumber(text) or nil;
end

-- Cuts before the first character that does not fit; says whether it did.
local function cut(text, max_bytes)
	if #text <= max_bytes then return text, false; end
	local last = max_bytes;
	-- Continuation bytes are 10xxxxxx: while one follows, the last character is not whole.
	while last > 0 and text:byte(last + 1) >= 0x80 and text:byte(last + 1) < 0xC0 do last = last - 1; end
	return text:sub(1, last), true;
end

-- Most values need none; this runs a dozen times for each event.
local function escape(text)
	return text:find("['\"<>&]") and st.xml_escape(text) or text;
end

local function attribute(name, value)
	if value == nil then return ""; end
	return " " .. name .. "='" .. escape(tostring(value)) .. "'";
end

local function name_attribute(name, value)
	return attribute(name, value and (cut(value, NAME_MAX_BYTES)));
end

--- Sessions

local host_sessions = hosts[host].sessions;

local function sessions_of(user)
	local account = host_sessions[user];
	return account and account.sessions or {};
end

-- The id stays on the session object, which survives resumption with all its fields.
local function sid_of(session)
	if not session.bellhop_sid then
		server.last_session = server.last_session + 1;
		session.bellhop_sid = server.start .. "-" .. server.last_session;
	end
	return session.bellhop_sid;
end

local function session_by_sid(user, sid)
	for _, session in pairs(sessions_of(user)) do
		if sid and session.bellhop_sid == sid then return session; end
	end
end

local function live_sessions(user)
	if not host_sessions[user] then return ""; end
	local live = {};
	for _, session in pairs(sessions_of(user)) do
		local marks = (session.bellhop_hold and "+" or "") .. (session.hibernating and "~" or "");
		live[#live + 1] = sid_of(session) .. marks;
	end
	return table.concat(live, " ");
end

--- Skeletons: what is told of a stanza (docs/link.md, "Skeleton")

local NOT_TOLD = {
	["urn:xmpp:delay"] = true;
	["jabber:x:delay"] = true;
	["urn:xmpp:mam:tmp"] = true;
	["urn:xmpp:sid:0"] = "stanza-id"; -- origin-id, of the same namespace, is the sender's own
};

local WRAPPERS = {
	["urn:xmpp:carbons:2"] = { received = true, sent = true };
	["urn:xmpp:forward:0"] = { forwarded = true };
	["http://jabber.org/protocol/pubsub#event"] = { event = true, items = true, item = true }; -- MUC/Sub
};

local function is_told(child)
	local rule = NOT_TOLD[child.attr.xmlns];
	return not rule or (rule ~= true and rule ~= child.name);
end

local function is_wrapper(element)
	local names = WRAPPERS[element.attr.xmlns];
	return names and names[element.name];
end

local function origin_of(stanza, user)
	local from = stanza.attr.from;
	local bare = from and jid.bare(from);
	if not bare or bare == user .. "@" .. host then return "self"; end
	local _, from_host = jid.split(bare);
	return hosts[from_host] and "local" or "remote";
end

-- Text stands in `texts`, and in the skeleton only a mark (\1, which XML cannot contain): so it can still be
-- taken out of a queued event when the tenant's policy becomes stricter.
local function mark(texts, kind, text)
	local key = kind .. (#texts.keys + 1);
	texts.keys[#texts.keys + 1] = key;
	texts[key] = text;
	return "\1" .. key .. "\1";
end

local function render_sender(stanza, texts)
	if not state.text.sender or not stanza.attr.from then return ""; end
	return mark(texts, "sender", attribute("from", jid.bare(stanza.attr.from)));
end

local function render_body(body, texts)
	local text = body:get_text();
	if not text or text == "" then return ""; end
	if not state.text.body then return "<body/>"; end
	local kept, is_cut = cut(text, BODY_MAX_BYTES);
	return mark(texts, "body", "<body" .. attribute("cut", is_cut and "1" or nil) .. ">" .. escape(kept) .. "</body>");
end

local render_skeleton;

-- The message inside a carbon copy, a forwarded or a MUC/Sub message, with its wrappers; nil if there is none.
local function render_wrapped(element, user, texts)
	if not is_wrapper(element) then return nil; end
	for _, child in ipairs(element.tags) do
		local inner;
		if child.name == "message" and child.attr.xmlns == "jabber:client" then
			inner = render_skeleton(child, user, texts, true);
		else
			inner = render_wrapped(child, user, texts);
		end
		if inner then
			local start = "<" .. element.name .. attribute("xmlns", element.attr.xmlns) .. ">";
			return start .. inner .. "</" .. element.name .. ">";
		end
	end
end

local function render_child(child, user, texts, is_inner)
	local xmlns = child.attr.xmlns;
	if not xmlns or xmlns == "jabber:client" then
		if child.name == "body" then return render_body(child, texts); end
		return "<" .. child.name .. "/>";
	end
	local wrapped = not is_inner and render_wrapped(child, user, texts);
	return wrapped or "<" .. child.name .. name_attribute("xmlns", xmlns) .. "/>";
end

local function render_children(stanza, user, texts, is_inner)
	local children = {};
	for _, child in ipairs(stanza.tags) do
		if #children == MAX_CHILDREN then break; end
		if is_told(child) then children[#children + 1] = render_child(child, user, texts, is_inner); end
	end
	return table.concat(children);
end

-- Gives the skeleton, and its shape: the part of it that tells kinds of stanzas apart.
-- Attributes are listed, not copied: the others hold addresses, and namespaced ones have no plain name.
function render_skeleton(stanza, user, texts, is_inner)
	local type_ = name_attribute("type", stanza.attr.type);
	local start = "<" .. stanza.name .. " xmlns='jabber:client'" .. type_ .. name_attribute("id", stanza.attr.id)
		.. attribute("by", origin_of(stanza, user)) .. render_sender(stanza, texts);
	local children = render_children(stanza, user, texts, is_inner);
	local skeleton = children == "" and start .. "/>" or start .. ">" .. children .. "</" .. stanza.name .. ">";
	return skeleton, children;
end

--- Ref: the same for one stanza wherever one account meets it

local function inner_of_carbon(stanza)
	local copy = stanza:get_child("received", "urn:xmpp:carbons:2") or stanza:get_child("sent", "urn:xmpp:carbons:2");
	local forwarded = copy and copy:get_child("forwarded", "urn:xmpp:forward:0");
	return forwarded and forwarded:get_child("message", "jabber:client");
end

local function id_for_ref(stanza)
	if stanza.attr.id then return stanza.attr.id; end
	if not stanza.bellhop_number then
		server.last_stanza = server.last_stanza + 1;
		stanza.bellhop_number = server.last_stanza;
	end
	-- One more NUL than any id can have: no id can pass for a number.
	return "\0" .. stanza.bellhop_number;
end

-- Keyed, so that nobody who sees it can try out who wrote to whom.
local function ref_of(stanza, user)
	local subject = inner_of_carbon(stanza) or stanza;
	local attr = subject.attr;
	local to = attr.to or user .. "@" .. host;
	local text = (attr.from or "") .. "\0" .. to .. "\0" .. (attr.type or "") .. "\0" .. id_for_ref(subject);
	return hashes.hmac_sha256(server.key, text, true):sub(1, 16);
end

-- Only while mod_mam is there are marks with the account's address known to be the archive's own.
local function archive_id_of(stanza, user)
	if not hosts[host].modules.mam then return nil; end
	local own = stanza:get_child_with_attr("stanza-id", "urn:xmpp:sid:0", "by", user .. "@" .. host);
	return own and own.attr.id;
end

--- The queue

local flush;

local function waiting_count(queue)
	return queue.last_waiting - queue.first_waiting + 1;
end

-- What a newer event of the same user can stand for; nil for what may go.
local function key_of(entry)
	return entry.user and entry.kind .. "\0" .. entry.user .. "\0" .. entry.shape;
end

-- The newest event of each key and every one that must stay, newest first.
local function choose_kept(queue)
	local kept, seen = {}, {};
	for i = queue.last_waiting, queue.first_waiting, -1 do
		local entry = queue.waiting[i];
		local key = key_of(entry);
		if entry.must_stay or (key and not seen[key]) then kept[#kept + 1] = entry; end
		if key then seen[key] = true; end
	end
	return kept;
end

-- Makes room: what repeats goes first, then what is oldest. Numbered events are never dropped.
local function thin_out(queue, target)
	local before = waiting_count(queue);
	local kept = choose_kept(queue);
	local thinned = {};
	for i = #kept, 1, -1 do
		if i <= target or kept[i].must_stay then thinned[#thinned + 1] = kept[i]; end
	end
	queue.waiting, queue.first_waiting, queue.last_waiting = thinned, 1, #thinned;
	queue.dropped = queue.dropped + before - #thinned;
	server.waiting = server.waiting - before + #thinned;
end

local function longest_queue()
	local longest = state;
	for _, queue in pairs(server.queues) do
		if waiting_count(queue) > waiting_count(longest) then longest = queue; end
	end
	return longest;
end

-- A quarter at a time, so that a full queue does not pay for every event.
local function keep_within_limits()
	if waiting_count(state) > queue_limit then thin_out(state, math.floor(queue_limit * 3 / 4)); end
	if server.waiting > server_queue_limit then
		local queue = longest_queue();
		thin_out(queue, math.floor(waiting_count(queue) * 3 / 4));
	end
end

-- An entry has `xml` and perhaps `texts` (see `mark`). When room is short the newest with the same `kind`,
-- `user` and `shape` stands for the older ones, one without user goes, and one that `must_stay` stays.
local function report(entry)
	state.last_waiting = state.last_waiting + 1;
	state.waiting[state.last_waiting] = entry;
	server.waiting = server.waiting + 1;
	keep_within_limits();
	flush();
end

-- Gives the oldest waiting event its number; nil if none waits.
local function number_next()
	if state.first_waiting > state.last_waiting then return nil; end
	local entry = state.waiting[state.first_waiting];
	state.waiting[state.first_waiting] = nil;
	state.first_waiting = state.first_waiting + 1;
	server.waiting = server.waiting - 1;
	state.last = state.last + 1;
	state.numbered[state.last] = entry;
	return entry;
end

local function settle_deleted(entry)
	if entry.kind ~= "account" then return; end
	local left = (state.deleted[entry.user] or 1) - 1;
	state.deleted[entry.user] = left > 0 and left or nil;
end

-- Everything up to `position` is durable at the component.
local function acknowledge(position)
	for number = state.acknowledged + 1, position do
		settle_deleted(state.numbered[number]);
		state.numbered[number] = nil;
	end
	if position > state.acknowledged then state.acknowledged = position; end
end

-- The component knows positions that were never given: count afresh.
local function start_new_instance()
	local entries = {};
	for number = state.acknowledged + 1, state.last do entries[#entries + 1] = state.numbered[number]; end
	server.waiting = server.waiting + #entries;
	for i = state.first_waiting, state.last_waiting do entries[#entries + 1] = state.waiting[i]; end
	state.waiting, state.first_waiting, state.last_waiting = entries, 1, #entries;
	state.numbered, state.last, state.acknowledged = {}, 0, 0;
	state.instance = to_hex(random.bytes(8));
end

local function strip(entry, kind, replacement)
	for _, key in ipairs(entry.texts and entry.texts.keys or {}) do
		if key:find(kind, 1, true) == 1 then entry.texts[key] = replacement; end
	end
end

-- Row 3: narrowing `text` also strips what is queued.
local function strip_queue(kind, replacement)
	for number = state.acknowledged + 1, state.last do strip(state.numbered[number], kind, replacement); end
	for i = state.first_waiting, state.last_waiting do strip(state.waiting[i], kind, replacement); end
end

local function render_entry(entry)
	if not entry.texts then return entry.xml; end
	return (entry.xml:gsub("\1(%w+)\1", entry.texts));
end

--- The stream underneath: only ever the component's own, never routing or federation

local function component_session()
	local component_host = component and hosts[component];
	local env = component_host and component_host.modules and component_host.modules.component;
	return env and env.connected and env.session or nil;
end

-- A string given to the session goes to the connection as it is. A session that ended has no `send`.
local function write(session, xml)
	if session.send then session.send(xml); end
end

local function addresses()
	return attribute("from", host) .. attribute("to", component);
end

-- Rows 1 and 2.
local function render_hello()
	local kept = state.last - state.acknowledged + waiting_count(state);
	return "<hello" .. attribute("xmlns", LINK) .. attribute("adapter", "prosody") .. attribute("version", VERSION)
		.. attribute("server", "Prosody " .. (prosody.version or "")) .. attribute("instance", state.instance)
		.. attribute("last", state.last) .. attribute("kept", kept) .. attribute("dropped", state.dropped) .. "/>";
end

local function say_hello()
	local session = component_session();
	if session then write(session, "<message" .. addresses() .. ">" .. render_hello() .. "</message>"); end
end

--- The link: opened by the component, lost with its stream

local function answer_request(request, answer)
	if request.is_answered then return; end
	request.is_answered = true;
	request.origin.send(answer);
end

local function refuse_request(request)
	answer_request(request, st.error_reply(request.stanza, "wait", "remote-server-timeout"));
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

local function lose_link(reason)
	if not link then return; end
	module:log("info", "Link to %s lost (%s); events are kept until it is back", component, reason);
	local lost = link;
	link = nil;
	forget_batches(lost);
	for _, request in pairs(lost.requests) do refuse_request(request); end
end

local function is_overdue(pending, now)
	for _, one in pairs(pending) do
		if now - one.sent_at > LINK_SECONDS then return true; end
	end
	return false;
end

local function watch_link(watched)
	module:add_timer(LINK_SECONDS / 6, function ()
		if link ~= watched then return; end
		local now = gettime();
		if is_overdue(watched.batches, now) or is_overdue(watched.requests, now) then
			lose_link("no answer in " .. LINK_SECONDS .. " s");
			say_hello();
			return;
		end
		return LINK_SECONDS / 6;
	end);
end

-- Sends an iq over the link and remembers it in `pending` (batches or requests) until it is answered.
-- The payload comes in pieces, so that it is put together only once.
local function send_iq(pending, one, pieces)
	local id = new_id();
	one.sent_at = gettime();
	pending[id] = one;
	pieces[1] = "<iq type='set'" .. addresses() .. attribute("id", id) .. ">" .. pieces[1];
	pieces[#pieces + 1] = "</iq>";
	write(link.session, table.concat(pieces));
end

-- The next event to send: one that already has a number, or else the oldest that waits.
local function next_to_send()
	return state.numbered[link.position + 1] or number_next();
end

-- Appends the next events to `pieces`, as many as one batch may hold, and at least one.
local function append_events(pieces)
	local count, bytes = 0, 0;
	while count < link.max_events do
		local entry = next_to_send();
		if not entry then break; end
		local xml = render_entry(entry);
		if count > 0 and bytes + #xml > link.max_bytes then break; end
		pieces[#pieces + 1] = xml;
		count, bytes = count + 1, bytes + #xml;
		link.position = link.position + 1;
	end
end

local function send_batch()
	local dropped, first = state.dropped, link.position + 1;
	local pieces = { "<events" .. attribute("xmlns", LINK) .. attribute("instance", state.instance)
		.. attribute("prev", link.position) .. attribute("dropped", dropped > 0 and dropped or nil) .. ">" };
	append_events(pieces);
	pieces[#pieces + 1] = "</events>";
	state.dropped = 0;
	link.in_flight = link.in_flight + 1;
	send_iq(link.batches, { first = first, last = link.position, dropped = dropped }, pieces);
end

-- An idle link adds no wait; a busy one gathers until a batch is full or the answer is there.
local function may_send()
	if not link or link.is_paused or link.in_flight >= link.window then return false; end
	local unsent = state.last - link.position + waiting_count(state);
	return unsent > 0 and (link.in_flight == 0 or unsent >= link.max_events);
end

function flush()
	while may_send() do send_batch(); end
end

local function pause(seconds, and_then)
	local paused = link;
	paused.is_paused = true;
	module:add_timer(seconds, function ()
		if link ~= paused then return; end
		paused.is_paused = false;
		and_then();
	end);
end

local function next_retry_seconds()
	local seconds = link.retry_seconds or FIRST_RETRY_SECONDS;
	link.retry_seconds = math.min(seconds * 2, LAST_RETRY_SECONDS);
	return seconds;
end

-- Batches are chained, so a result settles every batch before it as well.
local function batch_accepted(batch)
	link.retry_seconds = nil;
	acknowledge(batch.last);
	for id, other in pairs(link.batches) do
		if other.last <= batch.last then
			link.batches[id] = nil;
			link.in_flight = link.in_flight - 1;
		end
	end
	flush();
end

local function resynchronise()
	lose_link("positions do not agree");
	say_hello();
end

-- Row 4: the component says how far it came and, perhaps, when to try again.
local function read_position(error_)
	local element = error_:get_child("position", LINK);
	local attr = element and element.attr or {};
	local retry_ms = whole_number(attr.retry);
	return whole_number(attr.seq) or state.acknowledged, retry_ms and retry_ms / 1000;
end

local function continue_after(position, retry_seconds)
	if position < state.acknowledged or position > state.last then
		return pause(next_retry_seconds(), resynchronise);
	end
	acknowledge(position);
	settle_told_drops();
	link.position = position;
	pause(retry_seconds or next_retry_seconds(), flush);
end

local function batch_refused(error_)
	forget_batches(link);
	if error_.attr.type == "wait" then return continue_after(read_position(error_)); end
	module:log("warn", "%s does not take events: %s", component, tostring(error_));
	pause(next_retry_seconds(), resynchronise);
end

local function error_of(iq)
	for _, child in ipairs(iq.tags) do
		if child.name == "error" then return child; end
	end
	return st.stanza("error", { type = "cancel" }):tag("undefined-condition", { xmlns = STANZA_ERRORS }):up();
end

--- Row 3: open

local function setting(open, name, default)
	if not open.attr[name] then return default; end
	local value = whole_number(open.attr[name]);
	return value and math.max(value, 1);
end

local function read_open(open)
	local settings = {
		epoch = whole_number(open.attr.epoch);
		max_events = setting(open, "batch", 100);
		max_bytes = setting(open, "bytes", 128 * 1024);
		window = setting(open, "window", 1);
	};
	if settings.epoch and settings.max_events and settings.max_bytes and settings.window then return settings; end
end

-- Where to go on: after the position named, as far as events are kept.
local function settle_position(open)
	local after = open.attr.instance == state.instance and whole_number(open.attr.after);
	if after and after > state.last then
		start_new_instance();
	elseif after then
		acknowledge(after);
	end
	return state.acknowledged;
end

local function apply_text(open)
	local allowed = {};
	for word in (open.attr.text or ""):gmatch("%S+") do allowed[word] = true; end
	if not allowed.body then strip_queue("body", "<body/>"); end
	if not allowed.sender then strip_queue("sender", ""); end
	state.text = { body = allowed.body, sender = allowed.sender };
end

-- Requests under way on the same stream are still going to be answered.
-- A publish is several times as large as the message that led to it. Read in the usual 8 KiB at a turn, a server
-- without CPU to spare takes ever new messages and falls behind with what they lead to.
local function read_in_large_steps(session)
	if session.conn and session.conn.set_mode then session.conn:set_mode(STREAM_READ_BYTES); end
end

local function replace_link(session, settings, position)
	if link and link.session ~= session then lose_link("opened on another stream"); end
	if link then forget_batches(link); end
	settle_told_drops();
	settings.session = session;
	settings.position = position;
	settings.requests = link and link.requests or {};
	settings.batches = {};
	settings.in_flight = 0;
	link = settings;
	read_in_large_steps(session);
	watch_link(link);
end

local function handle_open(origin, iq, open)
	local settings = read_open(open);
	if not settings then return origin.send(st.error_reply(iq, "modify", "bad-request")); end
	if settings.epoch < state.epoch then return origin.send(st.error_reply(iq, "cancel", "conflict")); end
	state.epoch = settings.epoch;
	apply_text(open);
	replace_link(origin, settings, settle_position(open));
	module:log("info", "Link to %s open, epoch %s", component, open.attr.epoch);
	local next_ = tostring(link.position + 1);
	origin.send(st.reply(iq):tag("open", { xmlns = LINK, instance = state.instance, next = next_ }));
	flush();
end

--- Row 5: requests of clients

local function hold(session, element)
	local seconds = whole_number(element.attr.seconds);
	if seconds and not session.destroyed then session.bellhop_hold = seconds; end
end

local function forget(user, element)
	local session = session_by_sid(user, element.attr.sid);
	if session then session.bellhop_hold = nil; end
end

local function apply_instructions(request, iq)
	for _, element in ipairs(iq.tags) do
		if element.attr.xmlns == LINK and element.name == "hold" then hold(request.origin, element); end
		if element.attr.xmlns == LINK and element.name == "forget" then forget(request.user, element); end
	end
end

-- Instructions come first: what follows the answer must find them applied. They count also when it is late.
local function request_answered(request, iq)
	local answer = st.reply(request.stanza);
	if iq.attr.type == "error" then
		answer.attr.type = "error";
		answer:add_child(error_of(iq));
	else
		apply_instructions(request, iq);
	end
	answer_request(request, answer);
end

local function render_request(origin, stanza, payload)
	return "<request" .. attribute("xmlns", LINK) .. attribute("user", origin.username) .. attribute("sid", sid_of(origin))
		.. attribute("resource", origin.resource) .. attribute("at", now_ms()) .. attribute("client", origin.client_id)
		.. attribute("lang", stanza.attr["xml:lang"]) .. ">" .. payload .. "</request>";
end

local function forward_request(origin, stanza, payload)
	local request = { origin = origin, stanza = stanza, user = origin.username };
	send_iq(link.requests, request, { render_request(origin, stanza, payload) });
	-- It stays pending, so that a late hold is still applied; the end of the stream forgets it.
	module:add_timer(REQUEST_SECONDS, function () refuse_request(request); end);
end

-- XEP-0357 "Enabling Notifications": from the account itself (`self`), on a bound resource.
local function handle_request(event)
	local origin, stanza = event.origin, event.stanza;
	if not origin.username or not origin.resource then return nil; end
	local payload = tostring(stanza.tags[1]);
	-- A request must not overtake the news that the account's former owner is gone.
	if not link or state.deleted[origin.username] then
		origin.send(st.error_reply(stanza, "wait", "remote-server-timeout"));
	elseif #payload > REQUEST_MAX_BYTES then
		origin.send(st.error_reply(stanza, "modify", "policy-violation", "The request is larger than 16 KiB"));
	else
		forward_request(origin, stanza, payload);
	end
	return true;
end

--- Row 6: publishes, sent from this host so that app servers find the account by its domain

local function report_reply(id, error_)
	local start = "<reply" .. attribute("id", id) .. attribute("at", now_ms());
	if not error_ then return report({ xml = start .. "/>" }); end
	error_.attr.xmlns = "jabber:client"; -- or it would be read as being in the link's namespace
	report({ xml = start .. ">" .. tostring(error_) .. "</reply>" });
end

local function malformed_address()
	return st.stanza("error", { type = "modify" }):tag("jid-malformed", { xmlns = STANZA_ERRORS }):up();
end

local function send_publish(publish)
	local to = jid.prep(publish.attr.to);
	if not to then return report_reply(publish.attr.id, malformed_address()); end
	local id = new_id();
	-- Remembered first: an error made by this server comes back before `send` returns.
	state.publishes[id] = { id = publish.attr.id, to = to };
	module:send(st.stanza("iq", { type = "set", from = host, to = to, id = id }):add_child(publish.tags[1]));
end

local function is_publish(element)
	return element.name == "publish" and element.attr.id and element.attr.to and #element.tags == 1;
end

local function handle_publishes(origin, iq, publishes)
	for _, publish in ipairs(publishes.tags) do
		if not is_publish(publish) then return origin.send(st.error_reply(iq, "modify", "bad-request")); end
	end
	origin.send(st.reply(iq));
	for _, publish in ipairs(publishes.tags) do send_publish(publish); end
end

-- Two generations instead of a timer per publish: the component's own time-out is far shorter.
local function age_publishes()
	state.older_publishes, state.publishes = state.publishes, {};
	return PUBLISH_GENERATION_SECONDS;
end

-- A reply counts only from the address that was asked; ids may be guessed.
local function publish_replied(iq)
	local id = iq.attr.id;
	local generation = state.publishes[id] and state.publishes or state.older_publishes;
	local publish = generation[id];
	if not publish or iq.attr.from ~= publish.to then return nil; end
	generation[id] = nil;
	report_reply(publish.id, iq.attr.type == "error" and error_of(iq) or nil);
	return true;
end

--- Row 7: hold and release. Nothing here lengthens a hibernation: as long as what happens to a hibernating
--- session is not reported, its phone would be silent for all that time. Only the mark in `live` is kept.

local function handle_hold(origin, iq, element)
	local session = session_by_sid(element.attr.user, element.attr.sid);
	if not session then return origin.send(st.error_reply(iq, "cancel", "item-not-found")); end
	hold(session, element);
	origin.send(st.reply(iq));
end

local function handle_release(origin, iq, element)
	local session = session_by_sid(element.attr.user, element.attr.sid);
	if not session then return origin.send(st.error_reply(iq, "cancel", "item-not-found")); end
	if element.attr.forget == "1" or element.attr.forget == "true" then session.bellhop_hold = nil; end
	origin.send(st.reply(iq));
end

--- What comes from the component

-- By the stream as well as by the address; everybody else gets Prosody's own service-unavailable.
local function is_component(event)
	return component ~= nil and event.stanza.attr.from == component and event.origin == component_session();
end

-- `handler` gets the component's session, the iq and its payload.
local function hook_link(name, type_, handler, needs_open)
	module:hook("iq-" .. type_ .. "/host/" .. LINK .. ":" .. name, function (event)
		if not is_component(event) then return nil; end
		local origin, iq = event.origin, event.stanza;
		if needs_open and not (link and link.session == origin) then
			origin.send(st.error_reply(iq, "wait", "unexpected-request", "The link is not open"));
		else
			handler(origin, iq, iq.tags[1]);
		end
		return true;
	end);
end

local function handle_hello(origin, iq)
	write(origin, "<iq type='result'" .. addresses() .. attribute("id", iq.attr.id) .. ">" .. render_hello() .. "</iq>");
end

local function link_answered(iq)
	local id = iq.attr.id;
	local batch, request = link.batches[id], link.requests[id];
	link.requests[id] = nil;
	if request then
		request_answered(request, iq);
	elseif batch and iq.attr.type == "result" then
		batch_accepted(batch);
	elseif batch then
		batch_refused(error_of(iq));
	end
	return batch or request;
end

-- One hook for every answer, before mod_iq looks for a hook with the answer's id.
local function handle_answer(event)
	local iq = event.stanza;
	if iq.attr.type ~= "result" and iq.attr.type ~= "error" then return nil; end
	if link and event.origin == link.session and iq.attr.from == component and link_answered(iq) then return true; end
	return publish_replied(iq);
end

--- What is reported

local function report_stanza(on, user, stanza)
	local texts = (state.text.body or state.text.sender) and { keys = {} } or nil;
	local skeleton, shape = render_skeleton(stanza, user, texts, false);
	local attributes = " on='" .. on .. "' user='" .. escape(user) .. "' ref='" .. ref_of(stanza, user)
		.. "' live='" .. live_sessions(user) .. "' at='" .. now_ms() .. "'"
		.. attribute("archive", archive_id_of(stanza, user));
	report({ xml = "<stanza" .. attributes .. ">" .. skeleton .. "</stanza>";
		kind = on, user = user, shape = shape, texts = texts });
end

local function addressee(event)
	local to = event.stanza.attr.to;
	return event.username or (to and jid.node(to)) or (not to and event.origin.username);
end

local NEVER_OFFLINE = { error = true, groupchat = true, headline = true };

local function handle_offline(event)
	local user = addressee(event);
	if user and not NEVER_OFFLINE[event.stanza.attr.type] then report_stanza("offline", user, event.stanza); end
end

-- Prosody fires this for a full address without a session, too: a room's message for somebody who is leaving it.
local function handle_groupchat(event)
	if jid.resource(event.stanza.attr.to) then return; end
	local user = addressee(event);
	if user then report_stanza("groupchat", user, event.stanza); end
end

local function report_session(session, new_state, queued)
	if not session.username or not session.resource then return; end
	local sid = sid_of(session);
	report({
		xml = "<session" .. attribute("user", session.username) .. attribute("sid", sid)
			.. attribute("resource", session.resource) .. attribute("state", new_state) .. attribute("queued", queued)
			.. attribute("client", session.client_id) .. attribute("at", now_ms()) .. "/>";
		kind = "session", user = session.username, shape = sid;
	});
end

local function report_ping(user, registration)
	local target = registration and attribute("jid", registration.jid) .. attribute("node", registration.node) or "";
	report({
		xml = "<ping" .. attribute("user", user) .. target .. attribute("at", now_ms()) .. "/>";
		kind = "ping", user = user, shape = target;
	});
end

-- Fired by other modules: { user, push_services = registrations by some key of theirs, or nil for all }.
local function handle_ping(event)
	if not event.push_services then return report_ping(event.user, nil); end
	for _, registration in pairs(event.push_services) do report_ping(event.user, registration); end
end

local function handle_user_deleted(event)
	if event.host ~= host then return; end
	local user = event.username;
	state.deleted[user] = (state.deleted[user] or 0) + 1;
	report({
		xml = "<account" .. attribute("user", user) .. " state='deleted'" .. attribute("at", now_ms()) .. "/>";
		kind = "account", user = user, shape = "";
		must_stay = true;
	});
end

--- Hooks

local function hook_events()
	-- Before mod_offline (-1), which stores the message and ends the event.
	module:hook("message/offline/handle", handle_offline, 1);
	module:hook("message/bare/groupchat", handle_groupchat, 1);
	module:hook("resource-bind", function (event) report_session(event.session, "bound"); end);
	module:hook("resource-unbind", function (event) report_session(event.session, "closed"); end);
	module:hook("smacks-hibernation-start", function (event)
		report_session(event.origin, "hibernating", event.queue and #event.queue or nil);
	end);
	-- `origin` is the connection that resumed and is thrown away; `resumed` is the session that goes on.
	module:hook("smacks-hibernation-end", function (event)
		if event.resumed then report_session(event.resumed, "resumed"); end
	end);
	module:hook("cloud-notify-ping", handle_ping);
	module:hook_global("user-deleted", handle_user_deleted);
end

local function hook_clients()
	-- XEP-0357 "Discovering Support": on the account only. It stays while the component is away: a feature
	-- that vanishes makes some clients unregister.
	module:hook("account-disco-info", function (event)
		(event.reply or event.stanza):tag("feature", { var = PUSH }):up();
	end);
	module:hook("iq-set/self/" .. PUSH .. ":enable", handle_request, 1);
	module:hook("iq-set/self/" .. PUSH .. ":disable", handle_request, 1);
end

local function hook_link_stanzas()
	hook_link("hello", "get", handle_hello, false);
	hook_link("open", "set", handle_open, false);
	hook_link("publishes", "set", handle_publishes, true);
	hook_link("hold", "set", handle_hold, true);
	hook_link("release", "set", handle_release, true);
	module:hook("iq/host", handle_answer, 100);
end

-- These events fire on the component's host, which may come to life after this one.
local function attach_to_component()
	local context = module:context(component);
	context:hook("component-authenticated", say_hello);
	context:hook("component-disconnected", function (event)
		-- A refused second stream disconnects, too.
		if link and event.session == link.session then lose_link("disconnected"); end
	end);
end

local function follow_component()
	if hosts[component] then attach_to_component(); end
	module:hook_global("host-activated", function (name)
		if name == component then attach_to_component(); end
	end);
	module:hook_global("host-deactivated", function (name)
		if name == component then lose_link("host deactivated"); end
	end);
end

--- Beside mod_cloud_notify clients would get two answers to each request and two pushes for each message

local RIVAL = "cloud_notify";

local function has_rival()
	local enabled = module:get_option_inherited_set("modules_enabled", {});
	local disabled = module:get_option_inherited_set("modules_disabled", {});
	return modulemanager.is_loaded(host, RIVAL) or (enabled:contains(RIVAL) and not disabled:contains(RIVAL));
end

local function give_way()
	module:log("error", "Not working on %s: mod_%s is enabled there, too. Enable only one of the two", host, RIVAL);
end

local function start()
	server.queues[host] = state;
	hook_clients();
	hook_events();
	hook_link_stanzas();
	module:add_timer(PUBLISH_GENERATION_SECONDS, age_publishes);
	module:hook("module-loaded", function (event)
		if event.module ~= RIVAL then return; end
		give_way();
		modulemanager.unload(host, module.name);
	end);
	if component then
		follow_component();
		say_hello();
	else
		module:log("error", "Set bellhop_component to the address of Bellhop's component; until then nobody on %s"
			.. " can enable push", host);
	end
end

function module.unload()
	lose_link("module unloaded");
	if module.reloading then return; end
	-- What is left must not count for the other hosts, nor be found by a later load.
	server.waiting = server.waiting - waiting_count(state);
	server.queues[host] = nil;
	state.instance = nil;
end

if has_rival() then
	give_way();
elseif module:get_host_type() ~= "local" then
	module:log("error", "Not working on %s: mod_bellhop belongs on a VirtualHost", host);
else
	start();
end
