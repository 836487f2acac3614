/** A response as received over HTTP. */
export interface HttpResponse {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The longest response that is read, in bytes. The longest page is a thirtieth of it. */
const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;

/** The response is longer than any of the platform's. */
export class ResponseTooLong extends Error {
  override readonly name = 'ResponseTooLong';
}

/**
 * Reads the whole response.
 *
 * @throws ResponseTooLong after 8 MiB
 */
export async function readResponse(response: Response): Promise<HttpResponse> {
  const { status, headers } = response;
  return { status, body: await readText(response), headers: Object.fromEntries(headers) };
}

async function readText({ body }: Response): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop closes the connection.
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_RESPONSE_BYTES) throw new ResponseTooLong(`more than ${MAX_RESPONSE_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Returns how long the server asks to wait, in milliseconds: seconds or a date in Retry-After. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return ms > 0 ? ms : undefined;
}

/** How far apart the clocks may be, in milliseconds: signatures allow a minute. */
const MAX_SKEW_MS = 60_000;

/** Returns how this machine's clock differs from the server's, in words; undefined when a minute or less. */
export function clockSkew({ headers }: HttpResponse, now: number): string | undefined {
  const skewMs = now - Date.parse(headers['date'] ?? '');
  if (Number.isNaN(skewMs) || Math.abs(skewMs) <= MAX_SKEW_MS) return undefined;
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  return `the clock of this machine is ${seconds} seconds ${skewMs > 0 ? 'ahead of' : 'behind'} the server's`;
}
