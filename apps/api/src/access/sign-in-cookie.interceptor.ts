import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Person } from '../contract.js';
import { KnownBrowsers } from './known-browsers.js';
import { SignInCookie } from './sign-in-cookie.js';
import type { SignedIn } from './sign-ins.js';

/** Keeps the secret of a new sign-in in the cookie, and answers with the person only. */
@Injectable()
export class StartsSignIn implements NestInterceptor<SignedIn, Person> {
  constructor(
    private readonly cookie: SignInCookie,
    private readonly knownBrowsers: KnownBrowsers,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<SignedIn>): Observable<Person> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map(({ person, token }) => {
        this.cookie.set(reply, token);
        this.knownBrowsers.remember(reply, person.email);
        return person;
      }),
    );
  }
}

/** An answer to a request that changed the secret of its sign-in. */
export interface Renewed<T> {
  readonly token: string;
  readonly answer: T;
}

/** Keeps the new secret in the cookie, and answers with the rest. */
@Injectable()
export class RenewsSignIn<T> implements NestInterceptor<Renewed<T>, T> {
  constructor(private readonly cookie: SignInCookie) {}

  intercept(context: ExecutionContext, next: CallHandler<Renewed<T>>): Observable<T> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map(({ token, answer }) => {
        this.cookie.set(reply, token);
        return answer;
      }),
    );
  }
}

@Injectable()
export class EndsSignIn implements NestInterceptor<void, void> {
  constructor(private readonly cookie: SignInCookie) {}

  intercept(context: ExecutionContext, next: CallHandler<void>): Observable<void> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(tap(() => this.cookie.clear(reply)));
  }
}
