import { describe, expect, it } from 'vitest';
import {
  docstring,
  inPython,
  pythonModule,
  snakeCase,
  upperCase,
  wrapped,
} from '../../../../clients/generate/python-text.ts';

describe('names in Python', () => {
  it.each([
    ['cardId', 'card_id', 'CARD_ID'],
    ['resetPin', 'reset_pin', 'RESET_PIN'],
    ['list', 'list', 'LIST'],
  ])('%s', (name, snake, upper) => {
    expect([snakeCase(name), upperCase(name)]).toEqual([snake, upper]);
  });

  it('replace those of the wire in descriptions', () => {
    expect(inPython('For channelType 2, yyyy-MM-dd: not after endDate. Cardbin query.')).toBe(
      'For channel_type 2, yyyy-MM-dd: not after end_date. Cardbin query.',
    );
  });
});

describe('text in Python', () => {
  it('is wrapped with a hanging indentation', () => {
    const lines = wrapped('word '.repeat(60).trim(), '    ', '        ');
    expect(lines.every((line) => line.length <= 116)).toBe(true);
    expect(lines.slice(1).every((line) => /^ {8}\S/.test(line))).toBe(true);
    expect(lines.join(' ').match(/word/g)).toHaveLength(60);
  });

  it('is a docstring of one or of several lines', () => {
    expect(docstring('  ', 'Short.')).toEqual(['  """Short."""']);
    expect(docstring('  ', 'Short.', ['  :param a: b'])).toEqual([
      '  """Short.',
      '',
      '  :param a: b',
      '  """',
    ]);
  });

  it('of a module begins with its origin', () => {
    expect(pythonModule('What.', ['A = 1'])).toMatch(/^# Generated .*\n"""What."""\n\nA = 1\n$/);
  });
});
