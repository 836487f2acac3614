import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../../shared/wire/contract/catalogue.ts';
import { methodNames } from '../../../../shared/wire/contract/method-names.ts';

const names = Object.values(methodNames);
const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe('the methods of the client libraries', () => {
  it('exist exactly once for each operation', () => {
    expect(Object.keys(methodNames).toSorted()).toEqual(Object.keys(catalogue).toSorted());
    expect(new Set(names).size).toBe(names.length);
  });

  it('are a group and a method in camel case, which other languages can convert', () => {
    expect(names.filter((name) => !/^[a-z]+\.[a-z]+(?:[A-Z][a-z]+)*$/.test(name))).toEqual([]);
    expect(new Set(names.map(snakeCase)).size).toBe(names.length);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });

  it('are no reserved words of the libraries’ languages', () => {
    // Of Python, Java, Go and PHP, beside those that may be method names there: `list` and `delete`.
    const reserved = [
      'del',
      'import',
      'pass',
      'raise',
      'return',
      'void',
      'final',
      'class',
      'new',
      'switch',
      'type',
    ];
    expect(names.flatMap((name) => name.split('.')).filter((word) => reserved.includes(word))).toEqual([]);
  });
});
