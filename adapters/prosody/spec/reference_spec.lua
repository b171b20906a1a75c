local st = require("util.stanza");

describe("a ref", function ()
	local references, server;

	before_each(function ()
		server = { key = ("k"):rep(32), last_stanza = 0 };
		references = module:require("reference")("tenant.example", server);
	end);

	local function of(stanza)
		return references.of(stanza, "alice");
	end

	local function message(attr)
		local all = { from = "bob@far.example/x", to = "alice@tenant.example", type = "chat", id = "m1" };
		for name, value in pairs(attr or {}) do all[name] = value or nil; end
		return st.message(all, "hello");
	end

	local function carbon(inner, from)
		return st.message({ from = from, to = "alice@tenant.example/phone" })
			:tag("received", { xmlns = "urn:xmpp:carbons:2" }):tag("forwarded", { xmlns = "urn:xmpp:forward:0" })
			:add_child(inner):reset();
	end

	local function inner_of(stanza)
		local copy = st.clone(stanza);
		copy.attr.xmlns = "jabber:client";
		return copy;
	end

	it("is 64 bits, and depends on sender, addressee, type, id and the server's key", function ()
		local ref = of(message());
		assert.truthy(ref:match("^%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x%x$"));
		for _, attr in ipairs({ { from = "bob@far.example/y" }, { to = "alice@tenant.example/x" }, { type = "normal" },
			{ id = "m2" } }) do
			assert.not_equal(ref, of(message(attr)));
		end
		server.key = ("l"):rep(32);
		assert.not_equal(ref, of(message()));
	end);

	it("does not mix up where one attribute ends and the next begins", function ()
		assert.not_equal(of(message({ type = "a", id = "bc" })), of(message({ type = "ab", id = "c" })));
	end);

	it("takes an absent addressee for the account", function ()
		local note = message();
		note.attr.to = nil;
		assert.equal(of(message()), of(note));
	end);

	it("of a carbon copy is that of the message inside", function ()
		assert.equal(of(message()), of(carbon(inner_of(message()), "alice@tenant.example")));
		assert.equal(of(message()), of(carbon(inner_of(message()), nil)));
	end);

	it("of a carbon copy that somebody else made up is its own", function ()
		assert.not_equal(of(message()), of(carbon(inner_of(message()), "mallory@far.example")));
		assert.not_equal(of(message()), of(carbon(inner_of(message()), "alice@far.example")));
	end);

	for what, id in pairs({ ["without id"] = false, ["with an empty id"] = "" }) do
		it("of a stanza " .. what .. " is kept by every copy of it, also in a carbon", function ()
			local stanza = message();
			stanza.attr.id = id or nil;
			references.prepare(stanza);
			local ref = of(stanza);
			local copy = st.clone(st.clone(stanza));
			assert.equal(ref, of(copy:tag("stanza-id", { xmlns = "urn:xmpp:sid:0" }):up()));
			assert.equal(ref, of(carbon(inner_of(stanza), "alice@tenant.example")));
			assert.is_nil(tostring(stanza):find("bellhop", 1, true));
			assert.is_nil(st.preserialize(stanza).namespaces);
		end);

		it("tells stanzas " .. what .. " apart", function ()
			local one, two = message(), message();
			one.attr.id, two.attr.id = id or nil, id or nil;
			assert.not_equal(of(one), of(two));
			assert.equal(of(one), of(one));
		end);
	end

	it("does not number what has an id", function ()
		local stanza = message();
		references.prepare(stanza);
		assert.is_nil(stanza.namespaces);
		assert.equal(0, server.last_stanza);
	end);

	it("of a number cannot be had by choosing an id", function ()
		local stanza = message({ id = "" });
		assert.not_equal(of(stanza), of(message({ id = "1" })));
	end);
end);
