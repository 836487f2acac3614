import { parseArgs } from 'node:util';
import { describe, expect, it } from 'vitest';
import { inOneSentence, withoutDataDir } from '../../../infra/ops/operator.ts';

describe('the data folder of an operator’s command', () => {
  it.each([
    [['list'], {}, '.issuary'],
    [['list'], { ISSUARY_DATA: 'other' }, 'other'],
    [['list', '--data', 'named'], { ISSUARY_DATA: 'other' }, 'named'],
  ])('of %j with %j is that of npm start', (given, env, dataDir) => {
    expect(withoutDataDir(given, env)).toEqual({ dataDir, args: ['list'] });
  });
});

describe('what an operator reads', () => {
  it('of an option that there is not is one sentence', () => {
    let mistyped: unknown;
    try {
      parseArgs({ args: ['--curency', 'USD'], options: { currency: { type: 'string' } } });
    } catch (error) {
      mistyped = error;
    }
    expect(inOneSentence(mistyped)).toBe("Unknown option '--curency'. --help tells the options.");
  });

  it('of anything else is what it says', () => {
    expect(inOneSentence(new Error('no. Not now'))).toBe('no. Not now');
    expect(inOneSentence('lost')).toBe('lost');
  });
});
