interface Names {
  /** The connection's JID, the name of the component. */
  readonly component: string;
  readonly secret: string;
  /** The tenant's domain, the name of the VirtualHost. */
  readonly domain: string;
}

/** What to paste into Prosody's configuration so that `domain` gets push through `component`. */
export function prosodyConfiguration({ component, secret, domain }: Names): string {
  return `-- Under the VirtualHost of each domain that gets push:
VirtualHost ${luaString(domain)}
    modules_enabled = { "bellhop" }
    bellhop_component = ${luaString(component)}

-- Once, at the end of the file:
Component ${luaString(component)}
    component_secret = ${luaString(secret)}
`;
}

function luaString(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
