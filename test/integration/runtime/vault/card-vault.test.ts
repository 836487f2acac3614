import { beforeAll, describe, expect, it } from 'vitest';
import { generatePan } from '../../../../shared/runtime/card-number/pan.ts';
import { randomDigits, secureRandom } from '../../../../shared/runtime/random.ts';
import type { NewCardSecrets } from '../../../../shared/runtime/vault/card-secrets.ts';
import { CardVault, PanMismatch } from '../../../../shared/runtime/vault/card-vault.ts';
import { openTestPlatform, type TestPlatform } from '../../../support/fixtures/test-platform.ts';
import { Crash, FaultyStore } from '../../../support/stores/faulty-store.ts';

let fixture: TestPlatform;
let vault: CardVault;
let cards = 0;
const newCardId = () => {
  cards += 1;
  return String(1_150_000_000_000_000 + cards);
};

const draw = (): NewCardSecrets => ({
  cardNo: generatePan('49990010', secureRandom),
  cvv2: randomDigits(3, secureRandom),
  expiry: '2029-03',
});
const never = (): NewCardSecrets => {
  throw new Error('nothing is to be drawn');
};
/** Returns a generator of these numbers, then of random ones; `count` returns how many were drawn. */
function drawing(...numbers: NewCardSecrets[]) {
  const state = { count: 0 };
  const next = () => {
    state.count += 1;
    return numbers[state.count - 1] ?? draw();
  };
  return { next, state };
}

const sealing = ({ sealer }: TestPlatform) => ({ cards: sealer, pins: sealer });
/** A JSON replacer that adds the decoded form of each base64 text. */
const withDecoded = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? [value, Buffer.from(value, 'base64').toString('latin1')].join() : value;

/** Returns a vault of another process: the same tables and key, and nothing in memory. */
const another = () => new CardVault(fixture.deps.store, sealing(fixture));

/**
 * Returns a vault of a process that crashes before its nth call: the third stores a card's secrets, the fourth claims
 * its number.
 */
function cutOff(nth: 3 | 4): CardVault {
  const store = new FaultyStore(fixture.deps.store);
  store.plan((call) => (call === nth ? 'before' : undefined));
  return new CardVault(store, sealing(fixture));
}

beforeAll(async () => {
  fixture = await openTestPlatform();
  vault = another();
  await vault.createHashKey();
});

describe('a card', () => {
  it('keeps its first secrets, however often it is stored', async () => {
    const cardId = newCardId();
    const secrets = await vault.getOrCreate(cardId, draw);
    expect(await vault.getOrCreate(cardId, never)).toEqual(secrets);
    expect(await another().getOrCreate(cardId, never)).toEqual(secrets);
    expect(await another().read(cardId)).toEqual(secrets);
  });

  it('that was never stored has no secrets', async () => {
    expect(await vault.read(newCardId())).toBeUndefined();
  });

  it('gets one number when 20 processes store it at once', async () => {
    const cardId = newCardId();
    const stored = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? vault : another()).getOrCreate(cardId, draw)),
    );
    expect(new Set(stored.map((secrets) => JSON.stringify(secrets))).size).toBe(1);
    expect(await vault.read(cardId)).toEqual(stored[0]);
  });

  it('never gets the number of another card, in this process or another', async () => {
    const claimed = { ...draw(), ...(await vault.getOrCreate(newCardId(), draw)) };
    for (const other of [vault, another()]) {
      const { next, state } = drawing(claimed, claimed, { ...claimed, cvv2: '000' });
      const secrets = await other.getOrCreate(newCardId(), next);
      expect(secrets.cardNo).not.toBe(claimed.cardNo);
      expect(state.count).toBe(4);
    }
  });

  it('gets a number that several generate at once only if it is the first', async () => {
    const wanted = draw();
    const stored = await Promise.all(
      Array.from({ length: 10 }, () => another().getOrCreate(newCardId(), drawing(wanted).next)),
    );
    expect(new Set(stored.map(({ cardNo }) => cardNo)).size).toBe(10);
    expect(stored.filter(({ cardNo }) => cardNo === wanted.cardNo)).toHaveLength(1);
  });

  it('is refused when its range is exhausted, and gets a number once there is one', async () => {
    const [cardId, other] = [newCardId(), newCardId()];
    const claimed = { ...draw(), ...(await vault.getOrCreate(other, draw)) };
    await expect(vault.getOrCreate(cardId, () => claimed)).rejects.toThrow('nearly exhausted');
    expect(await vault.findCardByPan(claimed.cardNo)).toBe(other);
    const { cardNo } = await vault.getOrCreate(cardId, draw);
    expect(cardNo).not.toBe(claimed.cardNo);
    expect(await vault.findCardByPan(cardNo)).toBe(cardId);
  });

  it('that was interrupted before its number was reserved gets that number, or another if it is used by then', async () => {
    for (const isTaken of [false, true]) {
      const [cardId, generated] = [newCardId(), draw()];
      await expect(cutOff(4).getOrCreate(cardId, () => generated)).rejects.toThrow(Crash);
      expect(await vault.findCardByPan(generated.cardNo)).toBeUndefined();
      if (isTaken) await vault.getOrCreate(newCardId(), () => generated);
      const stored = await another().getOrCreate(cardId, isTaken ? draw : never);
      expect(stored.cardNo === generated.cardNo).toBe(!isTaken);
      expect(await vault.findCardByPan(stored.cardNo)).toBe(cardId);
      expect(await vault.read(cardId)).toEqual(stored);
    }
  });

  it('is not stored when a write fails', async () => {
    const cardId = newCardId();
    await expect(cutOff(3).getOrCreate(cardId, draw)).rejects.toThrow(Crash);
    expect(await vault.read(cardId)).toBeUndefined();
    const { cardNo } = await cutOff(4)
      .getOrCreate(cardId, draw)
      .catch(() => another().getOrCreate(cardId, never));
    expect(await vault.findCardByPan(cardNo)).toBe(cardId);
  });

  it('gets one number when two processes find that its first number is used', async () => {
    const [cardId, generated] = [newCardId(), draw()];
    await expect(cutOff(4).getOrCreate(cardId, () => generated)).rejects.toThrow(Crash);
    await vault.getOrCreate(newCardId(), () => generated);
    const stored = await Promise.all(Array.from({ length: 10 }, () => another().getOrCreate(cardId, draw)));
    expect(stored).toEqual(stored.map(() => stored[0]));
    expect(await vault.findCardByPan(stored[0]?.cardNo ?? '')).toBe(cardId);
  });
});

describe('a card is found', () => {
  it('by its number, in this process and another', async () => {
    const [one, other] = [newCardId(), newCardId()];
    const { cardNo } = await vault.getOrCreate(one, draw);
    await vault.getOrCreate(other, draw);
    expect(await vault.findCardByPan(cardNo)).toBe(one);
    expect(await another().findCardByPan(cardNo)).toBe(one);
  });

  it('by no number that the vault does not contain', async () => {
    const { cardNo } = await vault.getOrCreate(newCardId(), draw);
    expect(await vault.findCardByPan(draw().cardNo)).toBeUndefined();
    expect(await vault.findCardByPan(cardNo.slice(0, -1))).toBeUndefined();
    expect(await vault.findCardByPan('')).toBeUndefined();
  });
});

describe('the vault’s table', () => {
  it('contains no number, CVV2 or expiry in clear, and no plain hash of a number', async () => {
    // Any ciphertext may contain three given digits by chance.
    const generated = Array.from({ length: 5 }, () => ({ ...draw(), cvv2: randomDigits(12, secureRandom) }));
    await Promise.all(generated.map((secrets) => vault.getOrCreate(newCardId(), () => secrets)));
    const items = await fixture.operator.scan('vault');
    const text = JSON.stringify(items, withDecoded);
    for (const { cardNo, cvv2, expiry } of generated) {
      const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(cardNo)));
      const clear = [cardNo.slice(0, 12), cardNo.slice(4), cvv2, expiry, digest.toString('hex')];
      expect(clear.filter((secret) => text.includes(secret))).toEqual([]);
    }
    const attributes = new Set(items.flatMap((item) => Object.keys(item)));
    expect([...attributes].sort()).toEqual([
      'cardId',
      'cvv2',
      'dueAt',
      'dueShard',
      'key',
      'number',
      'pk',
      'secrets',
    ]);
  });

  it('contains secrets that open only with their card', async () => {
    const [one, other] = [newCardId(), newCardId()];
    await Promise.all([one, other].map((cardId) => vault.getOrCreate(cardId, draw)));
    const item = await fixture.deps.store.get('vault', { pk: `card/${one}` });
    await fixture.deps.store.write([
      { kind: 'update', table: 'vault', key: { pk: `card/${other}` }, set: { secrets: item?.['secrets'] } },
    ]);
    await expect(vault.read(other)).rejects.toThrow();
    expect(await vault.read(one)).toBeDefined();
  });

  it('has one key for its hashes, even if 10 processes create it at once', async () => {
    const fresh = await openTestPlatform();
    const vaults = Array.from({ length: 10 }, () => new CardVault(fresh.deps.store, sealing(fresh)));
    const same = draw();
    const stored = await Promise.all(vaults.map((each) => each.getOrCreate(newCardId(), drawing(same).next)));
    expect(stored.filter(({ cardNo }) => cardNo === same.cardNo)).toHaveLength(1);
    const items = await fresh.operator.scan('vault');
    expect(items.filter(({ pk }) => pk === 'hash-key')).toHaveLength(1);
  });

  it('opens with no other key', async () => {
    const cardId = newCardId();
    await vault.getOrCreate(cardId, draw);
    const withOtherKey = new CardVault(fixture.deps.store, sealing(await openTestPlatform()));
    await expect(withOtherKey.read(cardId)).rejects.toThrow();
    await expect(withOtherKey.getOrCreate(newCardId(), draw)).rejects.toThrow();
  });

  it('returns a card’s secrets for its own number alone', async () => {
    const cardId = newCardId();
    const secrets = await vault.getOrCreate(cardId, draw);
    expect(await vault.read(cardId, secrets.cardNo)).toEqual(secrets);
    await expect(vault.read(cardId, draw().cardNo)).rejects.toThrow(PanMismatch);
    await expect(vault.read(cardId, '')).rejects.toThrow(PanMismatch);
    expect(await vault.read(newCardId(), secrets.cardNo)).toBeUndefined();
  });
});
