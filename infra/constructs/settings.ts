import { join } from 'node:path';
import type { Node } from 'constructs';
import {
  contextSettings,
  mergeSettings,
  type SettingsInput,
  SettingUnknown,
  stageSettings,
} from './settings-input.ts';

/** Where the settings of stages are kept, `<stage>.json`. */
const STAGES = join(import.meta.dirname, '..', '..', 'stages');

/** What whoever deploys may set: `cdk deploy -c <name>=<value>`, or in the file of the stage. */
export interface Settings {
  /** Goes before the stacks' names, so that two instances live side by side in one account. */
  readonly stage: string | undefined;
  /** The platform's zone, e.g. +08:00 (contract section 2). */
  readonly utcOffset: string;
  /** Seconds that an order or a notification may wait before the sweeper takes it for one that nobody was woken for. */
  readonly orderGraceSeconds: number;
  /** Days that an authorization holds money that is not cleared. */
  readonly holdDays: number;
  /** Days that what an upstream told is kept once it is done. */
  readonly inboxDays: number;
  /** Days that the number of a card is kept that is cancelled or expired. */
  readonly cardNumberDays: number;
  /** Days that an authorization for lodging, vehicle hire, cruise lines and airlines, by the merchant's category. */
  readonly travelHoldDays: number;
  /** Seconds that a rate may be old when money is exchanged at it. */
  readonly rateMaxAgeSeconds: number;
  /** Requests that a merchant may make in a second, unless the operator has set a limit of its own for it. */
  readonly requestsPerSecond: number;
  /** Requests that such a merchant may make at once. */
  readonly requestBurst: number;
  /** What one address may send in a second to a process of a function that nobody's key opens. */
  readonly unreadablePerSecond: number;
  /** What each method of a door takes in a second from all callers together, and at once. */
  readonly apiRequestsPerSecond: number;
  readonly apiBurst: number;
  readonly webhookRequestsPerSecond: number;
  readonly webhookBurst: number;
  readonly networkRequestsPerSecond: number;
  readonly networkBurst: number;
  /** Concurrent invocations that the account keeps for authorizations alone; 0 for none. */
  readonly authorizeConcurrency: number;
  /**
   * Milliseconds that a call of AWS may take, and that of an authorization, for which a network waits some two seconds.
   */
  readonly callTimeoutMs: number;
  readonly authorizeCallTimeoutMs: number;
  /** Seconds after which an authorization is given up: nobody waits for it any more. */
  readonly authorizeTimeoutSeconds: number;
  /** Concurrent invocations by each queue at most. */
  readonly queueConcurrency: number;
  /** Requests that may be refused in five minutes because nobody knows who sent them, before an alarm. */
  readonly refusedSignInsAlarm: number;
  readonly logLevel: string;
  /** Whether notifications may go to the machine that the functions run on, by http: for the local cloud alone. */
  readonly notifyAllowLoopbackHttp: boolean;
}

/** The variables by which functions and operators' commands know the settings. */
const VARIABLES = {
  utcOffset: 'PLATFORM_UTC_OFFSET',
  orderGraceSeconds: 'ORDER_GRACE_SECONDS',
  holdDays: 'HOLD_DAYS',
  inboxDays: 'INBOX_DAYS',
  cardNumberDays: 'CARD_NUMBER_DAYS',
  travelHoldDays: 'TRAVEL_HOLD_DAYS',
  rateMaxAgeSeconds: 'RATE_MAX_AGE_SECONDS',
  requestsPerSecond: 'REQUESTS_PER_SECOND',
  requestBurst: 'REQUEST_BURST',
  unreadablePerSecond: 'UNREADABLE_PER_SECOND',
  logLevel: 'LOG_LEVEL',
} as const satisfies Partial<Record<keyof Settings, string>>;

/** The settings as functions and operators' commands find them in their environment. */
export function settingsEnvironment(settings: Settings): Record<string, string> {
  const names = Object.entries(VARIABLES) as [keyof typeof VARIABLES, string][];
  return Object.fromEntries(names.map(([setting, variable]) => [variable, String(settings[setting])]));
}

/** The variables of settings that an environment does not have. */
export const missingSettings = (environment: NodeJS.ProcessEnv): string[] =>
  Object.values(VARIABLES).filter((variable) => !environment[variable]);

const MILLISECONDS = /^[1-9]\d{2,4}$/;

/** A setting has a value that cannot be used. */
export class SettingInvalid extends Error {
  override readonly name = 'SettingInvalid';
  constructor(setting: string, value: string, expected: string) {
    super(`${setting}=${value}: expected ${expected}`);
  }
}

/** A setting's value, which is the usual one unless told. */
type ReadSetting = (setting: string, usual: string, pattern: RegExp, expected: string) => string;

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
  const unknown = Object.keys(input).find((name) => !known.has(name));
  if (unknown !== undefined) throw new SettingUnknown(unknown, known);
  return settings;
}

/** Reads from what was told; `known` hears of each setting that there is. */
const settingReader =
  (input: SettingsInput, known = new Set<string>()): ReadSetting =>
  (setting, usual, pattern, expected) => {
    known.add(setting);
    const value = String(input[setting] ?? usual);
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
    cardNumberDays: Number(text('cardNumberDays', '540', /^(0|[1-9]\d{0,3})$/, 'whole days, 0 to 9999')),
    travelHoldDays: Number(text('travelHoldDays', '31', /^[1-9]\d?$/, 'whole days, 1 to 99')),
    rateMaxAgeSeconds: Number(
      text('rateMaxAgeSeconds', '86400', /^[1-9]\d{0,6}$/, 'whole seconds, 1 to 9999999'),
    ),
    notifyAllowLoopbackHttp:
      text('notifyAllowLoopbackHttp', 'false', /^(true|false)$/, 'true or false') === 'true',
    requestsPerSecond: Number(text('requestsPerSecond', '50', /^([1-9]\d{0,2}|1000)$/, '1 to 1000')),
    requestBurst: Number(text('requestBurst', '100', /^([1-9]\d{0,3}|10000)$/, '1 to 10000')),
    unreadablePerSecond: Number(text('unreadablePerSecond', '10', /^([1-9]\d{0,2}|1000)$/, '1 to 1000')),
    ...throttles(text),
    authorizeConcurrency: Number(text('authorizeConcurrency', '0', /^(0|[1-9]\d{0,3})$/, '0 to 9999')),
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
  const rate = (setting: string, usual: string) =>
    Number(text(setting, usual, /^[1-9]\d{0,4}$/, 'whole requests, 1 to 99999'));
  return {
    apiRequestsPerSecond: rate('apiRequestsPerSecond', '200'),
    apiBurst: rate('apiBurst', '400'),
    webhookRequestsPerSecond: rate('webhookRequestsPerSecond', '200'),
    webhookBurst: rate('webhookBurst', '400'),
    networkRequestsPerSecond: rate('networkRequestsPerSecond', '500'),
    networkBurst: rate('networkBurst', '1000'),
  };
}
