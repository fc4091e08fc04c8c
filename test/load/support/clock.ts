/** Epoch milliseconds with a fraction; a page in a browser on the same machine tells the same time. */
export const epochNow = (): number => performance.timeOrigin + performance.now();
