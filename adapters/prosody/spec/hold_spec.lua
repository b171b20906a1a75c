local new_holds = module:require("hold");

local TIMEOUT = 600; -- the server's own

describe("a hold", function ()
	local now, holds, session, expired;

	before_each(function ()
		now, expired = 1000, 0;
		holds = new_holds(function () return now; end);
		session = { bellhop_hold = 5000, resumption_token = "token" };
	end);

	local function hibernate()
		session.hibernating = now;
		session.hibernating_watchdog = { timeout = TIMEOUT, callback = function () expired = expired + 1; end };
		return holds.begin(session);
	end

	-- Lets the watchdog's timer run until it ends the session; gives how long that took.
	local function seconds_until_expiry()
		local begun, watchdog = now, session.hibernating_watchdog;
		local wait = TIMEOUT + 1;
		while expired == 0 do
			now = now + wait;
			wait = watchdog:callback();
			assert.is_true(expired == 1 or (wait > 0 and wait <= TIMEOUT + 1));
		end
		return now - begun;
	end

	local function assert_about(expected, seconds)
		assert.is_true(seconds >= expected and seconds <= expected + 2, expected .. " expected, not " .. seconds);
	end

	it("lengthens a hibernation to its time", function ()
		assert.is_true(hibernate());
		assert_about(5000, seconds_until_expiry());
	end);

	it("lengthens the next hibernation as well, whatever happened in the one before", function ()
		hibernate();
		holds.release(session);
		now = now + 100;
		session.hibernating, session.hibernating_watchdog = nil, nil;
		holds.finish(session);
		hibernate();
		assert_about(5000, seconds_until_expiry());
	end);

	it("never shortens the server's own time", function ()
		session.bellhop_hold = 10;
		hibernate();
		assert_about(TIMEOUT, seconds_until_expiry());
	end);

	it("of no seconds marks, and lengthens nothing, not even when it is released", function ()
		session.bellhop_hold = 0;
		assert.is_true(hibernate());
		now = now + 0;
		holds.release(session);
		assert_about(TIMEOUT, seconds_until_expiry());
		assert.equal(0, session.bellhop_hold);
	end);

	it("does nothing to a session that is not held", function ()
		session.bellhop_hold = nil;
		assert.is_false(hibernate());
		holds.release(session);
		assert_about(TIMEOUT, seconds_until_expiry());
	end);

	it("does nothing to a session that cannot be resumed", function ()
		session.resumption_token = nil;
		hibernate();
		assert_about(TIMEOUT, seconds_until_expiry());
	end);

	it("leaves a watchdog alone that is no longer the session's", function ()
		hibernate();
		local former = session.hibernating_watchdog;
		session.hibernating_watchdog = nil;
		assert.is_nil(former:callback());
		assert.equal(1, expired);
	end);

	it("starts the server's own time afresh when it is released, once", function ()
		hibernate();
		now = now + 3000;
		holds.release(session);
		now = now + 400;
		holds.release(session);
		now = now - 400;
		assert_about(TIMEOUT, seconds_until_expiry());
	end);

	it("that was released is not lengthened by a new time in the same hibernation", function ()
		hibernate();
		holds.release(session);
		assert.is_false(holds.hold(session, 9000));
		assert_about(TIMEOUT, seconds_until_expiry());
		assert.equal(9000, session.bellhop_hold);
	end);

	it("counts a new time from the start of the hibernation", function ()
		hibernate();
		now = now + 500;
		assert.is_false(holds.hold(session, 7000));
		assert_about(6500, seconds_until_expiry());
	end);

	it("begins a hibernation when it is put on a session that hibernates already", function ()
		session.bellhop_hold = nil;
		hibernate();
		now = now + 500;
		assert.is_true(holds.hold(session, 5000));
		assert_about(5000, seconds_until_expiry());
	end);

	it("put on a connected session begins with its next hibernation", function ()
		session.bellhop_hold = nil;
		assert.is_false(holds.hold(session, 5000));
		assert.is_nil(session.bellhop_until);
		assert.is_true(hibernate());
		assert_about(5000, seconds_until_expiry());
	end);

	it("that is forgotten leaves the server's own time, afresh", function ()
		hibernate();
		now = now + 3000;
		holds.forget(session);
		assert.is_nil(session.bellhop_hold);
		assert_about(TIMEOUT, seconds_until_expiry());
	end);

	it("that is forgotten after its release does not start the time again", function ()
		hibernate();
		holds.release(session);
		now = now + 500;
		holds.forget(session);
		now = now - 500;
		assert_about(TIMEOUT, seconds_until_expiry());
	end);

	it("that was forgotten can be put on again in the same hibernation", function ()
		hibernate();
		now = now + 100;
		holds.forget(session);
		assert.is_true(holds.hold(session, 5000));
		assert_about(5000, seconds_until_expiry());
	end);
end);
