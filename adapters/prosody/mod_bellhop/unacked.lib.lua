-- Which stanzas of a connected session's queue have been waiting for their acknowledgement too long.

local library = module:require("library");
local parse_time = library("util.datetime").parse;

-- mod_smacks stamps messages and presences with the second at which it sent them; iqs have none. Where the sender
-- put a stamp of its own, that one counts, and the stanza may be reported somewhat early or late.
local function sent_at(stanza)
	local delay = stanza:get_child("delay", "urn:xmpp:delay");
	return delay and delay.attr.stamp and parse_time(delay.attr.stamp) or nil;
end

local unacked = {};

-- The position up to which acknowledgements are owed for `delay` seconds: what was sent before something that is
-- owed is owed, too. Stamps are full seconds, so a stanza may be reported up to one second early.
function unacked.last_owed(queue, now, delay)
	for position = #queue, 1, -1 do
		local at = sent_at(queue[position]);
		if at and now - at >= delay then return position; end
	end
	return 0;
end

-- Seconds until the stanza at `position` is owed for `delay` seconds; at most `delay`, also if there is none.
function unacked.seconds_left(queue, position, now, delay)
	local at = queue[position] and sent_at(queue[position]);
	return math.max(math.min(at and at + delay - now or delay, delay), 1);
end

return unacked;
