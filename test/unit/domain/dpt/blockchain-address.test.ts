import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalAddress, formatAddress } from '../../../../shared/domain/dpt/blockchain-address.ts';
import { canonicalTxId, isSameCoinAddress } from '../../../../shared/domain/dpt/transaction-id.ts';
import type { CoinNetwork } from '../../../../shared/wire/contract/reference-data/coin-networks.ts';

/** The test cases of EIP-55. */
const EIP_55 = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
  '0x27b1fdb04752bbc536007a920d24acb045561c26',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
];

/** Contracts of the TRON main net in hex and in Base58, as block explorers show them: USDT, USDC. */
const TRON = [
  ['a614f803b6fd780986a42c78ec9c7f77e6ded13c', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
  ['3487b63d30b5b2c87fb7ffa8bcfade38eaac1abe', 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8'],
] as const;

const HEX_NETWORKS: CoinNetwork[] = ['ERC20', 'BEP20'];
const account = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .filter((bytes) => bytes.some((byte) => byte !== 0));

describe.each(HEX_NETWORKS)('a %s address', (network) => {
  it.each(EIP_55)('%s has the checksum of EIP-55', (address) => {
    expect(formatAddress(network, Buffer.from(address.slice(2), 'hex'))).toBe(address);
    expect(canonicalAddress(network, address)).toBe(address);
  });

  it.each(EIP_55)('%s is accepted without a checksum, in one case', (address) => {
    const digits = address.slice(2);
    expect(canonicalAddress(network, `0x${digits.toLowerCase()}`)).toBe(address);
    expect(canonicalAddress(network, `0x${digits.toUpperCase()}`)).toBe(address);
  });

  it('is rejected with the case of any letter changed', () => {
    const [, , , , address = ''] = EIP_55;
    const letters = [...address].flatMap((sign, index) => (index > 1 && /[a-f]/i.test(sign) ? [index] : []));
    expect(letters).toHaveLength(18);
    for (const at of letters) {
      const sign = address[at] ?? '';
      const other = sign === sign.toLowerCase() ? sign.toUpperCase() : sign.toLowerCase();
      expect(canonicalAddress(network, address.slice(0, at) + other + address.slice(at + 1))).toBeUndefined();
    }
  });
});

describe('a TRC20 address', () => {
  it.each(TRON)('with the bytes %s is %s', (hex, address) => {
    expect(formatAddress('TRC20', Buffer.from(hex, 'hex'))).toBe(address);
    expect(canonicalAddress('TRC20', address)).toBe(address);
    expect(canonicalAddress('TRC20', `41${hex}`)).toBe(address);
    expect(canonicalAddress('TRC20', `41${hex.toUpperCase()}`)).toBe(address);
    expect(isSameCoinAddress('TRC20', `41${hex}`, address)).toBe(true);
  });

  it('is rejected with any character changed', () => {
    const [[, address]] = TRON;
    for (let at = 0; at < address.length; at += 1) {
      const other = address[at] === 'z' ? 'y' : 'z';
      expect(canonicalAddress('TRC20', address.slice(0, at) + other + address.slice(at + 1))).toBeUndefined();
    }
  });
});

describe('an address', () => {
  it.each([
    ['TRC20', 'of zeros', 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb'],
    ['ERC20', 'of zeros', `0x${'0'.repeat(40)}`],
    ['BEP20', 'of zeros', `0x${'0'.repeat(40)}`],
    ['TRC20', 'of Bitcoin, whose version is another', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    ['TRC20', 'of Ethereum', EIP_55[0]],
    ['ERC20', 'of TRON', TRON[0][1]],
    ['TRC20', 'in hex with 0x', `0x41${TRON[0][0]}`],
    ['TRC20', 'in hex that is too short', `41${TRON[0][0].slice(1)}`],
    ['ERC20', 'without 0x', EIP_55[0]?.slice(2)],
    ['ERC20', 'too short', EIP_55[0]?.slice(0, -1)],
    ['ERC20', 'too long', `${EIP_55[0]}0`],
    ['ERC20', 'with a line break', `${EIP_55[0]}\n`],
    ['ERC20', 'with signs before it', `00${EIP_55[0]}`],
    ['TRC20', 'in hex with signs before it', `00 41${TRON[0][0]}`],
    ['TRC20', 'in hex with signs after it', `41${TRON[0][0]} 0`],
    ['TRC20', 'with a blank', ` ${TRON[0][1]}`],
    ['ERC20', 'of nothing', ''],
    ['TRC20', 'of nothing', ''],
    ['TRC20', 'with signs that Base58 has not', '0OIl'],
  ] as const)('on %s %s is rejected', (network, _, text) => {
    expect(canonicalAddress(network, text ?? '')).toBeUndefined();
  });

  it('survives a round trip on its own kind of network, and is rejected on the other', () => {
    fc.assert(
      fc.property(account, (bytes) => {
        const hex = formatAddress('ERC20', bytes);
        const tron = formatAddress('TRC20', bytes);
        for (const network of HEX_NETWORKS) {
          expect(canonicalAddress(network, hex)).toBe(hex);
          expect(canonicalAddress(network, tron)).toBeUndefined();
        }
        expect(canonicalAddress('TRC20', tron)).toBe(tron);
        expect(tron).toMatch(/^T[1-9A-HJ-NP-Za-km-z]{33}$/);
        expect(canonicalAddress('TRC20', hex)).toBeUndefined();
      }),
    );
  });

  it('ignores case in hex, and not in Base58', () => {
    const [address = ''] = EIP_55;
    expect(isSameCoinAddress('BEP20', address, address.toLowerCase())).toBe(true);
    expect(isSameCoinAddress('ERC20', address, EIP_55[1] ?? '')).toBe(false);
    expect(isSameCoinAddress('TRC20', TRON[0][1], TRON[0][1])).toBe(true);
    expect(isSameCoinAddress('TRC20', TRON[0][1], TRON[0][1].toLowerCase())).toBe(false);
  });
});

describe('a transaction id', () => {
  const hash = 'ab'.repeat(32);

  it.each([hash, `0x${hash}`, hash.toUpperCase(), `0x${hash.toUpperCase()}`, `0X${hash}`])(
    '%s has one spelling on each network',
    (txId) => {
      expect(canonicalTxId('TRC20', txId)).toBe(hash);
      expect(canonicalTxId('ERC20', txId)).toBe(`0x${hash}`);
      expect(canonicalTxId('BEP20', txId)).toBe(`0x${hash}`);
    },
  );

  it.each(['ABC', `${hash}0`, `${hash}:3`, 'batch/7'])('%s, which is not a hash, is unchanged', (txId) => {
    expect(canonicalTxId('ERC20', txId)).toBe(txId);
  });
});
