import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** The retention of every log: PCI DSS 10.5.1 requires twelve months. */
export const LOG_RETENTION = RetentionDays.THIRTEEN_MONTHS;
