/** Coins that a dpt account can hold. */
export const COINS = ['USDT', 'USDC'] as const;

/**
 * ISO 4217 codes by the decimals of their minor unit, from the list published on 2026-01-01, and the platform's coins
 * (contract section 7).
 */
const CODES: Readonly<Record<number, string>> = {
  0:
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XAG XAU XBA XBB XBC XBD XDR XOF XPD ' +
    'XPF XPT XSU XTS XUA XXX',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF ' +
    'CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD ' +
    'GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL ' +
    'MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR ' +
    'PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP ' +
    'TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
  6: COINS.join(' '),
};

const EXPONENTS: ReadonlyMap<string, number> = new Map(
  Object.entries(CODES).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code) => [code, Number(exponent)]),
  ),
);

/** Whether the code is a known currency or coin. */
export function isCurrency(code: string): boolean {
  return EXPONENTS.has(code);
}

/** ISO 4217 codes that nobody pays with: metals, units of account and funds. Accepted only in informational fields. */
const NON_MONETARY =
  'XAU XAG XPD XPT XBA XBB XBC XBD XDR XSU XTS XUA XXX XAD BOV CHE CHW CLF COU MXV USN UYI UYW'.split(' ');

const NOT_ON_CARDS: ReadonlySet<string> = new Set([...COINS, ...NON_MONETARY]);

/**
 * Whether cards and their accounts can have the currency. Coins belong on dpt accounts, and nothing could move them
 * back from a card. Nobody pays with metals, units of account or funds.
 */
export function isCardCurrency(code: string): boolean {
  return isCurrency(code) && !NOT_ON_CARDS.has(code);
}

/**
 * Returns the decimals of the currency's minor unit: 2 for USD, 0 for JPY, 6 for USDT.
 *
 * @throws RangeError when the code is unknown
 */
export function currencyExponent(code: string): number {
  const exponent = EXPONENTS.get(code);
  if (exponent === undefined) throw new RangeError(`unknown currency ${code}`);
  return exponent;
}

/** Returns all codes with their exponents, for the reference and for checks against the standard. */
export function allCurrencies(): ReadonlyMap<string, number> {
  return EXPONENTS;
}

/** Withdrawn ISO 4217 codes. No amount can use them any more, but information about a purchase may. */
const WITHDRAWN_CURRENCIES: ReadonlySet<string> = new Set(
  (
    'ADP AFA ALK ANG AOK AON AOR ARP ARY ATS AYM AZM BAD BEC BEF BEL BGJ BGK BGL BGN BOP BRB BRC BRE BRN BRR BUK ' +
    'BYB BYR CHC CSD CSJ CSK CUC CYP DDM DEM ECS ECV EEK ESA ESB ESP FIM FRF GEK GHC GHP GNE GNS GQE GRD GWE GWP ' +
    'HRD HRK IEP ILP ILR ISJ ITL LAJ LSM LTL LTT LUC LUF LUL LVL LVR MAF MGF MLF MRO MTL MTP MVQ MXP MZE MZM NIC ' +
    'NLG PEH PEI PES PLZ PTE RHD ROK ROL RUR SDD SDP SIT SKK SLL SRG STD SUR TJR TMM TPE TRL UAK UGS UGW USS UYN ' +
    'UYP VEB VEF VNC XEU XFO XFU XRE YDD YUD YUM YUN ZAL ZMK ZRN ZRZ ZWC ZWD ZWL ZWN ZWR'
  ).split(' '),
);

/** Whether the code is a withdrawn currency. Accepted only in informational fields. */
export const isWithdrawnCurrency = (code: string): boolean => WITHDRAWN_CURRENCIES.has(code);
