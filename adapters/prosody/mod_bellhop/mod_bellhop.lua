-- mod_bellhop: tells Bellhop what happens to a host's stanzas, and sends Bellhop's publishes from this host.
-- SPDX-License-Identifier: Apache-2.0
--
-- It speaks the link protocol (docs/link.md; "row n" is the table there) to an ordinary external component
-- (XEP-0114) of the same server, and decides nothing itself. Prosody 0.12 and newer.
--
-- This file puts the parts together; each part is a file of this folder.

local VERSION = "0.1.0";

local LINK = "urn:bellhop:link:0";
local PUSH = "urn:xmpp:push:0";

local library = module:require("library");
local text = module:require("text");
local requests = module:require("requests");
local st = library("util.stanza");
local jid = library("util.jid");
local random = library("util.random");
local to_hex = library("util.hex").encode;
local modulemanager = library("core.modulemanager");

local host = module.host;
local hosts = prosody.hosts;

local function new_instance()
	return to_hex(random.bytes(8));
end

--- What survives a reload of the module

-- Of all hosts: what makes session ids and refs unique per server start, and every host's queue.
local server = module:shared("/*/bellhop/server");
if not server.start then
	server.start = to_hex(random.bytes(8));
	server.key = random.bytes(32);
	server.last_session = 0;
	server.last_stanza = 0;
	server.waiting = 0;
	server.queues = setmetatable({}, { __mode = "v" });
end

-- Of this host; each part adds its own.
local state = module:shared("state");
state.id_prefix = state.id_prefix or "bellhop-" .. to_hex(random.bytes(4)) .. "-";

--- The parts

local component = module:require("component")(host, hosts, jid.prep(module:get_option_string("bellhop_component")));

local queue = module:require("queue")(state, server, {
	host = module:get_option_number("bellhop_queue_limit", 20000);
	server = module:get_option_number("bellhop_server_queue_limit", 100000);
}, new_instance);

-- Rows 1 and 2.
local function hello()
	return "<hello" .. text.attribute("xmlns", LINK) .. text.attribute("adapter", "prosody")
		.. text.attribute("version", VERSION) .. text.attribute("server", "Prosody " .. (prosody.version or ""))
		.. text.attribute("instance", state.instance) .. text.attribute("last", state.last)
		.. text.attribute("kept", queue.count_after(state.acknowledged))
		.. text.attribute("dropped", state.dropped) .. "/>";
end

local link = module:require("link")(component, state, queue, hello, requests.refuse);
local open = module:require("open")(component, state, queue, link);
local publishes = module:require("publishes")(host, state, link);

-- smacks_max_ack_delay may be written as a period ("30s") in Prosody 13.
local function ack_delay_seconds()
	local get_option = module.get_option_period or module.get_option_number;
	return get_option(module, "smacks_max_ack_delay", 30);
end

local sessions = module:require("sessions")(hosts[host] and hosts[host].sessions or {}, server);
local references = module:require("reference")(host, server);
local render = module:require("skeleton")(host, hosts);
local stanzas = module:require("stanzas")(host, hosts, state, sessions, references, render, link.report);
local accounts = module:require("accounts")(host, sessions, link.report);
local sleep = module:require("sleep")(sessions, stanzas, accounts, ack_delay_seconds());
local clients = requests.new(sessions, queue, link, sleep);

--- Hooks

-- Where a message comes in, before the archive (0) makes the first copy of it.
local FIRST_PLACES = { "pre-message/bare", "pre-message/full", "message/bare", "message/full" };

local function hook_stanzas()
	for _, place in ipairs(FIRST_PLACES) do
		module:hook(place, function (event) references.prepare(event.stanza); end, 100);
	end
	-- Before mod_offline (-1), which stores the message and ends the event.
	module:hook("message/offline/handle", stanzas.offline, 1);
	module:hook("message/bare/groupchat", stanzas.groupchat, 1);
	module:hook("archive-message-added", stanzas.archived);
	module:hook("smacks-hibernation-start", sleep.hibernation_started);
	module:hook("smacks-hibernation-stanza-queued", sleep.stanza_queued);
	module:hook("smacks-hibernation-end", sleep.hibernation_ended);
	module:hook("smacks-ack-delayed", sleep.ack_delayed);
end

local function hook_accounts()
	module:hook("resource-bind", function (event) accounts.session(event.session, "bound"); end);
	module:hook("resource-unbind", function (event) accounts.session(event.session, "closed"); end);
	module:hook("cloud-notify-ping", accounts.ping);
	module:hook_global("user-deleted", accounts.deleted);
end

local function hook_clients()
	-- XEP-0357 "Discovering Support": on the account only. It stays while the component is away: a feature
	-- that vanishes makes some clients unregister.
	module:hook("account-disco-info", function (event)
		(event.reply or event.stanza):tag("feature", { var = PUSH }):up();
	end);
	module:hook("iq-set/self/" .. PUSH .. ":enable", clients.handle, 1);
	module:hook("iq-set/self/" .. PUSH .. ":disable", clients.handle, 1);
end

--- What comes from the component; everybody else gets Prosody's own service-unavailable

-- `handler` gets the component's session, the iq and its payload.
local function hook_link(name, type_, handler, needs_open)
	module:hook("iq-" .. type_ .. "/host/" .. LINK .. ":" .. name, function (event)
		if not component.is_sender(event) then return nil; end
		local origin, iq = event.origin, event.stanza;
		if needs_open and not link.is_open_on(origin) then
			origin.send(st.error_reply(iq, "wait", "unexpected-request", "The link is not open"));
		else
			handler(origin, iq, iq.tags[1]);
		end
		return true;
	end);
end

local function handle_hello(origin, iq)
	component.write(origin, component.iq_start("result", iq.attr.id) .. hello() .. "</iq>");
end

-- One hook for every answer, before mod_iq looks for a hook with the answer's id.
local function handle_answer(event)
	local iq = event.stanza;
	if iq.attr.type ~= "result" and iq.attr.type ~= "error" then return nil; end
	local is_link = link.is_open_on(event.origin) and iq.attr.from == component.address;
	if is_link and link.take_answer(iq, clients.answered) then return true; end
	return publishes.take_answer(iq);
end

local function hook_link_stanzas()
	hook_link("hello", "get", handle_hello, false);
	hook_link("open", "set", open, false);
	hook_link("publishes", "set", publishes.handle, true);
	hook_link("hold", "set", sleep.handle_hold, true);
	hook_link("release", "set", sleep.handle_release, true);
	module:hook("iq/host", handle_answer, 100);
end

-- These events fire on the component's host, which may come to life after this one.
local function attach_to_component()
	local context = module:context(component.address);
	context:hook("component-authenticated", link.say_hello);
	context:hook("component-disconnected", function (event)
		-- A refused second stream disconnects, too.
		if link.is_open_on(event.session) then link.lose("disconnected"); end
	end);
end

local function follow_component()
	if hosts[component.address] then attach_to_component(); end
	module:hook_global("host-activated", function (name)
		if name == component.address then attach_to_component(); end
	end);
	module:hook_global("host-deactivated", function (name)
		if name == component.address then link.lose("host deactivated"); end
	end);
end

--- Beside mod_cloud_notify clients would get two answers to each request and two pushes for each message

local RIVAL = "cloud_notify";

local function has_rival()
	local enabled = module:get_option_inherited_set("modules_enabled", {});
	local disabled = module:get_option_inherited_set("modules_disabled", {});
	return modulemanager.is_loaded(host, RIVAL) or (enabled:contains(RIVAL) and not disabled:contains(RIVAL));
end

local function give_way()
	module:log("error", "Not working on %s: mod_%s is enabled there, too. Enable only one of the two", host, RIVAL);
end

local function start()
	server.queues[host] = state;
	hook_clients();
	hook_stanzas();
	hook_accounts();
	hook_link_stanzas();
	publishes.start_aging();
	sleep.watch_again();
	module:hook("module-loaded", function (event)
		if event.module ~= RIVAL then return; end
		give_way();
		modulemanager.unload(host, module.name);
	end);
	if component.address then
		follow_component();
		link.say_hello();
	else
		module:log("error", "Set bellhop_component to the address of Bellhop's component; until then nobody on %s"
			.. " can enable push", host);
	end
end

-- Without the module nobody would hear what happens to a session that hibernates for days.
function module.unload()
	link.lose("module unloaded");
	if module.reloading then return; end
	sleep.forget_all();
	queue.abandon();
	server.queues[host] = nil;
end

if has_rival() then
	give_way();
elseif module:get_host_type() ~= "local" then
	module:log("error", "Not working on %s: mod_bellhop belongs on a VirtualHost", host);
else
	start();
end
