import { CodecError } from '../wire/codec/codec-errors.ts';
import { openResponse, parseResponseEnvelope, type ResponseEnvelope } from '../wire/codec/envelope.ts';
import type { JsonObject } from '../wire/codec/json.ts';
import type { RsaPublicKey } from '../wire/codec/keys.ts';
import { tryKeys } from '../wire/codec/try-keys.ts';
import type { SignatureHeaders } from '../wire/signatures/sign-message.ts';
import {
  type CallContext,
  OperationRefused,
  ResponseMissing,
  ResponseUnreadable,
  withRequestId,
} from './client-errors.ts';
import { type HttpResponse, type RequestSigning, readResponse } from './request-signing.ts';

/** How to reach the platform. */
export interface ConnectionOptions {
  /** Base URL of the API, without `/openapi` or `/webhook`. */
  readonly baseUrl: string;
  /** Timeout of one attempt, in milliseconds. Defaults to 30,000. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
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
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      context = withRequestId(call, response);
      return { ...(await readResponse(response)), context, signature };
    } catch (cause) {
      throw new ResponseMissing(context, 'no response', { cause });
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
    const envelope = parseEnvelope(response);
    if (signature) this.#signing?.check(response, envelope, signature, context);
    return { context, envelope };
  }

  /**
   * Opens the result of an operation.
   *
   * @throws OperationRefused when the platform refused the operation
   * @throws ResponseUnreadable when the platform's key does not open the result
   */
  openResult({ context, envelope }: ReceivedEnvelope): JsonObject {
    if (!envelope.success) throw new OperationRefused(context, envelope.errorCode, envelope.errorMsg);
    try {
      return tryKeys(this.#platformKeys, (key) => openResponse(envelope, key));
    } catch (cause) {
      if (!(cause instanceof CodecError)) throw cause;
      throw new ResponseUnreadable(context, "the result does not open with the platform's key", { cause });
    }
  }
}

/** An envelope counts whatever the HTTP status. Without one, a server error counts as no response. */
function parseEnvelope({ status, body, context }: ReceivedResponse): ResponseEnvelope {
  try {
    return parseResponseEnvelope(body);
  } catch (cause) {
    if (status >= 500 || status === 429) throw new ResponseMissing(context, `HTTP ${status}`);
    throw new ResponseUnreadable(context, `HTTP ${status} without an envelope`, { cause });
  }
}
