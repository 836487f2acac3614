/** One exchange as it was on the wire. */
interface Exchange {
  readonly url: string;
  readonly request: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly status: number;
  readonly response: string;
  readonly responseHeaders: Readonly<Record<string, string>>;
}

/** A fetch that remembers its latest exchange. */
export class WireRecord {
  latest: Exchange | undefined;

  readonly fetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    this.latest = {
      url: String(input),
      request: String(init?.body ?? ''),
      requestHeaders: { ...(init?.headers as Record<string, string>) },
      status: response.status,
      response: await response.clone().text(),
      responseHeaders: Object.fromEntries(response.headers),
    };
    return response;
  };

  /** What a local cloud says about a refused sign-in, and a live deployment never. */
  get hint(): string | undefined {
    return this.latest?.responseHeaders['issuary-hint'];
  }

  /** The exchange as text: both messages with their headers. */
  text(): string {
    if (!this.latest) return 'nothing was sent';
    const { url, request, requestHeaders, status, response, responseHeaders } = this.latest;
    const lines = (headers: Readonly<Record<string, string>>) =>
      Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    return [
      `→ POST ${url}`,
      ...lines(requestHeaders),
      '',
      request,
      '',
      `← HTTP ${status}`,
      ...lines(responseHeaders),
      '',
      response,
    ].join('\n');
  }
}
