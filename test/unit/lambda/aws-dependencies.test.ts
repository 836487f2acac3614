import { describe, expect, it } from 'vitest';
import type { Merchant } from '../../../shared/domain/parties/merchant.ts';
import { awsDependencies } from '../../../shared/lambda/aws-dependencies.ts';

describe('a function with an empty environment', () => {
  const deps = awsDependencies({});

  it('has no table', async () => {
    await expect(deps.store.get('vault', { pk: 'card/1' })).rejects.toThrow('TABLE_VAULT is not set');
    await expect(deps.store.query({ table: 'orders', partition: '1' })).rejects.toThrow(
      'TABLE_ORDERS is not set',
    );
    await expect(deps.store.write([{ kind: 'put', table: 'ledger', item: { pk: '1' } }])).rejects.toThrow(
      'TABLE_LEDGER is not set',
    );
  });

  it('has no queue and no key', async () => {
    await expect(deps.workQueue.send('order', ['1'])).rejects.toThrow('this function has no queue');
    const merchant = { userNo: '1', platformPublicKey: 'AAAA' } as Merchant;
    await expect(deps.counterpartyKeys.platformKey(merchant)).rejects.toThrow('TABLE_KEYS is not set');
    const sealed = { wrapped: 'w', sealed: 's' };
    await expect(deps.sealer.open(sealed, 'card/1')).rejects.toThrow('VAULT_KEY is not set');
    await expect(deps.vault.pinWrite('1', '258369')).rejects.toThrow('PIN_KEY is not set');
  });

  it('has the time zone of the contract and a grace of a minute by default', () => {
    expect(deps).toMatchObject({ utcOffset: '+08:00', graceMs: 60_000 });
    const received = awsDependencies({ PLATFORM_UTC_OFFSET: '-03:00', ORDER_GRACE_SECONDS: '5' });
    expect(received).toMatchObject({ utcOffset: '-03:00', graceMs: 5_000 });
  });

  it('accepts rates of up to a day by default', () => {
    expect(deps.rateMaxAgeMs).toBe(86_400_000);
    expect(awsDependencies({ RATE_MAX_AGE_SECONDS: '60' }).rateMaxAgeMs).toBe(60_000);
  });
});
