import { describe, expect, it } from 'vitest';
import { LocalCloudError } from '../../../../../infra/local-cloud/errors.ts';
import { compileFilter } from '../../../../../infra/local-cloud/sources/event-filter.ts';
import type { RawStack, RawTemplate } from '../../../../../infra/local-cloud/template/assembly.ts';
import { listResources, resourcesOfType } from '../../../../../infra/local-cloud/template/resources.ts';
import { supportedStack } from '../../../../../infra/local-cloud/template/supported-resources.ts';
import { Values } from '../../../../../infra/local-cloud/template/values.ts';

const stackOf = (template: object, name = 'Some'): RawStack => ({
  name,
  template: template as RawTemplate,
  assets: new Map(),
});

const resource = (Type: string, Properties: object, others: object = {}) =>
  stackOf({ Resources: { Thing12345678: { Type, Properties, ...others } } });

const QUEUE = 'AWS::SQS::Queue';

describe('a template is rejected that has', () => {
  it.each([
    ['another resource type', resource('AWS::Kinesis::Stream', {}), 'the resource type AWS::Kinesis::Stream'],
    ['another property', resource(QUEUE, { FifoQueue: true }), 'the property FifoQueue'],
    [
      'another property inside a property',
      resource(QUEUE, { RedrivePolicy: { maxReceiveCount: 3, color: 'red' } }),
      'the property RedrivePolicy.color',
    ],
    [
      'another property in a list',
      resource('AWS::Events::Rule', {
        Targets: [
          { Arn: 'a', Id: 'b' },
          { Arn: 'c', Input: '{}' },
        ],
      }),
      'the property Targets[1].Input',
    ],
    [
      'another value',
      resource('AWS::Lambda::Function', { Runtime: 'python3.13' }),
      'the value "python3.13" of Runtime',
    ],
    ['a condition on a resource', resource(QUEUE, {}, { Condition: 'Sometimes' }), 'the attribute Condition'],
    ['another section', stackOf({ Resources: {}, Transform: 'AWS::Serverless' }), 'the section Transform'],
    ['another parameter', stackOf({ Parameters: { Color: {} } }), 'the parameter Color'],
  ])('%s', (_, stack, what) => {
    const known = () => supportedStack(stack);
    expect(known).toThrow(LocalCloudError);
    expect(known).toThrow(what);
    expect(known).toThrow('stack Some');
  });

  it('another intrinsic function', () => {
    const stack = supportedStack(resource(QUEUE, { DelaySeconds: { 'Fn::If': ['a', 1, 2] } }));
    const resolve = () => resourcesOfType(listResources([stack]), QUEUE, new Values([stack]));
    expect(resolve).toThrow('the intrinsic function Fn::If (stack Some, resource Thing12345678)');
  });

  it('a reference to an attribute that the runner does not provide', () => {
    const stack = supportedStack(
      resource(QUEUE, { DelaySeconds: { 'Fn::GetAtt': ['Thing12345678', 'Color'] } }),
    );
    const resolve = () => resourcesOfType(listResources([stack]), QUEUE, new Values([stack]));
    expect(resolve).toThrow('the attribute Color of Thing12345678');
  });

  it('another filter condition', () => {
    const pattern = JSON.stringify({ size: [{ numeric: ['>', 5] }] });
    expect(() => compileFilter([pattern], 'stack Some')).toThrow('the filter condition {"numeric":[">",5]}');
  });
});

it('a property without effect on one machine is not resolved', () => {
  const stack = resource('AWS::KMS::Key', { KeyPolicy: { 'Fn::Transform': 'anything' } });
  expect(supportedStack(stack).template.Resources).toEqual({
    Thing12345678: { Type: 'AWS::KMS::Key', Properties: {} },
  });
});

it('values are resolved across stacks', () => {
  const home = stackOf(
    {
      Resources: { Queue12345678: { Type: QUEUE } },
      Outputs: { Out: { Value: { 'Fn::GetAtt': ['Queue12345678', 'Arn'] }, Export: { Name: 'home:arn' } } },
    },
    'Home',
  );
  const away = stackOf({ Resources: {} }, 'Away');
  const values = new Values([home, away]);
  values.define({ stack: home, id: 'Queue12345678' }, { Arn: 'arn:queue' });
  const value = {
    'Fn::Join': ['-', ['a', { 'Fn::ImportValue': 'home:arn' }, { Ref: 'AWS::Region' }]],
  };
  expect(values.resolve({ deep: [value] }, away, 'here')).toEqual({ deep: ['a-arn:queue-us-east-1'] });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholders
  expect(values.resolve({ 'Fn::Sub': 'to ${Queue12345678.Arn} in ${AWS::AccountId}' }, home, 'here')).toBe(
    'to arn:queue in 000000000000',
  );
});

it('two resources with the same generated name get different ones', () => {
  const stack = stackOf({ Resources: { Jobs11111111: { Type: QUEUE }, Jobs22222222: { Type: QUEUE } } });
  expect(listResources([stack]).map(({ name }) => name)).toEqual(['Some-Jobs', 'Some-Jobs22222222']);
});

describe('a filter', () => {
  const filter = compileFilter(
    [
      JSON.stringify({ eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'order/' }] } } } }),
      JSON.stringify({ eventName: ['REMOVE', 'MODIFY'] }),
    ],
    'here',
  );
  const event = (eventName: string, pk: string) => ({ eventName, dynamodb: { Keys: { pk: { S: pk } } } });

  it.each([
    [event('INSERT', 'order/1'), true],
    [event('INSERT', 'request/1'), false],
    [event('MODIFY', 'request/1'), true],
    [{ eventName: 'INSERT' }, false],
    [{ eventName: 'INSERT', dynamodb: { Keys: { pk: { S: 7 } } } }, false],
    [null, false],
  ])('%j: %s', (candidate, passes) => {
    expect(filter(candidate)).toBe(passes);
  });

  it('without patterns passes everything', () => {
    expect(compileFilter([], 'here')({})).toBe(true);
  });
});
