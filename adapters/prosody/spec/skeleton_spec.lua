local parse = require("util.xml").parse;
local st = require("util.stanza");

local CARBONS, FORWARD = "urn:xmpp:carbons:2", "urn:xmpp:forward:0";

describe("a skeleton", function ()
	local render = module:require("skeleton")("tenant.example", { ["tenant.example"] = {}, ["other.example"] = {} });

	local function told(xml, allowed)
		local start, shape, texts = render(parse(xml), "alice", allowed or {});
		return start .. shape, texts;
	end

	local function told_open(xml, allowed)
		local skeleton, texts = told(xml, allowed);
		return (skeleton:gsub("\1(%w+)\1", texts));
	end

	local function children(xml)
		return told("<message>" .. xml .. "</message>"):match("^<message xmlns='jabber:client' by='self'>(.*)</message>$");
	end

	it("has type and id, where it comes from, and the names of its children", function ()
		local xml = "<message from='bob@other.example/x' to='alice@tenant.example' type='chat' id='m1' xml:lang='en'>"
			.. "<body>secret</body><active xmlns='urn:state'>secret</active></message>";
		assert.equal("<message xmlns='jabber:client' id='m1' type='chat' by='local'>"
			.. "<body/><active xmlns='urn:state'/></message>", (told(xml)));
	end);

	it("tells the account itself, this server and others apart", function ()
		for from, by in pairs({
			["alice@tenant.example"] = "self", ["alice@tenant.example/phone"] = "self", ["alice@other.example"] = "local",
			["tenant.example"] = "local", ["bob@tenant.example"] = "local", ["alice@tenant.example.org"] = "remote",
		}) do
			assert.equal(by, told("<message from='" .. from .. "'/>"):match("by='(%w+)'"));
		end
		assert.equal("self", told("<presence/>"):match("by='(%w+)'"));
	end);

	it("leaves out an empty body, and what servers add", function ()
		assert.equal("<subject/>", children("<body/><subject>s</subject>"));
		assert.equal("<origin-id xmlns='urn:xmpp:sid:0'/>", children("<delay xmlns='urn:xmpp:delay'/>"
			.. "<x xmlns='jabber:x:delay'/><archived xmlns='urn:xmpp:mam:tmp'/>"
			.. "<stanza-id xmlns='urn:xmpp:sid:0' id='a'/><origin-id xmlns='urn:xmpp:sid:0' id='b'/>"));
	end);

	it("has at most 64 children", function ()
		local _, count = children(("<x xmlns='urn:x'/>"):rep(10000)):gsub("<x ", "");
		assert.equal(64, count);
	end);

	it("bounds and escapes what strangers choose", function ()
		local skeleton = told("<message id='" .. ("&lt;"):rep(2000) .. "'><x xmlns='urn:&apos;&gt;'/></message>");
		assert.equal(1024, select(2, skeleton:gsub("&lt;", "")));
		assert.truthy(skeleton:find("<x xmlns='urn:&apos;&gt;'/>", 1, true));
	end);

	it("tells of a carbon copy the message inside it", function ()
		local inner = "<message xmlns='jabber:client' from='bob@far.example/x' to='alice@tenant.example' id='i' type='chat'>"
			.. "<body>secret</body><store xmlns='urn:xmpp:hints'/></message>";
		local copy = "<received xmlns='" .. CARBONS .. "'><forwarded xmlns='" .. FORWARD .. "'>" .. inner
			.. "</forwarded></received>";
		assert.equal("<first xmlns='urn:1'/><received xmlns='" .. CARBONS .. "'><forwarded xmlns='" .. FORWARD .. "'>"
			.. "<message xmlns='jabber:client' id='i' type='chat' by='remote'><body/><store xmlns='urn:xmpp:hints'/></message>"
			.. "</forwarded></received><last xmlns='urn:2'/>",
			children("<first xmlns='urn:1'/>" .. copy .. "<last xmlns='urn:2'/>"));
	end);

	it("does not look into what is forwarded inside something forwarded", function ()
		local function forwarded(xml)
			return "<forwarded xmlns='" .. FORWARD .. "'><message xmlns='jabber:client'>" .. xml .. "</message></forwarded>";
		end
		assert.equal("<forwarded xmlns='" .. FORWARD .. "'><message xmlns='jabber:client' by='self'>"
			.. "<forwarded xmlns='" .. FORWARD .. "'/></message></forwarded>", children(forwarded(forwarded("<body>x</body>"))));
	end);

	it("names other wrappers without a message like anything else", function ()
		assert.equal("<event xmlns='http://jabber.org/protocol/pubsub#event'/>",
			children("<event xmlns='http://jabber.org/protocol/pubsub#event'><items><item/></items></event>"));
	end);

	it("tells children of one name by their namespaces", function ()
		for _ = 1, 2 do
			assert.equal("<x xmlns='urn:a'/><x xmlns='urn:b'/><y xmlns='urn:b'/>",
				children("<x xmlns='urn:a'/><x xmlns='urn:b'/><y xmlns='urn:b'/>"));
		end
	end);

	it("does not fill the memory with what strangers make up", function ()
		local function made_up(i)
			render(st.message():tag("x", { xmlns = "urn:made-up:" .. i }):up(), "alice", {});
		end
		made_up(0);
		collectgarbage();
		local before = collectgarbage("count");
		for i = 1, 20000 do made_up(i); end
		collectgarbage();
		assert.is_true(collectgarbage("count") - before < 500);
	end);

	it("has a shape that is the same for other ids and texts, and another for other types, places and children", function ()
		local function shape(xml)
			return (select(2, render(parse(xml), "alice", { body = true })));
		end
		local plain = shape("<message id='1' type='chat' from='a@far.example'><body>x</body></message>");
		assert.equal(plain, shape("<message id='2' type='chat' from='b@far.example'><body>y</body></message>"));
		for _, other in ipairs({
			"<message type='headline' from='a@far.example'><body>x</body></message>",
			"<message type='chat' from='a@tenant.example'><body>x</body></message>",
			"<message type='chat' from='a@far.example'><body>x</body><a xmlns='b'/></message>",
			"<presence type='chat' from='a@far.example'><body>x</body></presence>",
		}) do
			assert.not_equal(plain, shape(other));
		end
	end);

	it("has body and sender only as far as they may leave", function ()
		local xml = "<message from='bob@far.example/x'><body>one &amp; two</body></message>";
		assert.is_nil(select(2, told(xml)));
		assert.equal("<message xmlns='jabber:client' by='remote'><body>one &amp; two</body></message>",
			told_open(xml, { body = true }));
		assert.equal("<message xmlns='jabber:client' from='bob@far.example' by='remote'><body/></message>",
			told_open(xml, { sender = true }));
	end);

	it("cuts a long body before a character that does not fit", function ()
		local stanza = st.message({}, "a" .. ("ü"):rep(3000));
		local _, _, texts = render(stanza, "alice", { body = true });
		assert.equal("<body cut='1'>a" .. ("ü"):rep(2047) .. "</body>", texts.body1);
	end);
end);
