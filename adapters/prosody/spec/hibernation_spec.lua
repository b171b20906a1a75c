local choose_positions = module:require("hibernation");

local function positions(shapes, newest_count)
	local list = {};
	for shape in shapes:gmatch("%S+") do list[#list + 1] = shape; end
	return table.concat(choose_positions(list, newest_count), " ");
end

describe("the stanzas told of a hibernation", function ()
	it("are all of a short queue, oldest first", function ()
		assert.equal("1 2 3", positions("a a a", 50));
		assert.equal("", positions("", 50));
	end);

	it("are the newest of a long one, and before them the newest of each other shape", function ()
		assert.equal("2 3 5 6", positions("b b c a a a", 2));
	end);

	it("are one of each shape when no more is asked for", function ()
		assert.equal("3 4", positions("a b a b", 0));
	end);

	it("never leave a shape out, whatever came after it", function ()
		assert.equal("1 499 500", positions("call " .. ("x "):rep(499), 2));
	end);
end);
