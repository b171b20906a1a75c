local unacked = module:require("unacked");
local st = require("util.stanza");
local datetime = require("util.datetime");

local NOW, DELAY = 1700000000, 30;

-- Stanzas by their age in seconds; "-" is one without a stamp.
local function queue(ages)
	local stanzas = {};
	for age in ages:gmatch("%S+") do
		local stanza = st.message({ type = "chat" });
		if age ~= "-" then stanza:tag("delay", { xmlns = "urn:xmpp:delay", stamp = datetime.datetime(NOW - age) }):up(); end
		stanzas[#stanzas + 1] = stanza;
	end
	return stanzas;
end

describe("an acknowledgement", function ()
	it("is owed for what was sent that long ago, and for everything before it", function ()
		assert.equal(2, unacked.last_owed(queue("40 30 10 0"), NOW, DELAY));
		assert.equal(3, unacked.last_owed(queue("- - 31 - 5"), NOW, DELAY));
	end);

	it("is not owed for what was sent a moment ago", function ()
		assert.equal(0, unacked.last_owed(queue("28 5 -"), NOW, DELAY));
		assert.equal(0, unacked.last_owed(queue(""), NOW, DELAY));
	end);

	it("is not owed before its time, as far as stamps are exact", function ()
		assert.equal(0, unacked.last_owed(queue("29"), NOW, DELAY));
	end);

	it("is looked at again when the next one is due", function ()
		assert.equal(20, unacked.seconds_left(queue("40 10 3"), 2, NOW, DELAY));
	end);

	it("is looked at again after the whole time where nothing is known of the next one", function ()
		assert.equal(DELAY, unacked.seconds_left(queue("40 -"), 2, NOW, DELAY));
		assert.equal(DELAY, unacked.seconds_left(queue("40"), 2, NOW, DELAY));
	end);

	it("is not looked at all the time, nor never, whatever a sender claims", function ()
		assert.equal(1, unacked.seconds_left(queue("100"), 1, NOW, DELAY));
		assert.equal(DELAY, unacked.seconds_left(queue("-9999"), 1, NOW, DELAY));
	end);
end);
