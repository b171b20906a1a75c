import type { ServedTenant } from './served-tenant.js';

/** The tenants this node serves, as the database had them last. */
export class TenantDirectory {
  private byDomain = new Map<string, ServedTenant>();

  replace(tenants: readonly ServedTenant[]): void {
    this.byDomain = new Map(tenants.map((tenant) => [tenant.domain, tenant]));
  }

  /** The tenant with exactly this domain, if it belongs to this connection. */
  find(connectionId: string, domain: string): ServedTenant | null {
    const tenant = this.byDomain.get(domain);
    return tenant?.connectionId === connectionId ? tenant : null;
  }

  all(): readonly ServedTenant[] {
    return [...this.byDomain.values()];
  }

  ofConnection(connectionId: string): readonly ServedTenant[] {
    return this.all().filter((tenant) => tenant.connectionId === connectionId);
  }
}
