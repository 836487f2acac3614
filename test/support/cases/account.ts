import { type CaseContext, type Cases, type Content, requestNumber } from './case.ts';
import { depositCoins, removeFees } from './dpt.ts';
import { UNKNOWN_ID } from './opened-cards.ts';

const exchange = (changes: Content = {}) => ({
  userReqNo: requestNumber(),
  sellCurrency: 'USD',
  buyCurrency: 'EUR',
  sellAmount: 10,
  ...changes,
});
const transfer = (changes: Content = {}) => ({
  userReqNo: requestNumber(),
  currency: 'USDT',
  amount: 10,
  ...changes,
});
const feeless = async (context: CaseContext, request: Content) => {
  await removeFees(context);
  return request;
};

export const accountCases = {
  accountBalance: { request: () => ({}), refusals: {}, foreign: 'own' },
  accountStatement: {
    request: () => ({
      accountType: 1,
      currency: 'USD',
      beginTime: '2026-01-01 00:00:00',
      endTime: '2099-12-31 23:59:59',
    }),
    answers: { currentPage: 1, pageSize: 10 },
    refusals: {},
    foreign: 'own',
  },
  accountExchangeRate: {
    request: () => ({ sellCurrency: 'USD', buyCurrency: 'EUR' }),
    answers: { sellCurrency: 'USD', buyCurrency: 'EUR' },
    refusals: { 110002: () => ({ sellCurrency: 'USD', buyCurrency: 'ZWG' }) },
    foreign: 'own',
  },
  accountExchange: {
    request: () => exchange(),
    answers: { sellAmount: 10, status: 1 },
    refusals: {
      110002: () => exchange({ buyCurrency: 'ZWG' }),
      110003: (context) => feeless(context, exchange()),
      110005: () => exchange({ sellAmount: 99_999_999 }),
      110010: () => exchange({ quoteId: UNKNOWN_ID }),
    },
    other: (request) => ({ ...request, sellAmount: 11 }),
    foreign: 'own',
  },
  accountTransfer: {
    request: async (context) => {
      await depositCoins(context, 20);
      return transfer();
    },
    answers: { amount: 10, targetCurrency: 'USD', status: 1 },
    refusals: {
      110002: () => transfer({ targetCurrency: 'ZWG' }),
      110003: (context) => feeless(context, transfer()),
      110005: () => transfer({ amount: 99_999_999 }),
    },
    other: (request) => ({ ...request, amount: 11 }),
    foreign: 'own',
  },
} as const satisfies Partial<Cases>;
