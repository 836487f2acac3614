import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { MerchantClient, type MerchantClientOptions } from '../../../shared/client/client.ts';
import {
  failureResponse,
  openRequest,
  parseRequestEnvelope,
  type RequestEnvelope,
  sealResponse,
} from '../../../shared/wire/codec/envelope.ts';
import type { JsonObject } from '../../../shared/wire/codec/json.ts';
import type { RsaKey } from '../../../shared/wire/codec/keys.ts';
import { verifyRequest } from '../../../shared/wire/signatures/signed-request.ts';
import { signResponse } from '../../../shared/wire/signatures/signed-response.ts';
import { newCodecKeyPair } from '../../support/fixtures/codec-keys.ts';

// A real HTTP server that speaks the envelope and gives the responses that each test scripts.

export const USER_NO = '10000001';
export const [merchantPair, platformPair, otherPair] = await Promise.all([
  newCodecKeyPair(1024),
  newCodecKeyPair(2048),
  newCodecKeyPair(2048),
]);

/** A request as the platform decodes it. */
export interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly contentType: string | undefined;
  readonly envelope: RequestEnvelope;
  readonly content: JsonObject;
}

/** One response of the platform; `sign` returns the headers of a signature, none for an unsigned request. */
export type Responder = (response: ServerResponse, sign: Sign) => void;
type Sign = (status: number, body: string) => object;

/** Responds with the body as it is, or with an object as JSON. */
export const respondsWith =
  (body: object | string, status = 200): Responder =>
  (response, sign) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, { ...sign(status, text) });
    response.end(text);
  };

export const succeeds = (result: object): Responder =>
  respondsWith(sealResponse(result, USER_NO, false, platformPair.privateKey));

export const fails = (errorCode: string, errorMsg = 'because', status = 200): Responder =>
  respondsWith(failureResponse(errorCode, errorMsg, USER_NO), status);

/** Breaks the connection after the request was received. */
export const disconnects: Responder = (response) => void response.socket?.destroy();

/** Never responds. */
export const neverResponds: Responder = () => undefined;

/** Starts a platform that gives these responses in order and records its requests. It stops at the end of the test. */
export async function startStubServer(
  script: readonly Responder[],
  requestKey: RsaKey = merchantPair.publicKey,
): Promise<{ readonly baseUrl: string; readonly received: readonly Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return; // The client hung up.
    const respond = script[received.length];
    received.push(read(request, body, requestKey));
    if (!respond) throw new Error('the client asked more often than the test expects');
    respond(response, signing(request, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** Returns the signer of the response to a signed request, whose signature must be valid. */
function signing(request: IncomingMessage, body: string): Sign {
  const { method = '', url: path = '', headers } = request;
  const sender = { keyId: USER_NO, keys: [merchantPair.publicKey] };
  const signature = verifyRequest({ method, path, headers, body }, sender, Date.now());
  const signer = { keyId: USER_NO, key: platformPair.privateKey };
  const moment = { now: Date.now(), nonce: '0123456789abcdef' };
  return (status, text) => (signature ? signResponse({ status, body: text }, signature, signer, moment) : {});
}

function read(request: IncomingMessage, body: string, requestKey: RsaKey): Received {
  const envelope = parseRequestEnvelope(body);
  return {
    method: request.method,
    path: request.url,
    contentType: request.headers['content-type'],
    envelope,
    content: openRequest(envelope, requestKey),
  };
}

/** Returns the merchant's client; it records its waits in `waits` instead of waiting. */
export function clientOf(
  baseUrl: string,
  options: Partial<MerchantClientOptions> = {},
): { readonly client: MerchantClient; readonly waits: number[] } {
  const waits: number[] = [];
  const client = new MerchantClient({
    baseUrl,
    userNo: USER_NO,
    merchantPrivateKey: merchantPair.pem.privateKey,
    platformPublicKey: platformPair.pem.publicKey,
    sleep: async (ms) => void waits.push(ms),
    random: () => 0,
    ...options,
  } as MerchantClientOptions);
  return { client, waits };
}

/** Returns the reason with which the promise was rejected. */
export const rejectionOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
