import { expect, it } from 'vitest';
import { installationAdvice, installedPackages } from './debian-packages.mjs';

it('counts only packages that are installed and configured', () => {
  const output = 'prosody installed\nchromium not-installed\nlua-check config-files\nrsync half-configured\n';
  expect([...installedPackages(output)]).toEqual(['prosody']);
});

it('reads an empty answer as nothing installed', () => {
  expect([...installedPackages('')]).toEqual([]);
});

it('tells the exact command to run', () => {
  const command = 'sudo apt-get install -y --no-install-recommends prosody lua-check';
  expect(installationAdvice(['prosody', 'lua-check'])).toContain(command);
});
