import { spawnSync } from 'node:child_process';
import type { RsaModulusBits } from '../../../shared/wire/codec/keys.ts';

/** Operations per second of processor time, as `openssl speed` counts them; NaN without openssl. */
export interface OpensslSpeed {
  readonly private: number;
  readonly public: number;
}

/** Runs `openssl speed` for a second per half of the key. */
export function opensslSpeed(bits: RsaModulusBits): OpensslSpeed {
  const { stdout = '' } = spawnSync('openssl', ['speed', '-mr', '-seconds', '1', `rsa${bits}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [, signs, verifies] =
    new RegExp(`^\\+F2:\\d+:${bits}:([\\d.]+):([\\d.]+)`, 'm').exec(stdout ?? '') ?? [];
  return { private: Number(signs), public: Number(verifies) };
}
