import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** How long every log is kept: card schemes want a year of it. */
export const LOG_RETENTION = RetentionDays.THIRTEEN_MONTHS;
