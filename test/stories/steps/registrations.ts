import type { EnableContents } from '../../harness/app-server-kind.js';
import type { Device, PushTarget } from '../device.js';
import { enableElement } from '../enable-element.js';
import type { StepDefinition } from '../step-definition.js';
import type { Party, World } from '../world.js';

/** Clients that enable and disable push. */
export const registrationSteps: readonly StepDefinition[] = [
  {
    expression: '{device} has push',
    run: async ({ world }, party: Party) => await enable(world, party),
  },
  {
    expression: '{device} enables push again',
    run: async ({ world }, party: Party) => await enable(world, party),
  },
  {
    expression: '{device} has push for its {app}',
    run: async ({ world }, party: Party, app: string) => await enable(world, party, app),
  },
  {
    expression: '{device} enables push with the secret {string}',
    run: async ({ world }, party: Party, secret: string) =>
      await enableWith(world, party, (contents) => ({ ...contents, form: { secret } })),
  },
  {
    expression: '{device} enables push without options',
    run: async ({ world }, party: Party) =>
      await enableWith(world, party, ({ node }) => (node === undefined ? {} : { node })),
  },
  {
    expression: '{device} enables push without a node',
    run: async ({ world }, party: Party) => {
      const device = await world.connected(party);
      // Without a node the address alone tells the registration apart.
      const jid = `${world.user(party.person)}@${world.stage.appServer.jid}`;
      device.targets.set('', { jid, contents: {} });
      await enableAt(device, device.target());
    },
  },
  {
    expression: "{device} enables push at the app server's address in capitals",
    run: async ({ world }, party: Party) => {
      const device = await world.connected(party);
      const { jid, contents } = targetOf(world, device);
      await enableAt(device, { jid: jid.toUpperCase(), contents });
    },
  },
  {
    expression: '{device} enables push with this in the request:',
    run: async ({ world, text }, party: Party) => {
      const device = await world.connected(party);
      const { jid, contents } = targetOf(world, device);
      await device.phone.request('set', enableElement({ jid, node: contents.node }, text ?? ''));
      await device.phone.settle();
    },
  },
  {
    expression: '{device} disables push',
    run: async ({ world }, party: Party) => await disable(world, party, party),
  },
  {
    expression: '{device} disables push for its {app}',
    run: async ({ world }, party: Party, app: string) => await disable(world, party, party, app),
  },
  {
    expression: '{device} disables push for {device}',
    run: async ({ world }, party: Party, other: Party) => await disable(world, party, other),
  },
  {
    expression: '{device} disables push for everything at the app server',
    run: async ({ world }, party: Party) => {
      const { phone } = await world.connected(party);
      await phone.disablePush({ jid: world.stage.appServer.jid });
      await phone.settle();
    },
  },
];

/** The device's registration for one of its apps; made up when it is first asked for. */
function targetOf(world: World, device: Device, app = ''): PushTarget {
  const known = device.targets.get(app);
  if (known) return known;
  const { jid, kind } = world.stage.appServer;
  const name = `${device.name} ${app} ${world.id}`.replaceAll(/[^a-z0-9]+/g, '-');
  const contents = kind?.register({ account: device.account, name }) ?? {
    node: name,
    form: { secret: `secret of ${name}` },
  };
  const target = { jid, contents };
  device.targets.set(app, target);
  return target;
}

async function enable(world: World, party: Party, app = ''): Promise<void> {
  const device = await world.connected(party);
  await enableAt(device, targetOf(world, device, app));
}

async function enableWith(
  world: World,
  party: Party,
  change: (contents: EnableContents) => EnableContents,
): Promise<void> {
  const device = await world.connected(party);
  const { jid, contents } = targetOf(world, device);
  await enableAt(device, { jid, contents: change(contents) });
}

/** Nothing of it is left in the session's queue afterwards. */
async function enableAt({ phone }: Device, { jid, contents }: PushTarget): Promise<void> {
  await phone.enablePush({ jid, ...contents });
  await phone.settle();
}

/** Asked for in the session of `party`; the registration may be another device's of the same account. */
async function disable(world: World, party: Party, owner: Party, app = ''): Promise<void> {
  const { phone } = await world.connected(party);
  const { jid, contents } = (await world.device(owner)).target(app);
  await phone.disablePush({ jid, ...(contents.node === undefined ? {} : { node: contents.node }) });
  await phone.settle();
}
