/** Every address of the dashboard, the shape of its search parameters, and the page that stands there. */
import type { Me } from '@bellhop/api/contract';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import type { ErrorComponentProps, ParsedLocation } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ProblemError } from './api.js';
import { AppFrame } from './components/app-frame.js';
import { FailedPage, LoadingPage, MissingPage } from './components/page-states.js';
import { PageRoot } from './components/page-root.js';
import { secondFactorNeed } from './components/second-factor-need.js';
import { meQuery } from './queries.js';
import {
  auditSearch,
  figuresSearch,
  logSearch,
  overviewSearch,
  registrationSearch,
  signInSearch,
} from './searches.js';

interface RouterContext {
  readonly queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: PageRoot,
  errorComponent: PageFault,
  notFoundComponent: MissingPage,
});

const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./features/setup/setup-page.js'), 'SetupPage'),
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./features/sign-in/sign-in-page.js'), 'SignInPage'),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./features/invitation/invitation-page.js'), 'InvitationPage'),
});

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset',
  component: lazyRouteComponent(() => import('./features/reset/reset-page.js'), 'ResetPage'),
});

const secondFactorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/second-factor',
  validateSearch: signInSearch,
  beforeLoad: async (entry) => {
    const me = await requireSignIn(entry);
    if (secondFactorNeed(me) === 'nothing') throw redirect({ to: '/profile' });
  },
  component: lazyRouteComponent(() => import('./features/profile/second-factor-page.js'), 'SecondFactorPage'),
});

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async (entry) => {
    const me = await requireSignIn(entry);
    if (secondFactorNeed(me) !== 'nothing') throw redirect({ to: '/second-factor', search: nextOf(entry) });
  },
  component: AppFrame,
});

const overviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  validateSearch: overviewSearch,
  component: lazyRouteComponent(() => import('./pages/overview-page.js'), 'OverviewPage'),
});

const tenantRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/tenants/$tenantId',
  component: lazyRouteComponent(() => import('./features/tenants/tenant-page.js'), 'TenantPage'),
});

const logRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/',
  validateSearch: logSearch,
  component: lazyRouteComponent(() => import('./features/delivery-log/log-page.js'), 'LogPage'),
});

const registrationsRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/registrations',
  validateSearch: registrationSearch,
  component: lazyRouteComponent(
    () => import('./features/registrations/registrations-page.js'),
    'RegistrationsPage',
  ),
});

const privacyRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/privacy',
  component: lazyRouteComponent(() => import('./features/tenants/privacy-page.js'), 'PrivacyPage'),
});

const figuresRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/figures',
  validateSearch: figuresSearch,
  component: lazyRouteComponent(() => import('./features/figures/figures-page.js'), 'FiguresPage'),
});

const logAndQuotaRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/log-and-quota',
  component: lazyRouteComponent(() => import('./features/tenants/log-and-quota-page.js'), 'LogAndQuotaPage'),
});

const tenantAuditRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./features/audit/audit-page.js'), 'TenantAuditPage'),
});

const providerAuditRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./features/audit/audit-page.js'), 'ProviderAuditPage'),
});

const tenantMembersRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/members',
  component: lazyRouteComponent(() => import('./features/members/members-page.js'), 'TenantMembersPage'),
});

const tenantTokensRoute = createRoute({
  getParentRoute: () => tenantRoute,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./features/tokens/tokens-page.js'), 'TenantTokensPage'),
});

const providerMembersRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/members',
  component: lazyRouteComponent(() => import('./features/members/members-page.js'), 'ProviderMembersPage'),
});

const providerTokensRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./features/tokens/tokens-page.js'), 'ProviderTokensPage'),
});

const profileRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/profile',
  component: lazyRouteComponent(() => import('./features/profile/profile-page.js'), 'ProfilePage'),
});

const routeTree = rootRoute.addChildren([
  setupRoute,
  signInRoute,
  invitationRoute,
  resetRoute,
  secondFactorRoute,
  signedInRoute.addChildren([
    overviewRoute,
    providerAuditRoute,
    providerMembersRoute,
    providerTokensRoute,
    profileRoute,
    tenantRoute.addChildren([
      logRoute,
      figuresRoute,
      registrationsRoute,
      privacyRoute,
      logAndQuotaRoute,
      tenantAuditRoute,
      tenantMembersRoute,
      tenantTokensRoute,
    ]),
  ]),
]);

/** The router of the whole dashboard. */
export function createBellhopRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingComponent: LoadingPage,
    defaultErrorComponent: PageFault,
    scrollRestoration: true,
  });
}

async function requireSignIn(entry: Entry): Promise<Me> {
  return await entry.context.queryClient.ensureQueryData(meQuery()).catch((error: unknown) => {
    if (!(error instanceof ProblemError) || error.problem.status !== 401) throw error;
    throw redirect({ to: '/sign-in', search: nextOf(entry) });
  });
}

// Where they wanted to go.
function nextOf({ location }: Entry): { next?: string } {
  return location.href === '/' ? {} : { next: location.href };
}

interface Entry {
  readonly context: RouterContext;
  readonly location: ParsedLocation;
}

function PageFault({ error, reset }: ErrorComponentProps): ReactElement {
  return <FailedPage error={error} onRetry={reset} />;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createBellhopRouter>;
  }
}
