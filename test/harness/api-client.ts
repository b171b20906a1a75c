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

/** A client of the public API that keeps its cookie, as a browser does. */
export class ApiClient {
  #cookie = '';

  constructor(readonly url: string) {}

  get cookie(): string {
    return this.#cookie;
  }

  get<T>(path: string): Promise<T> {
    return this.#call('GET', path);
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.#call('POST', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#call('PATCH', path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.#call('DELETE', path);
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of answer.headers.getSetCookie()) this.#cookie = cookie.split(';')[0] ?? '';
    const text = await answer.text();
    const content: unknown = text === '' ? undefined : JSON.parse(text);
    if (!answer.ok) throw new ApiProblem(answer.status, content as Readonly<Record<string, unknown>>);
    return content as T;
  }
}
