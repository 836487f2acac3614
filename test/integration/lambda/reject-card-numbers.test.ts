import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_RANGES } from '../../../infra/demo/seed/seed.ts';
import { type BinRange, saveBinRange } from '../../../shared/domain/issuing/model/bin-range.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import {
  containsCardNumber,
  rejectCardNumbers,
} from '../../../shared/runtime/card-number/detect-card-numbers.ts';
import { newRequestNo, openedCard } from '../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { type ApiMerchant, handlersOf, openApiMerchant } from './api-fixture.ts';

let fixture: TestPlatform;
let merchant: ApiMerchant;
let handlers: ReturnType<typeof handlersOf>;
let cardId: string;
/** The number of another merchant's card. */
let number: string;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  handlers = handlersOf(fixture.deps);
  merchant = await openApiMerchant(fixture, '9100');
  cardId = await openedCard(fixture.call(merchant.merchant));
  const other = await openedCard(fixture.call(await fixture.merchant('9101', 1_000_000n)));
  number = (await fixture.deps.vault.read(other))?.cardNo ?? '';
});

const inScript = (zero: number) =>
  [...number].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');
const spaced = () => number.replaceAll(/(\d{4})/g, '$1 ').trim();
const modify = async (changes: object) => {
  const request = { userReqNo: newRequestNo('modify'), cardId, cardLabel: 'food', ...changes };
  const { envelope } = await merchant.call(handlers.cardModify, request);
  return envelope.success ? 'done' : `${envelope.errorCode} ${envelope.errorMsg}`;
};

describe('a card number of this platform', () => {
  it.each(['cardAlias', 'cardLabel', 'userReqNo'])(
    'is rejected in %s, however it is written',
    async (field) => {
      for (const text of [number, spaced(), `to ${number.split('').join('-')}`])
        expect(await modify({ [field]: text })).toBe(`110001 ${field}: holds a card number`);
    },
  );

  it.each([
    ['Arabic-Indic', () => inScript(0x660)],
    ['mathematical', () => inScript(0x1d7ce)],
    ['letters between', () => number.replaceAll(/(\d{4})(?=\d)/g, '$1x')],
    ['a fraction between', () => `${number.slice(0, 8)}½${number.slice(8)}`],
  ])('is rejected in other digits or with more separators: %s', async (_, written) => {
    expect(await modify({ cardAlias: written() })).toBe('110001 cardAlias: holds a card number');
  });

  it('is rejected as a document number and within nested fields', async () => {
    const { store } = fixture.deps;
    const refused = (content: object) => rejectCardNumbers(store, content);
    await expect(refused({ certificateNo: number })).rejects.toThrow('certificateNo: holds a card number');
    await expect(refused({ cardUserInfo: { name: `of ${number}` } })).rejects.toThrow(
      'cardUserInfo.name: holds a card number',
    );
    await expect(refused({ cardNo: number, holder: { cardId: number, pin: null } })).resolves.toBeUndefined();
  });

  it('is rejected even if no card has it yet', async () => {
    const free = '4999001000000011';
    expect(await modify({ cardAlias: free })).toBe('110001 cardAlias: holds a card number');
  });

  it('is not assumed where the check digit is wrong, the length too short or the BIN another', async () => {
    const wrong = number.slice(0, -1) + String((Number(number.at(-1)) + 1) % 10);
    for (const cardAlias of [wrong, number.slice(0, 12), '4111111111111111', '20260301120000123'])
      expect(await modify({ cardAlias })).toBe('done');
  });

  it('is not looked for in ids', async () => {
    const { envelope } = await merchant.call(handlers.cardModify, {
      userReqNo: newRequestNo('modify'),
      cardId: '4999001000000011',
      cardLabel: 'food',
    });
    expect(envelope).toMatchObject({ errorCode: '120001' });
  });

  it('is detected by the BIN of a stored range alone, from the moment when it is stored', async () => {
    const { store } = fixture.deps;
    const isDetected = (text: string) => containsCardNumber(store, text);
    const future = 'ref 5500005555555559';
    expect([await isDetected('ref 4999001000000011'), await isDetected(future)]).toEqual([true, false]);
    expect(await modify({ cardAlias: future })).toBe('done');
    const [range] = DEMO_RANGES as [BinRange];
    await saveBinRange(store, { ...range, binRangeId: 'NEW', cardBin: '55000055' });
    expect(await isDetected(future)).toBe(true);
    expect(await modify({ cardAlias: future })).toBe('110001 cardAlias: holds a card number');
  });
});
