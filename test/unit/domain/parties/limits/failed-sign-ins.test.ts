import { describe, expect, it } from 'vitest';
import { sourceNetwork } from '../../../../../shared/domain/parties/limits/failed-sign-ins.ts';
import { catalogue } from '../../../../../shared/wire/contract/catalogue.ts';

describe('the source behind an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:01:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001::2:3:4:5:6:7', '2001:0:2:3::/64'],
    ['', ''],
  ])('of %s is %s', (address, source) => {
    expect(sourceNetwork(address)).toBe(source);
  });
});

it('only operations with images in the catalogue accept images', () => {
  for (const { title, request, ...entry } of Object.values(catalogue)) {
    const hasImages = Object.keys(request.def.shape).some((name) => name.endsWith('ImageBase64'));
    expect('hasImages' in entry && entry.hasImages, title).toBe(hasImages);
  }
});
