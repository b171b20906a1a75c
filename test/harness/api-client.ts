/** The API refused: a problem (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    readonly problem: Readonly<Record<string, unknown>>,
  ) {
    super(`${status}: ${JSON.stringify(problem)}`);
  }
}

/** A client of the public API that keeps its cookies, as a browser does, and proves who it is when it is asked. */
export class ApiClient {
  readonly #cookies = new Map<string, string>();

  /** `password`: of the person who is, or will be, signed in; without it no proof is given. */
  constructor(
    readonly url: string,
    private readonly password: string | null = null,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.#call('GET', path);
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.#call('POST', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#call('PATCH', path, body);
  }

  delete<T>(path: string, body?: unknown): Promise<T> {
    return this.#call('DELETE', path, body);
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    try {
      return await this.#send(method, path, body);
    } catch (error) {
      if (this.password === null || !isProofNeeded(error)) throw error;
      await this.#send('POST', '/me/proof', { password: this.password });
      return await this.#send(method, path, body);
    }
  }

  async #send<T>(method: string, path: string, body: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(this.#cookies.size > 0 && { cookie: this.#cookieHeader() }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const cookie of answer.headers.getSetCookie()) this.#keep(cookie);
    const text = await answer.text();
    const content: unknown = text === '' ? undefined : JSON.parse(text);
    if (!answer.ok) throw new ApiProblem(answer.status, content as Readonly<Record<string, unknown>>);
    return content as T;
  }

  #cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(cookie: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
  }
}

function isProofNeeded(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem['type'] === 'urn:bellhop:problem:proof-needed';
}
