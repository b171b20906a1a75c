import { expect, it } from 'vitest';
import { newServices } from './debian-services.mjs';

const units = '/etc/systemd/system/multi-user.target.wants';

it('finds the service behind each link that was not there before', () => {
  const before = ['/etc/rc2.d/S01dbus', `${units}/ssh.service`];
  const after = [...before, '/etc/rc2.d/S01prosody', '/etc/rcS.d/S01procps', `${units}/prosody.service`];
  expect(newServices(before, after)).toEqual([
    { kind: 'sysv', name: 'prosody', level: '2' },
    { kind: 'sysv', name: 'procps', level: 'S' },
    { kind: 'systemd', name: 'prosody.service', level: '' },
  ]);
});

it('leaves alone what was enabled before', () => {
  expect(newServices(['/etc/rc2.d/S01prosody'], ['/etc/rc2.d/S01prosody'])).toEqual([]);
});

it('names a unit once, however many targets want it', () => {
  const after = [`${units}/prosody.service`, '/etc/systemd/system/network.target.wants/prosody.service'];
  expect(newServices([], after)).toHaveLength(1);
});

it('sees a service whose place in the boot order changed as the same one', () => {
  expect(newServices(['/etc/rc2.d/S01dbus'], ['/etc/rc2.d/S02dbus'])).toEqual([]);
});
