import { createECDH, pbkdf2Sync } from 'node:crypto';
import { HDKey } from '@scure/bip32';
import { describe, expect, it } from 'vitest';
import { DEMO_WALLETS } from '../../../../infra/demo/seed/wallets.ts';
import { accountOfKey, formatAddress } from '../../../../shared/domain/dpt/blockchain-address.ts';
import { deriveAddress, XpubRefused } from '../../../../shared/domain/dpt/derivation.ts';
import { COIN_NETWORKS } from '../../../../shared/wire/contract/reference-data/coin-networks.ts';

// The second test vector of BIP32: its master key and the child m/0, which is not hardened.
const VECTOR_2 = {
  seed: 'fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542',
  master:
    'xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB',
  child:
    'xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERfvrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH',
};
/** Mnemonics whose addresses are documented by wallets and development tools. */
const JUNK = `${'test '.repeat(11)}junk`;
const ABOUT = `${'abandon '.repeat(11)}about`;

const VECTOR_1_SEED = '000102030405060708090a0b0c0d0e0f';

/** Returns the address that the owner of the seed derives for the path. */
function expectedAddress(seed: string, path: string, network: (typeof COIN_NETWORKS)[number]): string {
  const { privateKey } = HDKey.fromMasterSeed(Buffer.from(seed, 'hex')).derive(path);
  return formatAddress(network, accountOfKey(publicKeyOf(privateKey)));
}

/** Returns the public key by Node's own curve, which the derivation does not use. */
function publicKeyOf(privateKey: Uint8Array | null): Uint8Array {
  const ecdh = createECDH('secp256k1');
  ecdh.setPrivateKey(privateKey ?? new Uint8Array());
  return ecdh.getPublicKey();
}

describe('public derivation', () => {
  it('follows BIP32: the child key of a test vector has its addresses', () => {
    // m/0 of the vector, then the order's number: the child 0 of the master derives the same addresses as m/0/….
    const master = HDKey.fromExtendedKey(VECTOR_2.master);
    expect(master.deriveChild(0).publicExtendedKey).toBe(VECTOR_2.child);
    for (const network of COIN_NETWORKS)
      expect(deriveAddress(VECTOR_2.master, network, '7')).toBe(
        expectedAddress(VECTOR_2.seed, 'm/0/7', network),
      );
  });

  it.each([
    ['ERC20', "m/44'/60'/0'", JUNK, '0', '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'],
    ['BEP20', "m/44'/60'/0'", JUNK, '1', '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'],
    ['ERC20', "m/44'/60'/0'", ABOUT, '0', '0x9858EfFD232B4033E47d90003D41EC34EcaEda94'],
    ['TRC20', "m/44'/195'/0'", ABOUT, '0', 'TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH'],
  ] as const)(
    'gives %s the address that wallets show for %s of a test mnemonic',
    (network, account, mnemonic, orderNo, address) => {
      const seed = pbkdf2Sync(mnemonic, 'mnemonic', 2048, 64, 'sha512');
      const { publicExtendedKey } = HDKey.fromMasterSeed(seed).derive(account);
      expect(deriveAddress(publicExtendedKey, network, orderNo)).toBe(address);
    },
  );

  it.each([
    ['1', '0/1'],
    ['2147483647', '0/2147483647'],
    ['2147483648', '1/0'],
    ['1150000000000000', '535510/1031659520'],
    ['9007199254740991', '4194303/2147483647'],
  ])('gives order %s the path %s', (orderNo, path) => {
    for (const { network, xpub } of DEMO_WALLETS) {
      const account = network === 'TRC20' ? "m/44'/195'/0'" : "m/44'/60'/0'";
      expect(deriveAddress(xpub, network, orderNo)).toBe(
        expectedAddress(VECTOR_1_SEED, `${account}/${path}`, network),
      );
    }
  });

  it.each(['', 'xpub', `${VECTOR_2.master}x`, VECTOR_2.master.replace('xpub6', 'xpub7'), 'tpub'])(
    'is refused for %s',
    (xpub) => {
      const refused = () => deriveAddress(xpub, 'TRC20', '1');
      expect(refused).toThrow(new XpubRefused('not an extended public key (xpub…)'));
      expect(refused).toThrow(expect.objectContaining({ name: 'XpubRefused' }));
    },
  );

  it('is refused for a private key, which the error does not repeat', () => {
    const { privateExtendedKey } = HDKey.fromMasterSeed(Buffer.from(VECTOR_1_SEED, 'hex'));
    const refused = () => deriveAddress(privateExtendedKey, 'TRC20', '1');
    expect(refused).toThrow(new XpubRefused('this is a private key: it must not leave its wallet'));
  });
});
