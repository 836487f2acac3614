import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Dependencies } from '../../../shared/domain/dependencies.ts';
import { inquireBinRanges } from '../../../shared/domain/issuing/cards/bin-range-inquiry.ts';
import { inquireCard } from '../../../shared/domain/issuing/cards/card-inquiry.ts';
import { pageCards } from '../../../shared/domain/issuing/cards/card-pages.ts';
import { modifyCard } from '../../../shared/domain/issuing/cards/modify-card.ts';
import { cancelCard } from '../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../shared/domain/issuing/orders/card-opening.ts';
import { pageOrders } from '../../../shared/domain/issuing/orders/order-pages.ts';
import { rechargeCard } from '../../../shared/domain/issuing/orders/recharge.ts';
import { refundCard } from '../../../shared/domain/issuing/orders/refund.ts';
import { inquireBalances } from '../../../shared/domain/money/accounts/balance-inquiry.ts';
import { bookDeposit } from '../../../shared/domain/money/accounts/deposit.ts';
import type { Merchant } from '../../../shared/domain/parties/merchant.ts';
import { onboardMerchant } from '../../../shared/domain/parties/onboarding.ts';
import { merchantOperation } from '../../../shared/lambda/merchant-operation.ts';
import type { ApiGatewayHandler } from '../../../shared/lambda/pipeline.ts';
import { protectCardData } from '../../../shared/lambda/protect-card-data.ts';
import { sealBlocks } from '../../../shared/wire/codec/blocks.ts';
import {
  openResponse,
  parseResponseEnvelope,
  type RequestCipher,
  type ResponseEnvelope,
} from '../../../shared/wire/codec/envelope.ts';
import type { JsonObject } from '../../../shared/wire/codec/json.ts';
import {
  generateRsaKeyPair,
  importPrivateKey,
  importPublicKey,
  type RsaKey,
  type RsaModulusBits,
} from '../../../shared/wire/codec/keys.ts';
import { catalogue } from '../../../shared/wire/contract/catalogue.ts';
import type { Signer } from '../../../shared/wire/signatures/sign-message.ts';
import { saveMerchant } from '../../support/fixtures/save-parties.ts';
import type { TestPlatform } from '../../support/fixtures/test-platform.ts';

/** Returns the Lambdas of the operations with business logic, over this platform. */
export const handlersOf = (deps: Dependencies) => ({
  accountBalance: merchantOperation(catalogue.accountBalance, inquireBalances, deps),
  cardBin: merchantOperation(catalogue.cardBin, inquireBinRanges, deps),
  cardApply: merchantOperation(catalogue.cardApply, openCard, deps),
  cardClose: merchantOperation(catalogue.cardClose, cancelCard, deps),
  cardRecharge: merchantOperation(catalogue.cardRecharge, rechargeCard, deps),
  cardModify: merchantOperation(catalogue.cardModify, modifyCard, deps),
  cardInfo: merchantOperation(catalogue.cardInfo, inquireCard, deps, protectCardData),
  cardRefund: merchantOperation(catalogue.cardRefund, refundCard, deps),
  cardOperateQuery: merchantOperation(catalogue.cardOperateQuery, pageOrders, deps),
  cardPage: merchantOperation(catalogue.cardPage, pageCards, deps),
});

/** How a body reaches the Lambda. */
export interface EventOptions {
  readonly sourceIp?: string;
  readonly requestId?: string;
  readonly base64?: boolean;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Returns an invocation by a REST API (event format v1). */
export function apiEvent(body: string | null, options: EventOptions = {}) {
  const { sourceIp = '192.0.2.1', requestId = 'request-1', base64 = false, path = '/openapi' } = options;
  const event = {
    resource: '/openapi/{proxy+}',
    path: '/openapi',
    httpMethod: 'POST',
    headers: { 'content-type': 'application/json', ...options.headers },
    queryStringParameters: null,
    requestContext: { requestId, identity: { sourceIp }, path },
    body: base64 && body !== null ? Buffer.from(body).toString('base64') : body,
    isBase64Encoded: base64,
  };
  return event as unknown as APIGatewayProxyEvent;
}

/** Invokes a Lambda and returns the whole HTTP response. */
export const invoke = (handler: ApiGatewayHandler, event: APIGatewayProxyEvent) =>
  handler(event, { functionName: 'test', getRemainingTimeInMillis: () => 10_000 } as Context);

/** Returns a fetch that invokes the Lambda. */
export const fetchFrom =
  (handlerAt: (path: string) => ApiGatewayHandler): typeof fetch =>
  async (url, init) => {
    const path = new URL(String(url)).pathname;
    const headers = init?.headers as Record<string, string>;
    const answer = await invoke(handlerAt(path), apiEvent(String(init?.body), { path, headers }));
    return new Response(answer.body, {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string>,
    });
  };

/** Seals any text as a client seals its JSON. */
export const sealText = (text: string | Buffer, key: RsaKey): string =>
  sealBlocks(Buffer.from(Buffer.from(text).toString('base64')), key);

/** A merchant that calls the Lambdas with its own keys. */
export interface ApiMerchant {
  readonly merchant: Merchant;
  /** The key that seals its requests, by its cipher. */
  readonly sealKey: RsaKey;
  /** PEM texts that must never appear in a log. */
  readonly keys: readonly string[];
  /** The signer of its requests. */
  readonly signer: Signer;
  envelope(content: object | string, changes?: object): string;
  /** Calls an operation; returns the result, or the code and message of the failure. */
  call(
    handler: ApiGatewayHandler,
    content: object | string,
    requestId?: string,
  ): Promise<{ envelope: ResponseEnvelope; result: JsonObject }>;
}

/** Onboards a merchant with 10,000 USD; `changes` go into its record unchecked. */
export async function openApiMerchant(
  fixture: TestPlatform,
  userNo: string,
  options: { cipher?: RequestCipher; bits?: RsaModulusBits; changes?: Partial<Merchant> } = {},
): Promise<ApiMerchant> {
  const { cipher = 'merchant-private', bits = 1024, changes = {} } = options;
  const { store } = fixture.deps;
  const pair = await generateRsaKeyPair(bits);
  const request = {
    userNo,
    name: `Merchant ${userNo}`,
    publicKey: pair.publicKey,
    requestCipher: cipher,
    allowedAddresses: cipher === 'platform-public' ? ['192.0.2.1'] : [],
    binRangeIds: ['V1', 'M1'],
    cardDataInNotifications: false,
  };
  const onboarded = await onboardMerchant(store, fixture.sealer, request, bits);
  const merchant = { ...onboarded, ...changes };
  if (Object.keys(changes).length > 0) await saveMerchant(store, merchant);
  await bookDeposit(fixture.deps, {
    userNo,
    currency: 'USD',
    amount: 1_000_000n,
    reference: `api/${userNo}`,
  });
  const platformKey = importPublicKey(merchant.platformPublicKey);
  const sealKey = cipher === 'platform-public' ? platformKey : importPrivateKey(pair.privateKey);
  const envelope: ApiMerchant['envelope'] = (content, more = {}) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const fields = {
      version: '1.0.0',
      userNo: Number(userNo),
      dataType: 'JSON',
      dataContent: sealText(text, sealKey),
    };
    return JSON.stringify({ ...fields, ...more });
  };
  return {
    merchant,
    sealKey,
    signer: { keyId: userNo, key: importPrivateKey(pair.privateKey) },
    keys: [pair.privateKey, pair.publicKey, merchant.platformPublicKey],
    envelope,
    call: async (handler, content, requestId = 'request-1') => {
      const { body } = await invoke(handler, apiEvent(envelope(content), { requestId }));
      const answered = parseResponseEnvelope(body);
      return { envelope: answered, result: answered.success ? openResponse(answered, platformKey) : {} };
    },
  };
}
