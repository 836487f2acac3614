import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** The retention of every log: card schemes require a year. */
export const LOG_RETENTION = RetentionDays.THIRTEEN_MONTHS;
