import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  ComparisonOperator,
  type CreateAlarmOptions,
  type MathExpression,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

const cloudwatch = new ServicePrincipal('cloudwatch.amazonaws.com');

/** The encrypted topic of all alarms; the people on duty subscribe to it. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // The AWS managed key for SNS does not let CloudWatch publish.
    const key = new Key(this, 'Key', { enableKeyRotation: true, description: 'Encrypts alarms in SNS' });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudwatch],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
      }),
    );
    this.topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    const anyAlarm = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudwatch],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { ArnLike: { 'aws:SourceArn': anyAlarm } },
      }),
    );
  }

  /** Creates an alarm for when the metric, over five minutes, is `threshold` or more. Missing data is healthy. */
  whenAtLeast(
    scope: Construct,
    id: string,
    metric: Metric | MathExpression,
    threshold: number,
    meaning: string,
  ): Alarm {
    return this.#raise(scope, id, metric, {
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: meaning,
    });
  }

  /** Creates an alarm for when the metric, over five minutes, is less than `threshold`. Missing data raises it too. */
  whenLess(scope: Construct, id: string, metric: Metric, threshold: number, meaning: string): Alarm {
    return this.#raise(scope, id, metric, {
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      alarmDescription: meaning,
    });
  }

  #raise(scope: Construct, id: string, metric: Metric | MathExpression, options: CreateAlarmOptions): Alarm {
    const alarm = metric.with({ period: Duration.minutes(5) }).createAlarm(scope, id, options);
    alarm.addAlarmAction(new SnsAction(this.topic));
    return alarm;
  }
}
