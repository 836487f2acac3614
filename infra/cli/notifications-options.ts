import { parseArgs } from 'node:util';
import type { NotificationStatus } from '../../shared/domain/notifications/notification.ts';
import { CommandError } from './command.ts';
import type { NotificationSubject } from './notifications-by-subject.ts';
import { required, userNoFrom } from './party-options.ts';

const OPTIONS = {
  status: { type: 'string' },
  merchant: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  limit: { type: 'string', default: '50' },
  order: { type: 'string' },
  card: { type: 'string' },
  record: { type: 'string' },
  request: { type: 'string' },
} as const;

/** The options of all commands. */
export type Options = { readonly [Name in keyof typeof OPTIONS]?: string };

/** The options of each command. */
const OPTIONS_BY_COMMAND: Readonly<Record<string, readonly (keyof Options)[]>> = {
  list: ['status', 'merchant', 'since', 'until', 'limit', 'order', 'card', 'record', 'request'],
  show: [],
  resend: [],
  recover: ['since', 'merchant'],
  replay: ['since', 'merchant'],
  endpoints: [],
  pause: [],
  resume: [],
};
const ARGUMENT_BY_COMMAND: Readonly<Record<string, 'ID' | 'USER_NO'>> = {
  show: 'ID',
  resend: 'ID',
  pause: 'USER_NO',
  resume: 'USER_NO',
};

/**
 * Parses a command with its argument and its options.
 *
 * @throws CommandError for anything else
 */
export function commandFrom(args: readonly string[]) {
  const parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, tokens: true });
  const [command = '', about = '', ...more] = parsed.positionals;
  const takes = OPTIONS_BY_COMMAND[command];
  if (!takes)
    throw new CommandError(`the commands are ${Object.keys(OPTIONS_BY_COMMAND).join(', ')}. See --help.`);
  const names = parsed.tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  const other = names.find((name) => !takes.some((known) => known === name));
  if (other) throw new CommandError(`${command} takes no --${other}. See --help.`);
  const wanted = ARGUMENT_BY_COMMAND[command];
  if (wanted && about === '') throw new CommandError(`${wanted} is required: ${command} ${wanted}`);
  const surplus = wanted ? more[0] : about;
  if (surplus) throw new CommandError(`${command} takes no ${surplus}. See --help.`);
  return { command, about, options: parsed.values };
}

/**
 * Returns what the notifications must be about, if an option names it.
 *
 * @throws CommandError when the options name several
 */
export function subjectFrom({ order, card, record, request, merchant, status, since, until }: Options) {
  const named: NotificationSubject[] = [
    ...(order === undefined ? [] : [{ orderId: order }]),
    ...(card === undefined ? [] : [{ cardId: card }]),
    ...(record === undefined ? [] : [{ recordNo: record }]),
    ...(request === undefined
      ? []
      : [{ userNo: userNoFrom(required({ merchant }, 'merchant')), userReqNo: request }]),
  ];
  const [subject, ...more] = named;
  if (!subject) return undefined;
  const others = [status, since, until, request === undefined ? merchant : undefined];
  if (more.length > 0 || others.some((other) => other !== undefined))
    throw new CommandError('--order, --card, --record and --request cannot be combined with other options');
  return subject;
}

/**
 * Parses a status.
 *
 * @throws CommandError
 */
export function statusFrom(text: string | undefined): NotificationStatus | undefined {
  if (text === undefined || text === 'pending' || text === 'delivered' || text === 'dead') return text;
  throw new CommandError('--status must be pending, delivered or dead');
}

/**
 * Parses the maximum number of notifications to list.
 *
 * @throws CommandError
 */
export function limitFrom(text = ''): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new CommandError('--limit must be from 1 to 9999');
}
