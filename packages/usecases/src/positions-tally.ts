/** What is counted on the way of positions into the store, with the labels of each figure. */
interface Counted {
  /** positions stored, by what the filter said (`no` for a good one) */
  positions: { protocol: string; filtered: string };
  /** whole messages of devices, on their own ports */
  deviceMessages: { protocol: string };
  /** parts of messages that were not understood or refused */
  deviceRejects: { protocol: string };
  /** connections open now */
  deviceConnections: { protocol: string };
  /** connections ended, by who ended them and why */
  deviceClosed: { protocol: string; reason: string };
}
export type CountedName = keyof Counted;

/** Figures of one process since its start; whoever serves metrics reads them there. */
export interface PositionsTally {
  count<Name extends CountedName>(name: Name, labels: Counted[Name], by?: number): void;
  /** The same for what is counted again and again under the same labels. */
  counter<Name extends CountedName>(name: Name, labels: Counted[Name]): (by?: number) => void;
  read(name: CountedName): { labels: Record<string, string>; value: number }[];
}

export function createPositionsTally(): PositionsTally {
  const figures = new Map<CountedName, Map<string, { labels: Record<string, string>; value: number }>>();
  function figureOf(name: CountedName, labels: object): { value: number } {
    const series = figures.get(name) ?? new Map();
    figures.set(name, series);
    const key = Object.values<string>({ ...labels }).join(' ');
    const figure = series.get(key) ?? { labels: { ...labels }, value: 0 };
    series.set(key, figure);
    return figure;
  }
  return {
    count(name, labels, by = 1) {
      figureOf(name, labels).value += by;
    },
    counter(name, labels) {
      let figure: { value: number } | undefined;
      return (by = 1) => {
        figure ??= figureOf(name, labels); // not before there is something to count
        figure.value += by;
      };
    },
    read: (name) => [...(figures.get(name)?.values() ?? [])],
  };
}

/** The same figures as Prometheus knows them; a level goes up and down, the others only up. */
export const TALLY_FIGURES: readonly { counted: CountedName; name: string; help: string; labels: string[]; isLevel?: true }[] = [
  {
    counted: 'positions',
    name: 'karavan_positions_total',
    help: 'positions stored, by protocol and what the filter said (no: good)',
    labels: ['protocol', 'filtered'],
  },
  {
    counted: 'deviceMessages',
    name: 'karavan_device_messages_total',
    help: 'messages of devices on their own ports',
    labels: ['protocol'],
  },
  {
    counted: 'deviceRejects',
    name: 'karavan_device_rejects_total',
    help: 'parts of device messages that were refused or not understood',
    labels: ['protocol'],
  },
  {
    counted: 'deviceConnections',
    name: 'karavan_device_connections',
    help: 'open connections of devices',
    labels: ['protocol'],
    isLevel: true,
  },
  {
    counted: 'deviceClosed',
    name: 'karavan_device_closed_total',
    help: 'ended connections of devices, by reason',
    labels: ['protocol', 'reason'],
  },
];
