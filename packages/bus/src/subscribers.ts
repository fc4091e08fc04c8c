import type { Logger } from '@karavan/runtime';
import type { Listener } from './news.ts';

/** Who waits for which topic, in this process. One that throws is logged and does not keep the news from the others. */
export class Subscribers {
  readonly #byTopic = new Map<string, Set<Listener>>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Whether it is the first for its topic. */
  add(topic: string, listener: Listener): boolean {
    const present = this.#byTopic.get(topic);
    if (present !== undefined) present.add(listener);
    else this.#byTopic.set(topic, new Set([listener]));
    return present === undefined;
  }

  /** Whether it was the last for its topic. */
  remove(topic: string, listener: Listener): boolean {
    const present = this.#byTopic.get(topic);
    if (!present?.delete(listener) || present.size > 0) return false;
    return this.#byTopic.delete(topic);
  }

  tell(topic: string, payload: string | undefined): void {
    for (const listener of [...(this.#byTopic.get(topic) ?? [])]) {
      try {
        listener(payload);
      } catch (error) {
        this.#log.error({ event: 'news.listener-failed', topic, error }, 'a listener failed');
      }
    }
  }

  /** After a gap nobody knows what was missed, so everybody is told to look. */
  tellAll(): void {
    for (const topic of [...this.#byTopic.keys()]) this.tell(topic, undefined);
  }
}
