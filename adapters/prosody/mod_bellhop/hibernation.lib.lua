-- Which of the stanzas that a hibernating session has not acknowledged are reported.

-- `shapes` are theirs, oldest first. Gives the positions of the `newest_count` newest and of the newest of each
-- shape, oldest first: so nothing that could matter is missing, however long the queue.
return function (shapes, newest_count)
	local newest_first, seen = {}, {};
	for position = #shapes, 1, -1 do
		local shape = shapes[position];
		if position > #shapes - newest_count or not seen[shape] then newest_first[#newest_first + 1] = position; end
		seen[shape] = true;
	end
	local positions = {};
	for i = #newest_first, 1, -1 do positions[#positions + 1] = newest_first[i]; end
	return positions;
end
