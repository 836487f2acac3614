/** ISO 3166-1: the alpha-3 and alpha-2 code of every country (contract section 7). */
const CODES =
  'ABW:AW AFG:AF AGO:AO AIA:AI ALA:AX ALB:AL AND:AD ARE:AE ARG:AR ARM:AM ASM:AS ATA:AQ ATF:TF ' +
  'ATG:AG AUS:AU AUT:AT AZE:AZ BDI:BI BEL:BE BEN:BJ BES:BQ BFA:BF BGD:BD BGR:BG BHR:BH BHS:BS ' +
  'BIH:BA BLM:BL BLR:BY BLZ:BZ BMU:BM BOL:BO BRA:BR BRB:BB BRN:BN BTN:BT BVT:BV BWA:BW CAF:CF ' +
  'CAN:CA CCK:CC CHE:CH CHL:CL CHN:CN CIV:CI CMR:CM COD:CD COG:CG COK:CK COL:CO COM:KM CPV:CV ' +
  'CRI:CR CUB:CU CUW:CW CXR:CX CYM:KY CYP:CY CZE:CZ DEU:DE DJI:DJ DMA:DM DNK:DK DOM:DO DZA:DZ ' +
  'ECU:EC EGY:EG ERI:ER ESH:EH ESP:ES EST:EE ETH:ET FIN:FI FJI:FJ FLK:FK FRA:FR FRO:FO FSM:FM ' +
  'GAB:GA GBR:GB GEO:GE GGY:GG GHA:GH GIB:GI GIN:GN GLP:GP GMB:GM GNB:GW GNQ:GQ GRC:GR GRD:GD ' +
  'GRL:GL GTM:GT GUF:GF GUM:GU GUY:GY HKG:HK HMD:HM HND:HN HRV:HR HTI:HT HUN:HU IDN:ID IMN:IM ' +
  'IND:IN IOT:IO IRL:IE IRN:IR IRQ:IQ ISL:IS ISR:IL ITA:IT JAM:JM JEY:JE JOR:JO JPN:JP KAZ:KZ ' +
  'KEN:KE KGZ:KG KHM:KH KIR:KI KNA:KN KOR:KR KWT:KW LAO:LA LBN:LB LBR:LR LBY:LY LCA:LC LIE:LI ' +
  'LKA:LK LSO:LS LTU:LT LUX:LU LVA:LV MAC:MO MAF:MF MAR:MA MCO:MC MDA:MD MDG:MG MDV:MV MEX:MX ' +
  'MHL:MH MKD:MK MLI:ML MLT:MT MMR:MM MNE:ME MNG:MN MNP:MP MOZ:MZ MRT:MR MSR:MS MTQ:MQ MUS:MU ' +
  'MWI:MW MYS:MY MYT:YT NAM:NA NCL:NC NER:NE NFK:NF NGA:NG NIC:NI NIU:NU NLD:NL NOR:NO NPL:NP ' +
  'NRU:NR NZL:NZ OMN:OM PAK:PK PAN:PA PCN:PN PER:PE PHL:PH PLW:PW PNG:PG POL:PL PRI:PR PRK:KP ' +
  'PRT:PT PRY:PY PSE:PS PYF:PF QAT:QA REU:RE ROU:RO RUS:RU RWA:RW SAU:SA SDN:SD SEN:SN SGP:SG ' +
  'SGS:GS SHN:SH SJM:SJ SLB:SB SLE:SL SLV:SV SMR:SM SOM:SO SPM:PM SRB:RS SSD:SS STP:ST SUR:SR ' +
  'SVK:SK SVN:SI SWE:SE SWZ:SZ SXM:SX SYC:SC SYR:SY TCA:TC TCD:TD TGO:TG THA:TH TJK:TJ TKL:TK ' +
  'TKM:TM TLS:TL TON:TO TTO:TT TUN:TN TUR:TR TUV:TV TWN:TW TZA:TZ UGA:UG UKR:UA UMI:UM URY:UY ' +
  'USA:US UZB:UZ VAT:VA VCT:VC VEN:VE VGB:VG VIR:VI VNM:VN VUT:VU WLF:WF WSM:WS YEM:YE ZAF:ZA ' +
  'ZMB:ZM ZWE:ZW';

/** Kosovo, with the user-assigned codes that card networks and banks use. */
const KOSOVO = { alpha3: 'XKX', alpha2: 'XK' } as const;

const ALPHA_2: ReadonlyMap<string, string> = new Map([
  ...CODES.split(' ').map((pair) => pair.split(':') as [string, string]),
  [KOSOVO.alpha3, KOSOVO.alpha2],
]);

/** Countries without postal codes (Universal Postal Union). */
const WITHOUT_POSTCODES: ReadonlySet<string> = new Set(
  (
    'ABW AGO ARE ATG BDI BEN BFA BHS BLZ BOL BWA CAF CIV CMR COD COG COK COM CUW CYM DJI DMA ERI FJI GAB GHA ' +
    'GMB GNQ GRD GUY HKG JAM KIR KNA LBY MAC MLI MRT MWI NRU NIU PAN PRK QAT RWA SLB SLE STP SUR SXM SYC SYR TCD ' +
    'TGO TKL TLS TON TUV TZA UGA VUT YEM ZWE'
  ).split(' '),
);

/** Whether addresses in the country have postal codes. */
export const hasPostcodes = (alpha3: string): boolean => !WITHOUT_POSTCODES.has(alpha3);

/** The code that some clients send for China instead of the standard one. */
export const CHINA = { alias: 'CNH', standard: 'CHN' } as const;

/** Returns the standard alpha-3 code; `CNH` is China as well. Returns undefined when the code is not a country's. */
export function parseCountry(code: string): string | undefined {
  const alpha3 = code === CHINA.alias ? CHINA.standard : code;
  return ALPHA_2.has(alpha3) ? alpha3 : undefined;
}

let englishNames: Intl.DisplayNames | undefined;

/**
 * Returns the country's name in English.
 *
 * @throws RangeError when the alpha-3 code is unknown
 */
export function countryName(alpha3: string): string {
  const alpha2 = ALPHA_2.get(alpha3);
  if (alpha2 === undefined) throw new RangeError(`unknown country ${alpha3}`);
  englishNames ??= new Intl.DisplayNames('en', { type: 'region' });
  return englishNames.of(alpha2) ?? alpha2;
}

/** Returns every alpha-3 code with its alpha-2 code, including Kosovo's, for the reference and for checks. */
export function allCountries(): ReadonlyMap<string, string> {
  return ALPHA_2;
}
