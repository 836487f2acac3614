import { CodecError } from '../wire/codec/codec-errors.ts';
import { openResponse, parseResponseEnvelope, type ResponseEnvelope } from '../wire/codec/envelope.ts';
import type { JsonObject } from '../wire/codec/json.ts';
import type { RsaPublicKey } from '../wire/codec/keys.ts';
import { tryKeys } from '../wire/codec/try-keys.ts';
import type { SignatureHeaders } from '../wire/signatures/sign-message.ts';
import { type CallContext, ResponseMissing, ResponseUnreadable, withRequestId } from './client-errors.ts';
import {
  clockSkew,
  type HttpResponse,
  ResponseTooLong,
  readResponse,
  retryAfterMs,
} from './http-response.ts';
import { refusalOf } from './refusals.ts';
import type { RequestSigning } from './request-signing.ts';
import { responseMissing } from './response-missing.ts';

/** How to reach the platform. */
export interface ConnectionOptions {
  /** Base URL of the API, without `/openapi` or `/webhook`. */
  readonly baseUrl: string;
  /** Timeout of one attempt, in milliseconds. Defaults to 30,000. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  /** Returns epoch milliseconds. */
  readonly now?: () => number;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** The response to a request. */
interface ReceivedResponse extends HttpResponse {
  /** The call, with the request id from the response's headers. */
  readonly context: CallContext;
  /** The signature of the request; undefined when it was not signed. */
  readonly signature: SignatureHeaders | undefined;
}

/** The envelope of a response, with the call. */
export interface ReceivedEnvelope extends Pick<ReceivedResponse, 'context'> {
  readonly envelope: ResponseEnvelope;
  /** Why the platform probably refused the request, where the client can tell. */
  readonly hint?: string | undefined;
}

/** Posts requests to the platform, signs them, and verifies and opens the responses. Does not retry. */
export class PlatformConnection {
  readonly #options: ConnectionOptions;
  readonly #platformKeys: readonly RsaPublicKey[];
  readonly #signing: RequestSigning | undefined;

  /** Without `signing`, requests are not signed and responses are not verified. */
  constructor(
    options: ConnectionOptions,
    platformKeys: readonly RsaPublicKey[],
    signing: RequestSigning | undefined,
  ) {
    this.#options = options;
    this.#platformKeys = platformKeys;
    this.#signing = signing;
  }

  /**
   * Posts a request and returns the response, whatever its status.
   *
   * @throws ResponseMissing when there is none
   * @throws ResponseUnreadable when it is longer than any of the platform's
   */
  async post(path: string, body: string, call: CallContext): Promise<ReceivedResponse> {
    const { baseUrl, fetch: send = fetch, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const url = baseUrl.replace(/\/+$/, '') + path;
    const signature = this.#signing?.sign(url, body);
    let context = call;
    try {
      const response = await send(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signature },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      context = withRequestId(call, response);
      return { ...(await readResponse(response)), context, signature };
    } catch (cause) {
      if (cause instanceof ResponseTooLong) throw new ResponseUnreadable(context, cause.message, { cause });
      throw responseMissing(context, baseUrl, timeoutMs, cause);
    }
  }

  /**
   * Posts a request and returns the envelope of the response, after verifying that the platform signed it.
   *
   * @throws ResponseMissing when there is none, or a server error without an envelope
   * @throws ResponseUnreadable when it is not the platform's
   */
  async exchange(path: string, body: string, call: CallContext): Promise<ReceivedEnvelope> {
    const response = await this.post(path, body, call);
    const { context, signature } = response;
    const now = (this.#options.now ?? Date.now)();
    const envelope = parseEnvelope(response, now);
    if (signature) this.#signing?.check(response, envelope, signature, context);
    return { context, envelope, hint: hintOf(response, envelope, now) };
  }

  /**
   * Opens the result of an operation.
   *
   * @throws OperationRefused when the platform refused the operation
   * @throws ResponseUnreadable when the platform's key does not open the result
   */
  openResult({ context, envelope, hint }: ReceivedEnvelope): JsonObject {
    if (!envelope.success) throw refusalOf(context, envelope.errorCode, envelope.errorMsg, hint);
    try {
      return tryKeys(this.#platformKeys, (key) => openResponse(envelope, key));
    } catch (cause) {
      if (!(cause instanceof CodecError)) throw cause;
      throw new ResponseUnreadable(context, "the result does not open with the platform's key", { cause });
    }
  }
}

/** An envelope counts whatever the HTTP status. Without one, a server error counts as no response. */
function parseEnvelope({ status, body, headers, context }: ReceivedResponse, now: number): ResponseEnvelope {
  try {
    return parseResponseEnvelope(body);
  } catch (cause) {
    const after = retryAfterMs(headers['retry-after'], now);
    if (status >= 500 || status === 429)
      throw new ResponseMissing(context, `HTTP ${status}`, { retryAfterMs: after });
    const location = headers['location'] ?? 'elsewhere';
    if (status >= 300 && status < 400)
      throw new ResponseUnreadable(
        context,
        `HTTP ${status} redirects to ${location}, which is not followed: correct baseUrl`,
      );
    throw new ResponseUnreadable(context, `HTTP ${status} without an envelope`, { cause });
  }
}

/** The platform never says why a sender is refused, but the local cloud has a header for it, and clocks can be compared. */
function hintOf(response: HttpResponse, envelope: ResponseEnvelope, now: number): string | undefined {
  if (envelope.success) return undefined;
  const skew = envelope.errorCode === '100002' ? clockSkew(response, now) : undefined;
  return response.headers['issuary-hint'] ?? skew;
}
