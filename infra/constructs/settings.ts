import { join } from 'node:path';
import type { Node } from 'constructs';
import {
  contextSettings,
  mergeSettings,
  type SettingsInput,
  SettingUnknown,
  stageSettings,
} from './settings-input.ts';

/** The folder of the stages' settings, `<stage>.json`. */
const STAGES = join(import.meta.dirname, '..', '..', 'stages');

/** What a deployment may set: by `cdk deploy -c <name>=<value>`, or in the file of the stage. */
export interface Settings {
  /** Prefix of the stacks' names, so that several instances can be in one account. */
  readonly stage: string | undefined;
  /** The platform's UTC offset, such as +08:00 (contract section 2). */
  readonly utcOffset: string;
  /** Seconds that an order or a notification may wait before the sweeper queues it again. */
  readonly orderGraceSeconds: number;
  /** Days until the hold of an authorization expires that is not cleared. */
  readonly holdDays: number;
  /** Days to keep an upstream's message after it was processed. */
  readonly inboxDays: number;
  /** Days to keep a notification after it was delivered. */
  readonly notificationDays: number;
  /** Days to keep the number of a card after it was cancelled or has expired. */
  readonly cardNumberDays: number;
  /** The same for lodging, vehicle rental, cruise lines and airlines, by merchant category code. */
  readonly travelHoldDays: number;
  /** Maximum age in seconds of a rate at which money is exchanged. */
  readonly rateMaxAgeSeconds: number;
  /** Requests per second of a merchant for which the operator has set no limit. */
  readonly requestsPerSecond: number;
  /** Requests that such a merchant may make at once. */
  readonly requestBurst: number;
  /** Requests per second that one address may send to a process of a function and that no key opens. */
  readonly unreadablePerSecond: number;
  /** Requests per second, and at once, that each method of an API accepts from all callers together. */
  readonly apiRequestsPerSecond: number;
  readonly apiBurst: number;
  readonly webhookRequestsPerSecond: number;
  readonly webhookBurst: number;
  readonly networkRequestsPerSecond: number;
  readonly networkBurst: number;
  /** Reserved concurrency for authorizations; 0 reserves none. */
  readonly authorizeConcurrency: number;
  /** Environments of the function for authorizations that are kept warm, at a price; 0 keeps none. */
  readonly authorizeWarm: number;
  /** Timeout of an AWS call in milliseconds; a shorter one for authorizations, as a network waits about two seconds. */
  readonly callTimeoutMs: number;
  readonly authorizeCallTimeoutMs: number;
  /** Timeout of an authorization in seconds; by then no network waits for it. */
  readonly authorizeTimeoutSeconds: number;
  /** Maximum concurrent invocations by each queue. */
  readonly queueConcurrency: number;
  /** Refused sign-ins in five minutes that raise an alarm. */
  readonly refusedSignInsAlarm: number;
  readonly logLevel: string;
  /** Whether this stage is a sandbox, where callers may ask for failures (docs/testing-your-integration.md). */
  readonly sandbox: boolean;
  /** Whether notifications may go by http to the machine that runs the functions: for the local cloud only. */
  readonly notifyAllowLoopbackHttp: boolean;
}

/** The environment variables of the settings that functions and operators' commands read. */
const VARIABLES = {
  utcOffset: 'PLATFORM_UTC_OFFSET',
  orderGraceSeconds: 'ORDER_GRACE_SECONDS',
  holdDays: 'HOLD_DAYS',
  inboxDays: 'INBOX_DAYS',
  notificationDays: 'NOTIFICATION_DAYS',
  cardNumberDays: 'CARD_NUMBER_DAYS',
  travelHoldDays: 'TRAVEL_HOLD_DAYS',
  rateMaxAgeSeconds: 'RATE_MAX_AGE_SECONDS',
  requestsPerSecond: 'REQUESTS_PER_SECOND',
  requestBurst: 'REQUEST_BURST',
  unreadablePerSecond: 'UNREADABLE_PER_SECOND',
  logLevel: 'LOG_LEVEL',
} as const satisfies Partial<Record<keyof Settings, string>>;

/** Returns the settings as environment variables for functions and operators' commands. */
export function settingsEnvironment(settings: Settings): Record<string, string> {
  const names = Object.entries(VARIABLES) as [keyof typeof VARIABLES, string][];
  return Object.fromEntries(names.map(([setting, variable]) => [variable, String(settings[setting])]));
}

/** Returns the variables of settings that are missing in an environment. */
export const missingSettings = (environment: NodeJS.ProcessEnv): string[] =>
  Object.values(VARIABLES).filter((variable) => !environment[variable]);

const MILLISECONDS = /^[1-9]\d{2,4}$/;

/** A setting has an invalid value. */
export class SettingInvalid extends Error {
  override readonly name = 'SettingInvalid';
  constructor(setting: string, value: string, expected: string) {
    super(`${setting}=${value}: expected ${expected}`);
  }
}

/** Returns the value of a setting, or its default. */
type ReadSetting = (setting: string, fallback: string, pattern: RegExp, expected: string) => string;

/**
 * Reads the settings from the app's context and the stage's file in the folder `stages`.
 *
 * @throws SettingInvalid, SettingUnknown, StageInvalid
 */
export function readSettings(node: Node, stages = STAGES): Settings {
  const context = contextSettings(node);
  const pattern = /^([a-z][a-z0-9-]{0,19})?$/;
  const stage = settingReader(context)('stage', '', pattern, 'up to 20 of a-z, 0-9 and -, a letter first');
  const input = mergeSettings(stageSettings(stage, stages), context);
  const known = new Set(['stage']);
  const settings = parseSettings(stage, settingReader(input, known));
  assertWithinReserved(settings);
  const unknown = Object.keys(input).find((name) => !known.has(name));
  if (unknown !== undefined) throw new SettingUnknown(unknown, known);
  return settings;
}

/** Lambda keeps no more environments warm than it reserves, where it reserves any. */
function assertWithinReserved({ authorizeWarm, authorizeConcurrency }: Settings): void {
  if (authorizeConcurrency > 0 && authorizeWarm > authorizeConcurrency)
    throw new SettingInvalid('authorizeWarm', String(authorizeWarm), 'at most authorizeConcurrency');
}

/** Reads settings from the input, and adds the name of each setting to `known`. */
const settingReader =
  (input: SettingsInput, known = new Set<string>()): ReadSetting =>
  (setting, fallback, pattern, expected) => {
    known.add(setting);
    const value = String(input[setting] ?? fallback);
    if (!pattern.test(value)) throw new SettingInvalid(setting, value, expected);
    return value;
  };

function parseSettings(stage: string, text: ReadSetting): Settings {
  return {
    stage: stage || undefined,
    utcOffset: text('utcOffset', '+08:00', /^[+-](0\d|1[0-4]):[0-5]\d$/, 'an offset like +08:00'),
    orderGraceSeconds: Number(text('orderGraceSeconds', '60', /^[1-9]\d{0,4}$/, 'whole seconds, 1 to 99999')),
    holdDays: Number(text('holdDays', '10', /^[1-9]\d?$/, 'whole days, 1 to 99')),
    inboxDays: Number(text('inboxDays', '400', /^[1-9]\d{0,3}$/, 'whole days, 1 to 9999')),
    notificationDays: Number(
      text('notificationDays', '90', /^([3-9]\d|[1-9]\d{2,3})$/, 'whole days, 30 to 9999'),
    ),
    cardNumberDays: Number(text('cardNumberDays', '540', /^(0|[1-9]\d{0,3})$/, 'whole days, 0 to 9999')),
    travelHoldDays: Number(text('travelHoldDays', '31', /^[1-9]\d?$/, 'whole days, 1 to 99')),
    rateMaxAgeSeconds: Number(
      text('rateMaxAgeSeconds', '86400', /^[1-9]\d{0,6}$/, 'whole seconds, 1 to 9999999'),
    ),
    sandbox: text('sandbox', 'false', /^(true|false)$/, 'true or false') === 'true',
    notifyAllowLoopbackHttp:
      text('notifyAllowLoopbackHttp', 'false', /^(true|false)$/, 'true or false') === 'true',
    requestsPerSecond: Number(text('requestsPerSecond', '50', /^([1-9]\d{0,2}|1000)$/, '1 to 1000')),
    requestBurst: Number(text('requestBurst', '100', /^([1-9]\d{0,3}|10000)$/, '1 to 10000')),
    unreadablePerSecond: Number(text('unreadablePerSecond', '10', /^([1-9]\d{0,2}|1000)$/, '1 to 1000')),
    ...throttles(text),
    authorizeConcurrency: Number(text('authorizeConcurrency', '0', /^(0|[1-9]\d{0,3})$/, '0 to 9999')),
    authorizeWarm: Number(text('authorizeWarm', '0', /^(0|[1-9]\d{0,3})$/, '0 to 9999')),
    callTimeoutMs: Number(text('callTimeoutMs', '4000', MILLISECONDS, 'milliseconds, 100 to 99999')),
    authorizeCallTimeoutMs: Number(
      text('authorizeCallTimeoutMs', '600', MILLISECONDS, 'milliseconds, 100 to 99999'),
    ),
    authorizeTimeoutSeconds: Number(
      text('authorizeTimeoutSeconds', '3', /^([1-9]|1\d|2[0-8])$/, 'whole seconds, 1 to 28'),
    ),
    queueConcurrency: Number(text('queueConcurrency', '50', /^([2-9]|[1-9]\d{1,2}|1000)$/, '2 to 1000')),
    refusedSignInsAlarm: Number(text('refusedSignInsAlarm', '100', /^[1-9]\d{0,5}$/, '1 to 999999')),
    logLevel: text('logLevel', 'INFO', /^(DEBUG|INFO|WARN|ERROR)$/, 'DEBUG, INFO, WARN or ERROR'),
  };
}

function throttles(text: ReadSetting) {
  const rate = (setting: string, fallback: string) =>
    Number(text(setting, fallback, /^[1-9]\d{0,4}$/, 'whole requests, 1 to 99999'));
  return {
    apiRequestsPerSecond: rate('apiRequestsPerSecond', '200'),
    apiBurst: rate('apiBurst', '400'),
    webhookRequestsPerSecond: rate('webhookRequestsPerSecond', '200'),
    webhookBurst: rate('webhookBurst', '400'),
    networkRequestsPerSecond: rate('networkRequestsPerSecond', '500'),
    networkBurst: rate('networkBurst', '1000'),
  };
}
