import { RailEvent } from '@karavan/contracts';
import { expect, test } from 'vitest';
import { OPERATIONS } from './operation-table.ts';
import { operationWords } from './operation-words.ts';

test('every operation of the classifier and every event but OTHER has words in both languages', () => {
  for (const [code, , event] of OPERATIONS) {
    const words = operationWords({ code, event });
    expect(words?.ru, code).toMatch(/^[А-ЯЁ][а-яё]/);
    expect(words?.en, code).toMatch(/^[A-Z][a-z]+[^А-яЁё]*$/);
  }
  for (const event of RailEvent.options) expect(operationWords({ event }) !== undefined, event).toBe(event !== 'OTHER');
});

test('the number says more than the event; a number that is in no list leaves the event', () => {
  expect(operationWords({ code: '21', event: 'UNLOADED' })?.en).toBe('Unloaded on a private siding');
  expect(operationWords({ code: '92', event: 'TRAIN_ABANDONED' })?.en).toBe('Train abandoned at the station');
  expect(operationWords({ code: '555', event: 'LOADED' })?.en).toBe('Loaded');
  expect(operationWords({ event: 'OTHER' })).toBeUndefined();
});
