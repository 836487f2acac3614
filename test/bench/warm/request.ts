import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { safeParse } from 'zod/mini';
import { DEMO_RANGES } from '../../../infra/demo/seed/seed.ts';
import type { Dependencies } from '../../../shared/domain/dependencies.ts';
import { saveBinRange } from '../../../shared/domain/issuing/model/bin-range.ts';
import { rechargeCard } from '../../../shared/domain/issuing/orders/recharge.ts';
import { privateKeySealer } from '../../../shared/domain/parties/platform-keys.ts';
import { dependenciesOver } from '../../../shared/lambda/aws-dependencies.ts';
import { merchantOperation } from '../../../shared/lambda/merchant-operation.ts';
import { envelopeResponse } from '../../../shared/lambda/session.ts';
import { newNonce } from '../../../shared/runtime/random.ts';
import { keyFileUri } from '../../../shared/runtime/vault/open-data-keys.ts';
import type { Sealer } from '../../../shared/runtime/vault/sealer.ts';
import { openRequest, parseRequestEnvelope, sealResponse } from '../../../shared/wire/codec/envelope.ts';
import type { RsaModulusBits } from '../../../shared/wire/codec/keys.ts';
import { tryKeys } from '../../../shared/wire/codec/try-keys.ts';
import { cardRecharge } from '../../../shared/wire/contract/operations/card-orders.ts';
import { signRequest } from '../../../shared/wire/signatures/signed-request.ts';
import { apiEvent, invoke, openApiMerchant } from '../../integration/lambda/api-fixture.ts';
import { cardItem, listedCard } from '../../support/fixtures/listing-fixtures.ts';
import type { TestPlatform } from '../../support/fixtures/test-platform.ts';
import { FixedStore } from './fixed-store.ts';

/** A recharge and those of its parts that can run alone, each repeatable. */
export interface WarmRequest {
  readonly whole: () => Promise<unknown>;
  /** The same request, signed. */
  readonly signed: () => Promise<unknown>;
  /** Opens and parses the ciphertext. */
  readonly open: () => unknown;
  readonly schema: () => unknown;
  /** Serializes and seals the answer. */
  readonly seal: () => unknown;
}

const USER_NO = '1000001';
/** The start of an accepted answer. A refusal would be faster, and would falsify all figures. */
const ACCEPTED = '{"success":true,';
/** More than a processor can make. */
const requestLimit = { perSecond: 1_000_000, burst: 1_000_000 };

type Domain = typeof rechargeCard;

/**
 * Returns a recharge by a merchant with keys of the size, over a store that answers at once. `around` wraps the
 * domain's function.
 */
export async function warmRequest(
  bits: RsaModulusBits,
  around: (domain: Domain) => Domain,
): Promise<WarmRequest> {
  const { deps, sealer, store } = openPlatform();
  for (const range of DEMO_RANGES) await saveBinRange(store, range);
  const card = listedCard(USER_NO, { ordinal: 1, createdAt: 0 }, { cardType: 1, status: 'active' });
  await store.write([{ kind: 'put', table: 'cards', item: cardItem(card) }]);
  const fixture = { deps, sealer } as TestPlatform;
  const { merchant, envelope, signer } = await openApiMerchant(fixture, USER_NO, { bits });
  store.freeze();
  const handler = merchantOperation(cardRecharge, around(rechargeCard), deps);
  const sent = {
    userReqNo: '5851720d-c220-4fff-9f0a-f2e39c25401c',
    cardId: card.cardId,
    authLimitAmount: 20,
  };
  const event = apiEvent(envelope(sent));
  const body = event.body ?? '';
  const now = deps.now();
  const { path } = event.requestContext;
  const nonce = newNonce(deps.random);
  const headers = { ...signRequest({ method: 'POST', path, body }, signer, { now, nonce }) };
  const signedEvent = apiEvent(body, { path, headers });
  // The clock stands still, so that the signature stays valid.
  const checking = merchantOperation(cardRecharge, around(rechargeCard), { ...deps, now: () => now });
  const merchantKeys = deps.counterpartyKeys.publicKeys(merchant);
  const platformKey = await deps.counterpartyKeys.platformKey(merchant);
  const parsed = safeParse(cardRecharge.request, sent);
  if (!parsed.success) throw parsed.error;
  const call = { deps, merchant, correlationId: 'request-1' };
  const result = await rechargeCard(parsed.data, call);
  const accepted = async (...request: Parameters<typeof invoke>) => {
    const { body: answered } = await invoke(...request);
    if (!answered.startsWith(ACCEPTED)) throw new Error(`the request is refused: ${answered}`);
  };
  return {
    whole: () => accepted(handler, event),
    signed: () => accepted(checking, signedEvent),
    open: () => tryKeys(merchantKeys, (key) => openRequest(parseRequestEnvelope(body), key)),
    schema: () => safeParse(cardRecharge.request, sent),
    seal: () => envelopeResponse(sealResponse(result, USER_NO, true, platformKey)),
  };
}

/** Returns a platform over a store that answers at once, with one key for everything. */
export function openPlatform(): { deps: Dependencies; sealer: Sealer; store: FixedStore } {
  const folder = mkdtempSync(join(tmpdir(), 'issuary-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  const keyFile = join(folder, 'data-key');
  writeFileSync(keyFile, randomBytes(32), { mode: 0o600 });
  const store = new FixedStore();
  const DATA_KEY = keyFileUri(keyFile);
  const deps = dependenciesOver(store, { DATA_KEY, VAULT_KEY: DATA_KEY });
  return { deps: { ...deps, defaultRequestLimit: requestLimit }, sealer: privateKeySealer(DATA_KEY), store };
}
