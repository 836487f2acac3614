import { describe, expect, it } from 'vitest';
import { cloudPlatform } from '../../../shared/lambda/cloud-platform.ts';
import type { Merchant } from '../../../shared/merchants/merchant.ts';

describe('a function whose environment names nothing', () => {
  const platform = cloudPlatform({});

  it('reaches no table', async () => {
    await expect(platform.store.get('vault', { pk: 'card/1' })).rejects.toThrow('TABLE_VAULT is not set');
    await expect(platform.store.query({ table: 'orders', partition: '1' })).rejects.toThrow(
      'TABLE_ORDERS is not set',
    );
    await expect(platform.store.write([{ kind: 'put', table: 'ledger', item: { pk: '1' } }])).rejects.toThrow(
      'TABLE_LEDGER is not set',
    );
  });

  it('reaches no queue and no key', async () => {
    await expect(platform.wakeUp.send('order', ['1'])).rejects.toThrow('this function has no queue');
    const merchant = { userNo: '1', platformPublicKey: 'AAAA' } as Merchant;
    await expect(platform.counterpartyKeys.platformKey(merchant)).rejects.toThrow('TABLE_KEYS is not set');
    const sealed = { wrapped: 'w', sealed: 's' };
    await expect(platform.sealer.open(sealed, 'card/1')).rejects.toThrow('VAULT_KEY is not set');
    await expect(platform.vault.pinWrite('1', '258369')).rejects.toThrow('PIN_KEY is not set');
  });

  it('is in the zone of the contract and waits a minute before the sweeper looks', () => {
    expect(platform).toMatchObject({ utcOffset: '+08:00', graceMs: 60_000 });
    const told = cloudPlatform({ PLATFORM_UTC_OFFSET: '-03:00', ORDER_GRACE_SECONDS: '5' });
    expect(told).toMatchObject({ utcOffset: '-03:00', graceMs: 5_000 });
  });

  it('uses rates of up to a day, unless told', () => {
    expect(platform.rateMaxAgeMs).toBe(86_400_000);
    expect(cloudPlatform({ RATE_MAX_AGE_SECONDS: '60' }).rateMaxAgeMs).toBe(60_000);
  });
});
