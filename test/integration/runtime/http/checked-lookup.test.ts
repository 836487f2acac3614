import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:net';
import forge from 'node-forge';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Resolve } from '../../../../shared/runtime/http/checked-lookup.ts';
import { httpPost, NoHttpResponse } from '../../../../shared/runtime/http/http-client.ts';
import { generateRsaKeyPair } from '../../../../shared/wire/codec/keys.ts';
import { type Endpoint, openEndpoint } from '../../../support/endpoints/http-endpoint.ts';
import { cleanups, closeAll, listen, resolver } from '../../../support/endpoints/sockets.ts';

const rules = { allowLoopback: true };
let endpoint: Endpoint;
let port: string;

beforeEach(async () => {
  endpoint = await openEndpoint();
  port = new URL(endpoint.url).port;
  cleanups.push(() => endpoint.close());
});
afterEach(closeAll);

describe('a host name', () => {
  it('is resolved once for each post, which uses the checked address', async () => {
    const { resolve, requested: request } = resolver(['127.0.0.1'], ['10.0.0.1']);
    const url = `http://shop.example:${port}/notify`;
    expect(await httpPost({ policy: rules, resolve })(url, '{}')).toMatchObject({ body: 'SUCCESS' });
    expect(request).toEqual(['shop.example']);
    await expect(httpPost({ policy: rules, resolve })(url, '{}')).rejects.toThrow('shop.example (10.0.0.1)');
    expect(endpoint.requests).toHaveLength(1);
  });

  it('may have several addresses of which only one answers', async () => {
    const { resolve } = resolver(['127.0.0.2', '127.0.0.1']);
    const answer = await httpPost({ policy: rules, resolve })(`http://shop.example:${port}/`, '{}');
    expect(answer).toMatchObject({ body: 'SUCCESS' });
  });

  it.each([
    ['one', ['10.0.0.1']],
    ['an allowed one first', ['127.0.0.1', '10.0.0.1']],
    ['an allowed one last', ['169.254.169.254', '127.0.0.1']],
    ['an IPv4-mapped one', ['::ffff:127.0.0.1']],
    ['a link-local one with a zone', ['fe80::1%lo']],
    ['nonsense', ['127.1']],
  ])('is refused with addresses that are not allowed: %s', async (_, addresses) => {
    const { resolve } = resolver(addresses);
    for (const protocol of ['http', 'https']) {
      const post = httpPost({ policy: rules, resolve })(`${protocol}://shop.example:${port}/`, '{}');
      await expect(post).rejects.toMatchObject({ name: 'DestinationForbidden' });
    }
    expect(endpoint.requests).toEqual([]);
  });

  it('of this machine is refused where the rules do not allow it', async () => {
    const { connections, port: closed } = await listen(createServer());
    const post = httpPost({ policy: { allowLoopback: false } });
    for (const host of ['localhost', '127.0.0.1', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]'])
      await expect(post(`https://${host}:${closed}/`, '{}'), host).rejects.toMatchObject({
        name: 'DestinationForbidden',
      });
    expect(connections).toEqual([]);
  });

  it.each([['ENOTFOUND'], ['EAI_AGAIN']])('that does not resolve gives no response (%s)', async (code) => {
    const resolve: Resolve = (_, __, callback) => callback(Object.assign(new Error(code), { code }), []);
    const post = httpPost({ policy: rules, resolve })('https://shop.example/', '{}');
    await expect(post).rejects.toMatchObject({ name: 'NoHttpResponse', cause: { code } });
  });

  it('without an address gives no response', async () => {
    const post = httpPost({ policy: rules, ...resolver([]) })('https://shop.example/', '{}');
    await expect(post).rejects.toThrow(NoHttpResponse);
  });
});

describe('https', () => {
  it.each(['127.0.0.1', 'localhost'])('rejects an untrusted certificate on %s', async (host) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    cleanups.push(() => vi.unstubAllEnvs());
    const requested = vi.fn();
    const { port: tlsPort } = await listen(createTlsServer(await selfSigned(), requested));
    const { resolve } = resolver(['127.0.0.1']);
    await expect(
      httpPost({ policy: rules, resolve })(`https://${host}:${tlsPort}/`, '{}'),
    ).rejects.toMatchObject({
      name: 'NoHttpResponse',
      cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    expect(requested).not.toHaveBeenCalled();
  });
});

/** Creates a self-signed certificate for localhost and 127.0.0.1. */
async function selfSigned(): Promise<{ key: string; cert: string }> {
  const { privateKey, publicKey } = await generateRsaKeyPair(2048);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.UTC(2020, 0));
  certificate.validity.notAfter = new Date(Date.UTC(2120, 0));
  const name = [{ name: 'commonName', value: 'localhost' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  const altNames = [
    { type: 2, value: 'localhost' },
    { type: 7, ip: '127.0.0.1' },
  ];
  certificate.setExtensions([{ name: 'subjectAltName', altNames }]);
  certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create());
  return { key: privateKey, cert: forge.pki.certificateToPem(certificate) };
}
