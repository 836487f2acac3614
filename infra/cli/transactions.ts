import { parseArgs } from 'node:util';
import { textTable } from '../../clients/cli/common/text-table.ts';
import type { Dependencies } from '../../shared/domain/dependencies.ts';
import {
  type Authorization,
  authorizationBalances,
} from '../../shared/domain/issuing/model/authorization.ts';
import {
  authorizationNoOf,
  authorizationSourceOf,
  type Decline,
  isPlatformGenerated,
  type Transaction,
  transactionFrom,
} from '../../shared/domain/issuing/model/transaction.ts';
import { inquiryContentOf } from '../../shared/domain/issuing/model/transaction-content.ts';
import {
  findHoldExpiry,
  type HoldExpiry,
  releaseHold,
} from '../../shared/domain/issuing/transactions/expire-holds.ts';
import {
  findAuthorization,
  findTransaction,
} from '../../shared/domain/issuing/transactions/match-authorization.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';
import { formatMoney } from '../../shared/wire/money/amount.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import { REASON_OPTIONS, reasonTextFrom } from './reason.ts';

const HELP = `Shows transactions of cards, with the reasons of declines, and releases holds.

  npm run transactions -- show RECORD
      one transaction, by the number that its merchant knows, and its authorization
  npm run transactions -- card CARD
      the latest 50 of a card
  npm run transactions -- release RECORD --reason TEXT
      releases the hold of a purchase that will not be cleared

A decline shows the check that failed and what was available and used at that moment; merchants see the response code only.
A hold is released once, notified as a reversal, and recorded with TEXT. A clearing that comes after all is taken from what is
available, below zero if necessary: release only what the network or the card acceptor has given up.

  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

const MAX_SHOWN = 50;

/**
 * Runs one command and returns the text to print.
 *
 * @throws CommandError
 * @throws NothingFound when there is no such transaction
 * @throws NothingHeld when it has no hold
 */
export async function transactionsCommand(args: readonly string[], { deps }: Operator): Promise<string> {
  const options = { reason: REASON_OPTIONS.reason };
  const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [command = '', id = '', ...words] = positionals;
  if (command !== 'show' && command !== 'card' && command !== 'release')
    throw new CommandError('the commands are show, card and release. See --help.');
  if (id === '') throw new CommandError(`${command === 'card' ? 'CARD' : 'RECORD'} is required`);
  if (words.length > 0) throw new CommandError(`${command} takes no ${words[0]}`);
  if (command === 'release') return release(id, reasonTextFrom(values), deps);
  return command === 'card' ? showCard(id, deps) : show(id, deps);
}

async function release(recordNo: string, reason: string, deps: Dependencies): Promise<string> {
  const { amount, currency } = await releaseHold(deps, recordNo, reason);
  return `${formatMoney(amount, currency)} of transaction ${recordNo} are available again`;
}

async function showCard(cardId: string, deps: Dependencies): Promise<string> {
  const { store } = deps;
  const rows = await store.query({
    table: 'transactions',
    index: 'byCardCreated',
    partition: cardId,
    newestFirst: true,
    limit: MAX_SHOWN,
  });
  const keys = rows.map(({ pk }) => ({ pk: String(pk) }));
  const items = (await store.getMany('transactions', keys)).filter((item) => item !== undefined);
  if (items.length === 0) return `card ${cardId} has no transactions`;
  const head = ['transaction', 'recorded', 'type', 'status', 'amount', 'moved', 'declined by', 'follows'];
  return textTable([head, ...items.map(transactionFrom).map((record) => rowOf(record, deps))]);
}

function rowOf(record: Transaction, { utcOffset }: Dependencies): string[] {
  const content = inquiryContentOf(record);
  const { localCurrencyAmt, localCurrency, settleAmount = localCurrencyAmt, transType } = content;
  const isDeclined = record.transStatus !== '1';
  return [
    record.recordNo,
    formatDateTime(record.createdAt, utcOffset),
    `${transType}${record.transCategory === 2 ? ' settled' : ''}`,
    isDeclined ? content.respCode : 'success',
    `${localCurrencyAmt} ${localCurrency}`,
    isDeclined ? '-' : `${settleAmount}`,
    record.decline?.check ?? '-',
    content.originRecordNo ?? '-',
  ];
}

async function show(recordNo: string, deps: Dependencies): Promise<string> {
  const record = await findTransaction(deps.store, recordNo);
  if (!record) throw new CommandError(`there is no transaction ${recordNo}`);
  const { source, upstreamRecordNo, reason, decline, cardId, userNo } = record;
  const of = { source: authorizationSourceOf(record), cardId };
  const authorization = await findAuthorization(deps.store, of, authorizationNoOf(record));
  const end = authorization && (await findHoldExpiry(deps.store, authorization));
  const facts: [string, string][] = [
    ['card', cardId],
    ['merchant', userNo],
    ['reported by', isPlatformGenerated(record) ? 'this platform' : source],
    ...(upstreamRecordNo === undefined ? [] : [["upstream's number", upstreamRecordNo] as [string, string]]),
    ...(reason === undefined ? [] : [['released', reason] as [string, string]]),
    ...(decline ? declineFacts(decline, inquiryContentOf(record).localCurrency) : []),
    ['content', JSON.stringify(inquiryContentOf(record))],
    ...(authorization ? authorizationFacts(authorization) : []),
    ...(end ? holdEndFacts(end, deps) : []),
  ];
  return textTable(facts);
}

function declineFacts(decline: Decline, currency: string): [string, string][] {
  const money = (minor: bigint) => formatMoney(minor, currency);
  const { check, amount, available, used, limit } = decline;
  return [
    ['declined by', check],
    ['requested', money(amount)],
    ['available', money(available)],
    ['used', `${money(used)}${limit === undefined ? '' : ` of ${money(limit)}`}`],
  ];
}

function authorizationFacts(authorization: Authorization): [string, string][] {
  const { hold, spent } = authorizationBalances(authorization);
  const money = (minor: bigint) => formatMoney(minor, authorization.currency);
  const end = authorization.settled
    ? 'settled'
    : authorization.expired && hold === 0n
      ? 'hold ended'
      : 'open';
  return [
    ['authorization', `${authorization.root}, ${end}`],
    ['authorized', money(authorization.authorized)],
    ['cleared', money(authorization.cleared)],
    ['held now', money(hold)],
    ['taken', money(spent)],
  ];
}

function holdEndFacts(
  { dueAt, releaseFailure }: HoldExpiry,
  { utcOffset }: Dependencies,
): [string, string][] {
  const at = formatDateTime(dueAt, utcOffset);
  if (!releaseFailure) return [['held until', at]];
  const { times, reason } = releaseFailure;
  return [
    ['release failed', `${reason}; tried ${times === 1 ? 'once' : `${times} times`}`],
    ['tried again', at],
  ];
}

if (import.meta.main) await runCommand(HELP, transactionsCommand);
