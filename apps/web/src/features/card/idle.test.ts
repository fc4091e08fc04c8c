import type { WagonState } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { idleOf } from './idle.ts';

const wagon = (event: string, atStationDays: number, sinceLastOperationDays: number) =>
  ({ idle: { atStationDays, sinceLastOperationDays }, lastOperation: { event } }) as unknown as WagonState;

test('a wagon that has left stands nowhere', () => {
  expect(idleOf(wagon('DEPARTED', 0.01, 0.01))).toEqual({ stationDays: undefined, operationDays: undefined });
  expect(idleOf(wagon('DEPARTED', 0.5, 2.3))).toEqual({ stationDays: undefined, operationDays: 2.3 });
});

test('under an hour is no idleness', () => {
  expect(idleOf(wagon('ARRIVED_STATION', 0.04, 0.04))).toEqual({ stationDays: undefined, operationDays: undefined });
  expect(idleOf(wagon('TRAIN_ABANDONED', 3.9, 3.1))).toEqual({ stationDays: 3.9, operationDays: 3.1 });
});
