import fc from 'fast-check';
import { getAlpha3Codes } from 'i18n-iso-countries';
import type { CountryCode } from 'libphonenumber-js';
import mobiles from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { getExampleNumber } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/metadata.full.json' with { type: 'json' };
import us from 'us';
import { describe, expect, it } from 'vitest';
import { nationalNumber } from '../../../../../shared/wire/contract/fields/national-number.ts';
import {
  allCallingCodes,
  isCallingCode,
} from '../../../../../shared/wire/contract/reference-data/calling-codes.ts';
import {
  allCountries,
  countryName,
  parseCountry,
} from '../../../../../shared/wire/contract/reference-data/countries.ts';
import { allUsStates, isUsState } from '../../../../../shared/wire/contract/reference-data/us-states.ts';

const without = (all: Iterable<string>, ...exceptions: string[]) =>
  [...all].filter((each) => !exceptions.includes(each)).sort();

describe('the countries', () => {
  it('are the 249 of ISO 3166-1, with their alpha-2 codes, and Kosovo', () => {
    // The library has one code more, from the range that the standard leaves to users.
    const { XKK: _, ...standard } = getAlpha3Codes();
    expect(Object.fromEntries(allCountries())).toEqual({ ...standard, XKX: 'XK' });
    expect(allCountries().size).toBe(250);
  });

  it('have one English name each', () => {
    const names = [...allCountries().keys()].map(countryName);
    expect(new Set(names).size).toBe(250);
    expect(countryName('XKX')).toBe('Kosovo');
    expect(names.filter((name) => !/^\p{Lu}.{3,}$/u.test(name))).toEqual([]);
    expect(countryName('CHN')).toBe('China');
    expect(countryName('USA')).toBe('United States');
    expect(() => countryName('CNH')).toThrow(RangeError);
  });

  it('are accepted by their code, and CNH is read as China', () => {
    for (const code of allCountries().keys()) expect(parseCountry(code)).toBe(code);
    expect(parseCountry('CNH')).toBe('CHN');
    for (const other of ['', 'CN', 'chn', 'XKK', 'XXX', 'CHN ', 'constructor', '__proto__'])
      expect(parseCountry(other)).toBeUndefined();
  });
});

describe('a national number', () => {
  const positions = Object.entries(metadata.country_calling_codes).flatMap(([code, countries]) =>
    countries.flatMap((country) => {
      const mobile = getExampleNumber(country as CountryCode, mobiles)?.nationalNumber;
      // The trunk prefix is the sixth element of the library's metadata.
      const trunk = (metadata.countries as Record<string, unknown[]>)[country]?.[5];
      return mobile === undefined
        ? []
        : [{ code, country, mobile, trunk: typeof trunk === 'string' ? trunk : '' }];
    }),
  );

  it('is the number that is dialled from abroad, in every country', () => {
    expect(positions.length).toBeGreaterThan(230);
    const others = positions.filter(
      ({ code, mobile, trunk }) =>
        nationalNumber(code, mobile) !== mobile || nationalNumber(code, trunk + mobile) !== mobile,
    );
    expect(others).toEqual([]);
  });

  it('has no leading zero except where numbers begin with one', () => {
    const own = positions.filter(({ mobile }) => mobile.startsWith('0')).map(({ code }) => code);
    expect(own.sort()).toEqual(['225', '229', '241', '242']);
    for (const { code, mobile } of positions.filter((index) => !['39', '378', ...own].includes(index.code)))
      expect(nationalNumber(code, `0${mobile}`)).toBe(mobile);
    // A fixed line in Rome and one in San Marino.
    expect(nationalNumber('39', '0612345678')).toBe('0612345678');
    expect(nationalNumber('378', '0549886377')).toBe('0549886377');
  });

  it('is never empty', () => {
    const code = fc.constantFrom(...allCallingCodes());
    fc.assert(
      fc.property(code, fc.stringMatching(/^\d{4,11}$/), (prefix, digits) => {
        const number = nationalNumber(prefix, digits);
        expect(number).toMatch(/^\d+$/);
      }),
    );
  });
});

describe('the calling codes', () => {
  it('are those of ITU-T E.164 that are in service', () => {
    const { country_calling_codes: positions, nonGeographic } = metadata;
    const standard = [...Object.keys(positions), ...Object.keys(nonGeographic)];
    expect(without(allCallingCodes())).toEqual(without(standard));
    expect(allCallingCodes().size).toBe(215);
  });

  it.each(['1', '7', '86', '852', '881', '998'])('include %s', (code) => {
    expect(isCallingCode(code)).toBe(true);
  });

  // 379 is assigned to the Vatican, which has never used it; the countries of the North American plan share the 1.
  it.each(['', '0', '+86', '086', '379', '1242', '999', 'constructor'])('do not include %j', (code) => {
    expect(isCallingCode(code)).toBe(false);
  });
});

describe('the American states', () => {
  it('are those of the postal service', () => {
    // The library has states, the District of Columbia and territories. The postal service also delivers to the freely
    // associated states (Micronesia, Marshall Islands, Palau) and to the armed forces (Americas, Europe, Pacific).
    const others = ['FM', 'MH', 'PW', 'AA', 'AE', 'AP'];
    const standard = us.STATES_AND_TERRITORIES.map(({ abbr }) => abbr);
    expect(without(allUsStates(), ...others)).toEqual(without(standard));
    expect(allUsStates().size).toBe(standard.length + others.length);
    expect(standard).toHaveLength(50 + 1 + 5);
  });

  it.each(['', 'ca', 'California', 'XX', 'UK', 'CA ', '__proto__'])('do not include %j', (code) => {
    expect(isUsState(code)).toBe(false);
  });
});
