import { describe, expect, it } from 'vitest';

class Refused extends Error {}

const nothing = () => {
  throw undefined;
};
const NO_ERROR = 'undefined was thrown, which is no error';

describe('toThrow', () => {
  it.each([['text'], [/text/], [undefined], [Refused]])(
    'rejects what is not an error: %s',
    async (expected) => {
      await expect(expect(Promise.reject(undefined)).rejects.toThrow(expected)).rejects.toThrow(NO_ERROR);
      expect(() => expect(nothing).toThrow(expected)).toThrow(NO_ERROR);
    },
  );

  it('works as usual with errors', async () => {
    const refused = new Refused('some text');
    for (const expected of ['text', /text$/, undefined, Refused, new Refused('some text')]) {
      await expect(Promise.reject(refused)).rejects.toThrow(expected);
      expect(() => {
        throw refused;
      }).toThrow(expected);
    }
    await expect(expect(Promise.reject(refused)).rejects.toThrow('other')).rejects.toThrow('other');
    expect(() => 1).not.toThrow();
    expect(() => expect(() => 1).toThrow()).toThrow();
  });
});
