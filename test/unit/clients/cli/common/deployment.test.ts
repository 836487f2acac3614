import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDeployment, readMerchant, requireLocal } from '../../../../../clients/cli/common/deployment.ts';
import { localDataDir } from '../../../../../clients/cli/common/profiles.ts';

const config = mkdtempSync(join(tmpdir(), 'issuary-config-'));
const cwd = mkdtempSync(join(tmpdir(), 'issuary-cwd-'));
const env = { XDG_CONFIG_HOME: config };
const live = {
  api: 'https://api.example.com',
  userNo: '77',
  privateKey: '/k/own.pem',
  platformKey: '/k/one.pem, /k/two.pem',
};
mkdirSync(join(config, 'issuary'));
writeFileSync(
  join(config, 'issuary', 'config.json'),
  JSON.stringify({ profiles: { live, other: { data: '/elsewhere' } } }),
);

describe('a deployment', () => {
  it.each<[options: object, variables: object, api: string, dataDir: string | undefined]>([
    [{}, {}, 'http://127.0.0.1:8080', join(cwd, '.issuary')],
    [{}, { ISSUARY_PORT: '9' }, 'http://127.0.0.1:9', join(cwd, '.issuary')],
    [{}, { ISSUARY_DATA: '/there' }, 'http://127.0.0.1:8080', '/there'],
    [{ data: '/here' }, { ISSUARY_DATA: '/there' }, 'http://127.0.0.1:8080', '/here'],
    [{}, { ISSUARY_API: 'http://a' }, 'http://a', join(cwd, '.issuary')],
    [{ api: 'http://b' }, { ISSUARY_API: 'http://a' }, 'http://b', join(cwd, '.issuary')],
    [{}, { ISSUARY_PROFILE: 'other' }, 'http://127.0.0.1:8080', '/elsewhere'],
    [{ profile: 'local' }, { ISSUARY_PROFILE: 'live' }, 'http://127.0.0.1:8080', join(cwd, '.issuary')],
    [{}, { ISSUARY_PROFILE: 'live' }, 'https://api.example.com', undefined],
    [{}, { ISSUARY_PROFILE: 'live', ISSUARY_API: 'http://a' }, 'http://a', undefined],
    [
      { profile: 'live' },
      { ISSUARY_API: 'http://a', ISSUARY_DATA: '/there' },
      'https://api.example.com',
      undefined,
    ],
  ])('for %j and %j is at %s on %s', (options, variables, apiUrl, dataDir) => {
    const found = findDeployment(options, { ...env, ...variables }, cwd);
    expect({ apiUrl: found.apiUrl, dataDir: found.local?.dataDir }).toEqual({ apiUrl, dataDir });
  });

  it('that runs is at the address that it wrote down', () => {
    const data = mkdtempSync(join(tmpdir(), 'issuary-running-'));
    writeFileSync(join(data, 'environment.json'), '{"ISSUARY_API":"http://127.0.0.1:1234"}');
    expect(findDeployment({ data }, env, cwd).apiUrl).toBe('http://127.0.0.1:1234');
  });

  it('with an unknown profile or missing keys is refused with what to do', () => {
    expect(() => findDeployment({ profile: 'liev' }, env, cwd)).toThrow(
      'There is no profile liev, only local, live, other: issuary profile set liev',
    );
    expect(() => readMerchant(findDeployment({ profile: 'live' }, env, cwd))).toThrow(
      'has no key /k/one.pem',
    );
    expect(() => readMerchant(findDeployment({}, env, cwd))).toThrow(
      `There are no merchant's keys in ${cwd}`,
    );
  });

  it('elsewhere is refused where a local cloud is needed, by operators’ commands too', () => {
    expect(() => requireLocal(findDeployment({ profile: 'live' }, env, cwd), 'trigger')).toThrow(
      'trigger works on a local cloud only, and profile live is not one',
    );
    expect(() => localDataDir({}, { ...env, ISSUARY_PROFILE: 'live' })).toThrow(
      'Profile live is not a local cloud',
    );
    expect(localDataDir({}, { ...env, ISSUARY_PROFILE: 'other' })).toBe('/elsewhere');
    expect(localDataDir({ profile: 'other' }, { ...env, ISSUARY_DATA: '/there' })).toBe('/elsewhere');
  });
});
