import type { Argument } from './command-reader.ts';
import { headersOf, type StoredMail } from './mail-store.ts';

type Test = (mail: StoredMail) => boolean;

/** Every criterion of RFC 3501 6.4.4 that readers of reports use. @throws Error for another one */
export function toTest(args: readonly Argument[]): Test {
  const left = [...args];
  const tests: Test[] = [];
  while (left.length > 0) tests.push(next(left));
  return (mail) => tests.every((test) => test(mail));
}

function next(left: Argument[]): Test {
  const key = left.shift();
  if (Array.isArray(key)) return toTest(key);
  const name = String(key).toUpperCase();
  const argument = () => String(left.shift() ?? '');
  const has =
    (flag: string): Test =>
    (mail) =>
      mail.flags.has(flag);
  const not =
    (test: Test): Test =>
    (mail) =>
      !test(mail);
  switch (name) {
    case 'ALL':
      return () => true;
    case 'SEEN':
      return has('\\Seen');
    case 'UNSEEN':
      return not(has('\\Seen'));
    case 'DELETED':
      return has('\\Deleted');
    case 'UNDELETED':
      return not(has('\\Deleted'));
    case 'KEYWORD':
      return has(argument());
    case 'UNKEYWORD':
      return not(has(argument()));
    case 'NOT':
      return not(next(left));
    case 'OR': {
      const [one, other] = [next(left), next(left)];
      return (mail) => one(mail) || other(mail);
    }
    case 'SINCE': {
      const since = Date.parse(`${argument()} UTC`);
      return (mail) => mail.receivedAt.getTime() >= since;
    }
    case 'BEFORE': {
      const before = Date.parse(`${argument()} UTC`);
      return (mail) => mail.receivedAt.getTime() < before;
    }
    case 'FROM':
    case 'SUBJECT':
      return contains(name, argument());
    case 'UID':
      return inSet(argument());
    default:
      throw new Error(`cannot search by ${name}`);
  }
}

function contains(header: string, wanted: string): Test {
  return (mail) => headersOf(mail, [header]).toString('latin1').toLowerCase().includes(wanted.toLowerCase());
}

/** `1,3:5,9:*` */
export function inSet(set: string): Test {
  const ranges = set.split(',').map((range) => {
    const [from = 0, to = from] = range.split(':').map((bound) => (bound === '*' ? Number.POSITIVE_INFINITY : Number(bound)));
    return [Math.min(from, to), Math.max(from, to)] as const;
  });
  return ({ uid }) => ranges.some(([from, to]) => uid >= from && uid <= to);
}
