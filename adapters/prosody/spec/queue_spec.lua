local new_queue = module:require("queue");

describe("the queue", function ()
	local server, instances;

	local function new(limits)
		local state = {};
		local queue = new_queue(state, server, limits or { host = 1000, server = 1000 }, function ()
			instances = instances + 1;
			return "instance-" .. instances;
		end);
		server.queues[#server.queues + 1] = state;
		return queue, state;
	end

	local function event(name, kind, user, shape)
		return { xml = name, kind = kind, user = user, shape = shape };
	end

	local function add_all(queue, names)
		for name in names:gmatch("%S+") do queue.add(event(name, "offline", name, "")); end
	end

	-- The texts of what is handed over after `position`.
	local function after(queue, position)
		local texts = {};
		for i = position, position + queue.count_after(position) - 1 do texts[#texts + 1] = queue.after(i).xml; end
		return table.concat(texts, " ");
	end

	before_each(function ()
		server = { waiting = 0, queues = {} };
		instances = 0;
	end);

	it("hands events over in their order, and again under the same numbers", function ()
		local queue, state = new();
		add_all(queue, "a b c");
		assert.equal("a b c", after(queue, 0));
		assert.equal("b c", after(queue, 1));
		assert.equal(3, state.last);
		assert.is_nil(queue.after(3));
	end);

	it("numbers an event only when it is handed over", function ()
		local queue, state = new();
		add_all(queue, "a b");
		assert.equal("a", queue.after(0).xml);
		assert.equal(1, state.last);
		assert.equal(2, queue.count_after(0));
		assert.equal(1, server.waiting);
	end);

	it("forgets what is acknowledged, and nothing twice", function ()
		local queue, state = new();
		add_all(queue, "a b c");
		after(queue, 0);
		queue.acknowledge(2);
		queue.acknowledge(1);
		assert.equal(2, state.acknowledged);
		assert.same({ [3] = state.numbered[3] }, state.numbered);
		assert.equal("c", after(queue, 2));
	end);

	it("counts afresh in a new instance, with everything that is not acknowledged", function ()
		local queue, state = new();
		add_all(queue, "a b c d");
		for i = 0, 2 do queue.after(i); end
		queue.acknowledge(1);
		queue.start_new_instance();
		assert.equal("instance-2", state.instance);
		assert.equal(3, server.waiting);
		assert.equal("b c d", after(queue, 0));
	end);

	it("keeps the newest of each kind, user and shape when it is full, and counts what it drops", function ()
		local queue, state = new({ host = 8, server = 1000 });
		queue.add(event("a1", "offline", "a", "<body/>"));
		queue.add(event("a2", "queued", "a", "<body/>"));
		queue.add(event("a3", "offline", "a", "<active/>"));
		queue.add(event("b1", "offline", "b", "<body/>"));
		for i = 1, 5 do queue.add(event("n" .. i, "offline", "n", "<body/>")); end
		assert.equal("a1 a2 a3 b1 n5", after(queue, 0));
		assert.equal(4, state.dropped);
		assert.equal(0, server.waiting);
	end);

	it("drops the oldest when everything differs, down to three quarters", function ()
		local queue, state = new({ host = 8, server = 1000 });
		add_all(queue, "a b c d e f g h i");
		assert.equal("d e f g h i", after(queue, 0));
		assert.equal(3, state.dropped);
	end);

	it("lets replies go, and keeps every deleted account", function ()
		local queue = new({ host = 4, server = 1000 });
		local function deletion(name)
			local deleted = event(name, "account", "x", "");
			deleted.must_stay = true;
			return deleted;
		end
		queue.add(deletion("x1"));
		queue.add(deletion("x2"));
		queue.add({ xml = "reply" });
		add_all(queue, "a b");
		assert.equal("x1 x2 b", after(queue, 0):gsub("a ", ""));
		assert.is_nil(after(queue, 0):find("reply"));
	end);

	it("never drops what has a number", function ()
		local queue = new({ host = 4, server = 1000 });
		add_all(queue, "a b c d");
		after(queue, 0);
		for _ = 1, 5 do queue.add(event("z", "offline", "z", "")); end
		assert.equal("a b c d z", after(queue, 0));
	end);

	it("takes from the longest queue when all hosts together keep too much", function ()
		local limits = { host = 1000, server = 12 };
		local long, long_state = new(limits);
		local short, short_state = new(limits);
		add_all(long, "a b c d e f g h");
		add_all(short, "s t u v w");
		assert.equal(2, long_state.dropped);
		assert.equal(0, short_state.dropped);
		assert.equal("c d e f g h", after(long, 0));
		assert.equal("s t u v w", after(short, 0));
	end);

	it("knows of a deletion until all of them are acknowledged", function ()
		local queue = new();
		for _ = 1, 2 do queue.add(event("gone", "account", "x", "")); end
		after(queue, 0);
		queue.acknowledge(1);
		assert.is_true(queue.has_deletion_of("x"));
		queue.acknowledge(2);
		assert.is_false(queue.has_deletion_of("x"));
	end);

	it("strips one kind of text from everything it keeps", function ()
		local queue = new();
		for _ = 1, 2 do
			local told = event("x", "offline", "x", "");
			told.texts = { keys = { "body1", "sender2" }, body1 = "text", sender2 = "who" };
			queue.add(told);
		end
		queue.after(0);
		queue.strip("body", "<body/>");
		for i = 0, 1 do
			local texts = queue.after(i).texts;
			assert.equal("<body/>", texts.body1);
			assert.equal("who", texts.sender2);
		end
	end);
end);
