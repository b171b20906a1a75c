-- Sessions that hibernate or owe acknowledgements: what the component says about them, and what they tell.

local library = module:require("library");
local text = module:require("text");
local unacked = module:require("unacked");
local new_holds = module:require("hold");
local st = library("util.stanza");
local gettime = library("util.time").now;

-- mod_smacks owes nothing to a session of federation, and tells only of held sessions' stanzas here.
local function is_held(session)
	return session.username ~= nil and session.bellhop_hold ~= nil;
end

local function owes(session)
	return session.awaiting_ack and not session.hibernating and not session.destroyed and is_held(session);
end

-- `ack_delay`: seconds after which mod_smacks fires smacks-ack-delayed.
return function (sessions, stanzas, accounts, ack_delay)
	local sleep = {};
	local holds = new_holds(gettime);

	--- Hibernation

	local function report_hibernation(session, queue)
		local at = text.now_ms();
		accounts.session(session, "hibernating", #queue, at);
		if is_held(session) then stanzas.hibernation(session, queue, at); end
	end

	function sleep.hibernation_started(event)
		holds.begin(event.origin);
		report_hibernation(event.origin, event.queue);
	end

	function sleep.stanza_queued(event)
		if is_held(event.origin) then stanzas.queued(event.origin, event.stanza); end
	end

	-- `origin` is the connection that resumed and is thrown away; `resumed` is the session that goes on.
	function sleep.hibernation_ended(event)
		if event.resumed then accounts.session(event.resumed, "resumed"); end
	end

	--- Acknowledgements. mod_smacks tells once for each request for one, and asks no more until it is answered: what
	--- comes after that is watched here.

	local this_load = {}; -- timers end with the module

	local function report_owed(session, queue, least)
		local last = math.max(unacked.last_owed(queue, gettime(), ack_delay), math.min(least, #queue));
		stanzas.unacked(session, queue, last);
		return unacked.seconds_left(queue, last + 1, gettime(), ack_delay);
	end

	local function watch(session, seconds)
		session.bellhop_watched_by = this_load;
		module:add_timer(seconds, function ()
			if not owes(session) then
				session.bellhop_watched_by = nil;
				return;
			end
			return report_owed(session, session.outgoing_stanza_queue:table(), 0);
		end);
	end

	-- What the request was made for, the oldest at least, is owed for that long.
	function sleep.ack_delayed(event)
		local session = event.origin;
		if not owes(session) then return; end
		local seconds = report_owed(session, event.queue, 1);
		if session.bellhop_watched_by ~= this_load then watch(session, seconds); end
	end

	-- The timers of the module's former load are gone.
	function sleep.watch_again()
		sessions.each(function (session)
			if owes(session) and session.bellhop_watched_by then watch(session, ack_delay); end
		end);
	end

	--- Row 7, and what answers to requests bring

	function sleep.hold(session, element)
		local seconds = text.whole_number(element.attr.seconds);
		if not seconds or session.destroyed then return; end
		if holds.hold(session, seconds) then report_hibernation(session, session.outgoing_stanza_queue:table()); end
	end

	function sleep.forget(user, element)
		local session = sessions.find(user, element.attr.sid);
		if session then holds.forget(session); end
	end

	function sleep.forget_all()
		sessions.each(holds.forget);
	end

	local function answer(origin, iq, session)
		origin.send(session and st.reply(iq) or st.error_reply(iq, "cancel", "item-not-found"));
	end

	function sleep.handle_hold(origin, iq, element)
		local session = sessions.find(element.attr.user, element.attr.sid);
		if session and not text.whole_number(element.attr.seconds) then
			return origin.send(st.error_reply(iq, "modify", "bad-request"));
		end
		answer(origin, iq, session);
		if session then sleep.hold(session, element); end
	end

	function sleep.handle_release(origin, iq, element)
		local session = sessions.find(element.attr.user, element.attr.sid);
		answer(origin, iq, session);
		if not session then return; end
		local is_forgotten = element.attr.forget == "1" or element.attr.forget == "true";
		if is_forgotten then holds.forget(session); else holds.release(session); end
	end

	return sleep;
end
