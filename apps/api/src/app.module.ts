import { Module, StandardSchemaSerializerInterceptor } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AccessGuard } from './access/access.guard.js';
import { Callers } from './access/callers.js';
import { Credentials } from './access/credentials.js';
import { KnownBrowsers } from './access/known-browsers.js';
import { MeService } from './access/me.service.js';
import { OneselfController } from './access/oneself.controller.js';
import { OneselfService } from './access/oneself.service.js';
import { OngoingAccess } from './access/ongoing-access.js';
import { Passwords } from './access/passwords.js';
import { SecondFactorController } from './access/second-factor.controller.js';
import { SecondFactorService } from './access/second-factor.service.js';
import { SecondFactors } from './access/second-factors.js';
import { SetupController } from './access/setup.controller.js';
import { SetupService } from './access/setup.service.js';
import { SignInCookie } from './access/sign-in-cookie.js';
import { SignInController } from './access/sign-in.controller.js';
import { SignInService } from './access/sign-in.service.js';
import { Throttle } from './access/throttle.js';
import { AuditLogService } from './audit/audit-log.service.js';
import { AuditController, TenantAuditController } from './audit/audit.controller.js';
import { CheckpointSweep } from './audit/checkpoint-sweep.js';
import { ExportChainService } from './audit/export-chain.service.js';
import { VerifyChainService } from './audit/verify-chain.service.js';
import { ConnectionStream } from './connections/connection-stream.service.js';
import { ConnectionsController } from './connections/connections.controller.js';
import { ConnectionsService } from './connections/connections.service.js';
import { MaskingInterceptor } from './masking/masking.interceptor.js';
import { Sight } from './masking/sight.js';
import { IdempotencyInterceptor } from './platform/idempotency/idempotency.interceptor.js';
import { AcceptanceController } from './people/acceptance.controller.js';
import { AcceptanceService } from './people/acceptance.service.js';
import { InvitationsService } from './people/invitations.service.js';
import { LostSecondFactorsService } from './people/lost-second-factors.service.js';
import { MembersService } from './people/members.service.js';
import { PasswordResetController } from './people/password-reset.controller.js';
import { PasswordResetService } from './people/password-reset.service.js';
import { ProviderInvitationsController } from './people/provider-invitations.controller.js';
import { ProviderMembersController } from './people/provider-members.controller.js';
import { ResetLinksService } from './people/reset-links.service.js';
import { TenantInvitationsController } from './people/tenant-invitations.controller.js';
import { TenantMembersController } from './people/tenant-members.controller.js';
import { PageFilter } from './platform/page.filter.js';
import { PlatformModule } from './platform/platform.module.js';
import type { Platform } from './platform/platform.module.js';
import { ProblemFilter } from './platform/problem.filter.js';
import { AddressLimit, CallerLimit } from './platform/rate-limits/rate-limit.guards.js';
import { RequestContextInterceptor } from './platform/request-context.js';
import { SchemaPipe } from './platform/schema.pipe.js';
import { Streams } from './platform/streams/streams.js';
import { EventsController } from './pushes/events.controller.js';
import { EventsService } from './pushes/events.service.js';
import { PushHoursService } from './pushes/push-hours.service.js';
import { PushesController } from './pushes/pushes.controller.js';
import { ResendService } from './pushes/resend.service.js';
import { EventTails } from './pushes/tail/event-tails.service.js';
import { UnregisteredService } from './pushes/unregistered.service.js';
import { AskedInputs } from './registrations/asked-inputs.service.js';
import { RegistrationActions } from './registrations/registration-actions.service.js';
import { RegistrationsController } from './registrations/registrations.controller.js';
import { RegistrationsService } from './registrations/registrations.service.js';
import { RevealsController } from './reveals/reveals.controller.js';
import { RevealsService } from './reveals/reveals.service.js';
import { PolicyController } from './tenants/policy.controller.js';
import { PolicyService } from './tenants/policy.service.js';
import { SuspensionController } from './tenants/suspension.controller.js';
import { SuspensionService } from './tenants/suspension.service.js';
import { TenantsController } from './tenants/tenants.controller.js';
import { TenantsService } from './tenants/tenants.service.js';
import { ProviderTokensController } from './tokens/provider-tokens.controller.js';
import { TenantTokensController } from './tokens/tenant-tokens.controller.js';
import { TokensService } from './tokens/tokens.service.js';

const access = [
  Callers,
  Credentials,
  KnownBrowsers,
  MeService,
  OneselfService,
  Passwords,
  SecondFactorService,
  SecondFactors,
  SetupService,
  SignInCookie,
  SignInService,
  Throttle,
];

const resources = [
  ConnectionsService,
  ConnectionStream,
  OngoingAccess,
  Streams,
  EventTails,
  TenantsService,
  PolicyService,
  SuspensionService,
  RegistrationsService,
  RegistrationActions,
  AskedInputs,
  ResendService,
  EventsService,
  PushHoursService,
  UnregisteredService,
  RevealsService,
  Sight,
  TokensService,
  MembersService,
  InvitationsService,
  AcceptanceService,
  ResetLinksService,
  LostSecondFactorsService,
  PasswordResetService,
];

const audit = [AuditLogService, VerifyChainService, ExportChainService, CheckpointSweep];

// The filter that is named last is asked first.
const everyRequest = [
  { provide: APP_GUARD, useClass: AddressLimit },
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_GUARD, useClass: CallerLimit },
  { provide: APP_PIPE, useClass: SchemaPipe },
  { provide: APP_INTERCEPTOR, useClass: RequestContextInterceptor },
  // Masks what the last one has made of the answer.
  { provide: APP_INTERCEPTOR, useClass: MaskingInterceptor },
  // Keeps what the next one has made; it is masked anew for whoever asks again.
  { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  { provide: APP_INTERCEPTOR, useClass: StandardSchemaSerializerInterceptor },
  { provide: APP_FILTER, useClass: ProblemFilter },
  { provide: APP_FILTER, useClass: PageFilter },
];

/** The API and the dashboard. The gateway joins as one of `more`, and lives and ends with the application. */
@Module({
  controllers: [
    SetupController,
    SignInController,
    OneselfController,
    SecondFactorController,
    ConnectionsController,
    TenantsController,
    PolicyController,
    SuspensionController,
    RegistrationsController,
    PushesController,
    EventsController,
    AuditController,
    TenantAuditController,
    RevealsController,
    TenantTokensController,
    ProviderTokensController,
    TenantMembersController,
    ProviderMembersController,
    TenantInvitationsController,
    ProviderInvitationsController,
    AcceptanceController,
    PasswordResetController,
  ],
  providers: [...access, ...resources, ...audit, ...everyRequest],
})
export class AppModule {
  static with(platform: Platform, more: Type[] = []): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.with(platform), ...more] };
  }
}
