import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandError, UsageError } from '../../../../../clients/cli/common/command-error.ts';
import { differences, readData } from '../../../../../clients/cli/common/data-arguments.ts';
import { cardApply } from '../../../../../shared/wire/contract/operations/card-orders.ts';

const folder = mkdtempSync(join(tmpdir(), 'issuary-data-'));

describe('fields on the command line', () => {
  it.each<[args: string[], content: object]>([
    [['a=1', 'b=x=y', 'c='], { a: '1', b: 'x=y', c: '' }],
    [['a.b.c=1', 'a.b.d=2', 'list.0.x=3'], { a: { b: { c: '1', d: '2' } }, list: [{ x: '3' }] }],
    [['a:=1.5', 'b:={"c":[true]}', 'd:=null'], { a: 1.5, b: { c: [true] }, d: null }],
    [['a=1', 'a=2'], { a: '2' }],
  ])('%j are %j', (args, content) => {
    expect(readData(args)).toEqual(content);
  });

  it('are numbers where the operation has numbers, and dates where it has dates', () => {
    const content = readData(
      ['authLimitAmount=100', 'cardAlias=42', 'localCurrency=USD', 'startDate=today', 'cardLabel=today'],
      cardApply.request,
    );
    expect(content).toEqual({
      authLimitAmount: 100,
      cardAlias: '42',
      localCurrency: 'USD',
      startDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      cardLabel: 'today',
    });
  });

  it('come from files too', () => {
    const [json, picture] = [join(folder, 'a.json'), join(folder, 'a.png')];
    writeFileSync(json, '{"a":1,"b":{"c":2}}');
    writeFileSync(picture, Buffer.from([0xff, 0x00]));
    expect(readData([`@${json}`, 'b.d=3', `p=@${picture}`])).toEqual({
      a: 1,
      b: { c: 2, d: '3' },
      p: '/wA=',
    });
  });

  it.each([['a'], ['=1'], ['a:=x'], ['__proto__.x=1'], ['a.constructor.b=1'], ['a..b=1']])(
    '%s is wrong usage',
    (arg) => {
      expect(() => readData([arg])).toThrow(UsageError);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );

  it('that name a missing file fail with its name', () => {
    expect(() => readData(['@/nowhere/x.json'])).toThrow(CommandError);
    expect(() => readData(['@/nowhere/x.json'])).toThrow('/nowhere/x.json cannot be read (ENOENT).');
  });
});

describe('differences', () => {
  it('are none between a value and itself', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => differences(value, value).length === 0));
  });

  it('name the path, and ignore fields that are not expected', () => {
    expect(differences({ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 })).toEqual([]);
    expect(differences({ a: { b: 1 } }, { a: { b: 2 } })).toEqual(['a.b is 2, not 1']);
    expect(differences({ list: [{ x: 1 }] }, { list: [] })).toEqual(['list.0.x is absent, not 1']);
  });
});
