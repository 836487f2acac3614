import { PROVOKE_HEADER } from '../../../shared/wire/contract/provoke-header.ts';

/** One exchange as it was on the wire. */
interface Exchange {
  readonly url: string;
  readonly request: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly status: number;
  readonly response: string;
  readonly responseHeaders: Readonly<Record<string, string>>;
}

/** The option that names the outcome. */
export const PROVOKE_OPTION = [
  '--provoke <outcome>',
  'ask a sandbox for an outcome: fail, stay or late for an order, or an error or response code',
] as const;

/** A fetch that remembers its latest exchange, and asks a sandbox for an outcome if it is given one. */
export class WireRecord {
  latest: Exchange | undefined;
  readonly #provoked: Readonly<Record<string, string>>;

  constructor(provoke?: string) {
    this.#provoked = provoke === undefined ? {} : { [PROVOKE_HEADER]: provoke };
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const headers = { ...(init?.headers as Record<string, string>), ...this.#provoked };
    const response = await fetch(input, { ...init, headers });
    this.latest = {
      url: String(input),
      request: String(init?.body ?? ''),
      requestHeaders: headers,
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
