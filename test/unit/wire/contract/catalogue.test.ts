import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../../shared/wire/contract/catalogue.ts';
import { paginate } from '../../../../shared/wire/contract/page.ts';
import * as errors from '../../../../shared/wire/errors.ts';

const entries = Object.entries(catalogue);

describe('the catalogue', () => {
  it.each(['path', 'function', 'title'] as const)('names every %s once', (part) => {
    const values = entries.map(([, entry]) => entry[part].toLowerCase());
    expect(new Set(values).size).toBe(values.length);
  });

  it.each(entries)('%s has the form from which routes and grants are derived', (_, entry) => {
    expect(entry.path).toMatch(/^\/openapi(\/[a-zA-Z]+)+$/);
    expect(entry.function).toMatch(/^(account|vcc|pcc|dpt)\/[a-z]+(-[a-z]+)*$/);
    expect(entry.access).toHaveProperty('merchants', 'read');
    expect(new Set(entry.refusals).size).toBe(entry.refusals.length);
  });

  it('has the paths and flags of the contract', () => {
    expect(Object.fromEntries(entries.map(([, { path, async }]) => [path, async]))).toEqual({
      '/openapi/account/balance': false,
      '/openapi/account/statement': false,
      '/openapi/account/transfer': false,
      '/openapi/account/exchange': false,
      '/openapi/account/exchangeRate': false,
      '/openapi/vcc/scene': false,
      '/openapi/vcc/cardBin': false,
      '/openapi/vcc/card/apply': true,
      '/openapi/vcc/card/close': true,
      '/openapi/vcc/card/recharge': true,
      '/openapi/vcc/card/modify': false,
      '/openapi/vcc/card/info': false,
      '/openapi/vcc/card/refund': true,
      '/openapi/vcc/card/operate/query': false,
      '/openapi/vcc/card/page': false,
      '/openapi/vcc/transaction/query': false,
      '/openapi/vcc/group/apply': true,
      '/openapi/vcc/group/page': false,
      '/openapi/vcc/group/info': false,
      '/openapi/vcc/group/status': false,
      '/openapi/vcc/cardholder/apply': false,
      '/openapi/vcc/cardholder/info': false,
      '/openapi/vcc/cardholder/delete': false,
      '/openapi/dpt/acquire': true,
      '/openapi/dpt/withdraw': true,
      '/openapi/dpt/order/query': false,
      '/openapi/vcc/card/assign': false,
      '/openapi/vcc/card/active': true,
      '/openapi/vcc/card/pin/reset': false,
    });
  });

  it('grants access to the vault only where card data is shown, found, added or removed', () => {
    const reaching = entries.flatMap(([name, { access }]) => (access.vault ? [[name, access.vault]] : []));
    expect(Object.fromEntries(reaching)).toEqual({
      cardApply: 'add',
      cardClose: 'erase',
      cardInfo: 'read',
      cardAssign: 'read',
    });
    const pins = entries.flatMap(([name, { access }]) => (access.pins ? [[name, access.pins]] : []));
    expect(Object.fromEntries(pins)).toEqual({
      cardClose: 'erase',
      cardActive: 'write',
      cardPinReset: 'write',
    });
  });
});

describe('errors', () => {
  const SHARED: Readonly<Record<string, readonly string[]>> = {
    110002: ['ProductNotEnabled', 'NotEntitled', 'DailyCeilingReached'],
    110004: ['StatusNotSuitable', 'NewerChange'],
    110009: ['RequestNumberEnded', 'RequestNumberReused', 'TransferConfirmedAnother'],
    130001: ['TryAgainLater', 'RateStale', 'PositionLimited'],
  };
  const samples: readonly errors.ContractError[] = [
    new errors.AuthenticationFailed({ cause: new Error('secret') }),
    new errors.SourceAddressNotAllowed(),
    new errors.EnvelopeNotSupported('version'),
    new errors.TooManyRequests(),
    new errors.ParameterInvalid('cardId', 'is required'),
    new errors.ProductNotEnabled(),
    new errors.NotEntitled('authorize'),
    new errors.DailyCeilingReached('10000.00 USD'),
    new errors.FeeRuleMissing('USD'),
    new errors.StatusNotSuitable('card'),
    new errors.NewerChange('card'),
    new errors.AccountBalanceInsufficient(),
    new errors.CardBalanceInsufficient(),
    new errors.CardholderNotReported(),
    new errors.LimitBelowUsed(),
    new errors.RequestNumberEnded(),
    new errors.RequestNumberReused(),
    new errors.TransferConfirmedAnother(),
    new errors.QuoteExpired(),
    new errors.ActivationRefused(),
    new errors.NothingFound(),
    new errors.TryAgainLater({ cause: new Error('secret') }),
    new errors.RateStale('USD', 'EUR'),
    new errors.PositionLimited('EUR'),
  ];

  it('are all sampled here', () => {
    const classes = Object.values(errors).filter((value) => typeof value === 'function');
    expect(new Set(samples.map((sample) => sample.constructor))).toEqual(
      new Set(classes.filter((value) => value !== errors.ContractError)),
    );
  });

  it.each(samples.map((sample) => [sample.name, sample] as const))(
    '%s has its own code, or is a listed reason for a general one, with a message',
    (name, error) => {
      expect(errors.errorCodes).toHaveProperty([error.code]);
      const ofCode = samples.filter(({ code }) => code === error.code).map((sample) => sample.name);
      expect(ofCode).toEqual(SHARED[error.code] ?? [name]);
      expect(name).toBe(error.constructor.name);
      expect(error.message).toMatch(/^[\w :,.]{1,256}$/);
      expect(error.message).not.toMatch(/secret|\d{6}/);
    },
  );

  it('have codes of six digits', () => {
    for (const code of Object.keys(errors.errorCodes)) expect(code).toMatch(/^\d{6}$/);
  });
});

describe('a page', () => {
  const rows = Array.from({ length: 23 }, (_, index) => index);

  it.each([
    [1, 10, rows.slice(0, 10), 3],
    [3, 10, [20, 21, 22], 3],
    [4, 10, [], 3],
    [1, 50, rows, 1],
    [23, 1, [22], 23],
  ])('%i of %i rows', (currentPage, pageSize, list, totalPages) => {
    const page = { totalCount: 23, currentPage, pageSize, totalPages, list };
    expect(paginate(rows, { currentPage, pageSize })).toEqual(page);
  });

  it('of nothing is empty', () => {
    expect(paginate([], { currentPage: 1, pageSize: 10 })).toMatchObject({
      totalCount: 0,
      totalPages: 0,
      list: [],
    });
  });
});
