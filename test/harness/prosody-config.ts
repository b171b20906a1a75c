import { fileURLToPath } from 'node:url';

/** A virtual host of the private Prosody. */
export interface HostOptions {
  readonly domain: string;
  /** The component that mod_bellhop talks to; the adapter is loaded only where this is given. */
  readonly bellhopComponent?: string;
  /** Loads mod_cloud_notify, to compare with. */
  readonly cloudNotify?: boolean;
  /** More modules for this host. */
  readonly modules?: readonly string[];
  /** More configuration lines for this host, in Lua. */
  readonly config?: string;
}

/** An external component (XEP-0114) that may connect: Bellhop's, an app server's. */
export interface ComponentHostOptions {
  readonly jid: string;
  readonly secret: string;
}

/** The whole server. */
export interface ProsodyOptions {
  readonly hosts: readonly HostOptions[];
  readonly components?: readonly ComponentHostOptions[];
  /** Domains of chat rooms (mod_muc). */
  readonly rooms?: readonly string[];
  /** Modules for every host; the usual ones of a server for phones, with archive, unless given. */
  readonly modules?: readonly string[];
  /** More global configuration lines, in Lua. */
  readonly config?: string;
  /** `debug` unless given; a benchmark wants `warn`. */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error';
}

/** What the configuration file has to say besides the options. */
export interface ProsodyPlace {
  readonly folder: string;
  readonly clientPort: number;
  readonly componentPort: number;
}

/** The modules of every host unless told otherwise. */
const USUAL_MODULES: readonly string[] = [
  'roster',
  'saslauth',
  'disco',
  'ping',
  'carbons',
  'smacks',
  'mam',
  'blocklist',
];

/** The configuration file: loopback only, no TLS, no federation, nothing outside `folder`. */
export function renderProsodyConfig(options: ProsodyOptions, place: ProsodyPlace): string {
  return [
    globalSection(options, place),
    ...options.hosts.map(hostSection),
    ...(options.components ?? []).map(componentSection),
    ...(options.rooms ?? []).map(roomsSection),
  ].join('\n\n');
}

function globalSection(options: ProsodyOptions, { folder, clientPort, componentPort }: ProsodyPlace): string {
  return `
run_as_root = ${process.getuid?.() === 0}
data_path = ${quote(`${folder}/data`)}
pidfile = ${quote(`${folder}/prosody.pid`)}
admin_socket = ${quote(`${folder}/admin.sock`)}
log = { ${options.logLevel ?? 'debug'} = ${quote(`${folder}/prosody.log`)} }
plugin_paths = { ${quote(adapterFolder())} }
modules_enabled = { ${list([...(options.modules ?? USUAL_MODULES), 'posix', 'admin_socket', 'admin_shell'])} }
modules_disabled = { "s2s", "s2s_auth_certs", "tls" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${clientPort} }
c2s_direct_tls_ports = {}
component_ports = { ${componentPort} }
component_interfaces = { "127.0.0.1" }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
storage = "internal"
archive_expires_after = "never"
${options.config ?? ''}`.trim();
}

function hostSection(host: HostOptions): string {
  const modules = [
    ...(host.modules ?? []),
    ...(host.cloudNotify ? ['cloud_notify'] : []),
    ...(host.bellhopComponent === undefined ? [] : ['bellhop']),
  ];
  const component = host.bellhopComponent;
  return [
    `VirtualHost ${quote(host.domain)}`,
    `modules_enabled = { ${list(modules)} }`,
    component === undefined ? '' : `bellhop_component = ${quote(component)}`,
    host.config ?? '',
  ].join('\n');
}

function componentSection({ jid, secret }: ComponentHostOptions): string {
  return `Component ${quote(jid)}\ncomponent_secret = ${quote(secret)}`;
}

function roomsSection(domain: string): string {
  return `Component ${quote(domain)} "muc"\nmuc_room_locking = false`;
}

/** The adapter's folder beside test/, from the source as well as from dist/. */
function adapterFolder(): string {
  const here = fileURLToPath(import.meta.url);
  return `${here.slice(0, here.lastIndexOf('/test/'))}/adapters/prosody`;
}

function list(names: readonly string[]): string {
  return names.map(quote).join('; ');
}

function quote(text: string): string {
  return JSON.stringify(text);
}
