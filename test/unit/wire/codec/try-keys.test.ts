import { describe, expect, it } from 'vitest';
import { CiphertextUnreadable } from '../../../../shared/wire/codec/codec-errors.ts';
import { openContent, sealContent } from '../../../../shared/wire/codec/content.ts';
import { tryKeys } from '../../../../shared/wire/codec/try-keys.ts';
import { newCodecKeyPair, sealingModes } from '../../../support/fixtures/codec-keys.ts';

const pairs = await Promise.all([newCodecKeyPair(1024), newCodecKeyPair(1024), newCodecKeyPair(2048)]);
const [first = [], second = [], long = []] = pairs.map(sealingModes);

describe.each([0, 1])('of several keys (%i)', (mode) => {
  const keys = [first, second, long].flatMap((modes) => modes[mode] ?? []);
  const [one, other, longest] = keys;

  it('the matching one opens the content, at any position', () => {
    for (const sealing of keys) {
      const sealed = sealContent({ a: 'x'.repeat(300) }, sealing.seal);
      for (const order of [keys, keys.toReversed()]) {
        const tried: unknown[] = [];
        const opened = tryKeys(order, (key) => {
          tried.push(key);
          return openContent(sealed, key.open);
        });
        expect(opened).toEqual({ a: 'x'.repeat(300) });
        expect(tried).toEqual(order.slice(0, order.indexOf(sealing) + 1));
      }
    }
  });

  it('none opens the content of another', () => {
    const sealed = sealContent({}, other?.seal ?? expect.fail());
    const without = [longest, one].flatMap((key) => key ?? []);
    expect(() => tryKeys(without, ({ open }) => openContent(sealed, open))).toThrow(CiphertextUnreadable);
    expect(() => tryKeys(keys.slice(0, 0), ({ open }) => openContent(sealed, open))).toThrow(
      new RangeError('no key to open with'),
    );
  });

  it('none is tried after an unexpected error', () => {
    let tried = 0;
    const failing = () => {
      tried += 1;
      throw new TypeError('not the key');
    };
    expect(() => tryKeys(keys, failing)).toThrow(TypeError);
    expect(tried).toBe(1);
  });
});
