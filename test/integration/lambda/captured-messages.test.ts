import { beforeAll, describe, expect, it } from 'vitest';
import { logger } from '../../../shared/lambda/logger.ts';
import { merchantOperation } from '../../../shared/lambda/merchant-operation.ts';
import { networkOperation } from '../../../shared/lambda/network-operation.ts';
import type { ApiGatewayHandler } from '../../../shared/lambda/pipeline.ts';
import { protectCardData } from '../../../shared/lambda/protect-card-data.ts';
import { webhook } from '../../../shared/lambda/webhook.ts';
import { networkAuthorize } from '../../../shared/wire/contract/card-network.ts';
import { catalogue, type OperationName } from '../../../shared/wire/contract/catalogue.ts';
import type { NotificationType } from '../../../shared/wire/contract/notifications.ts';
import { webhooks } from '../../../shared/wire/contract/webhooks.ts';
import type { Signer } from '../../../shared/wire/signatures/sign-message.ts';
import { signRequest } from '../../../shared/wire/signatures/signed-request.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { type ApiMerchant, apiEvent, invoke, openApiMerchant } from './api-fixture.ts';
import { openWebhookUpstream, type WebhookUpstream } from './webhook-fixture.ts';

// Someone who captured a signed message can do nothing with it at any endpoint.

interface Endpoint {
  readonly path: string;
  readonly handler: ApiGatewayHandler;
  readonly body: (content: object) => string;
  readonly signer: Signer;
}

const NAMES = Object.keys(catalogue) as OperationName[];
const TYPES = Object.keys(webhooks) as NotificationType[];
const PATHS = [
  ...NAMES.map((name) => catalogue[name].path),
  networkAuthorize.path,
  ...TYPES.map((type) => webhooks[type].path),
];

let fixture: TestPlatform;
let endpoints: Map<string, Endpoint>;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  const changes = { requireSignature: true };
  const merchant = await openApiMerchant(fixture, '70', { changes });
  const upstream = await openWebhookUpstream(fixture, '71', changes);
  endpoints = new Map(allEndpoints(merchant, upstream).map((endpoint) => [endpoint.path, endpoint]));
});

function allEndpoints(
  merchant: ApiMerchant,
  { request, notification, privateKey }: WebhookUpstream,
): Endpoint[] {
  const { deps } = fixture;
  const network = { keyId: '71', key: privateKey };
  // No request of these tests reaches the operation itself.
  const nothing = (async () => ({})) as never;
  return [
    ...NAMES.map((name) => ({
      path: catalogue[name].path,
      handler: merchantOperation(catalogue[name], nothing, deps, protectCardData),
      body: (content: object) => merchant.envelope(content),
      signer: merchant.signer,
    })),
    {
      path: networkAuthorize.path,
      handler: networkOperation(networkAuthorize, nothing, deps),
      body: request,
      signer: network,
    },
    ...TYPES.map((type) => ({
      path: webhooks[type].path,
      handler: webhook(webhooks[type] as never, nothing, deps),
      body: (content: object) => notification(type, content),
      signer: network,
    })),
  ];
}

const endpointAt = (path: string): Endpoint => endpoints.get(path) as Endpoint;

const headersOf = ({ path, signer }: Endpoint, body: string, now = fixture.deps.now()) => ({
  ...signRequest({ method: 'POST', path, body }, signer, { now, nonce: '0123456789abcdef' }),
});

/** Whether the message is authenticated, even if its content is refused afterwards. */
async function passes({ handler, path }: Endpoint, body: string, headers: Record<string, string>) {
  const answer = await invoke(handler, apiEvent(body, { path, headers }));
  return !answer.body.includes('100002');
}

describe.each(PATHS)('a message captured on its way to %s', (path) => {
  it('is accepted there as signed', async () => {
    const endpoint = endpointAt(path);
    const body = endpoint.body({ note: 'captured' });
    expect(await passes(endpoint, body, headersOf(endpoint, body))).toBe(true);
  });

  it('is accepted at no other path', async () => {
    const endpoint = endpointAt(path);
    const body = endpoint.body({ note: 'captured' });
    const headers = headersOf(endpoint, body);
    const passed = [];
    for (const other of endpoints.values()) if (await passes(other, body, headers)) passed.push(other.path);
    expect(passed).toEqual([path]);
  });

  it('is refused with blocks of another message', async () => {
    const endpoint = endpointAt(path);
    const [one, other] = [endpoint.body({ note: 'one' }), endpoint.body({ note: 'other' })];
    const joined = one.replace(/[0-9a-f]{256,}/, (blocks) => blocks + /[0-9a-f]{256,}/.exec(other)?.[0]);
    expect(joined.length).toBeGreaterThan(one.length);
    expect(await passes(endpoint, joined, headersOf(endpoint, one))).toBe(false);
  });

  it('is accepted for six minutes at most', async () => {
    const endpoint = endpointAt(path);
    const body = endpoint.body({ note: 'captured' });
    const headers = (seconds: number) => headersOf(endpoint, body, fixture.deps.now() - seconds * 1_000);
    expect(await passes(endpoint, body, headers(360))).toBe(true);
    expect(await passes(endpoint, body, headers(361))).toBe(false);
  });

  it('is refused without its signature', async () => {
    const endpoint = endpointAt(path);
    expect(await passes(endpoint, endpoint.body({ note: 'captured' }), {})).toBe(false);
  });
});
