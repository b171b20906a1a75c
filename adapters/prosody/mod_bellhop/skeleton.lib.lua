-- What is told of a stanza: its shape, no text, no address (docs/link.md, "Skeleton").

local library = module:require("library");
local text = module:require("text");
local jid = library("util.jid");
local cut, escape, escape_name, attribute = text.cut, text.escape, text.escape_name, text.attribute;

local BODY_MAX_BYTES = 4096;
local MAX_CHILDREN = 64;

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

-- Text stands in `texts`, and in the skeleton only a mark (\1, which XML cannot contain): so it can still be
-- taken out of a queued event when the tenant's policy becomes stricter.
local function mark(texts, kind, value)
	local key = kind .. (#texts.keys + 1);
	texts.keys[#texts.keys + 1] = key;
	texts[key] = value;
	return "\1" .. key .. "\1";
end

-- Names what may leave besides the skeleton: `body`, `sender`.
local allowed;

local function render_sender(stanza, texts)
	if not allowed.sender or not stanza.attr.from then return ""; end
	return mark(texts, "sender", attribute("from", jid.bare(stanza.attr.from)));
end

local function render_body(body, texts)
	local value = body:get_text();
	if not value or value == "" then return ""; end
	if not allowed.body then return "<body/>"; end
	local kept, is_cut = cut(value, BODY_MAX_BYTES);
	return mark(texts, "body", "<body" .. attribute("cut", is_cut and "1" or nil) .. ">" .. escape(kept) .. "</body>");
end

local render_stanza;

-- The message inside a carbon copy, a forwarded or a MUC/Sub message, with its wrappers; nil if there is none.
local function render_wrapped(element, user, texts)
	if not is_wrapper(element) then return nil; end
	for _, child in ipairs(element.tags) do
		local start, shape;
		if child.name == "message" and child.attr.xmlns == "jabber:client" then
			start, shape = render_stanza(child, user, texts, true);
		else
			start, shape = "", render_wrapped(child, user, texts);
		end
		if shape then
			return "<" .. element.name .. " xmlns='" .. element.attr.xmlns .. "'>" .. start .. shape
				.. "</" .. element.name .. ">";
		end
	end
end

-- Nearly all stanzas have the same few children. What strangers make up must not fill the memory: the table is
-- emptied now and then, and long names are not kept.
local KNOWN_MAX = 500;
local KNOWN_MAX_BYTES = 200;
local known, known_count = {}, 0;

local function render_empty(name, xmlns)
	local names = known[xmlns];
	local element = names and names[name];
	if element then return element; end
	element = "<" .. name .. " xmlns='" .. escape_name(xmlns) .. "'/>";
	if #element > KNOWN_MAX_BYTES then return element; end
	if known_count == KNOWN_MAX then known, known_count, names = {}, 0, nil; end
	if not names then
		names = {};
		known[xmlns] = names;
	end
	names[name] = element;
	known_count = known_count + 1;
	return element;
end

local function render_child(child, user, texts, is_inner)
	local xmlns = child.attr.xmlns;
	if not xmlns or xmlns == "jabber:client" then
		if child.name == "body" then return render_body(child, texts); end
		return "<" .. child.name .. "/>";
	end
	local wrapped = not is_inner and render_wrapped(child, user, texts);
	return wrapped or render_empty(child.name, xmlns);
end

-- Used again for every stanza: one for the stanza itself, one for the message inside it.
local outer_pieces, inner_pieces = {}, {};

-- `start` is the end of the start tag.
local function render_shape(start, stanza, user, texts, is_inner)
	local pieces, count = is_inner and inner_pieces or outer_pieces, 1;
	pieces[1] = start;
	for _, child in ipairs(stanza.tags) do
		if count > MAX_CHILDREN then break; end
		if is_told(child) then
			count = count + 1;
			pieces[count] = render_child(child, user, texts, is_inner);
		end
	end
	pieces[count + 1] = "</" .. stanza.name .. ">";
	return table.concat(pieces, "", 1, count + 1);
end

return function (host, hosts)
	local function origin_of(from, user)
		if not from then return "self"; end
		local node, domain = jid.split(from);
		if domain == host and node == user then return "self"; end
		return hosts[domain] and "local" or "remote";
	end

	-- Attributes are listed, not copied: the others hold addresses, and namespaced ones have no plain name.
	function render_stanza(stanza, user, texts, is_inner)
		local attr = stanza.attr;
		local start = "<" .. stanza.name .. " xmlns='jabber:client'"
			.. (attr.id and " id='" .. escape_name(attr.id) .. "'" or "") .. render_sender(stanza, texts);
		local rest = (attr.type and " type='" .. escape_name(attr.type) .. "'" or "")
			.. " by='" .. origin_of(attr.from, user) .. "'>";
		return start, render_shape(rest, stanza, user, texts, is_inner);
	end

	-- Gives the skeleton in two parts. The second is its shape: what tells kinds of stanzas apart. The third value
	-- is the text that may leave, by the marks that stand for it; nil if there is none.
	return function (stanza, user, may_leave)
		allowed = may_leave;
		local texts = (allowed.body or allowed.sender) and { keys = {} } or nil;
		local start, shape = render_stanza(stanza, user, texts, false);
		return start, shape, texts;
	end
end
