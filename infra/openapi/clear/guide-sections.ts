import { type Catalogue, catalogue, type OperationName } from '../../../shared/wire/contract/catalogue.ts';
import { possibleErrorCodes } from '../../../shared/wire/contract/operations/operation.ts';
import { responseCodes } from '../../../shared/wire/contract/reference-data/response-codes.ts';
import { type ErrorCode, errorCodes } from '../../../shared/wire/errors.ts';
import { headingAnchor, table } from '../markdown-table.ts';
import { type DeclineCode, declineGuide } from './decline-guide.ts';
import { errorGuide } from './error-guide.ts';

/** The heading of an error code; its anchor begins with a letter, as some sites require. */
export const errorHeading = (code: ErrorCode): string => `Error ${code}`;
/** The heading of the code of a declined purchase. */
const declineHeading = (code: DeclineCode): string => `Decline ${code}`;

/** The generated sections of docs/errors.md by the names of their markers. */
export const errorSections: Readonly<Record<string, () => string>> = {
  'error guide': () => errorList.map(errorSection).join('\n\n'),
};

/** The generated sections of docs/declines.md by the names of their markers. */
export const declineSections: Readonly<Record<string, () => string>> = {
  'decline summary': () =>
    table(
      ['code', 'meaning', 'by', 'tell the cardholder', 'try again'],
      declineList.map((code) => [
        `[\`${code}\`](#${headingAnchor(declineHeading(code))})`,
        responseCodes[code],
        declineGuide[code].by,
        declineGuide[code].cardholder,
        declineGuide[code].again,
      ]),
    ),
  'decline guide': () => declineList.map(declineSection).join('\n\n'),
};

const errorList = Object.keys(errorCodes) as ErrorCode[];
const declineList = Object.keys(declineGuide) as DeclineCode[];

function errorSection(code: ErrorCode): string {
  const { causes, remedy, retry, message } = errorGuide[code];
  return [
    `### ${errorHeading(code)}`,
    `**${errorCodes[code]}**${message === undefined ? '' : `, for example \`${message}\``}`,
    causes.map((cause) => `- ${cause}`).join('\n'),
    `*What to do*: ${remedy}`,
    `*Send the same request again*: ${retry === 'yes' ? 'yes' : 'once the cause is gone'}.`,
    `*Operations*: ${operationsWith(code)}`,
  ].join('\n\n');
}

function operationsWith(code: ErrorCode): string {
  const names = Object.keys(catalogue) as OperationName[];
  const having = names.filter((name) => possibleErrorCodes(catalogue[name]).includes(code));
  if (having.length === names.length) return 'all.';
  if (having.length === 0) return 'none of its own.';
  return `${having.map((name) => linkTo(catalogue[name])).join(', ')}.`;
}

const linkTo = ({ title }: Catalogue[OperationName]): string =>
  `[${title}](fields.md#${headingAnchor(title)})`;

function declineSection(code: DeclineCode): string {
  const { by, cause, remedy, cardholder, again } = declineGuide[code];
  return [
    `### ${declineHeading(code)}`,
    `**${responseCodes[code]}**. ${cause}`,
    table(
      ['', ''],
      [
        ['by', by === 'platform' ? 'the platform' : 'an external issuer; the platform passes it on'],
        ['what you can do', remedy],
        ['tell the cardholder', `“${cardholder}”`],
        ['try again', again],
      ],
    ),
  ].join('\n\n');
}
