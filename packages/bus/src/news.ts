/** Called for a wake-up, with the publisher's hint if there is one. */
export type Listener = (payload: string | undefined) => void;

/**
 * A wake-up between processes: "there is something newer than what you hold". It carries no facts. A wake-up may come
 * twice, for nothing, or, while the connection is away, not at all, so readers also look for themselves from time to time.
 */
export type News = {
  /**
   * Wakes every subscriber of the topic, in this process too. Never rejects: a wake-up that could not be sent is logged.
   * A payload is a hint of at most 4000 bytes, such as a revision; a longer one is left out.
   */
  publish(topic: string, payload?: string): Promise<void>;
  /**
   * Calls `listener` for every wake-up of the topic, and once without payload after each lost and regained connection.
   * Resolves, once it is in force, with the function that ends it.
   */
  subscribe(topic: string, listener: Listener): Promise<() => Promise<void>>;
  close(): Promise<void>;
};
