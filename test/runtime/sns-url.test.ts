import { expect, it } from 'vitest';
import { snsUrl } from '../../src/server/runtime/sns-url.ts';
import { NOT_SNS } from '../support/not-sns.ts';

it.each([
  'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:1:t&Token=2',
  'https://sns.ap-northeast-2.amazonaws.com/SimpleNotificationService-0a1b.pem',
  'https://sns.us-gov-west-1.amazonaws.com/',
  'https://sns.cn-north-1.amazonaws.com.cn/',
])('[ING55] %s is an address of SNS', (text) => {
  expect(snsUrl(text)?.href).toBe(text);
});

it.each(NOT_SNS)('[ING55] %j is none', (text) => {
  expect(snsUrl(text)).toBeNull();
});
