/** What the environment says. The only place that reads environment variables; `.env.example` documents them. */
import { resolve } from 'node:path';
import { z } from 'zod';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

const requestsPerMinute = (usual: number) =>
  z
    .string()
    .regex(/^\d{1,7}$/)
    .transform(Number)
    .pipe(z.int().min(60).max(1_000_000))
    .default(usual)
    .describe('a number of requests per minute from 60 to 1000000');

/** One entry per variable; the description is what a refusal says is expected, never the value that was given. */
const variables = z.object({
  BELLHOP_HOST: z
    .string()
    .regex(/^[^\s/]+$/)
    .default('127.0.0.1')
    .describe('an address or host name to listen on'),
  BELLHOP_PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().max(65_535))
    .default(8080)
    .describe('a port from 0 to 65535; 0 takes any free one'),
  BELLHOP_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe('the http or https address at which browsers reach Bellhop'),
  BELLHOP_DATA_FOLDER: z
    .string()
    .transform((folder) => resolve(folder))
    .prefault('./data')
    .describe('a folder for the key and the embedded database'),
  BELLHOP_REQUESTS_PER_ADDRESS: requestsPerMinute(6000),
  BELLHOP_REQUESTS_PER_PERSON: requestsPerMinute(3000),
  BELLHOP_REQUESTS_PER_TOKEN: requestsPerMinute(3000),
  BELLHOP_REQUESTS_PER_TENANT: requestsPerMinute(12_000),
  BELLHOP_LOG_LEVEL: z
    .enum(LOG_LEVELS)
    .default('info')
    .describe(`one of ${LOG_LEVELS.join(', ')}`),
  DATABASE_URL: z
    .string()
    .refine(isDatabaseUrl)
    .optional()
    .describe('postgres://user:password@host:port/database; the embedded Postgres when absent'),
  BELLHOP_KEY: z
    .string()
    .refine(isKey)
    .transform((text) => Buffer.from(text, 'base64'))
    .optional()
    .describe('32 random bytes in base64, as `openssl rand -base64 32` prints them'),
});

/** The names of all variables, for the test that holds `.env.example` to them. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(variables.shape);

/** How many requests of the API are answered within a minute, of one of each. */
export interface RequestsPerMinute {
  /** An IPv4 address, or the first 64 bits of an IPv6 address. */
  readonly address: number;
  readonly person: number;
  readonly token: number;
  /** About it, whoever asks. */
  readonly tenant: number;
}

export interface Config {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Without a slash at the end; undefined: see `publicUrl`. */
  readonly publicUrl: string | undefined;
  /** Absolute. */
  readonly dataFolder: string;
  readonly requestsPerMinute: RequestsPerMinute;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Undefined: the embedded Postgres in the data folder. */
  readonly databaseUrl: string | undefined;
  /** 32 bytes; undefined: the key file in the data folder. */
  readonly key: Buffer | undefined;
}

/** Environment variables that were refused, by name; the values stay out of it, for they may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly wrong: readonly { readonly variable: string; readonly expected: string }[]) {
    const lines = wrong.map(({ variable, expected }) => `  ${variable}: expected ${expected}`);
    super(['Wrong environment variables:', ...lines].join('\n'));
  }
}

/** Reads and checks the environment; an empty value counts as absent. Throws `ConfigError`. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const read = variables.safeParse(given);
  if (!read.success) throw new ConfigError(namesOf(read.error));
  return {
    host: read.data.BELLHOP_HOST,
    port: read.data.BELLHOP_PORT,
    publicUrl: read.data.BELLHOP_PUBLIC_URL,
    dataFolder: read.data.BELLHOP_DATA_FOLDER,
    requestsPerMinute: {
      address: read.data.BELLHOP_REQUESTS_PER_ADDRESS,
      person: read.data.BELLHOP_REQUESTS_PER_PERSON,
      token: read.data.BELLHOP_REQUESTS_PER_TOKEN,
      tenant: read.data.BELLHOP_REQUESTS_PER_TENANT,
    },
    logLevel: read.data.BELLHOP_LOG_LEVEL,
    databaseUrl: read.data.DATABASE_URL,
    key: read.data.BELLHOP_KEY,
  };
}

/** Where browsers reach Bellhop, once the port that it listens on is known; without a slash at the end. */
export function publicUrl(config: Config, listeningPort: number): string {
  if (config.publicUrl !== undefined) return config.publicUrl;
  const isAnyAddress = ['0.0.0.0', '::', '[::]'].includes(config.host);
  const host = isAnyAddress ? 'localhost' : config.host;
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${listeningPort}`;
}

function namesOf(error: z.ZodError): { variable: string; expected: string }[] {
  const names = new Set(error.issues.map((issue) => String(issue.path[0])));
  const shape: Readonly<Record<string, z.ZodType>> = variables.shape;
  return [...names].map((variable) => ({ variable, expected: shape[variable]?.description ?? '' }));
}

function isDatabaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, pathname } = new URL(text);
  return /^postgres(ql)?:$/.test(protocol) && hostname !== '' && username !== '' && pathname.length > 1;
}

function isKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && bytes.toString('base64') === text;
}
