-- The `ref` of a stanza: the same wherever one account meets it. A keyed hash, so that nobody who sees it can try
-- out who wrote to whom.

local library = module:require("library");
local split_jid = library("util.jid").split;
local hmac_sha256 = library("util.hashes").hmac_sha256;
local to_hex = library("util.hex").encode;

local NUMBER = "\0bellhop"; -- no prefix of a namespace has a NUL

-- `server` has the key and the counter, both new with each start of the server.
return function (host, server)
	local references = {};

	local function give_number(stanza)
		server.last_stanza = server.last_stanza + 1;
		stanza.namespaces = stanza.namespaces or {};
		stanza.namespaces[NUMBER] = server.last_stanza;
		return server.last_stanza;
	end

	-- A stanza without id is known by a number. It is kept in `namespaces`, the one part of a stanza that Prosody
	-- copies with every clone (for the archive, for each session's queue, into a carbon) and never sends or stores.
	function references.number(stanza)
		local namespaces = stanza.namespaces;
		return namespaces and namespaces[NUMBER] or give_number(stanza);
	end

	-- To be called before the first clone is made.
	function references.prepare(stanza)
		local id = stanza.attr.id;
		if not id or id == "" then references.number(stanza); end
	end

	local function id_of(stanza)
		local id = stanza.attr.id;
		if id and id ~= "" then return id; end
		-- One more NUL than any id can have: no id can pass for a number.
		return "\0" .. references.number(stanza);
	end

	local function is_own(from, user)
		if not from then return true; end
		local node, domain = split_jid(from);
		return node == user and domain == host;
	end

	-- XEP-0280 section 11: a copy that is not from the account itself is forged, and could be given the ref of a
	-- message that somebody else is about to send.
	local function carbon_of(stanza, user)
		local copy = stanza:get_child("received", "urn:xmpp:carbons:2") or stanza:get_child("sent", "urn:xmpp:carbons:2");
		if not copy or not is_own(stanza.attr.from, user) then return nil; end
		local forwarded = copy:get_child("forwarded", "urn:xmpp:forward:0");
		return forwarded and forwarded:get_child("message", "jabber:client");
	end

	-- The message that a stanza tells of: what is inside a carbon copy, otherwise the stanza itself.
	function references.subject(stanza, user)
		return stanza.name == "message" and carbon_of(stanza, user) or stanza;
	end

	function references.of(stanza, user)
		local subject = references.subject(stanza, user);
		local attr = subject.attr;
		local identity = (attr.from or "") .. "\0" .. (attr.to or user .. "@" .. host) .. "\0" .. (attr.type or "") .. "\0"
			.. id_of(subject);
		return to_hex(hmac_sha256(server.key, identity):sub(1, 8));
	end

	return references;
end
