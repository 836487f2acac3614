import { parseArgs } from 'node:util';
import { escapeLine, textTable } from '../../clients/cli/common/text-table.ts';
import { handlePaymentBill } from '../../shared/domain/dpt/payment-bill-webhook.ts';
import type { InboundMessage } from '../../shared/domain/inbox/inbound-message.ts';
import { MessageChanged } from '../../shared/domain/inbox/message-writes.ts';
import {
  assignToCard,
  dismissMessage,
  releaseToCard,
  returnSuspended,
  writeOffSuspended,
} from '../../shared/domain/inbox/resolve-suspense.ts';
import {
  type MessageHandlers,
  messageContentOf,
  retryMessage,
} from '../../shared/domain/inbox/retry-inbox.ts';
import { findMessage, readWorklist } from '../../shared/domain/inbox/worklist.ts';
import { handleCardOperate } from '../../shared/domain/issuing/orders/card-operate-webhook.ts';
import { handleCardTransaction } from '../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { handleTradeFee } from '../../shared/domain/issuing/transactions/trade-fee-webhook.ts';
import type { JsonObject } from '../../shared/wire/codec/json.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';
import { formatMoney } from '../../shared/wire/money/amount.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import { required } from './party-options.ts';
import { REASON_OPTIONS, reasonTextFrom } from './reason.ts';

const HELP = `Resolves upstreams' messages that the platform could not apply: money on the suspense account, and messages without money
that could not be processed.

  npm run suspense -- list [--limit N]
      open messages, oldest first: key, time, status, money, number of retries, and the reason
  npm run suspense -- show KEY
      the message as it arrived, without card numbers and secrets
  npm run suspense -- retry KEY
      applies it again, for example after its card became known
  npm run suspense -- assign KEY --card CARD_ID --reason TEXT [--set FIELD=VALUE …]
      books a card transaction or a fee on this card (our id), with these fields replaced, for example --set settleAmount=40
      --set localCurrency=USD; under a number of ours if another card has its number. If the card already has something
      under that number, this is refused: return it, or --set another recordNo or receiptNo if it is not the same
  npm run suspense -- release KEY --reason TEXT
      books it as it is, on its own card, although it exceeds its upstream's daily ceiling for money without a purchase
  npm run suspense -- return KEY --reason TEXT
      gives the money back to the network or the external issuer, which withdrew its message
  npm run suspense -- write-off KEY --reason TEXT
      the platform bears the money, on platform:write-offs
  npm run suspense -- dismiss KEY --reason TEXT
      closes a message that has no money in suspense and needs no booking

Each happens once, and its entry is named after the entry that it resolves.

  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

const OPTIONS = {
  card: { type: 'string' },
  reason: REASON_OPTIONS.reason,
  limit: { type: 'string', default: '100' },
  set: { type: 'string', multiple: true, default: [] as string[] },
} as const;

interface Options {
  readonly card?: string;
  readonly reason?: string;
  readonly limit?: string;
  readonly set?: string[];
}

const EFFECTS: MessageHandlers = {
  card_transaction: handleCardTransaction,
  card_operate: handleCardOperate,
  trade_fee: handleTradeFee,
  dpt_payment_bill: handlePaymentBill,
};

/**
 * Runs one command and returns the text to print.
 *
 * @throws CommandError, or the error with which the domain refuses it
 */
export async function suspenseCommand(args: readonly string[], { deps }: Operator): Promise<string> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [command = '', key = ''] = positionals;
  if (command === 'list') return list(deps, values);
  const message = await findMessage(deps, key);
  if (!message) throw new CommandError(`there is no message ${key}; list shows the keys`);
  try {
    return await runOnMessage(command, message, values, deps);
  } catch (error) {
    if (!(error instanceof MessageChanged)) throw error;
    throw new CommandError(`message ${key} has changed in the meantime: look again`);
  }
}

async function list(deps: Operator['deps'], { limit = '' }: Options): Promise<string> {
  if (!/^[1-9]\d{0,4}$/.test(limit)) throw new CommandError('--limit must be a number of at most 5 digits');
  const rows = (await readWorklist(deps, Number(limit))).map((message) => [
    message.messageKey,
    formatDateTime(message.receivedAt, deps.utcOffset),
    message.status,
    moneyOf(message),
    `${message.retries} retries`,
    message.reason ?? '',
  ]);
  return rows.length > 0 ? textTable(rows) : 'no open messages';
}

const moneyOf = ({ suspended }: InboundMessage): string =>
  suspended ? formatMoney(suspended.amount, suspended.currency) : 'no money';

async function runOnMessage(
  command: string,
  message: InboundMessage,
  options: Options,
  deps: Operator['deps'],
): Promise<string> {
  const { messageKey } = message;
  switch (command) {
    case 'show':
      return show(message, deps);
    case 'retry':
      await retryMessage(deps, message, EFFECTS);
      return `message ${messageKey}: ${(await findMessage(deps, messageKey))?.status}`;
    case 'assign': {
      const assignment = {
        cardId: requiredOption('card', options.card),
        fields: fieldsOf(options),
        reason: reasonTextFrom(options),
      };
      await assignToCard(deps, message, assignment, EFFECTS);
      return `message ${messageKey}: booked on card ${assignment.cardId}`;
    }
    case 'release':
      await releaseToCard(deps, message, reasonTextFrom(options), EFFECTS);
      return `message ${messageKey}: booked as it is`;
    case 'return':
      await returnSuspended(deps, message, reasonTextFrom(options));
      return `message ${messageKey}: ${moneyOf(message)} returned`;
    case 'write-off':
      await writeOffSuspended(deps, message, reasonTextFrom(options));
      return `message ${messageKey}: ${moneyOf(message)} written off`;
    case 'dismiss':
      await dismissMessage(deps, message, reasonTextFrom(options));
      return `message ${messageKey}: closed`;
    default:
      throw new CommandError(
        'the commands are list, show, retry, assign, release, return, write-off and dismiss',
      );
  }
}

const requiredOption = (name: string, value: string | undefined): string => required({ [name]: value }, name);

function fieldsOf({ set = [] }: Options): JsonObject {
  return Object.fromEntries(
    set.map((one) => {
      const [, name, value] = /^(\w+)=(.*)$/s.exec(one) ?? [];
      if (name === undefined) throw new CommandError('--set must be FIELD=VALUE');
      return [name, value];
    }),
  );
}

/** Fields that are never shown. */
const SECRET = /^(cardNo|cardVerifyNo|pin|otp|activationCode)$/i;

async function show(message: InboundMessage, deps: Operator['deps']): Promise<string> {
  const { content: _, ...about } = message;
  const content = await messageContentOf(deps, message);
  const minor = (__: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
  const shown = JSON.stringify(
    { ...about, content },
    (name, value) => (SECRET.test(name) ? '***' : minor(name, value)),
    2,
  );
  return shown.split('\n').map(escapeLine).join('\n');
}

if (import.meta.main) await runCommand(HELP, suspenseCommand);
