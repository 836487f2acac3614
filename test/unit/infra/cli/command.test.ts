import { parseArgs } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  CommandError,
  deploymentEnvironment,
  errorText,
  extractDeployment,
} from '../../../../infra/cli/command.ts';

it('an operator’s command takes the data folder and the profile out of its arguments', () => {
  expect(extractDeployment(['list', '--data', 'named', 'all'])).toEqual({
    named: { data: 'named' },
    args: ['list', 'all'],
  });
  expect(extractDeployment(['list', '--profile', 'other'])).toEqual({
    named: { profile: 'other' },
    args: ['list'],
  });
});

describe('the environment of an operator’s command', () => {
  const settings = {
    PLATFORM_UTC_OFFSET: '+00:00',
    ORDER_GRACE_SECONDS: '60',
    HOLD_DAYS: '10',
    INBOX_DAYS: '400',
    NOTIFICATION_DAYS: '90',
    CARD_NUMBER_DAYS: '540',
    TRAVEL_HOLD_DAYS: '31',
    RATE_MAX_AGE_SECONDS: '86400',
    REQUESTS_PER_SECOND: '50',
    REQUEST_BURST: '100',
    UNREADABLE_PER_SECOND: '10',
    LOG_LEVEL: 'INFO',
  };

  it('is complete for a deployment with all of its settings', () => {
    const given = { TABLE_LEDGER: 'ledger', ...settings };
    expect(deploymentEnvironment({ data: 'nowhere' }, given)).toEqual(given);
  });

  it.each(Object.keys(settings))('is refused for a deployment without %s', (name) => {
    const given = { TABLE_LEDGER: 'ledger', ...settings, [name]: '' };
    expect(() => deploymentEnvironment({ data: 'nowhere' }, given)).toThrow(CommandError);
    expect(() => deploymentEnvironment({ data: 'nowhere' }, given)).toThrow(`not set: ${name}. Read`);
  });
});

describe('an error message for an operator', () => {
  it('is one sentence for an unknown option', () => {
    let mistyped: unknown;
    try {
      parseArgs({ args: ['--curency', 'USD'], options: { currency: { type: 'string' } } });
    } catch (error) {
      mistyped = error;
    }
    expect(errorText(mistyped)).toBe("Unknown option '--curency'. See --help for the options.");
  });

  it('is the message of any other error', () => {
    expect(errorText(new Error('no. Not now'))).toBe('no. Not now');
    expect(errorText('lost')).toBe('lost');
  });
});
