/** Epoch second in which the first round of moves is made; the round after it is a second later. */
export const FIRST_ROUND_SECONDS = 1_700_000_000;

/** What the bench asks of the program that holds the sockets. */
export type Order =
  | { do: 'open'; url: string; audiences: readonly { tokens: readonly string[]; assetIds: readonly string[] }[] }
  | { do: 'open bare'; url: string; audiences: readonly { size: number; assetIds: readonly string[] }[] }
  /** forget what was heard, and keep the bytes of the first socket of each audience */
  | { do: 'listen' }
  /** what was heard; with the recorded bytes only where they are wanted, for they are many */
  | { do: 'tell'; recorded: boolean }
  | { do: 'close' };

/** What one audience heard since `listen`. */
export interface Heard {
  sockets: number;
  /** moves the socket that heard the least, or the most, was told of, each counted once */
  fewest: number;
  most: number;
  /** of markers that are none of theirs */
  foreign: number;
  frames: number;
  bytes: number;
  /** what its first socket was sent, to the byte, and when */
  recorded: { at: number; text: string }[];
}

export type Told = { done: Order['do']; heard?: Heard[]; error?: string };

/** What the bare server is to send, and when. */
export type Score = { afterMs: number; messages: { audience: number; text: string }[] }[];
