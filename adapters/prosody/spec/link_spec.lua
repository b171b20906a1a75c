local new_queue = module:require("queue");
local st = require("util.stanza");
local time = require("util.time");

local now = 1000;
local real_now = time.now;
time.now = function () return now; end;
local new_link = module:require("link");
time.now = real_now;

local LINK = "urn:bellhop:link:0";

describe("the link", function ()
	local link, queue, state, written, hellos, refused;
	local session = { name = "the stream" };

	before_each(function ()
		written, hellos, refused = {}, 0, {};
		state = { id_prefix = "id-" };
		queue = new_queue(state, { waiting = 0, queues = {} }, { host = 100, server = 100 }, function () return "i"; end);
		local component = {
			address = "push.example";
			session = function () return session; end;
			write = function (to, xml) written[#written + 1] = { to = to, xml = xml }; end;
			write_message = function () hellos = hellos + 1; end;
			iq_start = function (_, id) return "<iq id='" .. id .. "'>"; end;
			read_in_large_steps = function () end;
		};
		link = new_link(component, state, queue, function () return "<hello/>"; end, function (request)
			refused[#refused + 1] = request;
		end);
	end);

	local function open(settings)
		local all = { max_events = 100, max_bytes = 10000, window = 1 };
		for name, value in pairs(settings or {}) do all[name] = value; end
		link.open(all.session or session, all, state.acknowledged);
		link.flush();
	end

	local function report(...)
		for _, name in ipairs({ ... }) do link.report({ xml = "<" .. name .. "/>", kind = "k", user = name, shape = "" }); end
	end

	-- What batch `i` says: its position, its drops and its events.
	local function batch(i)
		local xml = written[i].xml;
		return xml:match("prev='(%d+)'") .. (xml:match(" (dropped='%d+')") or "") .. " " .. xml:match("<events[^>]*>(.*)</events>");
	end

	local function answer(i, type_, payload)
		local iq = st.stanza("iq", { type = type_, id = written[i].xml:match("id='([^']+)'") });
		if payload then iq:add_child(payload); end
		return link.take_answer(iq, function (request, reply) request.answered(reply); end);
	end

	local function wait_error(seq, retry)
		local error_ = st.stanza("error", { type = "wait" });
		if seq then error_:tag("position", { xmlns = LINK, seq = seq, retry = retry }):up(); end
		return error_;
	end

	it("keeps events until it is open, then sends them in one batch", function ()
		report("a", "b");
		assert.equal(0, #written);
		open();
		assert.equal("0 <a/><b/>", batch(1));
		assert.equal(session, written[1].to);
	end);

	it("sends at once when idle, and gathers while an answer is outstanding", function ()
		open();
		report("a", "b", "c");
		assert.equal(1, #written);
		answer(1, "result");
		assert.equal("0 <a/>", batch(1));
		assert.equal("1 <b/><c/>", batch(2));
		assert.equal(1, state.acknowledged);
	end);

	it("lets what may wait go along with the next event, or by itself after a moment", function ()
		open();
		link.report_soon({ xml = "<r/>" });
		assert.equal(0, #written);
		report("a");
		assert.equal("0 <r/><a/>", batch(1));
		link.report_soon({ xml = "<s/>" });
		answer(1, "result");
		assert.equal(1, #written);
		module:take_timer(0.2).callback();
		assert.equal("2 <s/>", batch(2));
	end);

	it("says what the server's clock shows when it hands events over", function ()
		open();
		report("a");
		assert.matches(" now='%d+'", written[1].xml);
	end);

	it("sends full batches ahead, as many as the window lets it", function ()
		open({ window = 2, max_events = 2 });
		report("a", "b", "c", "d", "e", "f");
		assert.equal(2, #written);
		answer(2, "result");
		assert.equal(3, state.acknowledged);
		assert.equal("3 <d/><e/>", batch(3));
		assert.is_false(answer(1, "result"));
		answer(3, "result");
		assert.equal("5 <f/>", batch(4));
	end);

	it("keeps a batch within the bytes asked for, one event at least", function ()
		report("a", "b", "c");
		open({ max_bytes = 1 });
		assert.equal("0 <a/>", batch(1));
		answer(1, "result");
		assert.equal("1 <b/>", batch(2));
	end);

	it("goes on after the position of a refusal, with the same numbers", function ()
		open();
		report("a");
		answer(1, "result");
		report("b", "c", "d");
		answer(2, "error", wait_error());
		report("e");
		assert.equal(2, #written);
		module:take_timer(1).callback();
		assert.equal("1 <b/><c/><d/><e/>", batch(3));
		answer(3, "error", wait_error("2", "500"));
		assert.equal(2, state.acknowledged);
		module:take_timer(0.5).callback();
		assert.equal("2 <c/><d/><e/>", batch(4));
	end);

	it("waits twice as long after each refusal, up to 30 s, and begins anew after an acceptance", function ()
		open();
		report("a");
		for i, seconds in ipairs({ 1, 2, 4, 8, 16, 30, 30 }) do
			answer(i, "error", wait_error());
			module:take_timer(seconds).callback();
		end
		answer(8, "result");
		report("b");
		answer(9, "error", wait_error());
		assert.is_table(module:take_timer(1));
	end);

	for what, position in pairs({ ["below what is acknowledged"] = "0", ["that was never given"] = "99" }) do
		it("says hello again when told a position " .. what, function ()
			open();
			report("a");
			answer(1, "result");
			report("b");
			answer(2, "error", wait_error(position));
			assert.is_true(link.is_open());
			module:take_timer(1).callback();
			assert.is_false(link.is_open());
			assert.equal(1, hellos);
			open();
			assert.equal("1 <b/>", batch(3));
		end);
	end

	it("does not take an answer twice, nor one of a link that is gone", function ()
		open();
		report("a");
		assert.is_true(answer(1, "result"));
		assert.is_false(answer(1, "result"));
		report("b");
		link.lose("test");
		assert.is_false(answer(2, "result"));
		assert.equal(1, state.acknowledged);
	end);

	it("tells of drops until the first event after them is durable", function ()
		state.dropped = 7;
		report("a");
		open();
		assert.equal("0dropped='7' <a/>", batch(1));
		link.lose("test");
		open();
		assert.equal("0dropped='7' <a/>", batch(2));
		answer(2, "result");
		report("b");
		assert.equal("1 <b/>", batch(3));
	end);

	it("tells of drops no more when the first event after them was durable at a refusal", function ()
		state.dropped = 7;
		report("a", "b");
		open();
		answer(1, "error", wait_error("1", "500"));
		module:take_timer(0.5).callback();
		assert.equal("1 <b/>", batch(2));
	end);

	it("keeps requests over an open on the same stream, and refuses them when the stream is replaced", function ()
		open();
		local answered;
		link.ask({ answered = function (reply) answered = reply; end }, "<request/>");
		local other = { stanza = "other" };
		link.ask(other, "<request/>");
		open();
		answer(1, "result");
		assert.equal("result", answered.attr.type);
		open({ session = { name = "another stream" } });
		assert.same({ other }, refused);
		assert.is_true(link.is_open());
	end);

	it("is given up when an answer is owed for a minute", function ()
		repeat until not module:take_timer(10);
		open();
		report("a");
		local watch = module:take_timer(10);
		now = now + 60;
		assert.equal(10, watch.callback());
		assert.is_true(link.is_open());
		now = now + 1;
		assert.is_nil(watch.callback());
		assert.is_false(link.is_open());
		assert.equal(1, hellos);
	end);
end);
