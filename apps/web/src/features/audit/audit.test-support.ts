import type { AuditEventDto } from '@bellhop/api/contract';

/** An entry as the API gives it, to be varied by the cases. */
export const ENTRY: AuditEventDto = {
  position: 7,
  at: '2026-11-22T14:02:00.123Z',
  hash: 'a'.repeat(64),
  actor: { kind: 'person', id: '019341f0-0000-7000-8000-000000000001', name: 'owner@provider.example' },
  action: 'policy.change',
  object: { kind: 'tenant', id: '019341f0-0000-7000-8000-000000000002', name: 'tenant.example' },
  before: { withBody: false },
  after: { withBody: true },
  reason: null,
  address: '192.0.2.7',
  agent: 'Mozilla/5.0',
  requestId: 'request-1',
};
