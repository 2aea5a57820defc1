import { afterEach, expect, test } from 'vitest';
import { refuseTelemetry } from './no-telemetry.js';

const before = process.env.ORT_DISABLE_TELEMETRY;
afterEach(() => {
  process.env.ORT_DISABLE_TELEMETRY = before;
});

test('telemetry is off unless the user has said otherwise', () => {
  delete process.env.ORT_DISABLE_TELEMETRY;
  refuseTelemetry();
  expect(process.env.ORT_DISABLE_TELEMETRY).toBe('1');
  process.env.ORT_DISABLE_TELEMETRY = '0';
  refuseTelemetry();
  expect(process.env.ORT_DISABLE_TELEMETRY).toBe('0');
});
