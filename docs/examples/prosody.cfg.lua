-- A small Prosody with push notifications by Bellhop; docker-compose.yml runs it, and an own server can borrow from it.
-- What makes the pushes are the lines marked (1) and (2), and the component at the end.

plugin_paths = { "/usr/local/lib/prosody/modules" } -- holds the folder mod_bellhop

modules_enabled = {
	"roster", "saslauth", "tls", "disco", "posix",
	"ping", "carbons", "pep", "blocklist", "csi_simple",
	"smacks", -- a phone that lost its network keeps its session for a while
	"mam", -- and finds the messages it missed
	"bellhop", -- (1) reports messages to Bellhop and sends its publishes; do not load cloud_notify beside it
}

bellhop_component = "push.localhost" -- (2) the component below, and the JID of the connection in Bellhop

authentication = "internal_hashed"
storage = "internal"
data_path = "/var/lib/prosody"
certificates = "/etc/prosody/certs"
pidfile = "/var/lib/prosody/prosody.pid"
log = { info = "*console" }

-- Without a certificate nobody should reach this from elsewhere: docker-compose.yml publishes it on 127.0.0.1 only.
c2s_require_encryption = false
s2s_require_encryption = true

-- Bellhop connects from another container. Beside Bellhop on one machine leave this out: the default is loopback.
component_interfaces = { "*" }
component_ports = { 5347 }

VirtualHost "localhost"

Component "push.localhost"
	component_secret = ENV_BELLHOP_COMPONENT_SECRET -- from the environment variable BELLHOP_COMPONENT_SECRET
