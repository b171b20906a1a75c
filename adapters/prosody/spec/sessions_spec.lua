local new_sessions = module:require("sessions");

describe("sessions", function ()
	local host_sessions, sessions;

	before_each(function ()
		host_sessions = { alice = { sessions = {} } };
		sessions = new_sessions(host_sessions, { start = "s", last_session = 0 });
	end);

	local function connect(resource, session)
		host_sessions.alice.sessions[resource] = session or {};
		return host_sessions.alice.sessions[resource];
	end

	it("have ids that stay, and are never given twice", function ()
		local phone, tablet = connect("phone"), connect("tablet");
		assert.equal(sessions.sid_of(phone), sessions.sid_of(phone));
		assert.not_equal(sessions.sid_of(phone), sessions.sid_of(tablet));
	end);

	it("are listed with their marks", function ()
		sessions.sid_of(connect("phone"));
		assert.equal("s-1", sessions.live("alice"));
		connect("phone").bellhop_hold = 0;
		connect("phone", { bellhop_sid = "a", bellhop_hold = 60, hibernating = 1 });
		assert.equal("a+~", sessions.live("alice"));
		assert.equal("", sessions.live("nobody"));
	end);

	it("are all listed, however many", function ()
		local expected = {};
		for i = 1, 500 do
			connect("r" .. i, { bellhop_sid = "x" .. i, hibernating = i });
			expected[i] = "x" .. i .. "~";
		end
		local listed = {};
		for word in sessions.live("alice"):gmatch("%S+") do listed[#listed + 1] = word; end
		table.sort(expected);
		table.sort(listed);
		assert.same(expected, listed);
	end);

	it("are found by user and id, unless they are gone", function ()
		local phone = connect("phone");
		local sid = sessions.sid_of(phone);
		assert.equal(phone, sessions.find("alice", sid));
		assert.is_nil(sessions.find("bob", sid));
		assert.is_nil(sessions.find("alice", "s-9"));
		assert.is_nil(sessions.find("alice", nil));
		assert.is_nil(sessions.find(nil, sid));
		phone.destroyed = true;
		assert.is_nil(sessions.find("alice", sid));
	end);
end);
