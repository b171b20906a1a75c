import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Service {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes: readonly string[];
}

const repository = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(repository, path), 'utf8');
const text = read('docker-compose.yml');
const compose = parse(text) as {
  readonly services: Readonly<Record<'postgres' | 'bellhop' | 'prosody', Service>>;
  readonly volumes: Readonly<Record<string, null>>;
};
const services = Object.entries(compose.services);
const mounts = services.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')));
const prosodyConfig = 'docs/examples/prosody.cfg.lua';

describe('docker-compose.yml', () => {
  it('names each image with an exact version', () => {
    for (const [, { image }] of services) expect(image).toMatch(/^[a-z]+:\d+\.\d+[.\w-]*$/);
  });

  it('mounts only files that exist and volumes that it declares', () => {
    for (const [source = ''] of mounts) {
      const exists = source.startsWith('./')
        ? existsSync(join(repository, source))
        : source in compose.volumes;
      expect(exists, source).toBe(true);
    }
  });

  it('publishes ports on loopback only', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports).not.toEqual([]);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('sets only variables of Bellhop that .env.example explains', () => {
    const explained = read('.env.example').match(/^[A-Z_]+(?==)/gm) ?? [];
    expect(explained).toEqual(expect.arrayContaining(Object.keys(compose.services.bellhop.environment)));
  });

  it('takes every secret from the environment and refuses to start without it', () => {
    const secret = /PASSWORD|SECRET|KEY/;
    const set = services.flatMap(([, { environment }]) => Object.entries(environment));
    for (const [name, value] of set.filter(([name]) => secret.test(name))) {
      expect(value, name).toMatch(/^\$\{[A-Z_]+:\?.+\}$/);
    }
    expect(compose.services.bellhop.environment['DATABASE_URL']).toContain(
      ':${POSTGRES_PASSWORD}@postgres:5432/',
    );
  });
});

describe('the example configuration of Prosody', () => {
  const config = evaluate(prosodyConfig, { ENV_BELLHOP_COMPONENT_SECRET: 'from the environment' });

  it('is mounted where the service reads it', () => {
    const target = mounts.find(([source]) => source === `./${prosodyConfig}`)?.[1];
    expect(text).toContain(`--config ${target}`);
  });

  it('loads the adapter from the folder it is mounted into', () => {
    const target = mounts.find(([source]) => source === './adapters/prosody/mod_bellhop')?.[1];
    expect(target).toBe(`${config['plugin_paths']?.[0]}/mod_bellhop`);
  });

  it('turns the adapter on with two lines', () => {
    expect(config['modules_enabled']).toContain('bellhop');
    expect(config['bellhop_component']).toEqual(['push.localhost']);
    expect(config['Component']).toEqual(config['bellhop_component']);
  });

  it('takes the secret of the component from the environment that docker-compose.yml sets', () => {
    expect(config['component_secret']).toEqual(['from the environment']);
    expect(compose.services.prosody.environment).toHaveProperty('BELLHOP_COMPONENT_SECRET');
  });
});

/** Runs a configuration as Prosody does, as Lua, and returns what it sets: each option with its values as texts. */
function evaluate(
  path: string,
  variables: Readonly<Record<string, string>>,
): Record<string, string[] | undefined> {
  const program = `
    local set = setmetatable({}, { __index = function(_, name)
      local variable = os.getenv(name)
      if variable then return variable end
      return function(argument) print(name .. "\\t" .. argument) return function() end end
    end })
    assert(loadfile(arg[1], "t", set))()
    for name, value in pairs(set) do
      for _, entry in pairs(type(value) == "table" and value or { value }) do print(name .. "\\t" .. tostring(entry)) end
    end`;
  const output = execFileSync('lua5.4', ['-', join(repository, path)], {
    input: program,
    env: { ...process.env, ...variables },
    encoding: 'utf8',
  });
  const config: Record<string, string[] | undefined> = {};
  for (const line of output.trimEnd().split('\n')) {
    const [name = '', value = ''] = line.split('\t');
    config[name] = [...(config[name] ?? []), value];
  }
  return config;
}
