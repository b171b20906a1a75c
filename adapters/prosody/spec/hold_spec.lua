local new_holds = module:require("hold");

local TIMEOUT = 600; -- the server's own

describe("a hold", function ()
	local now, holds, session, ended_at;

	before_each(function ()
		now, ended_at = 1000, nil;
		holds = new_holds(function () return now; end);
		session = { bellhop_hold = 5000, resumption_token = "token" };
	end);

	-- A watchdog as Prosody has it: called when its time is over, and again after so many seconds as it returns.
	local function new_watchdog()
		return { timeout = TIMEOUT, due = now + TIMEOUT + 1, callback = function () ended_at = now; end };
	end

	local function hibernate()
		session.hibernating = now;
		session.hibernating_watchdog = new_watchdog();
		return holds.begin(session);
	end

	local function let_pass(seconds)
		local watchdog, till = session.hibernating_watchdog, now + seconds;
		while watchdog.due and watchdog.due <= till do
			now = watchdog.due;
			local wait = watchdog:callback();
			watchdog.due = wait and now + wait;
		end
		now = till;
	end

	-- Seconds from now to the end of the session; it is known a moment late, but never early.
	local function assert_ends_in(expected)
		local from = now;
		assert.is_nil(ended_at);
		let_pass(100000);
		local seconds = ended_at - from;
		assert.is_true(seconds >= expected and seconds <= expected + 2, expected .. " expected, not " .. seconds);
	end

	it("lengthens a hibernation to its time", function ()
		assert.is_true(hibernate());
		assert_ends_in(5000);
	end);

	local function release_and_resume()
		hibernate();
		holds.release(session);
		let_pass(100);
		session.hibernating, session.hibernating_watchdog = nil, nil;
	end

	it("lengthens the next hibernation as well, whatever happened in the one before", function ()
		release_and_resume();
		hibernate();
		assert_ends_in(5000);
	end);

	it("can be released in every hibernation", function ()
		release_and_resume();
		hibernate();
		let_pass(2900);
		holds.release(session);
		assert_ends_in(TIMEOUT);
	end);

	it("never shortens the server's own time", function ()
		session.bellhop_hold = 10;
		hibernate();
		assert_ends_in(TIMEOUT);
	end);

	it("of no seconds marks, and lengthens nothing, not even when it is released", function ()
		session.bellhop_hold = 0;
		assert.is_true(hibernate());
		let_pass(400);
		holds.release(session);
		assert_ends_in(TIMEOUT - 400);
		assert.equal(0, session.bellhop_hold);
	end);

	it("does nothing to a session that is not held", function ()
		session.bellhop_hold = nil;
		assert.is_false(hibernate());
		let_pass(400);
		holds.release(session);
		assert_ends_in(TIMEOUT - 400);
	end);

	it("does nothing to a session that cannot be resumed", function ()
		session.resumption_token = nil;
		hibernate();
		assert_ends_in(TIMEOUT);
	end);

	it("does not wait for a session whose queue has overflowed", function ()
		local is_full = false;
		session.outgoing_stanza_queue = { resumable = function () return not is_full; end };
		hibernate();
		let_pass(1000);
		is_full = true;
		let_pass(TIMEOUT + 1);
		assert.is_not_nil(ended_at);
	end);

	it("leaves a watchdog alone that is no longer the session's", function ()
		hibernate();
		local former = session.hibernating_watchdog;
		session.hibernating_watchdog = nil;
		assert.is_nil(former:callback());
		assert.equal(now, ended_at);
	end);

	it("starts the server's own time afresh when it is released, once", function ()
		hibernate();
		let_pass(2900); -- shortly before the watchdog looks
		holds.release(session);
		let_pass(400);
		holds.release(session);
		assert_ends_in(TIMEOUT - 400);
	end);

	it("that was released is not lengthened by a new time in the same hibernation", function ()
		hibernate();
		holds.release(session);
		assert.is_false(holds.hold(session, 9000));
		assert_ends_in(TIMEOUT);
		assert.equal(9000, session.bellhop_hold);
	end);

	it("counts a new time from the start of the hibernation", function ()
		hibernate();
		let_pass(500);
		assert.is_false(holds.hold(session, 7000));
		assert_ends_in(6500);
	end);

	it("begins a hibernation when it is put on a session that hibernates already", function ()
		session.bellhop_hold = nil;
		hibernate();
		let_pass(500);
		assert.is_true(holds.hold(session, 5000));
		assert_ends_in(5000);
	end);

	it("put on a connected session begins with its next hibernation", function ()
		session.bellhop_hold = nil;
		assert.is_false(holds.hold(session, 5000));
		assert.is_nil(session.bellhop_until);
		assert.is_true(hibernate());
		assert_ends_in(5000);
	end);

	it("that is forgotten leaves the server's own time, afresh", function ()
		hibernate();
		let_pass(2900);
		holds.forget(session);
		assert.is_nil(session.bellhop_hold);
		assert_ends_in(TIMEOUT);
	end);

	it("that is forgotten after its release does not start the time again", function ()
		hibernate();
		holds.release(session);
		let_pass(500);
		holds.forget(session);
		assert_ends_in(TIMEOUT - 500);
	end);

	it("that was forgotten can be put on again in the same hibernation", function ()
		hibernate();
		let_pass(100);
		holds.forget(session);
		assert.is_true(holds.hold(session, 5000));
		assert_ends_in(5000);
	end);

	it("asks its question once, however often it is put on and taken away", function ()
		hibernate();
		local callback = session.hibernating_watchdog.callback;
		holds.forget(session);
		holds.hold(session, 5000);
		assert.equal(callback, session.hibernating_watchdog.callback);
	end);
end);
